import type { ItemPlan, RunProgress, RunReport } from '../../../shared/domain/checklist'
import type { OpsError } from '../../../shared/errors'
import { useCall } from '../../api/hooks'
import { useUi } from '../../stores/ui'
import { viewItems, type ItemView } from './item-views'
import { viewRun, type RunView } from './run-view'

/** What the screen shows: the run of now, or the past one that was opened. */
export interface ShownRun {
  /** The run of now, whatever is shown. */
  current: RunProgress | null
  /** How far the shown run is; null for a past one. */
  progress: RunProgress | null
  report: RunReport | null
  view: RunView | null
  items: ItemView[]
  pastRunId: string | null
  error: OpsError | null
}

export function useShownRun(plan: readonly ItemPlan[]): ShownRun {
  const grid = useCall('services:grid', [])
  const now = useCall('checklist:current', [])
  const pastRunId = useUi((ui) => ui.runId)
  const past = useCall('runs:get', [{ id: pastRunId ?? '' }], { enabled: pastRunId !== null })
  const current = now.data ?? null
  const progress = pastRunId === null ? current : null
  const report = pastRunId === null ? (progress?.report ?? null) : (past.data ?? null)
  return {
    current,
    progress,
    report,
    view: report === null ? null : viewRun(pastRunId ?? report.run.id, report, current, grid.data),
    items: viewItems(plan, progress, report),
    pastRunId,
    error: now.error ?? past.error,
  }
}
