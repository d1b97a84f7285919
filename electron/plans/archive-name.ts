/** From when to when something was written, epoch milliseconds. */
export interface Span {
  from: number
  to: number
}

/** `20251124T165146Z`; whole seconds, so that it sorts and fits every file system. */
function stamp(epochMs: number): string {
  return new Date(epochMs).toISOString().replace(/[-:]|\.\d+/g, '')
}

function parseStamp(text: string): number {
  const [, year, month, day, hour, minute, second] =
    /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(text) ?? []
  return Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`)
}

/** The name of a log's archive without its ending; the span is widened to whole seconds. */
export function archiveName(log: string, { from, to }: Span): string {
  return `${log}.${stamp(Math.floor(from / 1_000) * 1_000)}-${stamp(Math.ceil(to / 1_000) * 1_000)}`
}

/** The span that an archive of this log covers; null when the file is none. */
export function spanOfArchive(file: string, log: string): Span | null {
  if (!file.startsWith(`${log}.`)) return null
  const rest = file.slice(log.length + 1)
  const [, from, to] = /^(\d{8}T\d{6}Z)-(\d{8}T\d{6}Z)(?:-\d+)?\.gz$/.exec(rest) ?? []
  if (from === undefined || to === undefined) return null
  const span = { from: parseStamp(from), to: parseStamp(to) }
  return Number.isFinite(span.from) && Number.isFinite(span.to) ? span : null
}

/** Whether two times touch. */
export function overlaps(one: Span, other: Span): boolean {
  return one.from <= other.to && other.from <= one.to
}
