import { z } from 'zod'
import type { ServiceDatabase } from './database'

/** Records kept as JSON in the order they were added, found by id or by words. */
export interface DocumentTable<T> {
  seedWhenEmpty(records: () => Iterable<T>): void
  byId(id: string): T | null
  list(page: { query: string; offset: number; limit: number }): { items: T[]; total: number }
  all(): T[]
}

const Row = z.object({ doc: z.string() })
const Count = z.object({ count: z.number().int() })

/** Opens one table of records; `table` is a name of this program, never input. */
export function createDocumentTable<S extends z.ZodType>(
  database: ServiceDatabase,
  options: {
    table: string
    schema: S
    idOf: (record: z.infer<S>) => string
    searchText: (record: z.infer<S>) => string
  },
): DocumentTable<z.infer<S>> {
  const { table, schema, idOf, searchText } = options
  database.exec(`
    CREATE TABLE IF NOT EXISTS ${table} (
      position INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, search TEXT NOT NULL, doc TEXT NOT NULL
    )`)
  const byId = database.prepare(`SELECT doc FROM ${table} WHERE id = ?`)
  const all = database.prepare(`SELECT doc FROM ${table} ORDER BY position`)
  const words = `search LIKE ? ESCAPE '\\'`
  const page = database.prepare(
    `SELECT doc FROM ${table} WHERE ${words} ORDER BY position LIMIT ? OFFSET ?`,
  )
  const count = database.prepare(`SELECT count(*) AS count FROM ${table} WHERE ${words}`)
  const recordOf = (row: unknown): z.infer<S> => schema.parse(JSON.parse(Row.parse(row).doc))
  return {
    seedWhenEmpty(records) {
      if (database.prepare(`SELECT 1 FROM ${table} LIMIT 1`).get() !== undefined) return
      const insert = database.prepare(`INSERT INTO ${table} (id, search, doc) VALUES (?, ?, ?)`)
      const addAll = database.transaction(() => {
        for (const record of records()) {
          insert.run(idOf(record), searchText(record).toLowerCase(), JSON.stringify(record))
        }
      })
      addAll()
    },
    byId(id) {
      const row = byId.get(id)
      return row === undefined ? null : recordOf(row)
    },
    list({ query, offset, limit }) {
      const pattern = `%${query
        .trim()
        .toLowerCase()
        .replace(/[\\%_]/g, '\\$&')}%`
      return {
        items: page.all(pattern, limit, offset).map(recordOf),
        total: Count.parse(count.get(pattern)).count,
      }
    },
    all: () => all.all().map(recordOf),
  }
}
