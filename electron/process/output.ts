import type { LogLine } from '../../shared/domain/services'
import { createLineMask, createRing, createSplitter, cut, plain } from './lines'
import { createLogFile } from './log-file'

export type LogSource = LogLine['source']

/** What others may do with the output of a service. */
export interface ServiceLog {
  /** The file that holds everything, older generations beside it as `.1`, `.2`. */
  readonly file: string
  snapshot(): LogLine[]
  /** Returns the kept lines and follows from exactly there: nothing is lost or doubled between. */
  subscribe(listener: (lines: LogLine[]) => void): LogSubscription
}

export interface LogSubscription {
  snapshot: LogLine[]
  dispose(): void
}

/** The writing side. */
export interface Output extends ServiceLog {
  write(source: 'stdout' | 'stderr', chunk: Buffer): void
  /** Ends a line that came without its newline, as at the end of a process. */
  flush(): void
  /** A line of the console's own. */
  note(text: string): void
  /** The newest lines as plain text, oldest first. */
  tail(count: number): string[]
  /** Bytes of line text held in memory, at two per character. */
  heldBytes(): number
  close(): void
}

export interface OutputLimits {
  maxLines: number
  maxBytes: number
  maxLineChars: number
  fileBytes: number
  files: number
}

export const outputLimits: OutputLimits = {
  maxLines: 10_000,
  maxBytes: 4 * 1024 * 1024,
  maxLineChars: 64 * 1024,
  fileBytes: 10 * 1024 * 1024,
  files: 3,
}

export interface OutputOptions {
  file: string
  mask: (text: string) => string
  now: () => number
  limits?: OutputLimits
}

/** Keeps one service's output: all of it in a rotated file, the newest lines in memory. */
export function createOutput({ file, mask, now, limits = outputLimits }: OutputOptions): Output {
  const ring = createRing<LogLine>(limits)
  const disk = createLogFile({ path: file, maxBytes: limits.fileBytes, keep: limits.files })
  const listeners = new Set<(lines: LogLine[]) => void>()
  let seq = 0
  let unwritten = 0
  /** How many of them have been told. */
  let told = 0

  const masks = {
    stdout: createLineMask(mask),
    stderr: createLineMask(mask),
    console: createLineMask(mask),
  }
  const lineOf = (source: LogSource, raw: string): LogLine => {
    const text = cut(masks[source](plain(raw)), limits.maxLineChars)
    return { seq: seq++, at: now(), source, text }
  }
  const save = (lines: LogLine[]): void => {
    const isWritten = disk.write(lines.map(diskLine).join(''))
    if (isWritten && unwritten === 0) return
    if (!isWritten) {
      const isNews = unwritten === 0
      unwritten += lines.length
      const why = disk.refusal() ?? 'it is closed'
      if (!isNews) return
      lines.push(lineOf('console', `${file} cannot be written: ${why}`))
      told = unwritten
      return
    }
    const line = lineOf('console', `${unwritten} lines could not be written to ${file}`)
    lines.push(line)
    // The gap is told where it is, also to who reads the file alone.
    unwritten = disk.write(diskLine(line)) ? 0 : unwritten
    told = unwritten
  }
  const emit = (lines: LogLine[]): void => {
    if (lines.length === 0) return
    save(lines)
    for (const line of lines) ring.push(line)
    for (const listener of [...listeners]) listener(lines)
  }
  const splitters = {
    stdout: createSplitter(limits.maxLineChars),
    stderr: createSplitter(limits.maxLineChars),
  }

  return {
    file,
    write(source, chunk) {
      emit(splitters[source].push(chunk).map((text) => lineOf(source, text)))
    },
    flush() {
      emit(splitters.stdout.end().map((text) => lineOf('stdout', text)))
      emit(splitters.stderr.end().map((text) => lineOf('stderr', text)))
      if (unwritten === told) return
      emit([lineOf('console', `${unwritten} lines are not in ${file} so far`)])
      told = unwritten
    },
    note: (text) => emit([lineOf('console', text)]),
    snapshot: ring.lines,
    subscribe(listener) {
      listeners.add(listener)
      return { snapshot: ring.lines(), dispose: () => void listeners.delete(listener) }
    },
    tail: (count) => ring.last(count).map((line) => line.text),
    heldBytes: ring.bytes,
    close() {
      listeners.clear()
      disk.close()
    },
  }
}

function diskLine(line: LogLine): string {
  return `${new Date(line.at).toISOString()} ${line.source} ${line.text}\n`
}
