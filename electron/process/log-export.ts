import { closeSync, createReadStream, fstatSync, openSync } from 'node:fs'
import { mkdir, open, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { createFactReader } from './line-facts'
import { createLineMask, createSplitter, cut, plain } from './lines'
import { openGenerations } from './log-generations'

/** A log on disk: the file that is written now and the generations beside it. */
export interface LogOnDisk {
  service: string
  file: string
  /** `output` files carry the console's own time and source before each line. */
  format: 'output' | 'foreign'
}

export interface LogExportOptions {
  logs: readonly LogOnDisk[]
  folder: string
  /** File name without its ending. */
  name: string
  mask: (text: string) => string
  now: () => number
}

export interface LogExport {
  folder: string
  file: string
  lines: number
  bytes: number
  leftOut: string[]
}

interface DatedLine {
  at: number
  service: string
  text: string
}

const maxLineChars = 64 * 1024
const blockChars = 64 * 1024

/** Writes logs merged by time, line by line, so that their size costs disk and no memory. */
export async function exportLogs(options: LogExportOptions): Promise<LogExport> {
  const { folder, logs, mask, now } = options
  const file = `${options.name}.log`
  const target = join(folder, file)
  const beside = `${target}.${process.pid}.tmp`
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const opened: OpenedLog[] = []
  try {
    for (const log of logs) opened.push(await openLog(log))
    const leftOut = opened.flatMap((log) => log.leftOut)
    const written = await writeMerged(
      beside,
      leftOut,
      opened.map((log) => linesOf(log, mask, now)),
    )
    await rename(beside, target)
    return { folder, file, ...written, leftOut }
  } catch (error) {
    await rm(beside, { force: true })
    throw error
  } finally {
    for (const { parts } of opened) for (const { fd } of parts) closeSync(fd)
  }
}

interface OpenedLog {
  log: LogOnDisk
  parts: { fd: number; bytes: number }[]
  leftOut: string[]
}

/** Opens all generations first: a rotation while they are read changes nothing any more. */
async function openLog(log: LogOnDisk): Promise<OpenedLog> {
  const { open: older, compressed } = await openGenerations(log.file)
  await Promise.all(older.map(({ handle }) => handle.close()))
  const parts: OpenedLog['parts'] = []
  const leftOut = compressed.map((name) => `${log.service}: ${name} (compressed)`)
  const seen = new Set<string>()
  for (const path of [...older.map((one) => one.path), log.file]) {
    try {
      const fd = openSync(path, 'r')
      const { dev, ino, size } = fstatSync(fd)
      if (seen.has(`${dev}:${ino}`)) closeSync(fd)
      else parts.push({ fd, bytes: size })
      seen.add(`${dev}:${ino}`)
    } catch (error) {
      leftOut.push(`${log.service}: ${error instanceof Error ? error.message : String(error)}`)
    }
  }
  return { log, parts, leftOut }
}

async function* linesOf(
  { log, parts }: OpenedLog,
  mask: (text: string) => string,
  now: () => number,
): AsyncGenerator<DatedLine> {
  const facts = createFactReader(now)
  const maskLine = createLineMask(mask)
  const { service } = log
  let last = 0
  const lineOf = (raw: string): DatedLine => {
    const found = log.format === 'output' ? outputLine.exec(raw) : null
    const text = cut(maskLine(withoutColours(plain(found?.[2] ?? raw))), maxLineChars)
    // A line without a date stands after the one before it, and none before an earlier one.
    const { at } = facts.read(found?.[1] ?? raw)
    last = Math.max(last, at)
    return { at: last, service, text }
  }
  for (const { fd, bytes } of parts) {
    const splitter = createSplitter(maxLineChars)
    if (bytes === 0) continue
    const chunks = createReadStream('', { fd, autoClose: false, start: 0, end: bytes - 1 })
    for await (const chunk of chunks) {
      for (const raw of splitter.push(chunk as Buffer)) yield lineOf(raw)
    }
    for (const raw of splitter.end()) yield lineOf(raw)
  }
}

const outputLine = /^(\d{4}-\d\d-\d\dT[\d:.]+Z) (?:stdout|stderr|console) (.*)$/s

function withoutColours(text: string): string {
  // eslint-disable-next-line no-control-regex -- colours begin with a control character
  return text.includes('\u001b') ? text.replace(/\u001b\[[0-9;:]*m/g, '') : text
}

async function writeMerged(
  path: string,
  leftOut: readonly string[],
  sources: readonly AsyncGenerator<DatedLine>[],
): Promise<{ lines: number; bytes: number }> {
  const file = await open(path, 'w', 0o600)
  let waiting = leftOut.map((reason) => `# left out: ${reason}\n`).join('')
  let lines = 0
  let bytes = 0
  const write = async (): Promise<void> => {
    const block = Buffer.from(waiting)
    waiting = ''
    bytes += block.length
    await file.writeFile(block)
  }
  try {
    for await (const { at, service, text } of merged(sources)) {
      lines += 1
      waiting += `${new Date(at).toISOString()} ${service} ${text}\n`
      if (waiting.length > blockChars) await write()
    }
    await write()
    await file.sync()
  } finally {
    await file.close()
  }
  return { lines, bytes }
}

/** The lines of all sources by time; each source keeps its own order. */
async function* merged(sources: readonly AsyncGenerator<DatedLine>[]): AsyncGenerator<DatedLine> {
  const heads = await Promise.all(
    sources.map(async (source) => ({ source, next: await source.next() })),
  )
  for (;;) {
    let first: (typeof heads)[number] | null = null
    for (const head of heads) {
      if (head.next.done === true) continue
      const { at } = head.next.value
      if (first === null || at < atOf(first.next)) first = head
    }
    if (first === null || first.next.done === true) return
    yield first.next.value
    first.next = await first.source.next()
  }
}

function atOf(next: IteratorResult<DatedLine>): number {
  return next.done === true ? Infinity : next.value.at
}
