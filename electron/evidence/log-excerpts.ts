import type { ItemId, ItemResult } from '../../shared/domain/checklist'
import type { LogExcerpt } from '../../shared/domain/evidence'
import type { LogLine } from '../../shared/domain/services'

/** A span of time that the failure of some items asks for. */
export interface LogWindow {
  items: ItemId[]
  from: number
  to: number
}

/** Log kept before and after an item. */
const marginMs = 5_000
const mostLineChars = 4_000

/** The spans around everything that is not passed; those that overlap are one. */
export function failureWindows(
  items: readonly Pick<ItemResult, 'id' | 'verdict' | 'startedAt' | 'durationMs'>[],
): LogWindow[] {
  const windows = items.flatMap(({ id, verdict, startedAt, durationMs }): LogWindow[] => {
    if (verdict === 'pass' || startedAt === null) return []
    const from = Math.max(0, startedAt - marginMs)
    return [{ items: [id], from, to: Math.ceil(startedAt + durationMs) + marginMs }]
  })
  return joined(windows, (left, right) => ({
    items: [...new Set([...left.items, ...right.items])],
    from: left.from,
    to: Math.max(left.to, right.to),
  }))
}

/** What a service said in these spans; nothing for one in which it was silent. */
export function excerptsOf(
  service: string,
  lines: readonly LogLine[],
  windows: readonly LogWindow[],
  mask: (text: string) => string,
): LogExcerpt[] {
  return windows.flatMap((window) => {
    const inside = lines.filter(({ at }) => at >= window.from && at <= window.to)
    if (inside.length === 0) return []
    const masked = inside.map((line) => ({ ...line, text: cut(mask(line.text)) }))
    return [{ service, ...window, lines: masked, omitted: 0 }]
  })
}

/** Joins what two attempts of a run kept; a line that both hold stands once. */
export function mergeExcerpts(
  before: readonly LogExcerpt[],
  after: readonly LogExcerpt[],
): LogExcerpt[] {
  const services = [...new Set([...before, ...after].map(({ service }) => service))]
  return services.flatMap((service) =>
    joined(
      [...before, ...after].filter((excerpt) => excerpt.service === service),
      joinExcerpts,
    ),
  )
}

/** Leaves at most so many lines to each service, a fair part to each span, the newest ones. */
export function limitExcerpts(excerpts: readonly LogExcerpt[], most: number): LogExcerpt[] {
  const shares = new Map<LogExcerpt, number>()
  for (const service of new Set(excerpts.map((excerpt) => excerpt.service))) {
    const own = excerpts
      .filter((excerpt) => excerpt.service === service)
      .sort((left, right) => left.lines.length - right.lines.length)
    let room = most
    own.forEach((excerpt, index) => {
      const share = Math.min(excerpt.lines.length, Math.floor(room / (own.length - index)))
      shares.set(excerpt, share)
      room -= share
    })
  }
  return excerpts.map((excerpt) => {
    const gone = excerpt.lines.length - (shares.get(excerpt) ?? 0)
    return { ...excerpt, lines: excerpt.lines.slice(gone), omitted: excerpt.omitted + gone }
  })
}

function joinExcerpts(left: LogExcerpt, right: LogExcerpt): LogExcerpt {
  const lines = new Map<string, LogLine>()
  for (const line of [...left.lines, ...right.lines]) lines.set(`${line.at} ${line.seq}`, line)
  return {
    service: left.service,
    items: [...new Set([...left.items, ...right.items])],
    from: left.from,
    to: Math.max(left.to, right.to),
    lines: [...lines.values()].sort((one, other) => one.at - other.at || one.seq - other.seq),
    omitted: Math.max(left.omitted, right.omitted),
  }
}

/** Joins what overlaps; the result is in order of time. */
function joined<T extends { from: number; to: number }>(
  spans: readonly T[],
  join: (left: T, right: T) => T,
): T[] {
  const result: T[] = []
  for (const span of [...spans].sort((left, right) => left.from - right.from)) {
    const last = result.at(-1)
    if (last !== undefined && span.from <= last.to) result[result.length - 1] = join(last, span)
    else result.push(span)
  }
  return result
}

function cut(text: string): string {
  return text.length > mostLineChars
    ? `${text.slice(0, mostLineChars)} […cut at ${mostLineChars} characters]`
    : text
}
