import { join } from 'node:path'
import {
  type ItemPlan,
  type ReportFormat,
  type RunOptions,
  type RunProgress,
  type RunReport,
  type RunSummary,
} from '../../shared/domain/checklist'
import type { Language } from '../../shared/domain/text'
import { OpsError } from '../../shared/errors'
import type { StartRun } from '../checklist/start-run'
import type { RunStore } from '../store/runs'
import type { WriteOptions } from '../reports/write'

/** One run at a time, kept when it ends. */
export interface ChecklistFeature {
  plan(): readonly ItemPlan[]
  start(options: RunOptions): RunProgress
  cancel(): void
  current(): RunProgress | null
  list(limit: number): RunSummary[]
  get(id: string): RunReport
  export(id: string, formats: readonly ReportFormat[]): Promise<{ folder: string; files: string[] }>
  /** Folder of a run's exported reports. */
  folderOf(id: string): string
  dispose(): Promise<void>
}

/** What the checklist needs; the engine comes as a function. */
export interface ChecklistDeps {
  plan: readonly ItemPlan[]
  run(input: Pick<StartRun, 'options' | 'signal' | 'onProgress'>): Promise<RunReport>
  runs: RunStore
  reportFolder: string
  write(report: RunReport, options: WriteOptions): Promise<string[]>
  language(): Language
  mask(text: string): string
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
  const get = (id: string): RunReport => {
    const current = progress?.report ?? null
    const report = current?.run.id === id ? current : deps.runs.getRun(id)
    if (report === null) throw new OpsError('missing', `no run ${id}`, { facts: { id } })
    return report
  }
  const folderOf = (id: string) => join(deps.reportFolder, id)

  async function run(options: RunOptions, abort: AbortController): Promise<void> {
    try {
      const report = await deps.run({ options, signal: abort.signal, onProgress: show })
      deps.runs.saveRun(report)
    } catch (error) {
      // The report stays on screen; only its place in the history is missing.
      deps.onBug('a run could not be kept', error)
    } finally {
      running = null
    }
  }

  return {
    plan: () => deps.plan,
    start(options) {
      if (running !== null) throw new OpsError('busy', 'a run is under way')
      const abort = new AbortController()
      const ended = run(options, abort)
      running = { abort, ended }
      if (progress === null) throw new OpsError('internal', 'the run did not begin')
      return progress
    },
    cancel: () => running?.abort.abort(),
    current: () => progress,
    list: (limit) => deps.runs.listRuns(limit),
    get,
    async export(id, formats) {
      const folder = folderOf(get(id).run.id)
      const { mask } = deps
      const files = await deps.write(get(id), { folder, formats, language: deps.language(), mask })
      return { folder, files }
    },
    folderOf,
    async dispose() {
      running?.abort.abort()
      await running?.ended
    },
  }
}
