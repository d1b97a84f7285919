import {
  type ItemPlan,
  type RunOptions,
  type RunProgress,
  type RunReport,
} from '../../shared/domain/checklist'
import type { GateRules } from '../../shared/domain/gate'
import { OpsError } from '../../shared/errors'
import { endedItems, mergeAttempt, mergeProgress, rerunOptions } from '../checklist/attempts'
import { judged } from '../checklist/gate'
import type { StartRun } from '../checklist/start-run'
import { refuseSigned } from '../records/seal'
import type { RunStore } from '../store/runs'

/** One run at a time, kept when it ends. */
export interface ChecklistFeature {
  plan(): readonly ItemPlan[]
  start(options: RunOptions): RunProgress
  cancel(): void
  current(): RunProgress | null
  /** Tries again what is not passed, as a further attempt of the same run. */
  rerun(id: string): RunProgress
  /** Takes over what a person changed about the run on screen. */
  replace(report: RunReport): void
  dispose(): Promise<void>
}

/** What the checklist needs; the engine comes as a function. */
export interface ChecklistDeps {
  profileId: string
  plan: readonly ItemPlan[]
  run(input: Pick<StartRun, 'options' | 'signal' | 'onProgress' | 'runId'>): Promise<RunReport>
  runs: RunStore
  gateRules(): GateRules
  /** Whether this id is that of an opened bundle. */
  isOpened?(id: string): boolean
  onChange(progress: RunProgress): void
  onBug(message: string, error: unknown): void
}

/** One pass of the engine: how its progress and its report become those of the whole run. */
interface Pass {
  options: RunOptions
  runId?: string
  shown(progress: RunProgress): RunProgress
  merged(report: RunReport): RunReport
  /** What is left on screen when the engine broke off. */
  broken(progress: RunProgress): RunProgress
}

/** Makes the checklist feature of one profile. */
export function createChecklist(deps: ChecklistDeps): ChecklistFeature {
  let progress: RunProgress | null = null
  let running: { abort: AbortController; ended: Promise<void> } | null = null

  const show = (next: RunProgress) => {
    progress = next
    deps.onChange(next)
  }

  /** Always resolves, and leaves no run under way behind. */
  async function run(pass: Pass, abort: AbortController): Promise<void> {
    const { options, runId } = pass
    let last: RunProgress | null = null
    const onProgress = (next: RunProgress) => {
      if (next.report === null) show(pass.shown(next))
      else last = next
    }
    try {
      const id = runId === undefined ? {} : { runId }
      const report = pass.merged(
        await deps.run({ ...id, options, signal: abort.signal, onProgress }),
      )
      keep(report)
      if (last !== null) last = { ...pass.shown(last), report, items: endedItems(report) }
    } catch (error) {
      deps.onBug('a run broke off', error)
      last = progress?.report === null ? pass.broken(progress) : null
    }
    // Told last: whoever hears of the end finds the run in the history and may start the next.
    running = null
    if (last !== null) show(last)
  }

  /** A report that cannot be stored stays on screen; only its place in the history is missing. */
  function keep(report: RunReport): void {
    try {
      deps.runs.saveRun(report)
    } catch (error) {
      deps.onBug('a run could not be kept', error)
    }
  }

  function begin(pass: Pass): RunProgress {
    const before = progress
    const abort = new AbortController()
    const own = { abort, ended: Promise.resolve() }
    running = own
    own.ended = run(pass, abort)
    if (progress === null || progress === before) {
      throw new OpsError('internal', 'the run did not begin')
    }
    return progress
  }

  function refuseBusy(): void {
    if (running !== null) throw new OpsError('busy', 'a run is under way')
  }

  /** The run to continue; refused by name when it cannot be. */
  function continuable(id: string): RunReport {
    if (deps.isOpened?.(id) === true) throw refused(id, 'opened')
    const onScreen = progress?.report
    const report = onScreen?.run.id === id ? onScreen : deps.runs.getRun(id)
    if (report === null) throw new OpsError('missing', `no run ${id}`, { facts: { id } })
    const { profile } = report.environment
    if (profile.id !== deps.profileId) throw refused(id, 'profile', { profile: profile.name })
    refuseSigned(report)
    return report
  }

  return {
    plan: () => deps.plan,
    start(options) {
      refuseBusy()
      return begin(firstPass(options))
    },
    cancel: () => running?.abort.abort(),
    current() {
      if (progress === null || progress.report === null) return progress
      return { ...progress, report: judged(progress.report, deps.gateRules()) }
    },
    rerun(id) {
      refuseBusy()
      const before = continuable(id)
      const options = rerunOptions(before)
      if (options === null) throw refused(id, 'nothing')
      return begin({
        options,
        runId: id,
        shown: (next) => mergeProgress(before, next, deps.plan, options.only),
        merged: (report) => judged(mergeAttempt(before, report), deps.gateRules()),
        broken: (next) => ({
          ...next,
          state: 'cancelled',
          items: endedItems(before),
          report: before,
        }),
      })
    },
    replace(report) {
      if (progress?.report?.run.id !== report.run.id) return
      show({ ...progress, items: endedItems(report), report })
    },
    async dispose() {
      running?.abort.abort()
      await running?.ended
    },
  }
}

function firstPass(options: RunOptions): Pass {
  return {
    options,
    shown: (progress) => progress,
    merged: (report) => report,
    broken: (progress) => ({ ...progress, state: 'cancelled' }),
  }
}

const whyNot = {
  opened: 'it is an opened bundle, which is read only',
  profile: 'it belongs to another profile',
  nothing: 'everything in it is passed or left out',
} as const

function refused(
  id: string,
  reason: keyof typeof whyNot,
  facts: Record<string, string> = {},
): OpsError {
  return new OpsError('rejected', `run ${id} cannot be tried again: ${whyNot[reason]}`, {
    facts: { id, reason, ...facts },
  })
}
