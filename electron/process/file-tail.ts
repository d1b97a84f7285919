import { constants } from 'node:fs'
import { access, open, stat, type FileHandle } from 'node:fs/promises'
import type { LogProblem } from '../../shared/domain/logs'
import { copiesNow, missedGenerations, restOfTruncated } from './log-generations'

/** Where the bytes of one file go; a rotation ends it and begins another. */
export interface TailSink {
  push(chunk: Buffer): void
  /** No more will come: what stands without a newline is a line. */
  end(): void
}

export interface FileTailOptions {
  path: string
  /** How much is read of what already stands in the file. */
  lastBytes: number
  openSink(): TailSink
}

/** Reads what is appended to a path, whatever file stands there. */
export interface FileTail {
  /** Looks once: reads what came and follows what took the place of the file. */
  poll(): Promise<void>
  /** Why nothing can be read; null when all is well. */
  problem(): LogProblem | null
  close(): Promise<void>
}

/** One file on its way: as long as the handle is open, its inode names no other file. */
interface Segment {
  id: string
  handle: FileHandle
  position: number
  /** The bytes before `position`; when they have changed, the file was cut and written anew. */
  mark: Buffer
  sink: TailSink
  quietPolls: number
  /** While nothing is read of it: when it was changed, and the copies that stood beside it. */
  empty: { changedAt: bigint; copies: ReadonlySet<string> } | null
}

const chunkBytes = 128 * 1024
const markBytes = 256
/** A writer may go on for a while in the file that was moved away. */
const quietPollsOfRetired = 20
const mostRetired = 8

/** Follows a path through rename, truncation, removal and links that change. */
export function createFileTail({ path, lastBytes, openSink }: FileTailOptions): FileTail {
  const buffer = Buffer.allocUnsafe(chunkBytes + markBytes)
  let current: Segment | null = null
  let retired: Segment[] = []
  let problem: LogProblem | null = null
  /** What appears after it was missing is new and read whole. */
  let isNewFile = false

  async function poll(): Promise<void> {
    const target = await lookAt(path)
    problem = 'code' in target ? target : null
    // After the look: what came before a rename stands in the old file.
    for (const segment of [...retired, ...(current === null ? [] : [current])]) {
      // A file that was moved away is not cut any more; beside it stand files, not its copies.
      const isInPlace = 'id' in target && target.id === segment.id
      if (isInPlace && (await wasCutUnseen(segment))) await beginAgain(segment)
      await drain(segment)
    }
    if ('code' in target) {
      if (target.code === 'missing') isNewFile = true
    } else if (target.id !== current?.id) await follow(target.id)
    await dropQuiet()
  }

  async function follow(id: string): Promise<void> {
    const back = retired.find((segment) => segment.id === id)
    const next = back ?? (await begin())
    if (next === null) return
    if (next.id === current?.id) {
      await next.handle.close()
      return
    }
    retired = retired.filter((segment) => segment !== back)
    if (current !== null) await retire(current, next.id)
    current = next
    await drain(next)
  }

  async function begin(): Promise<Segment | null> {
    try {
      const handle = await open(path, 'r')
      const { dev, ino, size, mtimeNs } = await handle.stat({ bigint: true })
      const isWhole = isNewFile || current !== null
      const start = isWhole ? 0 : Math.max(0, Number(size) - lastBytes)
      const id = idOf({ dev, ino })
      const sink = start === 0 ? openSink() : withoutFirstLine(openSink())
      // One byte earlier: a newline there says that a line begins at the start.
      const position = Math.max(0, start - 1)
      const empty = size > 0n ? null : { changedAt: mtimeNs, copies: await copiesNow(path) }
      return { id, handle, position, mark: Buffer.alloc(0), sink, quietPolls: 0, empty }
    } catch (error) {
      problem = problemOf(error)
      return null
    }
  }

  /** Files that came and went between two looks are read before what stands there now. */
  async function retire(segment: Segment, nextId: string): Promise<void> {
    retired.push(segment)
    const known = new Set([nextId, ...retired.map(({ id }) => id)])
    for (const file of await missedGenerations(path, segment.handle, known)) {
      const { handle, id } = file
      const missed = { id, handle, position: 0, mark: Buffer.alloc(0), sink: openSink() }
      retired.push({ ...missed, quietPolls: 0, empty: null })
      await drain(retired[retired.length - 1] ?? segment)
    }
  }

  async function drain(segment: Segment): Promise<void> {
    for (;;) {
      const { mark, position, handle } = segment
      const { bytesRead } = await handle.read(buffer, 0, buffer.length, position - mark.length)
      if (bytesRead < mark.length || !buffer.subarray(0, mark.length).equals(mark)) {
        await beginAgain(segment)
        continue
      }
      const fresh = buffer.subarray(mark.length, bytesRead)
      if (fresh.length === 0) {
        segment.quietPolls += 1
        return
      }
      segment.quietPolls = 0
      segment.empty = null
      segment.position += fresh.length
      segment.mark = Buffer.from(buffer.subarray(Math.max(0, bytesRead - markBytes), bytesRead))
      segment.sink.push(fresh)
    }
  }

  /** The file was cut: what was not read of it may stand in the copy that was made before. */
  async function beginAgain(segment: Segment): Promise<void> {
    const { position, mark, empty, handle } = segment
    const copies = empty?.copies ?? new Set()
    const { mtimeNs } = await handle.stat({ bigint: true })
    for await (const chunk of restOfTruncated(path, { position, mark, copies })) {
      segment.sink.push(chunk)
    }
    segment.sink.end()
    segment.position = 0
    segment.mark = Buffer.alloc(0)
    segment.sink = openSink()
    segment.empty = { changedAt: mtimeNs, copies: await copiesNow(path) }
  }

  /** An empty file that changed may have been written, copied and cut between two looks. */
  async function wasCutUnseen({ empty, handle }: Segment): Promise<boolean> {
    if (empty === null) return false
    return (await handle.stat({ bigint: true })).mtimeNs !== empty.changedAt
  }

  async function dropQuiet(): Promise<void> {
    const excess = retired.length - mostRetired
    const over = retired.filter(
      ({ quietPolls }, index) => index < excess || quietPolls >= quietPollsOfRetired,
    )
    retired = retired.filter((segment) => !over.includes(segment))
    await Promise.all(over.map(finish))
  }

  return {
    poll,
    problem: () => problem,
    async close() {
      const all = [...retired, ...(current === null ? [] : [current])]
      retired = []
      current = null
      await Promise.all(all.map(finish))
    },
  }
}

async function finish({ sink, handle }: Segment): Promise<void> {
  sink.end()
  await handle.close()
}

/** Drops what comes before the first newline: the end of a line whose beginning was not read. */
function withoutFirstLine(sink: TailSink): TailSink {
  let isInside = false
  return {
    end: () => sink.end(),
    push(chunk) {
      if (isInside) return sink.push(chunk)
      const newline = chunk.indexOf(10)
      if (newline === -1) return
      isInside = true
      sink.push(chunk.subarray(newline + 1))
    },
  }
}

/** Names a file by its place on the disk, which a rename does not change. */
export function idOf({ dev, ino }: { dev: bigint; ino: bigint }): string {
  return `${dev}:${ino}`
}

/** The file that stands at a path, or why none can be read there. */
export async function lookAt(path: string): Promise<{ id: string } | LogProblem> {
  try {
    const found = await stat(path, { bigint: true })
    // Opening a pipe would wait for a writer.
    if (!found.isFile()) return { code: 'not-a-file', detail: path }
    await access(path, constants.R_OK)
    return { id: idOf(found) }
  } catch (error) {
    return problemOf(error)
  }
}

const codes: Readonly<Record<string, LogProblem['code']>> = {
  ...{ ENOENT: 'missing', ENOTDIR: 'missing', EACCES: 'denied', EPERM: 'denied' },
}

function problemOf(error: unknown): LogProblem {
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  const detail = error instanceof Error ? error.message : String(error)
  return { code: codes[code] ?? 'unreadable', detail }
}
