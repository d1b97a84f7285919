import type { LogLevel, MergedLine } from '../../../shared/domain/logs'
import { plainText } from '../../components/ansi'

/** One row: a line, or the first of several that say the same. */
export interface ShownRow {
  line: MergedLine
  count: number
  lastAt: number
}

export interface RowFilter {
  /** The least serious level that is shown; null shows lines without a level too. */
  atLeast: LogLevel | null
  /** Part of a line, as a request id. */
  request: string
  isCollapsed: boolean
}

const ranks: Record<LogLevel, number> = { error: 0, warn: 1, info: 2, debug: 3 }

/** Makes rows of lines; remembers what each line says once it was looked at. */
export function createRowMaker(): (
  lines: readonly MergedLine[],
  filter: RowFilter,
) => readonly ShownRow[] {
  const gists = new WeakMap<MergedLine, string>()
  const gistOf = (line: MergedLine): string => {
    const known = gists.get(line)
    if (known !== undefined) return known
    const gist = plainText(line.text)
      .replace(/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/gi, '#')
      .replace(/\d+/g, '#')
    gists.set(line, gist)
    return gist
  }
  return (lines, { atLeast, request, isCollapsed }) => {
    const wanted = request.trim()
    const shown = lines.filter(
      ({ level, text }) =>
        (atLeast === null || (level !== null && ranks[level] <= ranks[atLeast])) &&
        (wanted === '' || text.includes(wanted)),
    )
    const rows: ShownRow[] = []
    // Two services that both repeat themselves interleave; each is compared with its own last line.
    const lastOf = new Map<string, ShownRow>()
    for (const line of shown) {
      const last = isCollapsed ? lastOf.get(line.service) : undefined
      if (last !== undefined && gistOf(last.line) === gistOf(line)) {
        last.count += 1
        last.lastAt = line.at
        continue
      }
      const row = { line, count: 1, lastAt: line.at }
      rows.push(row)
      lastOf.set(line.service, row)
    }
    return rows
  }
}

/** The first row at a moment or after it; null when all are older. */
export function rowAt(rows: readonly ShownRow[], at: number): number | null {
  const index = rows.findIndex(({ lastAt }) => lastAt >= at)
  return index === -1 ? null : index
}

/** Main copies no more at once. */
const mostCopiedChars = 1_900_000

/** Rows as text, the newest that fit. */
export function rowsAsText(rows: readonly ShownRow[]): string {
  const lines: string[] = []
  let chars = 0
  for (const { line, count } of rows.toReversed()) {
    const times = count > 1 ? ` ×${count}` : ''
    const text = `${new Date(line.at).toISOString()} ${line.service} ${plainText(line.text)}${times}`
    chars += text.length + 1
    if (chars > mostCopiedChars) break
    lines.push(text)
  }
  return lines.reverse().join('\n')
}
