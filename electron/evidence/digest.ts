import { createHash } from 'node:crypto'

/** SHA-256 of a content as 64 hexadecimal digits. */
export function sha256Of(content: string | Uint8Array): string {
  return createHash('sha256').update(content).digest('hex')
}

/** JSON with the keys of every object in one order, so that equal values have equal digests. */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_key, entry: unknown) => {
    if (typeof entry !== 'object' || entry === null || Array.isArray(entry)) return entry
    return Object.fromEntries(
      Object.entries(entry).sort(([left], [right]) => (left < right ? -1 : 1)),
    )
  })
}
