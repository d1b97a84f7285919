/** JSON with its structure shown; anything else, and cut JSON, as it came. */
export function prettyBody(text: string): string {
  const start = text.trimStart()[0]
  if (start !== '{' && start !== '[') return text
  try {
    return JSON.stringify(JSON.parse(text), null, 2)
  } catch {
    return text
  }
}
