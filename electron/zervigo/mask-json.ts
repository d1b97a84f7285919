import { isSecretName } from './mask-patterns'

const deepestQuoting = 4

/**
 * Masks the values of secret keys in JSON text without re-writing the rest of it; works on cut and
 * broken JSON too, and inside JSON that travels as a string.
 */
export function maskJsonText(text: string, tag: (value: string) => string, quoting = 0): string {
  if (!text.includes('"')) return text
  let masked = ''
  let copied = 0
  let at = text.indexOf('"')
  /** Bracket depth below which everything is secret; null outside a secret value. */
  let secretDepth: number | null = null
  let expectsSecret = false
  let cursor = 0
  while (at !== -1 || cursor < text.length) {
    const stop = at === -1 ? text.length : at
    if (expectsSecret || secretDepth !== null) {
      const state = scanBetween(text, cursor, stop, expectsSecret, secretDepth)
      if (state.bare !== null) {
        masked +=
          text.slice(copied, state.bare.from) +
          `"${tag(text.slice(state.bare.from, state.bare.to))}"`
        copied = state.bare.to
      }
      expectsSecret = state.expectsSecret
      secretDepth = state.secretDepth
    }
    if (at === -1) break
    const end = stringEnd(text, at)
    const content = text.slice(at + 1, end)
    const isKey = followedByColon(text, end + 1)
    const replaced = replaceString(content, {
      isKey,
      isSecret: !isKey && (expectsSecret || secretDepth !== null),
      tag,
      quoting,
    })
    if (replaced !== content) {
      masked += text.slice(copied, at + 1) + replaced
      copied = Math.min(end, text.length)
    }
    expectsSecret = isKey && isSecretName(unescapeJson(content))
    cursor = Math.min(end + 1, text.length)
    at = text.indexOf('"', cursor)
  }
  return copied === 0 ? text : masked + text.slice(copied)
}

interface StringRole {
  isKey: boolean
  isSecret: boolean
  tag: (value: string) => string
  quoting: number
}

function replaceString(content: string, { isKey, isSecret, tag, quoting }: StringRole): string {
  if (isSecret) return content === '' ? content : tag(unescapeJson(content))
  if (isKey || quoting >= deepestQuoting || !content.includes('\\')) return content
  const inner = unescapeJson(content)
  if (!inner.includes('"')) return content
  const masked = maskJsonText(inner, tag, quoting + 1)
  return masked === inner ? content : JSON.stringify(masked).slice(1, -1)
}

interface BetweenState {
  expectsSecret: boolean
  secretDepth: number | null
  /** A bare number right after a secret key. */
  bare: { from: number; to: number } | null
}

/** Follows brackets between two strings, as far as a secret value reaches. */
function scanBetween(
  text: string,
  from: number,
  to: number,
  expects: boolean,
  depth: number | null,
): BetweenState {
  let expectsSecret = expects
  let secretDepth = depth
  let bare: BetweenState['bare'] = null
  for (let index = from; index < to; index += 1) {
    const char = text.charAt(index)
    if (char === '{' || char === '[') {
      if (secretDepth !== null) secretDepth += 1
      else if (expectsSecret) secretDepth = 1
      expectsSecret = false
    } else if (char === '}' || char === ']') {
      expectsSecret = false
      if (secretDepth !== null) secretDepth = secretDepth === 1 ? null : secretDepth - 1
    } else if (char === ',') {
      expectsSecret = false
    } else if (expectsSecret && bare === null && /[-\d]/.test(char)) {
      const length =
        /^[-+\d.eE]+/.exec(text.slice(index, Math.min(to, index + 400)))?.[0].length ?? 1
      bare = { from: index, to: index + length }
      index += length - 1
    }
  }
  return { expectsSecret, secretDepth, bare }
}

function stringEnd(text: string, open: number): number {
  let end = text.indexOf('"', open + 1)
  while (end !== -1 && isEscaped(text, end, open)) end = text.indexOf('"', end + 1)
  return end === -1 ? text.length : end
}

function isEscaped(text: string, quote: number, open: number): boolean {
  let slashes = 0
  while (quote - 1 - slashes > open && text.charCodeAt(quote - 1 - slashes) === 92) slashes += 1
  return slashes % 2 === 1
}

function followedByColon(text: string, from: number): boolean {
  let index = from
  while (index < text.length && ' \t\r\n'.includes(text.charAt(index))) index += 1
  return text.charAt(index) === ':'
}

function unescapeJson(content: string): string {
  if (!content.includes('\\')) return content
  try {
    const value: unknown = JSON.parse(`"${content}"`)
    return typeof value === 'string' ? value : content
  } catch {
    return content
  }
}
