import type { EnvProposal, PlanStep, RepeatOffer, StepAttempt } from '../../shared/domain/plans'
import type { Bilingual } from '../../shared/domain/text'
import { createOutputTail } from './output-tail'
import { problemOf } from './problem'
import type { StepIo, StepResult, StepSpec } from './step'

/** Of a step that somebody tries again and again the newest stay. */
const mostAttempts = 20

type Mask = (text: string) => string

/** One step of a plan while it is worked on. */
export interface StepKeeper {
  spec: StepSpec
  phase: number
  state(): PlanStep['state']
  snapshot(): PlanStep
  /** What a repeat of it would do; null when it cannot be repeated. */
  offer(): RepeatOffer | null
  run(io: StepIo): Promise<StepResult>
  line(text: string): void
  /** Back to waiting, with the output of earlier attempts kept. */
  rearm(how?: 'again'): void
  begin(at: number): void
  end(result: StepResult, at: number): void
  fail(error: unknown, at: number): void
  /** Left out by a person; what was wrong stays on record. */
  skip(reason: string): void
}

/** Keeps one step, every text masked on its way in. */
export function createStepKeeper(spec: StepSpec, phase: number, mask: Mask): StepKeeper {
  const output = createOutputTail(mask)
  const both = ({ zh, en }: Bilingual): Bilingual => ({ zh: mask(zh), en: mask(en) })
  const { id, kind, subject } = spec
  const untouched = {
    ...{ state: 'waiting' as const, startedAt: null, endedAt: null, result: null },
    ...{ problem: null, skipped: null, proposal: null },
    warnings: spec.warnings.map(both),
  }
  const masked = (proposal: EnvProposal): EnvProposal => ({
    ...proposal,
    added: proposal.added.map(({ key, value }) => ({ key, value: mask(value) })),
  })
  let tries = 0
  let isAgain = false
  const attempts: StepAttempt[] = []
  let step: Omit<PlanStep, 'output' | 'attempts'> = {
    ...{ id, kind, subject, phase, title: both(spec.title) },
    command: spec.command === null ? null : mask(spec.command),
    ...{ ...untouched, repeat: null },
  }
  const { again } = spec
  const offer: RepeatOffer | null =
    again === undefined
      ? null
      : {
          step: id,
          command: again.command === null ? null : mask(again.command),
          warnings: again.warnings.map(both),
        }
  /** What is tried again stays on record. */
  const remember = (): void => {
    const { state, startedAt, endedAt } = step
    if (!hasEnded(step)) return
    attempts.push({ state, startedAt, endedAt, words: wordsOf(step) })
    if (attempts.length > mostAttempts) attempts.shift()
  }
  const end = (result: StepResult, at: number): void => {
    const { state } = result
    step = { ...step, state, endedAt: at }
    if (result.state === 'done' || result.state === 'warned') step.result = both(result.result)
    if (result.state === 'warned') step.warnings = [...step.warnings, ...result.warnings.map(both)]
    if (result.state === 'skipped') step.skipped = { reason: both(result.reason), byPerson: false }
    if (result.state !== 'failed') return
    const { message, hint } = result.problem
    step.problem = { ...result.problem, message: both(message), hint: both(hint) }
    step.proposal = result.proposal === undefined ? null : masked(result.proposal)
  }
  return {
    ...{ spec, phase, end },
    state: () => step.state,
    snapshot: () => ({
      ...{ ...step, warnings: [...step.warnings] },
      ...{ output: output.lines(), attempts: [...attempts] },
    }),
    offer: () => offer,
    run: (io) => (isAgain && again !== undefined ? again.run(io) : spec.run(io)),
    line: output.push,
    rearm(how) {
      remember()
      isAgain = how === 'again'
      step = { ...step, ...untouched }
    },
    begin(at) {
      remember()
      tries += 1
      if (tries > 1) {
        output.push({ zh: `—— 第 ${tries} 次 ——`, en: `—— attempt ${tries} ——` })
      }
      step = { ...step, ...untouched, state: 'running', startedAt: at }
    },
    fail(error, at) {
      const tail = tailOf(error)
      if (tail !== null) output.push(tail)
      end({ state: 'failed', problem: problemOf(error) }, at)
    },
    skip(reason) {
      const text = mask(reason)
      step = {
        ...step,
        state: 'skipped',
        skipped: { reason: { zh: text, en: text }, byPerson: true },
      }
    },
  }
}

function hasEnded({ state }: Pick<PlanStep, 'state'>): boolean {
  return state !== 'waiting' && state !== 'running'
}

function wordsOf({ skipped, problem, result }: Omit<PlanStep, 'output' | 'attempts'>): Bilingual {
  return skipped?.reason ?? problem?.message ?? result ?? { zh: '', en: '' }
}

/** The last lines of a process, where its failure carries them. */
function tailOf(error: unknown): string | null {
  if (!(error instanceof Error) || !('facts' in error)) return null
  const { facts } = error
  if (typeof facts !== 'object' || facts === null || !('tail' in facts)) return null
  return typeof facts.tail === 'string' && facts.tail !== '' ? facts.tail : null
}
