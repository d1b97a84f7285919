import { StringDecoder } from 'node:string_decoder'
import type { LogLine } from '../../shared/domain/services'
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
  const ring = createRing(limits)
  const disk = createLogFile({ path: file, maxBytes: limits.fileBytes, keep: limits.files })
  const listeners = new Set<(lines: LogLine[]) => void>()
  let seq = 0
  let unwritten = 0

  const lineOf = (source: LogSource, raw: string): LogLine => {
    const text = cut(mask(plain(raw)), limits.maxLineChars)
    return { seq: seq++, at: now(), source, text }
  }
  const save = (lines: LogLine[]): void => {
    if (disk.write(lines.map(diskLine).join(''))) {
      if (unwritten === 0) return
      const text = `${unwritten} lines could not be written to ${file}`
      unwritten = 0
      lines.push(lineOf('console', text))
    } else unwritten += lines.length
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

/**
 * How much of an overlong line is read beyond the limit before masking, so that a secret lying
 * across the cut is still seen whole by the mask.
 */
const lookaheadChars = 8 * 1024

function createSplitter(maxLineChars: number) {
  let decoder = new StringDecoder('utf8')
  let pending = ''
  let skippedChars = 0
  const room = maxLineChars + lookaheadChars

  const hold = (text: string): void => {
    const fits = Math.max(0, room - pending.length)
    pending += text.length > fits ? text.slice(0, fits) : text
    skippedChars += Math.max(0, text.length - fits)
  }
  const take = (): string => {
    const line = pending.endsWith('\r') && skippedChars === 0 ? pending.slice(0, -1) : pending
    pending = ''
    skippedChars = 0
    return line
  }
  return {
    push(chunk: Buffer): string[] {
      const pieces = decoder.write(chunk).split('\n')
      const last = pieces.pop() ?? ''
      const lines = pieces.map((piece) => {
        hold(piece)
        return take()
      })
      hold(last)
      return lines
    },
    end(): string[] {
      hold(decoder.end())
      decoder = new StringDecoder('utf8')
      return pending === '' ? [] : [take()]
    },
  }
}

/** A child may print any bytes; only text and colours go on. */
const escapes =
  // eslint-disable-next-line no-control-regex -- control characters are exactly what is removed
  /\u001b\][^\u0007\u001b]*(?:\u0007|\u001b\\)|\u001b\[[0-9;:?<=>]*[ -/]*[@-~]|\u001b[^[\]]?/g
// eslint-disable-next-line no-control-regex -- see above; tab stays, and so does ESC of a colour
const controls = /[\u0000-\u0008\u000b-\u001a\u001c-\u001f\u007f-\u009f]/g
// eslint-disable-next-line no-control-regex -- see above
const unusual = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/
// eslint-disable-next-line no-control-regex -- see above
const colour = /^\u001b\[[0-9;:]*m$/

function plain(text: string): string {
  if (!unusual.test(text)) return text
  return text.replace(escapes, (found) => (colour.test(found) ? found : '')).replace(controls, '')
}

function cut(text: string, maxChars: number): string {
  return text.length > maxChars
    ? `${text.slice(0, maxChars)} […cut at ${maxChars} characters]`
    : text
}

function diskLine(line: LogLine): string {
  return `${new Date(line.at).toISOString()} ${line.source} ${line.text}\n`
}

function createRing({ maxLines, maxBytes }: OutputLimits) {
  /** Keyed by `seq`; a Map keeps its order and forgets the oldest at once. */
  const kept = new Map<number, LogLine>()
  let bytes = 0
  let newest = -1
  const cost = (line: LogLine): number => line.text.length * 2
  return {
    push(line: LogLine): void {
      kept.set(line.seq, line)
      newest = line.seq
      bytes += cost(line)
      for (const oldest of kept.values()) {
        if (kept.size <= maxLines && bytes <= maxBytes) break
        kept.delete(oldest.seq)
        bytes -= cost(oldest)
      }
    },
    lines: (): LogLine[] => [...kept.values()],
    last(count: number): LogLine[] {
      const found: LogLine[] = []
      for (let seq = newest; found.length < count; seq -= 1) {
        const line = kept.get(seq)
        if (line === undefined) break
        found.unshift(line)
      }
      return found
    },
    bytes: (): number => bytes,
  }
}
