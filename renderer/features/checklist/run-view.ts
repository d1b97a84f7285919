import { signOffInForce, type RunProgress, type RunReport } from '../../../shared/domain/checklist'
import type { Grid } from '../../../shared/domain/services'

/** Why something cannot be done to a run now; each has its words. */
export type Refusal = 'noRun' | 'nothing' | 'signed' | 'profile' | 'bundle' | 'running'

/** The run on the screen, and what may be done to it. */
export interface RunView {
  /** What every read of it is asked by: its own id, or that of the bundle it stands in. */
  id: string
  report: RunReport
  isBundle: boolean
  /** Why nothing in it may change; null when it may. */
  frozen: Refusal | null
  /** Why the services that it speaks of are not those of this console; null when they are. */
  elsewhere: Refusal | null
}

/** True for the id of an opened bundle. */
export function isBundleId(id: string | null): boolean {
  return id?.startsWith('bundle-') ?? false
}

export function isRunning(progress: RunProgress | null | undefined): boolean {
  return progress?.state === 'running' || progress?.state === 'cancelling'
}

/** Joins a report with what the console does at the moment. */
export function viewRun(
  id: string,
  report: RunReport,
  current: RunProgress | null | undefined,
  grid: Grid | undefined,
): RunView {
  const isBundle = isBundleId(id)
  const isOnTheWay = isRunning(current) && current?.id === report.run.id
  const isSigned = signOffInForce(report) !== null
  const isElsewhere = grid !== undefined && grid.profile.id !== report.environment.profile.id
  return {
    id,
    report,
    isBundle,
    frozen: isBundle ? 'bundle' : isSigned ? 'signed' : isOnTheWay ? 'running' : null,
    elsewhere: isBundle ? 'bundle' : isElsewhere ? 'profile' : null,
  }
}

/** Why what did not pass cannot be tried again; null when it can. */
export function rerunRefusal(view: RunView | null, isBusy: boolean): Refusal | null {
  if (isBusy) return 'running'
  if (view === null) return 'noRun'
  if (view.frozen !== null) return view.frozen
  if (view.elsewhere !== null) return view.elsewhere
  return view.report.items.every(({ verdict }) => verdict === 'pass') ? 'nothing' : null
}
