import { z } from 'zod'
import { Bilingual } from './text'

/** When a run is good enough to release on. */
export const GateRules = z.strictObject({
  maxFailed: z.number().int().min(0).max(18).default(0),
  maxUnproven: z.number().int().min(0).max(18).default(0),
  /** A person's pass may stand for an item that the console could not check. */
  acceptsManual: z.boolean().default(true),
  allowsFlaky: z.boolean().default(false),
  allowsDrift: z.boolean().default(false),
  /** Upper limit for the 95th percentile of the run's calls in milliseconds; null judges none. */
  p95Ms: z.number().int().min(1).max(600_000).nullable().default(5_000),
})
export type GateRules = z.infer<typeof GateRules>

export const GateRuleId = z.enum(['failed', 'unproven', 'flaky', 'drift', 'latency'])
export type GateRuleId = z.infer<typeof GateRuleId>

/** The release gate of one run: every rule, and the answer in one sentence. */
export const Gate = z.object({
  isOpen: z.boolean(),
  sentence: Bilingual,
  rules: z.array(
    z.object({ id: GateRuleId, ok: z.boolean(), expected: z.string(), actual: z.string() }),
  ),
})
export type Gate = z.infer<typeof Gate>
