/** One setting of an example as it stands there. */
export interface ExampleEntry {
  key: string
  value: string
  /** The whole of it, without the last line end; a quoted value may have several lines. */
  raw: string
}

const mostValueLines = 200

/** Reads the settings of an example in their order; of two equal keys the last counts. */
export function exampleEntries(text: string): ExampleEntry[] {
  const lines = text.replace(/^\uFEFF/, '').split(/\r?\n/)
  const found = new Map<string, ExampleEntry>()
  for (let at = 0; at < lines.length; at += 1) {
    const first = lines[at] ?? ''
    const [, key, rest] =
      /^\s*(?:export\s+)?([A-Za-z_][A-Za-z0-9_.]*)\s*=\s*(.*)$/.exec(first) ?? []
    if (key === undefined || rest === undefined) continue
    const more = openQuoteLines(rest, lines.slice(at + 1, at + mostValueLines))
    const raw = [first, ...more].join('\n')
    at += more.length
    found.set(key, { key, value: plainValue([rest, ...more].join('\n')), raw })
  }
  return [...found.values()]
}

/** The lines up to the closing quote of a value; none when it ends on its own line or never. */
function openQuoteLines(rest: string, following: readonly string[]): string[] {
  const quote = /^["']/.exec(rest)?.[0]
  if (quote === undefined || rest.indexOf(quote, 1) !== -1) return []
  const end = following.findIndex((line) => line.includes(quote))
  return end === -1 ? [] : following.slice(0, end + 1)
}

function plainValue(rest: string): string {
  const quoted = /^(["'])([\s\S]*?)\1\s*(?:#.*)?$/.exec(rest.trim())
  if (quoted?.[2] !== undefined) return quoted[2]
  return rest.replace(/(^|\s)#.*$/, '').trim()
}

/** The bytes that a file gains, in the line ends it already has. */
export function addition(
  existing: string,
  entries: readonly ExampleEntry[],
  example: string,
): string {
  const end = /\r\n|\n/.exec(existing)?.[0] ?? '\n'
  const lines = entries.flatMap(({ raw }) => raw.split('\n'))
  const isOpen = existing !== '' && !existing.endsWith('\n')
  return [...(isOpen ? [''] : []), `# Added by Looma Console from ${example}`, ...lines, ''].join(
    end,
  )
}
