/**
 * Reads the text of a `.env` file the way shells and the usual libraries do: `export` prefixes,
 * quotes, spaces round `=`, comments, CRLF and a byte order mark; the last of two equal keys wins.
 */
export function parseEnvFile(text: string): ReadonlyMap<string, string> {
  const variables = new Map<string, string>()
  for (const line of text.replace(/^\uFEFF/, '').split(/\r?\n/)) {
    const found = /^\s*(?:export\s+)?([A-Za-z_][A-Za-z0-9_.]*)\s*=\s*(.*)$/.exec(line)
    const [, key, rest] = found ?? []
    if (key !== undefined && rest !== undefined) variables.set(key, valueOf(rest))
  }
  return variables
}

function valueOf(rest: string): string {
  const quoted = /^(["'])(.*?)\1\s*(?:#.*)?$/.exec(rest.trim())
  if (quoted?.[2] !== undefined) return quoted[2]
  return rest.replace(/(^|\s)#.*$/, '').trim()
}
