const secretSuffixes = [
  'password',
  'passwd',
  'pwd',
  'passphrase',
  'token',
  'secret',
  'apikey',
  'privatekey',
  'secretkey',
  'accesskey',
  'authorization',
  'cookie',
  'jwt',
  'credential',
  'credentials',
  'passwordhash',
]
const secretWords = new Set(['pass', 'sessionid', 'sid', 'dsn'])
const longestName = 64

/** True for names of headers, JSON keys and parameters whose value is a secret. */
export function isSecretName(name: string): boolean {
  const word = name.toLowerCase().replace(/[^a-z0-9]/g, '')
  return secretWords.has(word) || secretSuffixes.some((suffix) => word.endsWith(suffix))
}

/** Replaces what looks like a secret whoever it belongs to; linear in the length of the text. */
export function maskPatterns(text: string, tag: (value: string) => string): string {
  let masked = text
  if (masked.includes('eyJ')) {
    masked = masked.replace(/eyJ[\w-]{10,}(?:\.[\w-]*){0,4}/g, tag)
  }
  if (/bearer|basic/i.test(masked)) {
    masked = masked.replace(
      /\b(Bearer|Basic)([ \t+]|%20){1,4}([\w.~+/=*#-]{6,})/gi,
      (match, scheme: string, gap: string, value: string) =>
        value.length >= 20 || /\d/.test(value) ? `${scheme}${gap}${tag(value)}` : match,
    )
  }
  if (masked.includes('://')) {
    masked = masked.replace(
      /:\/\/([^\s/:@"'<>]{0,256}):([^\s/"'<>]{1,512})@/g,
      (_match, user: string, password: string) => `://${user}:${tag(password)}@`,
    )
  }
  if (masked.includes('-----BEGIN')) {
    masked = masked.replace(
      /-----BEGIN [A-Z ]{0,40}PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z ]{0,40}PRIVATE KEY-----|$)/g,
      tag,
    )
  }
  masked = masked.replace(
    /\b(?:AKIA[0-9A-Z]{16}|gh[pousr]_\w{36,}|xox[abprs]-[\w-]{10,}|sk-[\w-]{20,})/g,
    tag,
  )
  return maskAssignments(masked, tag)
}

/** Masks the values of `name=value` where the name is a secret's: queries, forms, env lines. */
function maskAssignments(text: string, tag: (value: string) => string): string {
  let from = 0
  let masked = ''
  for (let at = text.indexOf('='); at !== -1; at = text.indexOf('=', at + 1)) {
    if (at < from || !isSecretName(nameBefore(text, at))) continue
    const end = valueEnd(text, at + 1)
    if (end === at + 1) continue
    masked += text.slice(from, at + 1) + tag(text.slice(at + 1, end))
    from = end
  }
  return from === 0 ? text : masked + text.slice(from)
}

function nameBefore(text: string, at: number): string {
  let start = at
  while (start > 0 && at - start < longestName && isNameChar(text.charCodeAt(start - 1))) start -= 1
  const name = text.slice(start, at)
  return name.includes('%') ? decodeName(name) : name
}

function decodeName(name: string): string {
  try {
    return decodeURIComponent(name)
  } catch {
    return name
  }
}

function isNameChar(code: number): boolean {
  const isDigit = code >= 48 && code <= 57
  const isLetter = (code >= 65 && code <= 90) || (code >= 97 && code <= 122)
  return isDigit || isLetter || code === 95 || code === 45 || code === 46 || code === 37
}

function valueEnd(text: string, from: number): number {
  const stops = ' \t\r\n&"\'<>;,\\'
  let end = from
  while (end < text.length && !stops.includes(text.charAt(end))) end += 1
  return end
}
