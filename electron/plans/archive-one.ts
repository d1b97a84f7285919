import { createHash } from 'node:crypto'
import { constants, createReadStream, fstatSync, ftruncateSync, type Stats } from 'node:fs'
import { lstat, mkdir, open, readdir, rm, type FileHandle } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { createGunzip, createGzip } from 'node:zlib'
import { archiveName, spanOfArchive, type Span } from './archive-name'
import { publish } from './new-file'
import { fileKey, type OpenFiles } from './open-files'

export interface ArchiveRule {
  /** A log bigger than this is archived. */
  maxBytes: number
  /** So is one that nobody wrote to for this long; an archive this old is removed. */
  maxAgeMs: number
}

/** Why a log was left as it is. */
export type KeepReason =
  | 'missing'
  | 'link'
  | 'hard-link'
  | 'not-a-file'
  | 'others'
  | 'unreadable'
  | 'empty'
  | 'young'
  | 'open'
  | 'unseen'
  | 'changed'
  | 'failed'

export type ArchiveOutcome =
  | {
      kind: 'archived'
      path: string
      archive: string
      bytes: number
      archivedBytes: number
      span: Span
    }
  | { kind: 'kept'; path: string; reason: KeepReason; detail: string | null; bytes: number }

export interface ArchiveOneDeps extends ArchiveRule {
  now(): number
  openFiles: OpenFiles
  signal: AbortSignal
}

export const archiveFolder = 'archive'

/** Packs one log away and empties it, or leaves it byte for byte as it is and says why. */
export async function archiveOne(path: string, deps: ArchiveOneDeps): Promise<ArchiveOutcome> {
  const kept = (reason: KeepReason, detail: string | null = null, bytes = 0): ArchiveOutcome => ({
    ...{ kind: 'kept', path, reason, detail, bytes },
  })
  const facts = await lstat(path).catch(() => null)
  if (facts === null) return kept('missing')
  const refusal = await whyNot(path, facts)
  if (refusal !== null) return kept(refusal, null, facts.isFile() ? facts.size : 0)
  if (facts.size === 0) return kept('empty')
  const isDue = facts.size > deps.maxBytes || deps.now() - facts.mtimeMs >= deps.maxAgeMs
  if (!isDue) return kept('young', null, facts.size)
  let handle: FileHandle
  try {
    handle = await open(path, constants.O_RDWR | noFollow)
  } catch (error) {
    return kept('unreadable', textOf(error), facts.size)
  }
  try {
    if (fileKey(await handle.stat()) !== fileKey(facts)) return kept('changed', null, facts.size)
    return await pack(path, handle, facts, deps, kept)
  } catch (error) {
    return kept('failed', textOf(error), facts.size)
  } finally {
    await handle.close()
  }
}

/** Absent on Windows, where a link needs rights that few have. */
const noFollow = constants.O_NOFOLLOW ?? 0

async function whyNot(path: string, facts: Stats): Promise<KeepReason | null> {
  const folder = await lstat(dirname(path)).catch(() => null)
  if (facts.isSymbolicLink() || folder?.isSymbolicLink() === true) return 'link'
  if (!facts.isFile()) return 'not-a-file'
  if (facts.nlink > 1) return 'hard-link'
  const own = process.getuid?.()
  return own !== undefined && facts.uid !== own ? 'others' : null
}

async function pack(
  path: string,
  handle: FileHandle,
  facts: Stats,
  deps: ArchiveOneDeps,
  kept: (reason: KeepReason, detail: string | null, bytes: number) => ArchiveOutcome,
): Promise<ArchiveOutcome> {
  const before = await holders(path, facts, deps)
  if (before !== null) return kept(before.reason, before.detail, facts.size)
  const folder = join(dirname(path), archiveFolder)
  const log = basename(path)
  await ownFolder(folder)
  await removeHalves(folder, log)
  const span = await spanOf(folder, log, facts)
  const beside = join(folder, `.${log}.${process.pid}.tmp`)
  try {
    const written = await compress(handle, facts.size, beside, deps.signal)
    const read = await digestOf(beside, deps.signal)
    if (read.digest !== written || read.bytes !== facts.size) {
      throw new Error('the archive does not read back as the log')
    }
    const after = await holders(path, facts, deps)
    if (after !== null) return kept(after.reason, after.detail, facts.size)
    const archivedBytes = (await lstat(beside)).size
    const file = await publish(beside, { folder, name: archiveName(log, span), ending: '.gz' })
    const archive = join(folder, file)
    await flushed(folder)
    // Looked at and emptied without a pause between, so that not even the console writes in it.
    if (!emptied(handle, facts)) {
      await rm(archive, { force: true })
      return kept('changed', null, facts.size)
    }
    return { kind: 'archived', path, archive, bytes: facts.size, archivedBytes, span }
  } finally {
    await rm(beside, { force: true })
  }
}

/** Only once its name is on the disk too may the log be emptied. */
async function flushed(folder: string): Promise<void> {
  if (process.platform === 'win32') return
  const handle = await open(folder, 'r')
  await handle.sync().finally(() => handle.close())
}

/** Emptied in place: who follows it or writes to it later keeps the same file. */
function emptied({ fd }: FileHandle, facts: Stats): boolean {
  const now = fstatSync(fd)
  if (now.size !== facts.size || now.mtimeMs !== facts.mtimeMs) return false
  ftruncateSync(fd, 0)
  return true
}

async function holders(
  path: string,
  facts: Stats,
  { openFiles }: ArchiveOneDeps,
): Promise<{ reason: 'open' | 'unseen'; detail: string | null } | null> {
  const found = await openFiles([path])
  if (found === null) return { reason: 'unseen', detail: null }
  const pids = found.get(fileKey(facts)) ?? []
  return pids.length === 0
    ? null
    : { reason: 'open', detail: pids.map((pid) => `pid ${pid}`).join(', ') }
}

async function ownFolder(folder: string): Promise<void> {
  await mkdir(folder, { mode: 0o700 }).catch((error: unknown) => {
    const isThere = error instanceof Error && 'code' in error && error.code === 'EEXIST'
    if (!isThere) throw error
  })
  if (!(await lstat(folder)).isDirectory()) throw new Error(`${folder} is not a folder`)
}

/** What a console left that ended while it packed this log; the log itself was not touched then. */
async function removeHalves(folder: string, log: string): Promise<void> {
  const halves = (await readdir(folder)).filter(
    (file) => file.startsWith(`.${log}.`) && /^\d+\.tmp$/.test(file.slice(log.length + 2)),
  )
  for (const file of halves) await rm(join(folder, file), { force: true })
}

/** What was emptied before begins where its last archive ends; nobody knows earlier than its birth. */
async function spanOf(folder: string, log: string, facts: Stats): Promise<Span> {
  const to = facts.mtimeMs
  const earlier = (await readdir(folder)).flatMap((file) => {
    const span = spanOfArchive(file, log)
    return span === null || span.to > to ? [] : [span.to]
  })
  const born = facts.birthtimeMs > 0 && facts.birthtimeMs <= to ? facts.birthtimeMs : 0
  return { from: Math.max(born, ...earlier), to }
}

async function compress(
  handle: FileHandle,
  bytes: number,
  beside: string,
  signal: AbortSignal,
): Promise<string> {
  await rm(beside, { force: true })
  const target = await open(beside, 'wx', 0o600)
  const hash = createHash('sha256')
  try {
    const sink = async (chunks: AsyncIterable<Buffer>) => {
      for await (const chunk of chunks) await target.appendFile(chunk)
    }
    const source = contentOf(handle, bytes, (chunk) => hash.update(chunk))
    await pipeline(source, createGzip(), sink, { signal })
    await target.sync()
  } finally {
    await target.close().catch(() => undefined)
  }
  return hash.digest('hex')
}

const chunkBytes = 64 * 1024

/** Reads exactly so much; what is appended meanwhile is not part of it. */
async function* contentOf(
  handle: FileHandle,
  bytes: number,
  onChunk: (chunk: Buffer) => void,
): AsyncGenerator<Buffer> {
  for (let position = 0; position < bytes;) {
    const chunk = Buffer.alloc(Math.min(chunkBytes, bytes - position))
    const { bytesRead } = await handle.read(chunk, 0, chunk.length, position)
    if (bytesRead === 0) throw new Error('the log became shorter meanwhile')
    position += bytesRead
    onChunk(chunk.subarray(0, bytesRead))
    yield chunk.subarray(0, bytesRead)
  }
}

async function digestOf(archive: string, signal: AbortSignal) {
  const hash = createHash('sha256')
  let bytes = 0
  await pipeline(
    createReadStream(archive),
    createGunzip(),
    async (source: AsyncIterable<Buffer>) => {
      for await (const chunk of source) {
        hash.update(chunk)
        bytes += chunk.length
      }
    },
    { signal },
  )
  return { digest: hash.digest('hex'), bytes }
}

function textOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
