import { chmodSync, existsSync, mkdirSync, renameSync } from 'node:fs'
import { dirname } from 'node:path'
import type { AppInfo } from '../../shared/domain/settings'
import { OpsError } from '../../shared/errors'
import { createBundleStore, type BundleStore } from './bundles'
import { createChatStore, type ChatStore } from './chats'
import { codeOf, connect, messageOf, numberPragma, storing, type Connection } from './connection'
import { createEvidenceStore, type EvidenceStore } from './evidence'
import { inspectFile, isDamaged } from './file-check'
import { createContractStore, type ContractStore } from './contracts'
import { createIncidentStore, type IncidentStore } from './incidents'
import { migrate, migrations as ownMigrations, type Migration } from './migrations'
import { createPermissionRunStore, type PermissionRunStore } from './permission-runs'
import { createProbeStore, type ProbeStore } from './probes'
import { createProjectStore, type ProjectStore } from './projects'
import { createRunStore, type RunStore } from './runs'
import { createSettingsStore, type SettingsStore } from './settings'
import { createTalentResultStore, type TalentResultStore } from './talent-results'

export type StoreNotice = AppInfo['notices'][number]

/** Everything the console keeps on disk. */
export interface Store {
  runs: RunStore
  probes: ProbeStore
  incidents: IncidentStore
  chats: ChatStore
  settings: SettingsStore
  talentResults: TalentResultStore
  evidence: EvidenceStore
  bundles: BundleStore
  contracts: ContractStore
  permissionRuns: PermissionRunStore
  projects: ProjectStore
  /** What a person should know about the opening, e.g. a database set aside. */
  notices: StoreNotice[]
  /** Writes everything into the main file and ends; calling it twice is harmless. */
  close(): void
}

export interface StoreOptions {
  file: string
  now: () => number
  /** Applied to every text that came from outside before it is written. */
  mask?: (text: string) => string
  migrations?: readonly Migration[]
}

/**
 * Opens the database of the console, makes it when there is none, sets a damaged one aside, and
 * refuses one that a newer console wrote.
 */
export function openStore(options: StoreOptions): Store {
  const { file, now, mask = (text) => text, migrations = ownMigrations } = options
  const notices: StoreNotice[] = []
  const db = storing(`open ${file}`, () => {
    prepareFolder(dirname(file))
    const opened = openSound(file, migrations.length, now, notices)
    upgrade(opened, { file, now, migrations })
    return opened
  })
  let isOpen = true
  return {
    runs: createRunStore(db, mask),
    probes: createProbeStore(db, { mask, now }),
    incidents: createIncidentStore(db, mask),
    chats: createChatStore(db, mask),
    settings: createSettingsStore(db),
    talentResults: createTalentResultStore(db, mask),
    evidence: createEvidenceStore(db, mask),
    bundles: createBundleStore(db),
    contracts: createContractStore(db, mask),
    permissionRuns: createPermissionRunStore(db, mask),
    projects: createProjectStore(db),
    notices,
    close() {
      if (!isOpen) return
      isOpen = false
      // The binding keeps the file open until its statements are collected, so SQLite's own
      // checkpoint on close may come late or never.
      storing('close', () => {
        db.pragma('wal_checkpoint(TRUNCATE)')
        db.close()
      })
    },
  }
}

function prepareFolder(folder: string): void {
  const isNew = mkdirSync(folder, { recursive: true, mode: 0o700 }) !== undefined
  // The umask may only take bits away, but an existing parent's default ACL may add some.
  if (isNew) chmodSync(folder, 0o700)
}

function openSound(
  file: string,
  known: number,
  now: () => number,
  notices: StoreNotice[],
): Connection {
  const found = inspectFile(file)
  refuseNewer(file, found.version, known)
  if (found.kind === 'foreign') notices.push(setAside(file, now))
  try {
    return openChecked(file, known)
  } catch (error) {
    if (!isDamaged(error)) throw error
    notices.push(setAside(file, now))
    return openChecked(file, known)
  }
}

function openChecked(file: string, known: number): Connection {
  const db = connect(file)
  try {
    refuseNewer(file, numberPragma(db, 'user_version'), known)
    const [problem] = db.prepare('PRAGMA quick_check(1)').pluck().all()
    if (problem !== 'ok')
      throw Object.assign(new Error(String(problem)), { code: 'SQLITE_CORRUPT' })
    chmodSync(file, 0o600)
    return db
  } catch (error) {
    db.close()
    throw error
  }
}

function refuseNewer(file: string, version: number, known: number): void {
  if (version <= known) return
  throw new OpsError('storage', `${file} was written by a newer console (schema ${version})`, {
    facts: { file, version, known, reason: 'newer' },
  })
}

/** Moves the file away with what belongs to it, so that nothing in it is lost. */
function setAside(file: string, now: () => number): StoreNotice {
  const stamp = stampOf(now())
  let aside = `${file}.corrupt-${stamp}`
  for (let copy = 2; existsSync(aside); copy += 1) aside = `${file}.corrupt-${stamp}-${copy}`
  for (const suffix of ['', '-wal', '-shm']) {
    if (existsSync(file + suffix)) renameSync(file + suffix, aside + suffix)
  }
  return { code: 'database-set-aside', detail: aside }
}

interface UpgradeOptions {
  file: string
  now: () => number
  migrations: readonly Migration[]
}

function upgrade(db: Connection, { file, now, migrations }: UpgradeOptions): void {
  const version = numberPragma(db, 'user_version')
  if (version === migrations.length) return
  if (version > 0) {
    const copy = `${file}.backup-v${version}-${stampOf(now())}`
    db.prepare('VACUUM INTO ?').run(copy)
    chmodSync(copy, 0o600)
  }
  try {
    migrate(db, migrations)
  } catch (error) {
    db.close()
    throw new OpsError('storage', `upgrade from schema ${version}: ${messageOf(error)}`, {
      facts: { file, version, reason: codeOf(error) ?? 'unknown' },
      cause: error,
    })
  }
}

function stampOf(at: number): string {
  return new Date(at).toISOString().replace(/[:.]/g, '-')
}
