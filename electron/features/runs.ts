import { join } from 'node:path'
import type {
  ItemId,
  ManualResult,
  ReportFormat,
  RunReport,
  RunSummary,
  RunVerdict,
} from '../../shared/domain/checklist'
import type { RunComparison } from '../../shared/domain/comparison'
import type { RunEvidence } from '../../shared/domain/evidence'
import type { AttachmentType } from '../../shared/domain/records'
import type { Language } from '../../shared/domain/text'
import { OpsError } from '../../shared/errors'
import type { WriteOptions } from '../reports/write'
import type { RunStore } from '../store/runs'

/** Which runs of the history are asked for. */
export interface RunQuery {
  limit: number
  query?: string | undefined
  verdict?: RunVerdict | undefined
}

/** Finished runs, and what people state about them. */
export interface RunsFeature {
  list(query: RunQuery): RunSummary[]
  /** Own runs and those of opened bundles alike. */
  get(id: string): RunReport
  evidence(id: string): RunEvidence | null
  judge(
    id: string,
    itemId: ItemId,
    result: Pick<ManualResult, 'verdict' | 'note' | 'name'> | null,
  ): RunReport
  note(id: string, note: { itemId: ItemId | null; text: string; name: string }): RunReport
  attach(
    id: string,
    file: {
      itemId: ItemId | null
      fileName: string
      type: AttachmentType
      base64: string
      name: string
    },
  ): RunReport
  attachment(id: string, attachmentId: string): { type: AttachmentType; base64: string }
  sign(id: string, signature: { name: string; statement: string }): RunReport
  withdraw(id: string, withdrawal: { name: string; reason: string }): RunReport
  compare(before: string, after: string): RunComparison
  export(id: string, formats: readonly ReportFormat[]): Promise<{ folder: string; files: string[] }>
  /** Folder of a run's exported files. */
  folderOf(id: string): string
}

/** What the runs feature needs. */
export interface RunsDeps {
  store: RunStore
  /** The run on screen, which is known even when it could not be stored. */
  current(): RunReport | null
  reportFolder: string
  write(report: RunReport, options: Omit<WriteOptions, 'printPdf'>): Promise<string[]>
  language(): Language
  mask(text: string): string
}

const absent = () => {
  throw new OpsError('unsupported', 'runs')
}

/** Makes the runs feature. */
export function createRuns(deps: RunsDeps): RunsFeature {
  const get = (id: string): RunReport => {
    const current = deps.current()
    const report = current?.run.id === id ? current : deps.store.getRun(id)
    if (report === null) throw new OpsError('missing', `no run ${id}`, { facts: { id } })
    return report
  }
  // Ids come from the page; only one of a run that exists may name a folder.
  const folderOf = (id: string) => join(deps.reportFolder, get(id).run.id)
  return {
    list: ({ limit }) => deps.store.listRuns(limit),
    get,
    evidence: () => null,
    judge: absent,
    note: absent,
    attach: absent,
    attachment: absent,
    sign: absent,
    withdraw: absent,
    compare: absent,
    async export(id, formats) {
      const folder = folderOf(id)
      const { mask } = deps
      const files = await deps.write(get(id), { folder, formats, language: deps.language(), mask })
      return { folder, files }
    },
    folderOf,
  }
}
