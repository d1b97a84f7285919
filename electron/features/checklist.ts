import {
  type ItemPlan,
  type RunOptions,
  type RunProgress,
  type RunReport,
} from '../../shared/domain/checklist'
import { OpsError } from '../../shared/errors'
import type { StartRun } from '../checklist/start-run'
import type { RunStore } from '../store/runs'

/** One run at a time, kept when it ends. */
export interface ChecklistFeature {
  plan(): readonly ItemPlan[]
  start(options: RunOptions): RunProgress
  cancel(): void
  current(): RunProgress | null
  /** Tries again what is not passed, as a further attempt of the same run. */
  rerun(id: string): RunProgress
  dispose(): Promise<void>
}

/** What the checklist needs; the engine comes as a function. */
export interface ChecklistDeps {
  plan: readonly ItemPlan[]
  run(input: Pick<StartRun, 'options' | 'signal' | 'onProgress'>): Promise<RunReport>
  runs: RunStore
  onChange(progress: RunProgress): void
  onBug(message: string, error: unknown): void
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
  async function run(options: RunOptions, abort: AbortController): Promise<void> {
    let last: RunProgress | null = null
    const onProgress = (next: RunProgress) => {
      if (next.report === null) show(next)
      else last = next
    }
    try {
      keep(await deps.run({ options, signal: abort.signal, onProgress }))
    } catch (error) {
      deps.onBug('a run broke off', error)
      if (progress?.report === null) last = { ...progress, state: 'cancelled' }
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

  return {
    plan: () => deps.plan,
    start(options) {
      if (running !== null) throw new OpsError('busy', 'a run is under way')
      const before = progress
      const abort = new AbortController()
      const own = { abort, ended: Promise.resolve() }
      running = own
      own.ended = run(options, abort)
      if (progress === null || progress === before) {
        throw new OpsError('internal', 'the run did not begin')
      }
      return progress
    },
    cancel: () => running?.abort.abort(),
    current: () => progress,
    rerun() {
      throw new OpsError('unsupported', 'rerun')
    },
    async dispose() {
      running?.abort.abort()
      await running?.ended
    },
  }
}
