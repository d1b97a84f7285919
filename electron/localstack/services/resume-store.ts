import { z } from 'zod'
import { ResumeInput, type ResumeRecord } from '../records'
import type { ServiceDatabase } from '../storage/database'

const Row = z.object({
  id: z.number().int(),
  doc: z.string(),
  created_at: z.string(),
  updated_at: z.string(),
})

const Count = z.object({ count: z.number().int() })

/** Resumes, at most one per talent. */
export interface ResumeStore {
  /** Creates the talent's resume, or replaces it under the same id. */
  put(input: ResumeInput): { resume: ResumeRecord; action: 'created' | 'updated' }
  /** As `put`, all of them or none. */
  putAll(inputs: readonly ResumeInput[]): { id: string; action: 'created' | 'updated' }[]
  byId(id: string): ResumeRecord | null
  byTalent(talentId: string): ResumeRecord | null
  list(page: { offset: number; limit: number }): { resumes: ResumeRecord[]; total: number }
}

/** Opens the resumes of the resume service. */
export function createResumeStore(database: ServiceDatabase, now: () => Date): ResumeStore {
  database.exec(`
    CREATE TABLE IF NOT EXISTS resumes (
      id INTEGER PRIMARY KEY AUTOINCREMENT, talent_id TEXT NOT NULL UNIQUE, doc TEXT NOT NULL,
      created_at TEXT NOT NULL, updated_at TEXT NOT NULL
    )`)
  const byId = database.prepare('SELECT * FROM resumes WHERE id = ?')
  const byTalent = database.prepare('SELECT * FROM resumes WHERE talent_id = ?')
  const insert = database.prepare(
    'INSERT INTO resumes (talent_id, doc, created_at, updated_at) VALUES (?, ?, ?, ?) RETURNING *',
  )
  const update = database.prepare(
    'UPDATE resumes SET doc = ?, updated_at = ? WHERE talent_id = ? RETURNING *',
  )
  const page = database.prepare('SELECT * FROM resumes ORDER BY id LIMIT ? OFFSET ?')
  const total = database.prepare('SELECT count(*) AS count FROM resumes')

  const put: ResumeStore['put'] = (input) => {
    const stamp = now().toISOString()
    const doc = JSON.stringify(input)
    const updated = update.get(doc, stamp, input.talent_id)
    if (updated !== undefined) return { resume: resumeOf(updated), action: 'updated' }
    const created = insert.get(input.talent_id, doc, stamp, stamp)
    return { resume: resumeOf(created), action: 'created' }
  }
  const putAll = database.transaction((inputs: readonly ResumeInput[]) =>
    inputs.map(put).map(({ resume, action }) => ({ id: resume.id, action })),
  )
  return {
    put,
    putAll: (inputs) => putAll(inputs),
    byId(id) {
      const number = /^resume_(\d{1,15})$/.exec(id)?.[1]
      return number === undefined ? null : found(byId.get(Number(number)))
    },
    byTalent: (talentId) => found(byTalent.get(talentId)),
    list: ({ offset, limit }) => ({
      resumes: page.all(limit, offset).map(resumeOf),
      total: Count.parse(total.get()).count,
    }),
  }
}

function found(row: unknown): ResumeRecord | null {
  return row === undefined ? null : resumeOf(row)
}

function resumeOf(row: unknown): ResumeRecord {
  const { id, doc, created_at, updated_at } = Row.parse(row)
  const input = ResumeInput.parse(JSON.parse(doc))
  return { id: `resume_${id}`, ...input, created_at, updated_at }
}
