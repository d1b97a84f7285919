import type { LogLevel } from '../../shared/domain/logs'

/** What a line says about itself. */
export interface LineFacts {
  /** When it was written, or read when it does not say. */
  at: number
  level: LogLevel | null
}

/** Reads the lines of one source in order; a stack trace belongs to the line before it. */
export interface FactReader {
  /** Begins a stretch of lines that were read together. */
  begin(): void
  read(text: string): LineFacts
}

/** Makes the reader of one source. */
export function createFactReader(now: () => number): FactReader {
  let lastAt: number | null = null
  let lastLevel: LogLevel | null = null
  return {
    begin: () => void (lastAt = null),
    read(text) {
      const words = wordsOf(text)
      const readAt = now()
      // What follows a dated line in one stretch is part of it, or was at least written after it.
      lastAt = stampOf(words, readAt) ?? lastAt
      lastLevel = levelOf(words) ?? (continues.test(words) ? lastLevel : null)
      return { at: lastAt ?? readAt, level: lastLevel }
    },
  }
}

/** A clock may be a little ahead; a date beyond that is a date the line speaks of. */
const toleratedAheadMs = 5_000
/** A logger writes the time first; a date further on is part of the message. */
const stampWithin = 40
const headChars = 160
const jsonChars = 600

const continues = /^(?:\s|Traceback |Caused by|\.\.\. \d+ more|goroutine \d)/
// eslint-disable-next-line no-control-regex -- colours begin with a control character
const colours = /\u001b\[[0-9;:]*m/g

function wordsOf(text: string): string {
  const head = text.slice(0, jsonChars + headChars)
  return head.includes('\u001b') ? head.replace(colours, '') : head
}

const dated =
  /(\d{4})([-/])(\d\d)\2(\d\d)[T ](\d\d):(\d\d):(\d\d)(?:[.,](\d{1,9}))?(?: ?(Z|[+-]\d\d:?\d\d)(?![\d:-]))?/
const epochFirst = /^[\s[]*(1\d{9})(?:\.(\d{1,9})|(\d{3}))?\b/
const epochField = /"(?:ts|time|timestamp)"\s*:\s*"?(1\d{9})(?:\.(\d{1,9})|(\d{3}))?\b/

/** The moment a line was written by its own account; null when it gives none, or one to come. */
export function stampOf(text: string, now: number): number | null {
  const isJson = text.startsWith('{')
  const head = text.slice(0, isJson ? jsonChars : stampWithin + 40)
  const date = dated.exec(head)
  const at =
    date !== null && (isJson || date.index <= stampWithin)
      ? dateOf(date)
      : epochOf(epochFirst.exec(head) ?? (isJson ? epochField.exec(head) : null))
  return at === null || at > now + toleratedAheadMs ? null : at
}

function dateOf(found: RegExpExecArray): number | null {
  const [, year, , month, day, hour, minute, second, fraction, zone] = found
  const clock = `${year}-${month}-${day}T${hour}:${minute}:${second}.${msOf(fraction)}`
  // A date with a time and no zone is local time, as loggers mean it.
  const at = Date.parse(`${clock}${zone ?? ''}`)
  return Number.isNaN(at) || at < 0 ? null : at
}

function epochOf(found: RegExpExecArray | null): number | null {
  return found === null ? null : Number(found[1]) * 1_000 + Number(msOf(found[2] ?? found[3]))
}

function msOf(fraction: string | undefined): string {
  return (fraction ?? '').slice(0, 3).padEnd(3, '0')
}

const levels: Readonly<Record<string, LogLevel>> = {
  ...{ error: 'error', err: 'error', fatal: 'error', critical: 'error', panic: 'error' },
  ...{ crit: 'error', severe: 'error', 错误: 'error', 严重: 'error', 致命: 'error' },
  ...{ warn: 'warn', warning: 'warn', wrn: 'warn', 警告: 'warn' },
  ...{ info: 'info', notice: 'info', inf: 'info', 信息: 'info' },
  ...{ debug: 'debug', trace: 'debug', verbose: 'debug', dbg: 'debug', 调试: 'debug' },
}
const words = Object.keys(levels).join('|')
/** `level=warn`, `"level":"warn"`, `lvl: warn`. */
const named = new RegExp(`"?(?:level|lvl|severity|levelname)"?\\s*[=:]\\s*"?(${words})\\b`, 'i')
/** `[error]`, `<warn>`, `error:` or `警告：`, in any case; capitals may stand alone. */
const bracketed = `[[<(【|]\\s*(${words})\\s*[\\])>】|]`
const ended = `(?:^|[\\s\\]】|])(${words})\\s?[:：]`
const capitals = Object.keys(levels)
  .filter((word) => /^[a-z]{4,}$/.test(word))
  .map((word) => word.toUpperCase())
  .join('|')
const spoken = new RegExp(`${bracketed}|${ended}`, 'i')
const loud = new RegExp(`(?<![\\w-])(${capitals})(?![\\w-])`)
/** klog: `E0102 03:04:05.678901`. */
const lettered = /^([EWIDF])\d{4} \d\d:\d\d:\d\d/
const letters: Readonly<Record<string, LogLevel>> = {
  ...{ E: 'error', F: 'error', W: 'warn', I: 'info', D: 'debug' },
}
const thrown =
  /^(?:Uncaught |Unhandled )?(?:[\w.]*(?:Error|Exception)\b(?: \[\w+\])?:|panic: |Traceback )/

/** How serious a line is by its own account; of several words the first counts. */
export function levelOf(text: string): LogLevel | null {
  const isJson = text.startsWith('{')
  const head = text.slice(0, isJson ? jsonChars : headChars)
  const field = named.exec(head)
  if (field !== null) return levels[field[1]?.toLowerCase() ?? ''] ?? null
  if (isJson) return null
  const letter = lettered.exec(head)
  if (letter !== null) return letters[letter[1] ?? ''] ?? null
  if (thrown.test(head)) return 'error'
  const [first] = [spoken.exec(head), loud.exec(head)]
    .filter((found) => found !== null)
    .sort((one, other) => one.index - other.index)
  const word = first?.[1] ?? first?.[2]
  return word === undefined ? null : (levels[word.toLowerCase()] ?? null)
}
