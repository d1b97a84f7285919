import Database from 'libsql'

/** An open SQLite database of one service. */
export type ServiceDatabase = InstanceType<typeof Database>

/** Opens a service's own database file and brings its tables up; throws when the file is not a database. */
export function openServiceDatabase(file: string): ServiceDatabase {
  const database = new Database(file, { timeout: 5000 })
  try {
    database.pragma('journal_mode = WAL')
    database.pragma('synchronous = NORMAL')
    return database
  } catch (error) {
    database.close()
    const reason = error instanceof Error ? error.message : String(error)
    throw new Error(`cannot open the database ${file}: ${reason}`, { cause: error })
  }
}
