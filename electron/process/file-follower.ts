import {
  closeSync,
  fstatSync,
  ftruncateSync,
  openSync,
  readFileSync,
  readSync,
  statSync,
  writeFileSync,
} from 'node:fs'

export interface FollowOptions {
  path: string
  /** Where to begin: at its beginning, at its present end, or where the file beside it says. */
  from: 'start' | 'end' | 'saved'
  /** Whole lines, except at the very end. */
  onChunk(chunk: Buffer): void
  pollMs: number
  /** Only for a file of our own: it is emptied once read. */
  trim?: TrimOptions
}

export interface TrimOptions {
  /** Emptied from this size on, in a quiet moment. */
  softBytes: number
  /** Emptied at this size in any case; what was not read yet is counted. */
  hardBytes: number
  onSkip(bytes: number): void
}

export interface FileFollower {
  /** Reads what is there now, an unfinished last line included. */
  drain(): void
  close(): void
}

/** Read per turn of the event loop, so that a flood leaves room for others. */
const turnBytes = 256 * 1024
const longestLineBytes = 256 * 1024
const drainTurns = 256

/** Beside a followed file of our own: how far it was read, for the console after a crash. */
export const positionFile = (path: string): string => `${path}.position`

/** Reads a file as it grows, through truncation, rename and re-creation. */
export function followFile(options: FollowOptions): FileFollower {
  const { path, onChunk, pollMs, trim } = options
  const isOwn = trim !== undefined
  let handle: { fd: number; inode: number } | null = null
  let offset = startOffset(options)
  let rest: Buffer = Buffer.alloc(0)
  let timer: NodeJS.Timeout | null = null
  let isClosed = false

  const reopen = (): void => {
    const found = statSync(path, { throwIfNoEntry: false })
    if (found === undefined) return
    if (handle !== null && handle.inode === found.ino) return
    if (handle !== null) {
      closeSync(handle.fd)
      offset = 0
    }
    const fd = openSync(path, isOwn ? 'r+' : 'r')
    handle = { fd, inode: found.ino }
  }
  const give = (data: Buffer): void => {
    const all = rest.length === 0 ? data : Buffer.concat([rest, data])
    const end = all.lastIndexOf(0x0a) + 1
    const isLong = all.length - end > longestLineBytes
    const whole = isLong ? all.length : end
    if (whole > 0) onChunk(all.subarray(0, whole))
    rest = Buffer.from(all.subarray(whole))
  }
  /** Reads one turn's worth; zero at the end of the file. */
  const read = (): number => {
    if (handle === null) return 0
    if (fstatSync(handle.fd).size < offset) offset = 0
    const buffer = Buffer.allocUnsafe(turnBytes)
    const count = readSync(handle.fd, buffer, 0, turnBytes, offset)
    offset += count
    if (count > 0) give(buffer.subarray(0, count))
    return count
  }
  const tidy = (count: number): void => {
    if (handle === null || trim === undefined) return
    const { size } = fstatSync(handle.fd)
    const isQuiet = count === 0 && size === offset && size >= trim.softBytes
    if (!isQuiet && size < trim.hardBytes) return
    ftruncateSync(handle.fd, 0)
    if (size > offset) trim.onSkip(size - offset)
    offset = 0
    save()
  }
  const save = (): void => {
    if (isOwn) writeFileSync(positionFile(path), String(offset - rest.length), { mode: 0o600 })
  }
  const look = (): number => {
    // What was written to a file before it was moved away is read before the new one is opened.
    const before = read()
    if (before === 0) reopen()
    const count = before === 0 ? read() : before
    if (count > 0) save()
    tidy(count)
    return count
  }
  const lookSafely = (): number => {
    try {
      return look()
    } catch {
      // The file was taken away between two steps; the next look finds what is there then.
      return 0
    }
  }
  const tick = (): void => {
    const count = lookSafely()
    if (!isClosed) timer = setTimeout(tick, count === turnBytes ? 0 : pollMs)
  }
  tick()

  return {
    drain() {
      for (let turn = 0; turn < drainTurns && lookSafely() > 0; turn += 1);
      if (rest.length > 0) onChunk(rest)
      rest = Buffer.alloc(0)
    },
    close() {
      isClosed = true
      if (timer !== null) clearTimeout(timer)
      if (handle !== null) closeSync(handle.fd)
      handle = null
    },
  }
}

function startOffset({ path, from }: FollowOptions): number {
  const size = statSync(path, { throwIfNoEntry: false })?.size ?? 0
  if (from === 'start') return 0
  if (from === 'end') return size
  try {
    const saved = Number(readFileSync(positionFile(path), 'utf8'))
    return Number.isInteger(saved) && saved >= 0 && saved <= size ? saved : 0
  } catch {
    return 0
  }
}
