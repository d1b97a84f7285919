import type { Finding } from '../../shared/domain/checklist'
import { hasDrift, type ObservedShape, type ShapeDiff } from '../../shared/domain/contracts'
import type { Bilingual } from '../../shared/domain/text'
import type { Baseline, BaselineOf } from './documented'
import { diffShapes } from './shape'

const namedPaths = 3
const longestPath = 80

/** One finding for each endpoint whose answers differ from what they are held against. */
export function driftFindings(
  observed: readonly ObservedShape[],
  baselineOf: BaselineOf,
): Finding[] {
  return observed.flatMap((endpoint) => {
    const baseline = baselineOf(endpoint.operation)
    if (baseline === null) return []
    const diff = diffShapes(baseline.shape, endpoint.shape)
    if (!hasDrift(diff)) return []
    const message = messageOf(endpoint, baseline.source, diff)
    return [{ code: 'contract-drift', message, detail: endpoint.operation, diff }]
  })
}

function messageOf(
  { method, path }: ObservedShape,
  source: Baseline['source'],
  diff: ShapeDiff,
): Bilingual {
  const places = [
    ...diff.removed.map((entry) => `−${shown(entry.path)}`),
    ...diff.added.map((entry) => `+${shown(entry.path)}`),
    ...diff.changed.map(({ path: at, before, after }) => `${shown(at)} (${before} → ${after})`),
  ]
  const named = places.slice(0, namedPaths)
  const isMore = places.length > namedPaths
  const where = method === '*' ? path : `${method} ${path}`
  const document = source === 'documented'
  return {
    zh:
      `${where} 的回答与${document ? '文档' : '已接受的契约'}不一致：` +
      `${named.join('、')}${isMore ? ` 等 ${places.length} 处` : ''}`,
    en:
      `The answer of ${where} differs from the ${document ? 'document' : 'accepted contract'}: ` +
      `${named.join(', ')}${isMore ? ` and ${places.length - namedPaths} more` : ''}`,
  }
}

function shown(path: string): string {
  return path.length > longestPath ? `${path.slice(0, longestPath - 1)}…` : path
}
