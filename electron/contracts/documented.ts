import type { Shape } from '../../shared/domain/contracts'
import { looma } from '../zervigo/looma'
import { refusalEndpoint } from './endpoints'
import {
  loomaHealth,
  loomaHealthWithAi,
  unauthorized,
  unauthorizedWithCode,
  withUnreachable,
  zervigoHealth,
} from './guide-examples'
import { mergeShapes, shapeOf } from './shape'

/** What an endpoint's answers are held against, and where that comes from. */
export interface Baseline {
  source: 'documented' | 'accepted'
  shape: Shape
}

/** Finds what an operation is held against; null when nothing says how it should answer. */
export type BaselineOf = (operation: string) => Baseline | null

const documents: ReadonlyMap<string, readonly string[]> = new Map([
  [looma.health.name, [loomaHealth, loomaHealthWithAi, withUnreachable(loomaHealthWithAi)]],
  [looma.zervigoHealth.name, [zervigoHealth, withUnreachable(zervigoHealth)]],
  [refusalEndpoint.operation, [unauthorized, unauthorizedWithCode]],
])

/** Operations that the guide shows an answer of. */
export const documentedOperations: readonly string[] = [...documents.keys()]

/** Field names and types as the guide's own examples have them. */
export const documentedBaseline: BaselineOf = (operation) => {
  const shapes = (documents.get(operation) ?? []).map((text) => shapeOf(JSON.parse(text)))
  return shapes.length === 0 ? null : { source: 'documented', shape: shapes.reduce(mergeShapes) }
}
