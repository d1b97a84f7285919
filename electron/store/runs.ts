import { z } from 'zod'
import { RunReport, RunSummary } from '../../shared/domain/checklist'
import { OpsError } from '../../shared/errors'
import { storing, type Connection } from './connection'
import { maskDeep } from './text-mask'

/** Finished runs. */
export interface RunStore {
  /** Keeps a report; the same run again replaces it. */
  saveRun(report: RunReport): void
  /** Newest first; a damaged row is left out. */
  listRuns(limit: number): RunSummary[]
  /** Null when there is no such run; rejects a damaged one by name. */
  getRun(id: string): RunReport | null
}

const Row = z.object({
  id: z.string(),
  started_at: z.number(),
  finished_at: z.number(),
  profile_name: z.string(),
  tester: z.string(),
  verdict: z.string(),
  passed: z.number(),
  failed: z.number(),
  unproven: z.number(),
  total: z.number(),
})
const ReportRow = z.object({ report: z.string() })

/** Makes the part of the store that keeps runs. */
export function createRunStore(db: Connection, mask: (text: string) => string): RunStore {
  const insert = db.prepare(
    `INSERT OR REPLACE INTO runs (id, started_at, finished_at, profile_name, tester, verdict,
       passed, failed, unproven, total, report) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  )
  const list = db.prepare(
    `SELECT id, started_at, finished_at, profile_name, tester, verdict, passed, failed, unproven,
       total FROM runs ORDER BY started_at DESC, rowid DESC LIMIT ?`,
  )
  const get = db.prepare('SELECT report FROM runs WHERE id = ?')
  return {
    saveRun(report) {
      const { run, verdict, totals, environment } = report
      const { passed, failed, unproven, total } = totals
      const masked = JSON.stringify(maskDeep(report, mask))
      storing('save run', () =>
        insert.run(
          ...[run.id, run.startedAt, run.finishedAt, environment.profile.name, run.tester, verdict],
          ...[passed, failed, unproven, total, masked],
        ),
      )
    },
    listRuns: (limit) => storing('list runs', () => list.all(limit).flatMap(summaryOf)),
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
  }
}

function parseReport(text: string): RunReport | null {
  try {
    return RunReport.parse(JSON.parse(text))
  } catch {
    return null
  }
}

function summaryOf(value: unknown): RunSummary[] {
  const row = Row.safeParse(value)
  if (!row.success) return []
  const { passed, failed, unproven, total } = row.data
  const summary = RunSummary.safeParse({
    id: row.data.id,
    startedAt: row.data.started_at,
    finishedAt: row.data.finished_at,
    profileName: row.data.profile_name,
    tester: row.data.tester,
    verdict: row.data.verdict,
    totals: { passed, failed, unproven, total },
  })
  return summary.success ? [summary.data] : []
}
