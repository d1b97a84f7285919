import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import type {
  ItemId,
  ReportFormat,
  RunProgress,
  RunReport,
  RunSummary,
} from '../../shared/domain/checklist'
import type { RunComparison } from '../../shared/domain/comparison'
import type { RunEvidence } from '../../shared/domain/evidence'
import type { GateRules } from '../../shared/domain/gate'
import type { Attachment, AttachmentType } from '../../shared/domain/records'
import type { Language } from '../../shared/domain/text'
import { OpsError } from '../../shared/errors'
import { compareRuns } from '../checklist/compare'
import { judged } from '../checklist/gate'
import { checkedFile, fileDigest, refuseFull } from '../records/attachment'
import {
  withAttachment,
  withJudgement,
  withNote,
  withSignOff,
  withWithdrawal,
  type GivenResult,
} from '../records/changes'
import { refuseSigned, withoutSignatureCheck, withSignatureCheck } from '../records/seal'
import type { WriteOptions } from '../reports/write'
import { maskReport } from '../store/report-mask'
import type { RunQuery, RunStore, StoredFile } from '../store/runs'

/** Finished runs, and what people state about them. */
export interface RunsFeature {
  list(query: RunQuery): RunSummary[]
  /** Own runs and those of opened bundles alike. */
  get(id: string): RunReport
  evidence(id: string): RunEvidence | null
  judge(id: string, itemId: ItemId, result: GivenResult): RunReport
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

/** The run of an opened bundle; it can be read and never be changed. */
export interface OpenedRun {
  report: RunReport
  evidence: RunEvidence | null
  attachment(id: string): Buffer | null
}

/** What the runs feature needs. */
export interface RunsDeps {
  store: RunStore
  /** The run on screen, whose report is known even when it could not be stored. */
  current(): RunProgress | null
  /** Told of every change to a run. */
  onChange(report: RunReport): void
  gateRules(): GateRules
  now(): number
  /** The run of a bundle that is open under this id. */
  opened?(id: string): OpenedRun | null
  /** What is kept beside an own run. */
  evidence?(id: string): RunEvidence | null
  reportFolder: string
  write(report: RunReport, options: Omit<WriteOptions, 'printPdf'>): Promise<string[]>
  language(): Language
  mask(text: string): string
  /** Masks a whole file, whose keys tell what is secret. */
  maskBody(text: string): string
}

/** Makes the runs feature. */
export function createRuns(deps: RunsDeps): RunsFeature {
  const { store, mask, now } = deps
  const opened = (id: string) => deps.opened?.(id) ?? null
  const own = (id: string): RunReport => {
    const report = deps.current()?.report
    const found = report?.run.id === id ? report : store.getRun(id)
    if (found === null) throw missing(`no run ${id}`, id)
    return found
  }
  const view = (report: RunReport) => judged(withSignatureCheck(report), deps.gateRules())
  const get = (id: string) => view(opened(id)?.report ?? own(id))

  /** Masked before anything follows from it: a digest has to be that of what is stored. */
  const settled = (report: RunReport) => judged(maskReport(report, mask), deps.gateRules())
  const changeable = (id: string): RunReport => {
    refuseElsewhere(id, opened(id) !== null, deps.current())
    return withoutSignatureCheck(own(id))
  }
  const unsigned = (id: string): RunReport => {
    const report = changeable(id)
    refuseSigned(report)
    return report
  }
  const keep = (report: RunReport, added?: StoredFile & { id: string }): RunReport => {
    const next = settled(report)
    store.saveRun(next, added)
    const shown = view(next)
    deps.onChange(shown)
    return shown
  }
  // Ids come from the page; only one of a run that exists may name a folder, and the id inside an
  // opened bundle may name none: strangers wrote it.
  const folderOf = (id: string) =>
    join(deps.reportFolder, opened(id) === null ? own(id).run.id : id)

  return {
    list: (query) => store.listRuns(query),
    get,
    evidence(id) {
      const bundle = opened(id)
      if (bundle !== null) return bundle.evidence
      const { run } = own(id)
      return deps.evidence?.(run.id) ?? null
    },
    judge: (id, itemId, result) => keep(withJudgement(unsigned(id), itemId, result, now())),
    note: (id, note) => keep(withNote(unsigned(id), { ...note, id: randomUUID(), at: now() })),
    attach(id, { itemId, name, base64, ...given }) {
      const report = unsigned(id)
      const raw = Buffer.from(base64, 'base64')
      const { content, ...file } = checkedFile({ ...given, content: raw }, deps.maskBody)
      refuseFull(report.attachments, content)
      const known = { bytes: content.length, sha256: fileDigest(content), at: now() }
      const about = { id: randomUUID(), itemId, name, ...file, ...known }
      return keep(withAttachment(report, about), { id: about.id, type: file.type, content })
    },
    attachment(id, attachmentId) {
      const bundle = opened(id)
      const { attachments } = bundle?.report ?? own(id)
      const about = attachments.find((one) => one.id === attachmentId)
      if (about === undefined) throw missing(`no attachment ${attachmentId}`, attachmentId)
      const content =
        bundle === null
          ? store.attachment(id, attachmentId)?.content
          : bundle.attachment(attachmentId)
      return checkedContent(about, content ?? null)
    },
    sign: (id, signature) => keep(withSignOff(settled(unsigned(id)), { ...signature, at: now() })),
    withdraw: (id, withdrawal) =>
      keep(withWithdrawal(changeable(id), { ...withdrawal, at: now() })),
    compare(before, after) {
      const evidence = (id: string) => opened(id)?.evidence ?? deps.evidence?.(id) ?? null
      return compareRuns(get(before), get(after), {
        before: evidence(before),
        after: evidence(after),
      })
    },
    async export(id, formats) {
      const folder = folderOf(id)
      const files = await deps.write(get(id), { folder, formats, language: deps.language(), mask })
      return { folder, files }
    },
    folderOf,
  }
}

/** A bundle belongs to others, and a run under way is not finished. */
function refuseElsewhere(id: string, isOpened: boolean, current: RunProgress | null): void {
  if (isOpened) {
    throw new OpsError('rejected', `${id} is an opened bundle, which is read only`, {
      facts: { id, reason: 'opened' },
    })
  }
  if (current?.id === id && current.report === null) {
    throw new OpsError('busy', `run ${id} is under way`, { facts: { id } })
  }
}

const missing = (message: string, id: string) => new OpsError('missing', message, { facts: { id } })

function checkedContent(
  { id, fileName, type, sha256 }: Attachment,
  content: Buffer | null,
): { type: AttachmentType; base64: string } {
  if (content === null || fileDigest(content) !== sha256) {
    throw new OpsError('storage', `attachment ${fileName} is not what was attached`, {
      facts: { id, reason: 'damaged' },
    })
  }
  return { type, base64: content.toString('base64') }
}
