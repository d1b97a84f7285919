import {
  closeSync,
  fstatSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs'
import { dirname } from 'node:path'

/** An append-only text file with a bounded number of older generations. */
export interface LogFile {
  readonly path: string
  /** Appends all of it or nothing; false when the disk refused. */
  write(text: string): boolean
  /** What the disk said to the newest write; null when it took it. */
  refusal(): string | null
  close(): void
}

export interface LogFileOptions {
  path: string
  maxBytes: number
  /** How many files there may be in all, the current one included. */
  keep: number
}

/**
 * Opens a rotated log file.
 * Writes are synchronous: what a child printed is on disk before the next chunk is read, so a
 * flood neither piles up in memory nor is lost when the console itself dies.
 */
export function createLogFile({ path, maxBytes, keep }: LogFileOptions): LogFile {
  let handle: { fd: number; bytes: number } | null = null
  let isClosed = false
  let refusal: string | null = null

  const open = (): { fd: number; bytes: number } => {
    if (handle !== null) return handle
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
    const fd = openSync(path, 'a', 0o600)
    handle = { fd, bytes: fstatSync(fd).size }
    return handle
  }
  const close = (): void => {
    if (handle !== null) closeSync(handle.fd)
    handle = null
  }
  const rotate = (): void => {
    close()
    rmSync(`${path}.${keep - 1}`, { force: true })
    for (let index = keep - 2; index >= 0; index -= 1) {
      const from = index === 0 ? path : `${path}.${index}`
      try {
        renameSync(from, `${path}.${index + 1}`)
      } catch (error) {
        if (!isMissing(error)) throw error
      }
    }
  }
  const append = (data: Buffer): void => {
    if (open().bytes > 0 && open().bytes + data.length > maxBytes) rotate()
    const target = open()
    let written = 0
    try {
      while (written < data.length) written += writeSync(target.fd, data, written)
    } catch (error) {
      // Half a line would run into the next one that is written.
      if (written > 0) ftruncateSync(target.fd, target.bytes)
      throw error
    }
    target.bytes += data.length
  }

  return {
    path,
    write(text) {
      if (isClosed) return false
      try {
        append(Buffer.from(text))
        refusal = null
        return true
      } catch (error) {
        refusal = error instanceof Error ? error.message : String(error)
        return false
      }
    },
    refusal: () => refusal,
    close() {
      isClosed = true
      close()
    },
  }
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT'
}
