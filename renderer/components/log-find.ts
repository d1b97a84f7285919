/** What a person looks for in a log. */
export interface LogQuery {
  text: string
  isRegex: boolean
  isCaseSensitive: boolean
}

export const noQuery: LogQuery = { text: '', isRegex: false, isCaseSensitive: false }

/** A stretch of a line that was found. */
export interface FoundRange {
  from: number
  to: number
}

/** Looks for one query in lines; remembers which lines it has looked at. */
export interface LogFinder {
  /** True when there is nothing to look for. */
  isIdle: boolean
  /** Why the pattern cannot be used: the engine's words, or `slow`; null when it can. */
  problem: { kind: 'syntax'; detail: string } | { kind: 'slow' } | null
  has(line: { text: string }): boolean
  rangesIn(text: string): FoundRange[]
}

/** A pattern is tried on so much of a line; more would let one line hold up the page. */
const regexChars = 4_000
const mostRanges = 200
/** A repetition of a repetition takes exponential time on a line that nearly matches. */
const nestedRepetition = /\((?:[^()\\]|\\.)*(?:[*+]|\{\d*,\d*\})(?:[^()\\]|\\.)*\)(?:[*+]|\{\d)/

/** Makes the finder of a query; `plain` gives the text as it is read. */
export function createLogFinder(query: LogQuery, plain: (text: string) => string): LogFinder {
  const compiled = compile(query)
  const { pattern, problem } = compiled
  const looked = new WeakMap<object, boolean>()
  const isIdle = pattern === null
  const limit = query.isRegex ? regexChars : Infinity
  const rangesIn = (text: string): FoundRange[] => {
    if (pattern === null) return []
    const ranges: FoundRange[] = []
    for (const { index, 0: found } of text.slice(0, limit).matchAll(pattern)) {
      if (found !== '') ranges.push({ from: index, to: index + found.length })
      if (ranges.length === mostRanges) break
    }
    return ranges
  }
  return {
    isIdle,
    problem,
    rangesIn,
    has(line) {
      const known = looked.get(line)
      if (known !== undefined) return known
      const found = pattern !== null && plain(line.text).slice(0, limit).search(pattern) !== -1
      looked.set(line, found)
      return found
    },
  }
}

function compile({ text, isRegex, isCaseSensitive }: LogQuery): {
  pattern: RegExp | null
  problem: LogFinder['problem']
} {
  const wanted = isRegex ? text : text.trim()
  if (wanted === '') return { pattern: null, problem: null }
  if (isRegex && nestedRepetition.test(wanted)) return { pattern: null, problem: { kind: 'slow' } }
  const source = isRegex ? wanted : wanted.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')
  try {
    return { pattern: new RegExp(source, isCaseSensitive ? 'g' : 'gi'), problem: null }
  } catch (error) {
    const detail = error instanceof Error ? error.message : String(error)
    return { pattern: null, problem: { kind: 'syntax', detail } }
  }
}
