import {
  appendFileSync,
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  renameSync,
  statSync,
} from 'node:fs'
import path from 'node:path'

/** What a line of the log may carry besides its sentence. */
export type LogFacts = Readonly<Record<string, string | number | boolean | null>>

/** The console's own log: names, durations and failures, never payloads. */
export interface Log {
  info(topic: string, message: string, facts?: LogFacts): void
  warn(topic: string, message: string, facts?: LogFacts): void
  error(topic: string, message: string, error?: unknown): void
}

export interface LogOptions {
  folder: string
  /** Replaces every secret in a line before it is written. */
  mask: (line: string) => string
  maxBytes?: number
  /** Files kept, the current one included. */
  files?: number
  now?: () => Date
}

/** Writes one line per event to `console.log` in the folder, rotated by size. */
export function createLog({
  folder,
  mask,
  maxBytes = 5_000_000,
  files = 3,
  now = () => new Date(),
}: LogOptions): Log {
  mkdirSync(folder, { recursive: true })
  const current = path.join(folder, 'console.log')
  const numbered = (index: number) =>
    index === 0 ? current : path.join(folder, `console.${index}.log`)
  let descriptor = openSync(current, 'a', 0o600)
  let bytes = statSync(current).size

  const rotate = () => {
    closeSync(descriptor)
    for (let index = files - 1; index > 0; index -= 1) {
      if (existsSync(numbered(index - 1))) renameSync(numbered(index - 1), numbered(index))
    }
    descriptor = openSync(current, 'a', 0o600)
    bytes = 0
  }

  const write = (level: string, topic: string, message: string, detail: string) => {
    const text = oneLine(mask(`${now().toISOString()} ${level} [${topic}] ${message}${detail}`))
    const line = Buffer.from(`${text}\n`)
    try {
      if (bytes > 0 && bytes + line.length > maxBytes) rotate()
      appendFileSync(descriptor, line)
      bytes += line.length
    } catch {
      // A full disk must not take the console down; its screens still tell what happens.
    }
  }

  return {
    info: (topic, message, facts) => write('info', topic, message, describeFacts(facts)),
    warn: (topic, message, facts) => write('warn', topic, message, describeFacts(facts)),
    error: (topic, message, error) => write('error', topic, message, describeError(error)),
  }
}

const maxLineLength = 8_000

function oneLine(text: string): string {
  return text.slice(0, maxLineLength).replaceAll('\r', '').replaceAll('\n', '\\n')
}

function describeFacts(facts: LogFacts | undefined): string {
  return facts === undefined ? '' : ` ${JSON.stringify(facts)}`
}

function describeError(error: unknown): string {
  if (error === undefined) return ''
  if (!(error instanceof Error)) return `: ${String(error)}`
  const cause = error.cause === undefined ? '' : ` caused by ${String(error.cause)}`
  return `: ${error.stack ?? error.message}${cause}`
}
