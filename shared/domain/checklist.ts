import { z } from 'zod'
import { ObservedShape, ShapeDiff } from './contracts'
import { Gate } from './gate'
import { Attachment, RunNote, SignOff } from './records'
import { EpochMs, ServiceId } from './services'
import { Bilingual } from './text'

/** The 18 items of the joint-test guide, in its order (DESIGN 5). */
export const itemIds = [
  'basic.zervigo-health',
  'basic.looma-up',
  'basic.network',
  'basic.env',
  'auth.jwt',
  'auth.permission',
  'auth.middleware',
  'auth.errors',
  'api.health',
  'api.sync',
  'api.matches',
  'api.ai-process',
  'api.chat',
  'api.sync-all',
  'data.talent-synced',
  'data.ai-result',
  'data.matches',
  'data.chat',
] as const
export const ItemId = z.enum(itemIds)
export type ItemId = z.infer<typeof ItemId>

export const ItemGroup = z.enum(['basic', 'auth', 'api', 'data'])
export type ItemGroup = z.infer<typeof ItemGroup>

/** See DESIGN 4; only `pass` counts as passed. */
export const verdicts = ['pass', 'fail', 'denied', 'blocked', 'skipped', 'unknown'] as const
export const Verdict = z.enum(verdicts)
export type Verdict = z.infer<typeof Verdict>

export const RunVerdict = z.enum(['pass', 'fail', 'incomplete'])
export type RunVerdict = z.infer<typeof RunVerdict>

/** One checked fact inside an item. */
export const Assertion = z.object({
  id: z.string(),
  ok: z.boolean(),
  expected: z.string(),
  actual: z.string(),
})
export type Assertion = z.infer<typeof Assertion>

/** One observation that a diagnosis rests on. */
export const CauseFact = z.object({ name: z.string(), value: z.string() })
export type CauseFact = z.infer<typeof CauseFact>

/** The next step as the console can take it, or the exact command where it cannot. */
export const CauseAction = z.discriminatedUnion('kind', [
  z.object({
    kind: z.enum(['start-service', 'restart-service', 'open-log']),
    service: ServiceId,
  }),
  z.object({ kind: z.enum(['log-in', 'open-settings', 'open-permissions']) }),
  z.object({ kind: z.literal('command'), command: z.string() }),
])
export type CauseAction = z.infer<typeof CauseAction>

/** Why an item is not a pass, and what to do next. */
export const Cause = z.object({
  code: z.string(),
  /** The known failure mode behind it, e.g. `IDENTITY_KEY`; null when no rule matched. */
  reason: z.string().nullable().default(null),
  message: Bilingual,
  hint: Bilingual,
  confidence: z.enum(['proven', 'likely']),
  /** What was observed and matched, in the order it was found. */
  facts: z.array(CauseFact).default([]),
  action: CauseAction.nullable().default(null),
})
export type Cause = z.infer<typeof Cause>

/** One exchange as it stands in a report. */
export const EvidenceCall = z.object({
  method: z.string(),
  url: z.string(),
  status: z.number().int().nullable(),
  durationMs: z.number().nonnegative(),
  request: z.string().nullable(),
  response: z.string().nullable(),
  error: z.string().nullable(),
  /** When it was sent; null in reports of older consoles. */
  at: EpochMs.nullable().default(null),
  /** The `X-Request-ID` it carried, by which service logs can be searched. */
  correlationId: z.string().nullable().default(null),
})
export type EvidenceCall = z.infer<typeof EvidenceCall>

const tried = {
  verdict: Verdict,
  durationMs: z.number().nonnegative(),
  cause: Cause.nullable(),
  assertions: z.array(Assertion),
  calls: z.array(EvidenceCall),
  /** Null in reports of older consoles. */
  startedAt: EpochMs.nullable().default(null),
}

/** One try of an item that a later one has replaced. */
export const ItemAttempt = z.object({ attempt: z.number().int().positive(), ...tried })
export type ItemAttempt = z.infer<typeof ItemAttempt>

/** What a person found; it never turns an item green, see `withManual`. */
export const ManualResult = z.object({
  verdict: z.enum(['pass', 'fail']),
  note: z.string(),
  name: z.string(),
  at: EpochMs,
  /** What the console itself had found. */
  automatic: z.object({ verdict: Verdict, cause: Cause.nullable() }),
})
export type ManualResult = z.infer<typeof ManualResult>

export const ItemResult = z.object({
  id: ItemId,
  group: ItemGroup,
  title: Bilingual,
  ...tried,
  /** A pass that needed a second attempt. */
  flaky: z.boolean(),
  dependsOn: z.array(ItemId),
  attempt: z.number().int().positive().default(1),
  /** Oldest first. */
  earlier: z.array(ItemAttempt).default([]),
  manual: ManualResult.nullable().default(null),
})
export type ItemResult = z.infer<typeof ItemResult>

/** Something noticed that is no item. */
export const Finding = z.object({
  code: z.string(),
  message: Bilingual,
  detail: z.string(),
  /** Paths that differ, for drift of a contract. */
  diff: ShapeDiff.nullable().default(null),
})
export type Finding = z.infer<typeof Finding>

/** The headline: three numbers of 18, never a percentage. */
export const Totals = z.object({
  passed: z.number().int().nonnegative(),
  failed: z.number().int().nonnegative(),
  unproven: z.number().int().nonnegative(),
  total: z.number().int().nonnegative(),
})
export type Totals = z.infer<typeof Totals>

export const RunInfo = z.object({
  id: z.string(),
  startedAt: EpochMs,
  finishedAt: EpochMs,
  tester: z.string(),
  talentId: z.string(),
  account: z.string().nullable(),
  role: z.string().nullable(),
  /** Reason when the run made no writes; else null. */
  readOnly: z.string().nullable(),
  /** Every attempt of the run; only the first one covers every item. */
  attempts: z
    .array(
      z.object({
        number: z.number().int().positive(),
        startedAt: EpochMs,
        finishedAt: EpochMs,
        items: z.array(ItemId),
      }),
    )
    .default([]),
})
export type RunInfo = z.infer<typeof RunInfo>

/** What the run ran on. */
export const Environment = z.object({
  consoleVersion: z.string(),
  platform: z.string(),
  profile: z.object({ id: z.string(), name: z.string() }),
  services: z.array(
    z.object({
      id: z.string(),
      url: z.string(),
      reportedName: z.string().nullable(),
      version: z.string().nullable(),
      health: z.string(),
    }),
  ),
})
export type Environment = z.infer<typeof Environment>

/** One cause on top, and every item it explains. */
export const RootCause = z.object({ cause: Cause, explains: z.array(ItemId).min(1) })
export type RootCause = z.infer<typeof RootCause>

/** A finished run: the object of `check --json`, of the store and of every report. */
export const RunReport = z.object({
  schema: z.literal(1),
  run: RunInfo,
  verdict: RunVerdict,
  totals: Totals,
  items: z.array(ItemResult),
  findings: z.array(Finding),
  environment: Environment,
  /** Duplicate causes folded, the one that explains most first. */
  rootCauses: z.array(RootCause).default([]),
  /** Field names and types of the answers seen, one entry an operation. */
  shapes: z.array(ObservedShape).default([]),
  gate: Gate.nullable().default(null),
  notes: z.array(RunNote).default([]),
  attachments: z.array(Attachment).default([]),
  /** Oldest first; the last one counts unless it was withdrawn. */
  signOffs: z.array(SignOff).default([]),
})
export type RunReport = z.infer<typeof RunReport>

/** One item while a run goes on. */
export const ItemProgress = z.object({
  id: ItemId,
  phase: z.enum(['waiting', 'running', 'done']),
  result: ItemResult.nullable(),
})
export type ItemProgress = z.infer<typeof ItemProgress>

/** A run while it goes on. */
export const RunProgress = z.object({
  id: z.string(),
  state: z.enum(['running', 'cancelling', 'finished', 'cancelled']),
  startedAt: EpochMs,
  items: z.array(ItemProgress),
  /** Present once the run has ended. */
  report: RunReport.nullable(),
})
export type RunProgress = z.infer<typeof RunProgress>

/** One line of the run history. */
export const RunSummary = z.object({
  id: z.string(),
  startedAt: EpochMs,
  finishedAt: EpochMs,
  profileName: z.string(),
  tester: z.string(),
  verdict: RunVerdict,
  totals: Totals,
  /** Who signed it off; null when nobody did or it was withdrawn. */
  signedBy: z.string().nullable().default(null),
  attempts: z.number().int().positive().default(1),
  /** Items that passed on a later attempt only. */
  flaky: z.number().int().nonnegative().default(0),
  /** True when the stored report cannot be read any more; nothing else of it is claimed. */
  damaged: z.boolean().default(false),
})
export type RunSummary = z.infer<typeof RunSummary>

/** What the page shows before a run. */
export const ItemPlan = z.object({
  id: ItemId,
  group: ItemGroup,
  title: Bilingual,
  proves: Bilingual,
  dependsOn: z.array(ItemId),
  /** True when the item changes data on the system under test. */
  writes: z.boolean(),
})
export type ItemPlan = z.infer<typeof ItemPlan>

export const ReportFormat = z.enum(['json', 'md', 'html', 'pdf', 'junit', 'csv'])
export type ReportFormat = z.infer<typeof ReportFormat>

/** Options of a run; reasons are mandatory where something is left out. */
export const RunOptions = z.object({
  talentId: z.string().trim().min(1).max(1000).optional(),
  only: z.array(ItemId).optional(),
  skip: z.partialRecord(ItemId, z.string().trim().min(1).max(500)).optional(),
  readOnly: z.string().trim().min(1).max(500).optional(),
  tester: z.string().trim().max(80).optional(),
})
export type RunOptions = z.infer<typeof RunOptions>

/** Counts the verdicts of a run. */
export function totalsOf(items: readonly { verdict: Verdict }[]): Totals {
  const passed = items.filter((item) => item.verdict === 'pass').length
  const failed = items.filter((item) => item.verdict === 'fail').length
  return { passed, failed, unproven: items.length - passed - failed, total: items.length }
}

/** Rolls item verdicts up: worst first, and a pass only when everything passed (DESIGN 4). */
export function runVerdictOf(items: readonly { verdict: Verdict }[]): RunVerdict {
  const { passed, failed, total } = totalsOf(items)
  if (failed > 0) return 'fail'
  return total > 0 && passed === total ? 'pass' : 'incomplete'
}

/** The sign-off in force; null when there is none or the last one was withdrawn. */
export function signOffInForce(report: Pick<RunReport, 'signOffs'>): SignOff | null {
  const last = report.signOffs.at(-1)
  return last === undefined || last.withdrawn !== null ? null : last
}
