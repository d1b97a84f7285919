import Database from 'libsql'
import { OpsError } from '../../shared/errors'

/** One open database, as the parts of the store use it. */
export type Connection = Database.Database

/** Who wrote the file: "LOOC" as SQLite's application id. */
export const applicationId = 0x4c4f4f43

/** Opens a database file with the settings every connection of the console has. */
export function connect(file: string): Connection {
  const db = new Database(file)
  // Waits for another console, such as the command line, instead of failing at once.
  db.pragma('busy_timeout = 5000')
  db.pragma('journal_mode = WAL')
  db.pragma('synchronous = FULL')
  db.pragma('foreign_keys = ON')
  db.pragma('secure_delete = ON')
  db.pragma('trusted_schema = OFF')
  db.pragma('cell_size_check = ON')
  db.pragma('journal_size_limit = 67108864')
  return db
}

/** Reads a pragma that holds one number. */
export function numberPragma(db: Connection, name: 'user_version' | 'application_id'): number {
  const row: unknown = db.pragma(name, { simple: true })
  const value = typeof row === 'object' && row !== null ? Reflect.get(row, name) : row
  return typeof value === 'number' ? value : 0
}

/** Runs a write as one transaction that takes the write lock at once. */
export function inTransaction<T>(db: Connection, work: () => T): T {
  return db.transaction(work).immediate()
}

/** Runs database work and names it when it fails. */
export function storing<T>(what: string, work: () => T): T {
  try {
    return work()
  } catch (error) {
    if (error instanceof OpsError) throw error
    throw new OpsError('storage', `${what}: ${messageOf(error)}`, {
      facts: { what, reason: codeOf(error) ?? 'unknown' },
      cause: error,
    })
  }
}

/** SQLite's word for an error, e.g. `SQLITE_NOTADB`. */
export function codeOf(error: unknown): string | null {
  if (!(error instanceof Error) || !('code' in error)) return null
  return typeof error.code === 'string' && error.code !== '' ? error.code : null
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
