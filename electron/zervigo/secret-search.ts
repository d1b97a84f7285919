import { placeOfValue, type LiveValue } from './live-values'

/** Where a secret stands; never what it is. */
export interface SecretHit {
  /** Offset of its first character or byte. */
  at: number
  /** A secret this process uses, or a token of anybody. */
  kind: 'live' | 'token'
}

const jwtShape = /eyJ[\w-]{10,}\.[\w-]{2,}\.[\w-]*/g

/** Looks for live secrets in any spelling and for readable tokens; null when there are none. */
export function findSecret(
  content: string | Uint8Array,
  values: Iterable<LiveValue>,
): SecretHit | null {
  const texts = typeof content === 'string' ? [content] : readingsOf(content)
  const live = [...values]
  for (const text of texts) {
    for (const value of live) {
      const at = placeOfValue(text, value)
      if (at !== -1) return { at, kind: 'live' }
    }
    const at = placeOfToken(text)
    if (at !== -1) return { at, kind: 'token' }
  }
  return null
}

/** Bytes may hold their text in any of the encodings that editors save. */
function readingsOf(bytes: Uint8Array): string[] {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const readings = [buffer.toString('utf8')]
  if (!buffer.includes(0)) return readings
  const even = buffer.subarray(0, buffer.length - (buffer.length % 2))
  const shifted = buffer.subarray(1, buffer.length - ((buffer.length + 1) % 2))
  return [...readings, even.toString('utf16le'), shifted.toString('utf16le')]
}

/** Only what opens as a token counts: a masked one, or a word that looks like one, is none. */
function placeOfToken(text: string): number {
  if (!text.includes('eyJ')) return -1
  for (const { 0: found, index } of text.matchAll(jwtShape)) {
    if (isTokenHeader(found.slice(0, found.indexOf('.')))) return index
  }
  return -1
}

function isTokenHeader(part: string): boolean {
  try {
    const header: unknown = JSON.parse(Buffer.from(part, 'base64url').toString('utf8'))
    return typeof header === 'object' && header !== null && 'alg' in header
  } catch {
    return false
  }
}
