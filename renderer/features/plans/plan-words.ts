import type { Plan, PlanStep, StepKind, StepState } from '../../../shared/domain/plans'
import type { IconName } from '../../components/icon'
import type { Tone } from '../../components/tone'

/** The outline of what a step does. */
export const stepIcons: Record<StepKind, IconName> = {
  folder: 'folder',
  docker: 'container',
  venv: 'terminal',
  env: 'settings',
  ports: 'ports',
  start: 'play',
  wait: 'runs',
  verify: 'check',
  stop: 'stop',
  'ports-free': 'ports',
  logs: 'logs',
}

/** True while main works on the plan or waits for a person to go on with it. */
export function isUnderWay({ state }: Pick<Plan, 'state'>): boolean {
  return state === 'running' || state === 'held'
}

/** A step that a person left out is amber; one that had nothing to do is not. */
export function stepTone(step: Pick<PlanStep, 'state' | 'skipped'>): Tone {
  const tones: Record<StepState, Tone> = {
    waiting: 'idle',
    running: 'busy',
    done: 'ok',
    warned: 'warn',
    failed: 'worse',
    skipped: isNeedless(step) ? 'idle' : 'held',
  }
  return tones[step.state]
}

/** The steps of a plan by phase, in the order in which the phases run. */
export function phasesOf(steps: readonly PlanStep[]): { phase: number; steps: PlanStep[] }[] {
  const phases = new Map<number, PlanStep[]>()
  for (const step of steps) phases.set(step.phase, [...(phases.get(step.phase) ?? []), step])
  return [...phases]
    .sort(([one], [other]) => one - other)
    .map(([phase, inside]) => ({ phase, steps: inside }))
}

/** The order in which the counts of a plan are read. */
export const countedStates = [
  'done',
  'warned',
  'failed',
  'skipped',
  'needless',
  'running',
  'waiting',
] as const

/** True for a step that had nothing to do. */
export function isNeedless({ state, skipped }: Pick<PlanStep, 'state' | 'skipped'>): boolean {
  return state === 'skipped' && skipped?.byPerson === false
}

/** How many steps are in each state; those with nothing to do are no skipped ones. */
export function countsOf(
  steps: readonly PlanStep[],
): Record<(typeof countedStates)[number], number> {
  const counts = { waiting: 0, running: 0, done: 0, warned: 0, failed: 0, skipped: 0, needless: 0 }
  for (const step of steps) counts[isNeedless(step) ? 'needless' : step.state] += 1
  return counts
}

/** What keeps a plan that came to its end from being green. */
export interface Remarks {
  failed: number
  left: number
  skipped: number
  warned: number
}

/** Counts everything that a green headline would hide. */
export function remarksOf(steps: readonly PlanStep[]): Remarks {
  const counts = countsOf(steps)
  const warned = steps.filter(({ state }) => state === 'warned')
  return {
    failed: counts.failed,
    left: counts.waiting + counts.running,
    skipped: counts.skipped,
    // A step that went on with a warning has at least one, whether or not it said which.
    warned: warned.reduce((sum, { warnings }) => sum + Math.max(1, warnings.length), 0),
  }
}

type SentenceKey =
  | 'ready'
  | 'running'
  | 'held'
  | 'done'
  | 'doneBut'
  | 'doneNot'
  | 'cancelled'
  | 'dropped'
  | 'interrupted'

/** What a plan comes to: which sentence says it, and how it is to be taken. */
export interface Outcome {
  key: SentenceKey
  tone: Tone
}

/** The only way to `ok` is a plan that is done, with every step done or needless. */
export function outcomeOf(plan: Pick<Plan, 'state' | 'steps' | 'startedAt'>): Outcome {
  const remarks = remarksOf(plan.steps)
  switch (plan.state) {
    case 'ready':
      return { key: 'ready', tone: 'info' }
    case 'running':
      return { key: 'running', tone: remarks.failed > 0 ? 'bad' : 'busy' }
    case 'held':
      return { key: 'held', tone: 'bad' }
    case 'cancelled':
      return plan.startedAt === null
        ? { key: 'dropped', tone: 'idle' }
        : { key: 'cancelled', tone: 'held' }
    case 'interrupted':
      return { key: 'interrupted', tone: 'warn' }
    case 'done':
      if (remarks.failed + remarks.left > 0) return { key: 'doneNot', tone: 'bad' }
      return remarks.skipped + remarks.warned > 0
        ? { key: 'doneBut', tone: 'warn' }
        : { key: 'done', tone: 'ok' }
  }
}

/** The steps that the headline points at: what holds the plan, or what it is doing. */
export function pointedAt({ state, steps }: Pick<Plan, 'state' | 'steps'>): PlanStep[] {
  const failed = steps.filter((step) => step.state === 'failed')
  if (state === 'held' || failed.length > 0) return failed
  return state === 'running' ? steps.filter((step) => step.state === 'running') : []
}

/** Where the page finds a step. */
export function stepElementId(id: string): string {
  return `plan-step-${id}`
}
