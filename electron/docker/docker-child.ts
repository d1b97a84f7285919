import { spawn, type ChildProcessByStdio } from 'node:child_process'
import { constants } from 'node:fs'
import { access, stat } from 'node:fs/promises'
import { delimiter, isAbsolute, join } from 'node:path'
import type { Readable } from 'node:stream'
import { settlesWithin } from '../process/deadline'
import { createSplitter, cut, plain } from '../process/lines'
import { systemSignals } from '../process/signals'

/** A program to run until it ends, its time is up or nobody waits for it any more. */
export interface ChildSpec {
  program: string
  args: readonly string[]
  cwd: string
  /** The whole environment; nothing is inherited. */
  env: Readonly<Record<string, string>>
  /** Null for one that follows a log for as long as somebody reads. */
  deadlineMs: number | null
  signal: AbortSignal
  /** Takes the output line by line; what is kept of it is then only its end. */
  onLine?: (text: string, source: 'stdout' | 'stderr') => void
}

export interface ChildReport {
  how: 'exit' | 'timeout' | 'aborted' | 'oversized' | 'missing' | 'spawn'
  exitCode: number | null
  /** The signal that ended it, or the system's word for why it could not be launched. */
  word: string | null
  stdout: string
  stderr: string
}

/** More than that is not what docker answers to a question. */
export const mostOutputBytes = 1024 * 1024
const tailBytes = 64 * 1024
const mostLineChars = 4_000
/** A docker that is told to end tells the engine first. */
const politeMs = 2_000
const drainMs = 500

/** The absolute path of a program; folders that are not absolute are no place for one. */
export async function findProgram(name: string, path: string): Promise<string | null> {
  const fileName = process.platform === 'win32' ? `${name}.exe` : name
  for (const folder of path.split(delimiter)) {
    if (!isAbsolute(folder)) continue
    const file = join(folder, fileName)
    const isFile = await stat(file).then(
      (found) => found.isFile(),
      () => false,
    )
    if (!isFile) continue
    const mayRun = await access(file, constants.X_OK).then(
      () => true,
      () => false,
    )
    if (mayRun) return file
  }
  return null
}

type Child = ChildProcessByStdio<null, Readable, Readable>

/** Runs a program in a process group of its own; resolves once the whole group is gone. */
export async function runChild(spec: ChildSpec): Promise<ChildReport> {
  const nothing = { exitCode: null, word: null, stdout: '', stderr: '' }
  if (spec.signal.aborted) return { how: 'aborted', ...nothing }
  let child: Child
  try {
    child = spawn(spec.program, [...spec.args], {
      cwd: spec.cwd,
      env: { ...spec.env },
      detached: process.platform !== 'win32',
      windowsHide: true,
      stdio: ['ignore', 'pipe', 'pipe'],
    })
  } catch (error) {
    // An argument that no program can be given, such as one with a zero byte.
    return { ...nothing, how: 'spawn', word: wordOf(error) }
  }
  const stopper = createStopper(child)
  const cutShort = { how: null as 'timeout' | 'aborted' | 'oversized' | null }
  const end = (how: NonNullable<typeof cutShort.how>): void => {
    cutShort.how ??= how
    stopper.stop()
  }
  const out = collect(child.stdout, spec.onLine === undefined ? mostOutputBytes : null, () =>
    end('oversized'),
  )
  const err = collect(child.stderr, null, () => undefined)
  const flushes = follow(child, spec.onLine)
  const timer =
    spec.deadlineMs === null ? undefined : setTimeout(() => end('timeout'), spec.deadlineMs)
  const onAbort = (): void => end('aborted')
  spec.signal.addEventListener('abort', onAbort, { once: true })
  try {
    const exit = await exitOf(child, stopper)
    await settlesWithin(Promise.all([closed(child.stdout), closed(child.stderr)]), drainMs)
    flushes()
    const texts = { stdout: out.text(), stderr: err.text() }
    if (exit.word !== null && exit.code === null && child.pid === undefined) {
      const how = exit.word === 'ENOENT' ? 'missing' : 'spawn'
      return { how, exitCode: null, word: exit.word, ...texts }
    }
    return { how: cutShort.how ?? 'exit', exitCode: exit.code, word: exit.word, ...texts }
  } finally {
    clearTimeout(timer)
    spec.signal.removeEventListener('abort', onAbort)
    child.stdout.destroy()
    child.stderr.destroy()
  }
}

function wordOf(error: unknown): string {
  if (error instanceof Error && 'code' in error && typeof error.code === 'string') return error.code
  return 'unknown'
}

/** Ends the group politely, then by force. */
function createStopper(child: Child) {
  const signals = systemSignals()
  let isOver = false
  let force: NodeJS.Timeout | undefined
  const send = (signal: 'SIGTERM' | 'SIGKILL'): void => {
    // Once the leader is reaped its number may belong to a stranger.
    if (!isOver && child.pid !== undefined) signals.group(child.pid, signal)
  }
  return {
    stop(): void {
      send('SIGTERM')
      force ??= setTimeout(() => send('SIGKILL'), politeMs)
    },
    /** The leader is gone; a plug-in that it left behind has nobody to answer to. */
    over(): void {
      clearTimeout(force)
      if (process.platform !== 'win32') send('SIGKILL')
      isOver = true
    },
  }
}

function exitOf(
  child: Child,
  stopper: { over(): void },
): Promise<{ code: number | null; word: string | null }> {
  return new Promise((resolve) => {
    child.once('exit', (code, signal) => {
      stopper.over()
      resolve({ code, word: signal })
    })
    child.on('error', (error) => {
      if (child.pid === undefined) resolve({ code: null, word: wordOf(error) })
    })
  })
}

function closed(stream: Readable): Promise<void> {
  if (stream.closed) return Promise.resolve()
  return new Promise((resolve) => stream.once('close', resolve))
}

/** Keeps everything up to a limit, or without one only the end. */
function collect(stream: Readable, limit: number | null, onOver: () => void) {
  let chunks: Buffer[] = []
  let bytes = 0
  stream.on('data', (chunk: Buffer) => {
    if (limit !== null && bytes + chunk.length > limit) return onOver()
    chunks.push(chunk)
    bytes += chunk.length
    if (limit === null && bytes > tailBytes * 2) {
      chunks = [Buffer.concat(chunks).subarray(-tailBytes)]
      bytes = tailBytes
    }
  })
  stream.on('error', () => undefined)
  return { text: (): string => new TextDecoder().decode(Buffer.concat(chunks)) }
}

/** Hands the lines on; the result gives out the last ones that came without a newline. */
function follow(child: Child, onLine: ChildSpec['onLine']): () => void {
  if (onLine === undefined) return () => undefined
  const ends = (['stdout', 'stderr'] as const).map((source) => {
    const splitter = createSplitter(mostLineChars)
    const give = (lines: string[]): void => {
      for (const line of lines) onLine(cut(plain(line), mostLineChars), source)
    }
    child[source].on('data', (chunk: Buffer) => give(splitter.push(chunk)))
    return () => give(splitter.end())
  })
  return () => ends.forEach((end) => end())
}
