import { setMaxListeners } from 'node:events'
import type { Plan, PlanKind } from '../../shared/domain/plans'
import { OpsError } from '../../shared/errors'
import { unlessAborted } from '../process/pause'
import { abortedProblem, givenUp, givenUpProblem } from './problem'
import type { Phase } from './step'
import { createStepKeeper, type StepKeeper } from './step-keeper'

export interface PlanRunDeps {
  kind: PlanKind
  profile: Plan['profile']
  phases: readonly Phase[]
  newId(): string
  mask(text: string): string
  now(): number
  /** `isNews` is false when there is only more output, which is told at most ten times a second. */
  onChange(plan: Plan, isNews: boolean): void
  /** Awaited before steps begin, so that what is under way stands on disk first. */
  beforeSteps(): Promise<void>
}

/** A plan that a person leads through its steps. */
export interface PlanRun {
  current(): Plan
  start(): Plan
  retry(step: string): Plan
  /** Repeats the start that a failed step follows; whatever follows it is proven anew. */
  repeat(step: string): Plan
  /** Waits no longer for a step under way; what it began goes on by itself. */
  giveUp(step: string): Plan
  skip(step: string, reason: string): Plan
  /** Carries out what the step proposed, then tries it again. */
  apply(step: string): Promise<Plan>
  /** Waits for nothing any more; what has been started stays. */
  cancel(): Plan
  /** Ends every step without a word: the console itself ends. */
  abandon(): void
  /** Resolves once no step is under way. */
  settled(): Promise<void>
}

const outputPauseMs = 100

/** Prepares a plan; nothing runs before `start`. */
export function createPlanRun(deps: PlanRunDeps): PlanRun {
  const { now, profile, kind } = deps
  const keepers = keepersOf(deps)
  const fixed = { id: deps.newId(), kind, profile: { ...profile }, preparedAt: now() }
  let state: Plan['state'] = 'ready'
  let startedAt: number | null = null
  let finishedAt: number | null = null
  let abort = newAbort()
  let timer: NodeJS.Timeout | null = null
  /** Grows when a plan is given up: what its steps still tell is not listened to. */
  let life = 0
  /** What makes each step under way stop by itself. */
  const stops = new Map<StepKeeper, AbortController>()
  const underWay = new Set<Promise<void>>()

  const current = (): Plan => ({
    ...{ ...fixed, state, startedAt, finishedAt },
    steps: keepers.map((keeper) => ({
      ...keeper.snapshot(),
      repeat: repeatable(keeper)?.offer() ?? null,
    })),
    ...{ found: [], report: null, reportProblem: null },
  })
  const tell = (isNews: boolean): void => {
    if (timer !== null) clearTimeout(timer)
    timer = null
    deps.onChange(current(), isNews)
  }
  const outputGrew = (): void => {
    timer ??= setTimeout(() => tell(false), outputPauseMs)
  }
  const become = (next: Plan['state']): Plan => {
    state = next
    if (next === 'done' || next === 'cancelled') finishedAt = now()
    tell(true)
    return current()
  }

  async function runStep(keeper: StepKeeper, own: number): Promise<void> {
    const stop = newAbort()
    stops.set(keeper, stop)
    const isListened = (): boolean => own === life && !stop.signal.aborted
    const line = (text: string): void => {
      if (!isListened()) return
      keeper.line(text)
      outputGrew()
    }
    try {
      const signal = eitherOf(abort.signal, stop.signal)
      const result = await unlessAborted(keeper.run({ signal, line }), stop.signal, null)
      if (isListened() && result !== null) keeper.end(result, now())
    } catch (error) {
      if (isListened()) keeper.fail(error, now())
    }
    if (isListened()) tell(true)
  }

  /** Goes on until everything is done or a failed step needs a person. */
  async function advance(own: number): Promise<void> {
    for (;;) {
      const open = keepers.filter((keeper) => !hasEnded(keeper))
      const first = open[0]
      if (first === undefined) return void become('done')
      const due = open.filter(
        (keeper) => keeper.phase === first.phase && keeper.state() === 'waiting',
      )
      if (due.length === 0) return void become('held')
      for (const keeper of due) keeper.begin(now())
      tell(true)
      await deps.beforeSteps()
      if (own !== life) return
      // All of them begin before any of them is waited for: one may look at how another does.
      await Promise.all(due.map((keeper) => runStep(keeper, own)))
      if (own !== life) return
    }
  }
  const go = (): Plan => {
    state = 'running'
    const going = advance(life).finally(() => underWay.delete(going))
    underWay.add(going)
    return current()
  }

  const stepOf = (id: string): StepKeeper => {
    const keeper = keepers.find(({ spec }) => spec.id === id)
    if (keeper === undefined) throw new OpsError('missing', `no step ${id}`, { facts: { id } })
    return keeper
  }
  /** The failed step that a person acts on; refused by name when there is none. */
  const failedStep = (id: string): StepKeeper => {
    if (state === 'running') throw new OpsError('busy', 'the plan is under way')
    const keeper = stepOf(id)
    if (state !== 'held' || keeper.state() !== 'failed') {
      const text = `step ${id} is ${keeper.state()} in a plan that is ${state}: only a failed step of a plan that waits for a person can be acted on`
      throw new OpsError('rejected', text, { facts: { id, state: keeper.state() } })
    }
    return keeper
  }
  /**
   * The start that a failed step waits for. A start that failed is simply tried again, unless it
   * was given up: then it may be under way still.
   */
  const repeatable = (keeper: StepKeeper): StepKeeper | null => {
    if (keeper.state() !== 'failed') return null
    if (keeper.offer() !== null) return keeper.snapshot().problem?.code === givenUp ? keeper : null
    const start = keepers.find(({ spec }) => spec.id === keeper.spec.follows)
    return start !== undefined && start.offer() !== null && hasEnded(start) ? start : null
  }
  const rearm = (keeper: StepKeeper): void => {
    keeper.rearm()
    for (const other of keepers) {
      if (other.spec.follows === keeper.spec.id && other.state() === 'failed') other.rearm()
    }
  }
  const giveUp = (): void => {
    life += 1
    abort.abort()
    abort = newAbort()
    if (timer !== null) clearTimeout(timer)
    timer = null
  }

  return {
    current,
    start() {
      if (state === 'running') throw new OpsError('busy', 'the plan is under way')
      if (state !== 'ready') throw new OpsError('rejected', `a plan that is ${state} cannot start`)
      startedAt = now()
      return go()
    },
    retry(id) {
      rearm(failedStep(id))
      return go()
    },
    repeat(id) {
      const start = repeatable(failedStep(id))
      if (start === null) {
        throw new OpsError('rejected', `step ${id} waits for no start that can be repeated`, {
          facts: { id },
        })
      }
      // An answer from before the repeat proves nothing about what comes after it.
      for (const other of keepers) if (other.spec.follows === start.spec.id) other.rearm()
      start.rearm('again')
      return go()
    },
    giveUp(id) {
      const keeper = stepOf(id)
      const isWaiting = keeper.spec.kind === 'start' || keeper.spec.kind === 'wait'
      if (state !== 'running' || keeper.state() !== 'running' || !isWaiting) {
        const text = `step ${id} is ${keeper.state()}: only a start or a wait that is under way can be given up`
        throw new OpsError('rejected', text, { facts: { id, state: keeper.state() } })
      }
      keeper.end({ state: 'failed', problem: givenUpProblem() }, now())
      stops.get(keeper)?.abort()
      tell(true)
      return current()
    },
    skip(id, reason) {
      failedStep(id).skip(reason)
      return go()
    },
    async apply(id) {
      const keeper = failedStep(id)
      const { apply } = keeper.spec
      if (apply === undefined) {
        throw new OpsError('rejected', `step ${id} proposes nothing`, { facts: { id } })
      }
      const own = life
      state = 'running'
      keeper.begin(now())
      tell(true)
      try {
        await apply.call(keeper.spec)
      } catch (error) {
        if (own !== life) return current()
        keeper.fail(error, now())
        return become('held')
      }
      if (own !== life) return current()
      rearm(keeper)
      return go()
    },
    cancel() {
      if (state === 'done' || state === 'cancelled') return current()
      giveUp()
      const problem = abortedProblem()
      for (const keeper of keepers) {
        if (keeper.state() === 'running') keeper.end({ state: 'failed', problem }, now())
      }
      return become('cancelled')
    },
    abandon: giveUp,
    async settled() {
      while (underWay.size > 0) await Promise.allSettled(underWay)
    },
  }
}

function eitherOf(one: AbortSignal, other: AbortSignal): AbortSignal {
  const signal = AbortSignal.any([one, other])
  setMaxListeners(0, signal)
  return signal
}

/** Many steps listen at the same time, each to several questions of its own. */
function newAbort(): AbortController {
  const abort = new AbortController()
  setMaxListeners(0, abort.signal)
  return abort
}

function hasEnded(keeper: StepKeeper): boolean {
  const state = keeper.state()
  return state === 'done' || state === 'warned' || state === 'skipped'
}

function keepersOf({ phases, mask }: PlanRunDeps): StepKeeper[] {
  const filled = phases.filter((phase) => phase.length > 0)
  const keepers = filled.flatMap((phase, index) =>
    phase.map((spec) => createStepKeeper(spec, index, mask)),
  )
  const ids = new Set(keepers.map(({ spec }) => spec.id))
  if (ids.size !== keepers.length) throw new Error('two steps of a plan have the same id')
  return keepers
}
