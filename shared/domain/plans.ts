import { z } from 'zod'
import { EpochMs } from './services'
import { Bilingual } from './text'

export const PlanKind = z.enum(['bring-up', 'shutdown'])
export type PlanKind = z.infer<typeof PlanKind>

/** What a step does; the page shows an icon for it. */
export const StepKind = z.enum([
  'folder',
  'docker',
  'venv',
  'env',
  'ports',
  'start',
  'wait',
  'verify',
  'stop',
  'ports-free',
  'logs',
])
export type StepKind = z.infer<typeof StepKind>

/** `warned` went on although something is not as it should be; `failed` holds the plan. */
export const StepState = z.enum(['waiting', 'running', 'done', 'warned', 'failed', 'skipped'])
export type StepState = z.infer<typeof StepState>

/** Keys that a `.env` lacks, as its example has them; nothing is written before a person agrees. */
export const EnvProposal = z.object({
  /** Absolute path of the file to be changed or made. */
  file: z.string(),
  example: z.string(),
  isNew: z.boolean(),
  /** Values of secrets are masked. */
  added: z.array(z.object({ key: z.string(), value: z.string() })),
})
export type EnvProposal = z.infer<typeof EnvProposal>

/** What keeps a step from being done, and the next step for a person. */
export const StepProblem = z.object({
  code: z.string(),
  message: Bilingual,
  hint: Bilingual,
  /** The port that is in the way, for the Ports screen; null for any other problem. */
  port: z.number().int().nullable(),
})
export type StepProblem = z.infer<typeof StepProblem>

/** A line of output: as a program printed it, or what the console itself has to say. */
export const OutputLine = z.union([z.string(), Bilingual])
export type OutputLine = z.infer<typeof OutputLine>

/** A finished attempt of a step that has been tried again since. */
export const StepAttempt = z.object({
  state: StepState,
  startedAt: EpochMs.nullable(),
  endedAt: EpochMs.nullable(),
  /** What it found, what was wrong, or why it was left out. */
  words: Bilingual,
})
export type StepAttempt = z.infer<typeof StepAttempt>

/** A start that can be repeated: what its earlier run left is ended first, only what is ours. */
export const RepeatOffer = z.object({
  /** The start step. */
  step: z.string(),
  /** What ends it, as a person would type it; null when signals alone do. */
  command: z.string().nullable(),
  warnings: z.array(Bilingual),
})
export type RepeatOffer = z.infer<typeof RepeatOffer>

export const PlanStep = z.object({
  /** Unique in the plan, e.g. `start.auth`. */
  id: z.string(),
  kind: StepKind,
  /** The service, project or command it is about; null for the whole system. */
  subject: z.string().nullable(),
  /** Steps of one phase run at the same time. */
  phase: z.number().int().nonnegative(),
  title: Bilingual,
  /** The command line it runs, as a person would type it; null when it runs none. */
  command: z.string().nullable(),
  state: StepState,
  startedAt: EpochMs.nullable(),
  endedAt: EpochMs.nullable(),
  /** The newest lines of its output, masked, oldest first. */
  output: z.array(OutputLine),
  /** What it found or did, one sentence; null before. */
  result: Bilingual.nullable(),
  /** Traps known before it runs, and what is not as it should be after. */
  warnings: z.array(Bilingual),
  problem: StepProblem.nullable(),
  skipped: z.object({ reason: Bilingual, byPerson: z.boolean() }).nullable(),
  proposal: EnvProposal.nullable(),
  /** Attempts before the one that is shown, oldest first. */
  attempts: z.array(StepAttempt).default([]),
  /** Set while the step has failed and its start can be repeated. */
  repeat: RepeatOffer.nullable().default(null),
})
export type PlanStep = z.infer<typeof PlanStep>

/**
 * `ready` waits for the person, `held` has a failed step, `interrupted` was running or held when
 * its console ended.
 */
export const PlanState = z.enum(['ready', 'running', 'held', 'done', 'cancelled', 'interrupted'])
export type PlanState = z.infer<typeof PlanState>

/** A bring-up or a shutdown as steps that a person can see, repeat and skip. */
export const Plan = z.object({
  id: z.string(),
  kind: PlanKind,
  profile: z.object({ id: z.string(), name: z.string() }),
  state: PlanState,
  preparedAt: EpochMs,
  startedAt: EpochMs.nullable(),
  finishedAt: EpochMs.nullable(),
  steps: z.array(PlanStep),
  /** What the next start of the console found of an interrupted plan. */
  found: z.array(Bilingual),
  /** The Markdown report, once written. */
  report: z.object({ folder: z.string(), file: z.string() }).nullable(),
  /** Why the report could not be written; null when it could or was not tried. */
  reportProblem: z.string().nullable(),
})
export type Plan = z.infer<typeof Plan>
