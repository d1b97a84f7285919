import { z } from 'zod'
import type { ServiceDatabase } from '../storage/database'

const Row = z.object({ result: z.string(), at: z.string() })

/** The newest AI result of each talent. */
export interface AnalysisStore {
  put(talentId: string, result: object): void
  byTalent(talentId: string): { result: unknown; at: string } | null
}

/** Opens the results of the AI service. */
export function createAnalysisStore(database: ServiceDatabase, now: () => Date): AnalysisStore {
  database.exec(
    'CREATE TABLE IF NOT EXISTS analyses (talent_id TEXT PRIMARY KEY, result TEXT NOT NULL, at TEXT NOT NULL)',
  )
  const put = database.prepare(
    'INSERT OR REPLACE INTO analyses (talent_id, result, at) VALUES (?, ?, ?)',
  )
  const get = database.prepare('SELECT result, at FROM analyses WHERE talent_id = ?')
  return {
    put: (talentId, result) => void put.run(talentId, JSON.stringify(result), now().toISOString()),
    byTalent(talentId) {
      const row = get.get(talentId)
      if (row === undefined) return null
      const { result, at } = Row.parse(row)
      return { result: JSON.parse(result), at }
    },
  }
}
