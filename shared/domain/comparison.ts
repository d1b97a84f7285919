import { z } from 'zod'
import { ItemId, RunSummary, Verdict } from './checklist'
import { ShapeDiff } from './contracts'
import { Bilingual } from './text'

/** What became of an item from one run to the next. */
export const ItemChange = z.enum([
  'newly-failing',
  'fixed',
  'still-failing',
  'still-passing',
  'changed',
  'absent',
])
export type ItemChange = z.infer<typeof ItemChange>

/** One item in two runs. */
export const ComparedItem = z.object({
  id: ItemId,
  title: Bilingual,
  change: ItemChange,
  before: Verdict.nullable(),
  after: Verdict.nullable(),
  causeBefore: z.string().nullable(),
  causeAfter: z.string().nullable(),
  durationBeforeMs: z.number().nullable(),
  durationAfterMs: z.number().nullable(),
})
export type ComparedItem = z.infer<typeof ComparedItem>

/** One value that differs; null where it was absent. */
export const ComparedValue = z.object({
  /** Dotted name, e.g. `account`, `services.auth.version`. */
  field: z.string(),
  before: z.string().nullable(),
  after: z.string().nullable(),
})
export type ComparedValue = z.infer<typeof ComparedValue>

/** Two runs side by side: the system's changes apart from those of the surroundings. */
export const RunComparison = z.object({
  before: RunSummary,
  after: RunSummary,
  items: z.array(ComparedItem),
  /** Calls that both runs made, whose median time changed by at least half and 50 ms. */
  latency: z.array(z.object({ call: z.string(), beforeMs: z.number(), afterMs: z.number() })),
  shapes: z.array(z.object({ operation: z.string(), diff: ShapeDiff })),
  /** Account, talent, addresses, console, machine: what the testers changed. */
  environment: z.array(ComparedValue),
  /** Versions, names, processes, configuration files: what the system's owners changed. */
  system: z.array(ComparedValue),
})
export type RunComparison = z.infer<typeof RunComparison>
