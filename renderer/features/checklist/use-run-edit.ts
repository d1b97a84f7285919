import { useQueryClient } from '@tanstack/react-query'
import type { RunReport } from '../../../shared/domain/checklist'
import type { CallOutput } from '../../../shared/ipc'
import { useCacheWriter } from '../../api/hooks'

/** Puts the report that an edit answered wherever the run is shown. */
export function useReportKeeper(): (report: RunReport) => void {
  const client = useQueryClient()
  const write = useCacheWriter()
  return (report) => {
    write('runs:get', [{ id: report.run.id }], report)
    client.setQueryData<CallOutput<'checklist:current'>>(['checklist:current'], (now) =>
      now?.report?.run.id === report.run.id ? { ...now, report } : now,
    )
    void client.invalidateQueries({ queryKey: ['runs:list'] })
  }
}
