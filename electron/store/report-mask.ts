import { ItemGroup, itemIds, RunReport, RunVerdict, verdicts } from '../../shared/domain/checklist'
import { attachmentTypes } from '../../shared/domain/records'
import { serviceIds } from '../../shared/domain/services'
import { maskDeep } from './text-mask'

/** Words of the contract itself: a password that is one of them must not make a report unreadable. */
const ownWords: ReadonlySet<string> = new Set([
  ...verdicts,
  ...RunVerdict.options,
  ...ItemGroup.options,
  ...itemIds,
  ...serviceIds,
  ...attachmentTypes,
  ...['proven', 'likely', 'command', 'failed', 'unproven', 'flaky', 'drift', 'latency'],
  ...['start-service', 'restart-service', 'open-log', 'log-in', 'open-settings'],
  'open-permissions',
])

/** A report as it may be kept: masked wherever text from outside may stand. */
export function maskReport(report: RunReport, mask: (text: string) => string): RunReport {
  return RunReport.parse(maskDeep(report, (text) => (ownWords.has(text) ? text : mask(text))))
}
