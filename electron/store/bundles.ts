import { z } from 'zod'
import { storing, type Connection } from './connection'

/** One evidence bundle that this console has written. */
export interface WrittenBundle {
  runId: string
  at: number
  /** SHA-256 of its manifest. */
  sha256: string
}

/** The bundles this console has written, each of which names the one before it. */
export interface BundleStore {
  add(bundle: WrittenBundle): void
  /** The one written last; null before the first. */
  last(): WrittenBundle | null
  has(sha256: string): boolean
}

const Row = z
  .object({ run: z.string(), at: z.number(), sha256: z.string() })
  .transform(({ run: runId, at, sha256 }) => ({ runId, at, sha256 }))

/** Makes the part of the store that keeps the chain of bundles. */
export function createBundleStore(db: Connection): BundleStore {
  const insert = db.prepare('INSERT INTO bundles (run, at, sha256) VALUES (?, ?, ?)')
  const last = db.prepare('SELECT run, at, sha256 FROM bundles ORDER BY seq DESC LIMIT 1')
  const find = db.prepare('SELECT 1 FROM bundles WHERE sha256 = ?')
  return {
    add: ({ runId, at, sha256 }) =>
      void storing('keep bundle', () => insert.run(runId, at, sha256)),
    last() {
      const row: unknown = storing('read bundles', () => last.get())
      return row === undefined ? null : Row.parse(row)
    },
    has: (sha256) => storing('read bundles', () => find.get(sha256)) !== undefined,
  }
}
