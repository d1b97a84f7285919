import { z } from 'zod'
import { EpochMs, ServiceId } from './services'

/**
 * Field names and types of an answer: dotted path → type, e.g. `services.auth.healthy` → `boolean`,
 * `matches[].job_id` → `number|string`.
 */
export const Shape = z.record(z.string(), z.string())
export type Shape = z.infer<typeof Shape>

/** What differs between two shapes. */
export const ShapeDiff = z.object({
  added: z.array(z.object({ path: z.string(), type: z.string() })),
  removed: z.array(z.object({ path: z.string(), type: z.string() })),
  changed: z.array(z.object({ path: z.string(), before: z.string(), after: z.string() })),
})
export type ShapeDiff = z.infer<typeof ShapeDiff>

/** One endpoint as the console calls it. */
const endpoint = {
  /** Name of the typed operation, e.g. `talent.sync`. */
  operation: z.string(),
  service: ServiceId,
  method: z.string(),
  /** Path with its places named, e.g. `/api/zervigo/talents/{id}/sync`. */
  path: z.string(),
}

/** The shape of the good answers of one endpoint in a run. */
export const ObservedShape = z.object({ ...endpoint, shape: Shape })
export type ObservedShape = z.infer<typeof ObservedShape>

/** What an endpoint is held against, and how its last answer differs. */
export const ContractEntry = z.object({
  ...endpoint,
  /** `documented` comes from the guide's examples, `accepted` from a person, `none` from nowhere. */
  source: z.enum(['documented', 'accepted', 'none']),
  baseline: Shape.nullable(),
  accepted: z.object({ at: EpochMs, name: z.string(), note: z.string() }).nullable(),
  observed: z.object({ at: EpochMs, shape: Shape }).nullable(),
  diff: ShapeDiff,
})
export type ContractEntry = z.infer<typeof ContractEntry>

/** True when two shapes differ in anything. */
export function hasDrift({ added, removed, changed }: ShapeDiff): boolean {
  return added.length + removed.length + changed.length > 0
}
