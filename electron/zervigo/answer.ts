import { promisify, TextDecoder } from 'node:util'
import { brotliDecompress, gunzip, inflate, inflateRaw } from 'node:zlib'

/** Largest decoded body that is read. */
export const largestBodyBytes = 5 * 1024 * 1024

/** Nesting beyond this is refused: recursive readers further on would run out of stack. */
const deepestNesting = 200

/** JSON of an answer, or why there is none. */
export type ParsedBody = { json: unknown; reason: null } | { json: undefined; reason: BodyFault }
export type BodyFault = 'empty' | 'html' | 'cut' | 'trailing' | 'deep' | 'notJson'

/** Thrown when a body is larger than `largestBodyBytes` after decoding. */
export class OversizedBody extends Error {
  constructor() {
    super(`the answer is larger than ${largestBodyBytes} bytes`)
    this.name = 'OversizedBody'
  }
}

/** Thrown for a content encoding nobody asked for and that cannot be undone. */
export class UnreadableEncoding extends Error {
  constructor(encoding: string) {
    super(`content-encoding ${encoding} cannot be decoded`)
    this.name = 'UnreadableEncoding'
  }
}

const unpackers = {
  gzip: promisify(gunzip),
  'x-gzip': promisify(gunzip),
  br: promisify(brotliDecompress),
} as const

/** Undoes content encodings within the size limit; the limit counts decoded bytes. */
export async function decodeBody(body: Buffer, contentEncoding: string): Promise<Buffer> {
  const encodings = contentEncoding
    .toLowerCase()
    .split(',')
    .map((encoding) => encoding.trim())
    .filter((encoding) => encoding !== '' && encoding !== 'identity')
  if (encodings.length > 2) throw new UnreadableEncoding(contentEncoding)
  let decoded = body
  for (const encoding of encodings.reverse()) decoded = await unpack(decoded, encoding)
  return decoded
}

async function unpack(body: Buffer, encoding: string): Promise<Buffer> {
  const limit = { maxOutputLength: largestBodyBytes }
  try {
    if (encoding === 'gzip' || encoding === 'x-gzip' || encoding === 'br') {
      return await unpackers[encoding](body, limit)
    }
    // Servers send both the zlib format and bare deflate under this name.
    const isZlib = ((body[0] ?? 0) & 0x0f) === 8
    if (encoding === 'deflate') return await promisify(isZlib ? inflate : inflateRaw)(body, limit)
  } catch (error) {
    const isTooLarge = error instanceof RangeError
    throw isTooLarge ? new OversizedBody() : new UnreadableEncoding(encoding)
  }
  throw new UnreadableEncoding(encoding)
}

/** Text of a body without a byte order mark. */
export function bodyText(body: Buffer, contentType: string): string {
  const charset = /charset\s*=\s*"?([\w-]+)/i.exec(contentType)?.[1]?.toLowerCase() ?? 'utf-8'
  const decoder = decoderFor(charset)
  if (decoder !== null) return decoder.decode(body)
  const text = body.toString('utf8')
  return text.startsWith('\ufeff') ? text.slice(1) : text
}

function decoderFor(charset: string): TextDecoder | null {
  if (charset === 'utf-8' || charset === 'utf8') return null
  try {
    return new TextDecoder(charset)
  } catch {
    return null
  }
}

/** Parses one complete JSON document whatever its content type, naming the fault otherwise. */
export function parseBody(text: string): ParsedBody {
  const trimmed = text.trim()
  if (trimmed === '') return { json: undefined, reason: 'empty' }
  if (trimmed.startsWith('<')) return { json: undefined, reason: 'html' }
  const extent = scanNesting(trimmed)
  if (extent.deepest > deepestNesting) return { json: undefined, reason: 'deep' }
  try {
    const json: unknown = JSON.parse(trimmed)
    return { json, reason: null }
  } catch {
    return { json: undefined, reason: faultOf(trimmed, extent) }
  }
}

interface Extent {
  deepest: number
  /** True when the text ends inside a string, object or list. */
  isOpen: boolean
  /** Where the first top-level value ends; -1 when it never does. */
  closedAt: number
}

function faultOf(text: string, { isOpen, closedAt }: Extent): BodyFault {
  if (!/^[[{"]/.test(text)) return 'notJson'
  if (closedAt !== -1 && closedAt < text.length - 1) return 'trailing'
  return isOpen ? 'cut' : 'notJson'
}

function scanNesting(text: string): Extent {
  let depth = 0
  let deepest = 0
  let closedAt = -1
  let index = 0
  for (; index < text.length; index += 1) {
    const code = text.charCodeAt(index)
    if (code === 0x22) {
      index = skipString(text, index)
      if (depth === 0 && closedAt === -1 && index < text.length) closedAt = index
    } else if (code === 0x7b || code === 0x5b) {
      depth += 1
      if (depth > deepest) deepest = depth
    } else if (code === 0x7d || code === 0x5d) {
      depth -= 1
      if (depth === 0 && closedAt === -1) closedAt = index
    }
  }
  return { deepest, isOpen: depth > 0 || index > text.length, closedAt }
}

/** Index of the closing quote, or the length of the text when there is none. */
function skipString(text: string, open: number): number {
  for (let index = open + 1; index < text.length; index += 1) {
    const code = text.charCodeAt(index)
    if (code === 0x5c) index += 1
    else if (code === 0x22) return index
  }
  return text.length
}
