/** The variables of a `.env` file. */
export interface EnvFile {
  variables: ReadonlyMap<string, string>
  /** Keys that stand there more than once. */
  repeated: readonly string[]
}

/**
 * Reads the text of a `.env` file the way shells and the usual libraries do: `export` prefixes,
 * quotes, spaces round `=`, comments, CRLF and a byte order mark; the last of two equal keys wins.
 */
export function readEnvFile(text: string): EnvFile {
  const variables = new Map<string, string>()
  const repeated = new Set<string>()
  for (const line of text.replace(/^\uFEFF/, '').split(/\r?\n/)) {
    const found = /^\s*(?:export\s+)?([A-Za-z_][A-Za-z0-9_.]*)\s*=\s*(.*)$/.exec(line)
    const [, key, rest] = found ?? []
    if (key === undefined || rest === undefined) continue
    if (variables.has(key)) repeated.add(key)
    variables.set(key, valueOf(rest))
  }
  return { variables, repeated: [...repeated] }
}

function valueOf(rest: string): string {
  const quoted = /^(["'])(.*?)\1\s*(?:#.*)?$/.exec(rest.trim())
  if (quoted?.[2] !== undefined) return quoted[2]
  return rest.replace(/(^|\s)#.*$/, '').trim()
}
