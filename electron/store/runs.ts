import { z } from 'zod'
import {
  RunReport,
  RunVerdict,
  signOffInForce,
  type RunSummary,
} from '../../shared/domain/checklist'
import { AttachmentType } from '../../shared/domain/records'
import { EpochMs } from '../../shared/domain/services'
import { OpsError } from '../../shared/errors'
import { inTransaction, storing, type Connection } from './connection'
import { maskReport } from './report-mask'
import { folded, searchTextOf } from './run-search'

/** Which runs of the history are asked for. */
export interface RunQuery {
  limit: number
  /** Looked for in everything a person may remember of a run. */
  query?: string | undefined
  verdict?: RunVerdict | undefined
}

/** Content of an attachment; what is said about it stands in the report. */
export interface StoredFile {
  type: AttachmentType
  content: Buffer
}

/** Finished runs. */
export interface RunStore {
  /** Keeps a report, and a file added to it; the same run again replaces it. */
  saveRun(report: RunReport, added?: StoredFile & { id: string }): void
  /** Newest first; a damaged row says so, with what its columns still tell. */
  listRuns(query: RunQuery): RunSummary[]
  /** Null when there is no such run; rejects a damaged one by name. */
  getRun(id: string): RunReport | null
  attachment(runId: string, id: string): StoredFile | null
}

const Row = z.object({
  id: z.string(),
  started_at: EpochMs,
  finished_at: EpochMs,
  profile_name: z.string(),
  tester: z.string(),
  verdict: RunVerdict,
  passed: z.number().int().nonnegative(),
  failed: z.number().int().nonnegative(),
  unproven: z.number().int().nonnegative(),
  total: z.number().int().nonnegative(),
  signed_by: z.string().nullable(),
  attempts: z.number().int().positive(),
  flaky: z.number().int().nonnegative(),
  readable: z.literal(1),
})
/** What is left of a damaged row: a value that is none falls back to saying nothing. */
const DamagedRow = z.object({
  id: z.coerce.string(),
  started_at: Row.shape.started_at.catch(0),
  finished_at: Row.shape.finished_at.catch(0),
  profile_name: Row.shape.profile_name.catch(''),
  tester: Row.shape.tester.catch(''),
  verdict: Row.shape.verdict.catch('incomplete'),
  passed: Row.shape.passed.catch(0),
  failed: Row.shape.failed.catch(0),
  unproven: Row.shape.unproven.catch(0),
  total: Row.shape.total.catch(0),
  signed_by: Row.shape.signed_by.catch(null),
  attempts: Row.shape.attempts.catch(1),
  flaky: Row.shape.flaky.catch(0),
})
const ReportRow = z.object({ report: z.string() })
const FileRow = z.object({ type: AttachmentType, content: z.instanceof(Uint8Array) })

/** Makes the part of the store that keeps runs. */
export function createRunStore(db: Connection, mask: (text: string) => string): RunStore {
  const { save, addFile, list, get, getFile } = statementsOf(db)
  return {
    saveRun(report, added) {
      const masked = maskReport(report, mask)
      storing('save run', () =>
        inTransaction(db, () => {
          save.run(...columnsOf(masked))
          if (added !== undefined) {
            addFile.run(masked.run.id, added.id, added.type, added.content)
          }
        }),
      )
    },
    listRuns({ limit, query = '', verdict = null }) {
      const text = folded(query.trim())
      return storing('list runs', () => list.all(text, text, text, verdict, verdict, limit)).map(
        summaryOf,
      )
    },
    getRun(id) {
      const row: unknown = storing('read run', () => get.get(id))
      if (row === undefined) return null
      const report = ReportRow.safeParse(row)
      const parsed = report.success ? parseReport(report.data.report) : null
      if (parsed !== null) return parsed
      throw new OpsError('storage', `the stored report of run ${id} is damaged`, {
        facts: { run: id, reason: 'damaged' },
      })
    },
    attachment(runId, id) {
      const row: unknown = storing('read attachment', () => getFile.get(runId, id))
      const file = FileRow.safeParse(row)
      if (!file.success) return null
      return { type: file.data.type, content: Buffer.from(file.data.content) }
    },
  }
}

function statementsOf(db: Connection) {
  return {
    save: db.prepare(
      `INSERT INTO runs (id, started_at, finished_at, profile_name, tester, verdict,
         passed, failed, unproven, total, report, report_bytes, profile, signed_by, attempts,
         flaky, search)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
       ON CONFLICT (id) DO UPDATE SET started_at = excluded.started_at,
         finished_at = excluded.finished_at, profile_name = excluded.profile_name,
         tester = excluded.tester, verdict = excluded.verdict, passed = excluded.passed,
         failed = excluded.failed, unproven = excluded.unproven, total = excluded.total,
         report = excluded.report, report_bytes = excluded.report_bytes, profile = excluded.profile, signed_by = excluded.signed_by,
         attempts = excluded.attempts, flaky = excluded.flaky, search = excluded.search`,
    ),
    addFile: db.prepare('INSERT INTO attachments (run, id, type, content) VALUES (?, ?, ?, ?)'),
    // instr and not LIKE: a % or _ in the query is that character. A row of the first schema has no
    // search text, so its plain columns are looked at as well.
    list: db.prepare(
      `SELECT id, started_at, finished_at, profile_name, tester, verdict, passed, failed, unproven,
         total, signed_by, attempts, flaky,
         typeof(report) = 'text' AND octet_length(report) = coalesce(report_bytes,
           octet_length(report)) AS readable
       FROM runs
       WHERE (? = '' OR instr(search, ?) > 0
         OR instr(lower(id || char(10) || profile_name || char(10) || tester), ?) > 0)
         AND (? IS NULL OR verdict = ?)
       ORDER BY started_at DESC, rowid DESC LIMIT ?`,
    ),
    get: db.prepare('SELECT report FROM runs WHERE id = ?'),
    getFile: db.prepare('SELECT type, content FROM attachments WHERE run = ? AND id = ?'),
  }
}

function columnsOf(report: RunReport): (string | number | null)[] {
  const { run, verdict, totals, environment } = report
  const text = JSON.stringify(report)
  return [
    ...[run.id, run.startedAt, run.finishedAt, environment.profile.name, run.tester, verdict],
    ...[totals.passed, totals.failed, totals.unproven, totals.total, text],
    ...[Buffer.byteLength(text), environment.profile.id, signOffInForce(report)?.name ?? null],
    ...[Math.max(1, run.attempts.length), report.items.filter(({ flaky }) => flaky).length],
    folded(searchTextOf(report)),
  ]
}

function parseReport(text: string): RunReport | null {
  try {
    return RunReport.parse(JSON.parse(text))
  } catch {
    return null
  }
}

function summaryOf(value: unknown): RunSummary {
  const isSound = Row.safeParse(value).success
  const row = DamagedRow.parse(value)
  const { passed, failed, unproven, total } = row
  return {
    id: row.id,
    startedAt: row.started_at,
    finishedAt: row.finished_at,
    profileName: row.profile_name,
    tester: row.tester,
    verdict: row.verdict,
    totals: { passed, failed, unproven, total },
    signedBy: row.signed_by,
    attempts: row.attempts,
    flaky: row.flaky,
    damaged: !isSound,
  }
}
