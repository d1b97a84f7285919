import type {
  EnvProposal,
  OutputLine,
  PlanStep,
  RepeatOffer,
  StepProblem,
} from '../../shared/domain/plans'
import type { Bilingual } from '../../shared/domain/text'

/** What a running step is given. */
export interface StepIo {
  /** Aborted when the plan is cancelled or the console ends. */
  signal: AbortSignal
  /** Adds a line to the step's output; it is masked before it is kept. */
  line(line: OutputLine): void
}

/** How a step ended. Anything it throws becomes a problem too. */
export type StepResult =
  | { state: 'done'; result: Bilingual }
  | { state: 'warned'; result: Bilingual; warnings: Bilingual[] }
  | { state: 'skipped'; reason: Bilingual }
  | { state: 'failed'; problem: StepProblem; proposal?: EnvProposal }

/** A repeat that first ends what the step left before. */
export interface StepAgain extends Pick<RepeatOffer, 'command' | 'warnings'> {
  run(io: StepIo): Promise<StepResult>
}

/** One step before it runs. */
export interface StepSpec extends Pick<
  PlanStep,
  'id' | 'kind' | 'subject' | 'title' | 'command' | 'warnings'
> {
  /** A step of the same phase without which this one cannot succeed; repeating that repeats this. */
  follows?: string
  /** How it is repeated although it succeeded; only a person asks for it. */
  again?: StepAgain
  run(io: StepIo): Promise<StepResult>
  /** Carries out what the step proposed; only a person asks for it. */
  apply?(): Promise<void>
}

/** Steps that run at the same time; a phase begins when the one before has no step left to do. */
export type Phase = readonly StepSpec[]
