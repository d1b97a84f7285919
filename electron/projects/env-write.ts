import { chmod, chown, link, open, readFile, rename, rm, stat } from 'node:fs/promises'
import { dirname } from 'node:path'
import { OpsError } from '../../shared/errors'
import type { EnvTarget } from './env-target'

const firstMode = 0o600
const mostBackups = 100

/** What a person agreed to: the file as it was then, and the text it gains. */
export interface EnvChange {
  target: EnvTarget
  added: string
}

/**
 * Appends to a `.env`, or makes it: a backup first, then beside and renamed, so that a crash or a
 * full disk leaves the file as it was. Refuses when the file changed since a person agreed.
 */
export async function writeEnv({ target, added }: EnvChange, now: () => number): Promise<void> {
  const { shown, real, bytes } = target
  const beside = `${real}.${process.pid}.tmp`
  try {
    if (bytes === null) {
      await refuseExisting(real)
      await writeSynced(beside, Buffer.from(added), firstMode)
      await becomeNew(beside, real)
    } else {
      await refuseChanged(real, bytes)
      const { mode, uid, gid } = await stat(real)
      await backUp(shown, bytes, mode, now())
      await writeSynced(beside, Buffer.concat([bytes, Buffer.from(added)]), mode)
      // Only root may give a file away; for everybody else it is their own already.
      if (process.getuid?.() === 0) await chown(beside, uid, gid)
      await refuseChanged(real, bytes)
      await rename(beside, real)
    }
    await syncFolder(dirname(real))
  } catch (error) {
    await rm(beside, { force: true }).catch(() => undefined)
    throw storageError(shown, error)
  }
}

function storageError(file: string, error: unknown): unknown {
  if (error instanceof OpsError) return error
  const reason = error instanceof Error ? error.message : String(error)
  const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown'
  const message = `${file} was not changed: ${reason}`
  return new OpsError('storage', message, { facts: { file, reason: code }, cause: error })
}

function changed(file: string): OpsError {
  const message = `${file} has changed since the proposal; nothing was written`
  return new OpsError('busy', message, { facts: { file } })
}

async function refuseChanged(file: string, expected: Buffer): Promise<void> {
  const current = await readFile(file).catch(() => null)
  if (current === null || !current.equals(expected)) throw changed(file)
}

async function refuseExisting(file: string): Promise<void> {
  const found = await stat(file).catch(() => null)
  if (found !== null) throw changed(file)
}

/** A link never replaces a file that somebody made meanwhile; not every disk has links. */
async function becomeNew(beside: string, file: string): Promise<void> {
  try {
    await link(beside, file)
    await rm(beside, { force: true })
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') throw changed(file)
    await refuseExisting(file)
    await rename(beside, file)
  }
}

async function backUp(file: string, bytes: Buffer, mode: number, at: number): Promise<void> {
  const stamp = new Date(at).toISOString().slice(0, 19).replace(/[-:]/g, '').replace('T', '-')
  for (let copy = 1; copy <= mostBackups; copy += 1) {
    const suffix = copy === 1 ? '' : `-${copy}`
    try {
      await writeSynced(`${file}.backup-${stamp}${suffix}`, bytes, mode)
      return
    } catch (error) {
      const isTaken = error instanceof Error && 'code' in error && error.code === 'EEXIST'
      if (!isTaken) throw error
    }
  }
  throw new Error('too many backups of this second')
}

/** Made private and new, so that neither a link nor an older file is written through. */
async function writeSynced(path: string, bytes: Buffer, mode: number): Promise<void> {
  const file = await open(path, 'wx', firstMode)
  try {
    await file.writeFile(bytes)
    await file.sync()
  } catch (error) {
    await file.close()
    await rm(path, { force: true })
    throw error
  }
  await file.close()
  await chmod(path, mode & 0o777)
}

async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return
  const directory = await open(folder, 'r')
  await directory.sync().finally(() => directory.close())
}
