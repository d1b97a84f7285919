import { spawn } from 'node:child_process'
import { once } from 'node:events'
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { createInterface } from 'node:readline'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { applicationId, connect, inTransaction, numberPragma } from './connection'
import { openStore, type Store } from './database'
import { migrations } from './migrations'
import { failureOf } from './store-fixture'

let folder: string
let file: string
let open: Store[]

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'store-'))
  file = join(folder, 'data', 'console.db')
  open = []
})
afterEach(() => {
  for (const store of open) store.close()
  rmSync(folder, { recursive: true, force: true })
})

function openIt(more: Partial<Parameters<typeof openStore>[0]> = {}): Store {
  const store = openStore({ file, now: () => 86_400_000, ...more })
  open.push(store)
  return store
}
function filled(): void {
  const store = openIt()
  store.settings.update({ tester: '王小明' })
  for (let round = 0; round < 200; round += 1) {
    store.talentResults.saveResumeId('p', `talent-${round}`, 'r'.repeat(200))
  }
  store.close()
}

describe('openStore', () => {
  it('makes a private folder and a marked database in the safe mode', () => {
    const { notices, settings } = openIt()
    expect(notices).toEqual([])
    expect(settings.get().language).toBe('zh-CN')
    if (process.platform !== 'win32') {
      expect(statSync(dirname(file)).mode & 0o777).toBe(0o700)
      expect(statSync(file).mode & 0o777).toBe(0o600)
    }
    const db = connect(file)
    expect(numberPragma(db, 'application_id')).toBe(applicationId)
    expect(numberPragma(db, 'user_version')).toBe(migrations.length)
    const pragmas = ['journal_mode', 'synchronous', 'foreign_keys', 'secure_delete']
    expect(pragmas.map((name) => db.prepare(`PRAGMA ${name}`).pluck().all()[0])).toEqual([
      ...['wal', 2, 1, 1],
    ])
    db.close()
  })

  it('finds everything again, and leaves no journal behind after close', () => {
    filled()
    const wal = `${file}-wal`
    expect(existsSync(wal) ? statSync(wal).size : 0).toBe(0)
    const store = openIt()
    expect(store.settings.get().tester).toBe('王小明')
    expect(store.talentResults.resumeId('p', 'talent-7')).toBe('r'.repeat(200))
    store.close()
    store.close()
  })

  it.each([
    ['text', 'this is not a database\n'.repeat(100)],
    ['a few bytes', 'x'],
    ['half a magic word', 'SQLite for'],
  ])('sets a file aside that is no database: %s', (_name, content) => {
    mkdirSync(dirname(file))
    writeFileSync(file, content)
    writeFileSync(`${file}-wal`, 'its journal')
    const store = openIt()
    expect(store.notices).toHaveLength(1)
    const aside = store.notices[0]?.detail ?? ''
    expect(store.notices[0]?.code).toBe('database-set-aside')
    expect(aside).toBe(`${file}.corrupt-1970-01-02T00-00-00-000Z`)
    expect(readFileSync(aside, 'utf8')).toBe(content)
    expect(readFileSync(`${aside}-wal`, 'utf8')).toBe('its journal')
    store.settings.update({ tester: 'new' })
    expect(store.settings.get().tester).toBe('new')
  })

  it('keeps every file it set aside', () => {
    mkdirSync(dirname(file))
    for (const content of ['first', 'second']) {
      writeFileSync(file, content)
      openIt().close()
    }
    const aside = readdirSync(dirname(file)).filter((name) => name.includes('corrupt'))
    const contents = aside
      .filter((name) => !/-(wal|shm)$/.test(name))
      .map((name) => join(dirname(file), name))
    expect(contents.map((path) => readFileSync(path, 'utf8')).sort()[0]).toBe('first')
    expect(contents).toHaveLength(2)
  })

  it('sets the database of another program aside', () => {
    mkdirSync(dirname(file))
    const db = connect(file)
    db.pragma('application_id = 7')
    db.exec('CREATE TABLE theirs (x)')
    db.pragma('wal_checkpoint(TRUNCATE)')
    db.close()
    const store = openIt()
    expect(store.notices[0]?.code).toBe('database-set-aside')
  })

  it('sets a truncated database aside', () => {
    filled()
    truncateSync(file, Math.floor(statSync(file).size / 2))
    const store = openIt()
    expect(store.notices[0]?.code).toBe('database-set-aside')
    expect(store.settings.get().tester).toBe('')
  })

  it('sets a database with overwritten pages aside', () => {
    filled()
    const bytes = readFileSync(file)
    bytes.fill(0xa5, 4_096)
    writeFileSync(file, bytes)
    expect(openIt().notices[0]?.code).toBe('database-set-aside')
  })

  it('opens an empty file as a new database', () => {
    mkdirSync(dirname(file))
    writeFileSync(file, '')
    expect(openIt().notices).toEqual([])
  })

  it('refuses a newer database and does not touch it', () => {
    filled()
    const db = connect(file)
    db.pragma('user_version = 99')
    db.pragma('wal_checkpoint(TRUNCATE)')
    db.close()
    const before = readFileSync(file)
    const error = failureOf(() => openIt())
    expect(error.code).toBe('storage')
    expect(error.facts).toMatchObject({ version: 99, known: migrations.length, reason: 'newer' })
    expect(readFileSync(file).equals(before)).toBe(true)
    expect(readdirSync(dirname(file)).some((name) => name.includes('corrupt'))).toBe(false)
  })

  it('refuses a newer database whose version still stands in the journal', () => {
    filled()
    const db = connect(file)
    db.pragma('user_version = 99')
    expect(failureOf(() => openIt()).facts).toMatchObject({ version: 99 })
    db.close()
  })

  it('names the failure when the place cannot be written', () => {
    writeFileSync(join(folder, 'data'), 'a file where the folder should be')
    expect(failureOf(() => openIt()).code).toBe('storage')
    mkdirSync(join(folder, 'dir.db'))
    const error = failureOf(() => openIt({ file: join(folder, 'dir.db') }))
    expect(error.code).toBe('storage')
    expect(existsSync(join(folder, 'dir.db'))).toBe(true)
  })
})

describe('migrations', () => {
  const second = 'ALTER TABLE settings ADD COLUMN note TEXT'

  it('lifts an existing database and keeps a copy of it as it was', () => {
    filled()
    const store = openIt({ migrations: [...migrations, second] })
    expect(store.settings.get().tester).toBe('王小明')
    const copy = readdirSync(dirname(file)).find((name) =>
      name.includes(`.backup-v${migrations.length}-`),
    )
    expect(copy).toBeDefined()
    const db = connect(join(dirname(file), copy ?? ''))
    expect(numberPragma(db, 'user_version')).toBe(migrations.length)
    expect(db.prepare('SELECT value FROM settings').pluck().all()).toEqual(['"王小明"'])
    db.close()
  })

  it('leaves the database as it was when a step fails', () => {
    filled()
    const broken = 'CREATE TABLE half (x); INSERT INTO nowhere VALUES (1)'
    const error = failureOf(() => openIt({ migrations: [...migrations, second, broken] }))
    expect(error.code).toBe('storage')
    const db = connect(file)
    expect(numberPragma(db, 'user_version')).toBe(migrations.length + 1)
    expect(db.prepare("SELECT name FROM sqlite_master WHERE name = 'half'").all()).toEqual([])
    db.close()
  })

  it('makes no copy of a new database', () => {
    openIt()
    expect(readdirSync(dirname(file)).some((name) => name.includes('backup'))).toBe(false)
  })
})

describe('kill -9', () => {
  const writer = `
import { createRequire } from 'node:module'
const [file, root] = process.argv.slice(2)
const Database = createRequire(root)('libsql')
const db = new Database(file)
for (const pragma of ['busy_timeout = 5000', 'journal_mode = WAL', 'synchronous = FULL']) db.pragma(pragma)
const insert = db.prepare('INSERT INTO talent_results (profile, talent, resume_id) VALUES (?, ?, ?)')
const count = db.prepare("INSERT INTO settings VALUES ('count', '1') ON CONFLICT (key) DO UPDATE SET value = CAST(value AS INTEGER) + 1")
for (let index = 0; ; index += 1) {
  const id = process.pid + '-' + index
  db.transaction(() => { insert.run('p', id, 'r'); count.run() }).immediate()
  if (!process.stdout.write(id + '\\n')) await new Promise((resolve) => process.stdout.once('drain', resolve))
}
`
  it('never loses an acknowledged row, in 20 kills', async () => {
    openIt().close()
    const script = join(folder, 'writer.mjs')
    writeFileSync(script, writer)
    const root = createRequire(import.meta.url).resolve('libsql')
    const acked: string[] = []
    for (let round = 0; round < 20; round += 1) {
      const child = spawn(process.execPath, [script, file, root], {
        stdio: ['ignore', 'pipe', 'inherit'],
      })
      const gone = once(child, 'exit')
      const rows: string[] = []
      const killAfter = 1 + ((round * 37) % 120)
      for await (const id of createInterface({ input: child.stdout })) {
        if (rows.push(id) === killAfter) child.kill('SIGKILL')
      }
      await gone
      acked.push(...rows)
    }
    const store = openIt()
    expect(store.notices).toEqual([])
    const lost = acked.filter((id) => store.talentResults.resumeId('p', id) !== 'r')
    expect(acked.length).toBeGreaterThan(500)
    expect(lost).toEqual([])
    const db = connect(file)
    const [rows] = db.prepare('SELECT count(*) FROM talent_results').pluck().all()
    const [counted] = db.prepare("SELECT value FROM settings WHERE key = 'count'").pluck().all()
    expect(Number(counted)).toBe(rows)
    db.close()
  }, 60_000)
})

describe('two consoles', () => {
  it('wait for each other instead of failing', () => {
    const one = openIt()
    const two = openIt()
    one.settings.update({ tester: 'a' })
    two.settings.update({ theme: 'dark' })
    expect(one.settings.get()).toMatchObject({ tester: 'a', theme: 'dark' })
  })

  it('rolls back what fails half-way', () => {
    openIt().close()
    const db = connect(file)
    const half = (): void => {
      db.prepare("INSERT INTO settings VALUES ('tester', '\"x\"')").run()
      throw new Error('half-way')
    }
    expect(() => inTransaction(db, half)).toThrow('half-way')
    expect(db.prepare('SELECT * FROM settings').all()).toEqual([])
    db.close()
  })
})
