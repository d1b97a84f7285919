import { StringDecoder } from 'node:string_decoder'

/**
 * How much of an overlong line is read beyond the limit before masking, so that a secret lying
 * across the cut is still seen whole by the mask.
 */
const lookaheadChars = 8 * 1024

/** Text that arrives in chunks, given out in lines. */
export interface Splitter {
  push(chunk: Buffer): string[]
  /** Ends a line that came without its newline. */
  end(): string[]
  /** What has come of a line that is not complete. */
  pending(): string
}

/** Splits bytes into lines; a line much longer than the limit is held only as far as it is shown. */
export function createSplitter(maxLineChars: number): Splitter {
  let decoder = new StringDecoder('utf8')
  let pending = ''
  let skippedChars = 0
  const room = maxLineChars + lookaheadChars

  /** A file that was cut while its writer kept its place begins with nothing but zeros. */
  const textOf = (chunk: Buffer): string => {
    const text = decoder.write(chunk)
    return text.includes('\0') ? text.replaceAll('\0', '') : text
  }
  const hold = (text: string): void => {
    const fits = Math.max(0, room - pending.length)
    pending += text.length > fits ? text.slice(0, fits) : text
    skippedChars += Math.max(0, text.length - fits)
  }
  const take = (): string => {
    const line = pending.endsWith('\r') && skippedChars === 0 ? pending.slice(0, -1) : pending
    pending = ''
    skippedChars = 0
    return line
  }
  return {
    push(chunk: Buffer): string[] {
      const pieces = textOf(chunk).split('\n')
      const last = pieces.pop() ?? ''
      const lines = pieces.map((piece) => {
        hold(piece)
        return take()
      })
      hold(last)
      return lines
    },
    end(): string[] {
      hold(decoder.end())
      decoder = new StringDecoder('utf8')
      return pending === '' ? [] : [take()]
    },
    pending: () => pending,
  }
}

const escapes =
  // eslint-disable-next-line no-control-regex -- control characters are exactly what is removed
  /\u001b\][^\u0007\u001b]*(?:\u0007|\u001b\\)|\u001b\[[0-9;:?<=>]*[ -/]*[@-~]|\u001b[^[\]]?/g
// eslint-disable-next-line no-control-regex -- see above; tab stays, and so does ESC of a colour
const controls = /[\u0000-\u0008\u000b-\u001a\u001c-\u001f\u007f-\u009f]/g
// eslint-disable-next-line no-control-regex -- see above
const unusual = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/
// eslint-disable-next-line no-control-regex -- see above
const colour = /^\u001b\[[0-9;:]*m$/

/** A service may print any bytes; only text and colours go on. */
export function plain(text: string): string {
  if (!unusual.test(text)) return text
  return text.replace(escapes, (found) => (colour.test(found) ? found : '')).replace(controls, '')
}

/** Shortens an overlong line, visibly. */
export function cut(text: string, maxChars: number): string {
  return text.length > maxChars
    ? `${text.slice(0, maxChars)} […cut at ${maxChars} characters]`
    : text
}

const keyBegins = /-----BEGIN [A-Z ]{0,40}PRIVATE KEY-----/
const keyEnds = /-----END [A-Z ]{0,40}PRIVATE KEY-----/
/** A key that never ends must not hide the rest of a log. */
const mostKeyLines = 120

/** Masks line by line, and whole the lines that a private key is printed over. */
export function createLineMask(mask: (text: string) => string): (line: string) => string {
  let keyLinesLeft = 0
  return (line) => {
    if (keyBegins.test(line)) {
      keyLinesLeft = keyEnds.test(line) ? 0 : mostKeyLines
      return mask(line)
    }
    if (keyLinesLeft === 0) return mask(line)
    keyLinesLeft = keyEnds.test(line) ? 0 : keyLinesLeft - 1
    return '***'
  }
}

/** What a ring may hold. */
export interface RingLimits {
  maxLines: number
  maxBytes: number
}

/** Holds the newest lines within bounds. */
export function createRing<T extends { seq: number; text: string }>({
  maxLines,
  maxBytes,
}: RingLimits) {
  /** Keyed by `seq`; a Map keeps its order and forgets the oldest at once. */
  const kept = new Map<number, T>()
  let bytes = 0
  let newest = -1
  const cost = (line: T): number => line.text.length * 2
  return {
    push(line: T): void {
      kept.set(line.seq, line)
      newest = line.seq
      bytes += cost(line)
      for (const oldest of kept.values()) {
        if (kept.size <= maxLines && bytes <= maxBytes) break
        kept.delete(oldest.seq)
        bytes -= cost(oldest)
      }
    },
    lines: (): T[] => [...kept.values()],
    last(count: number): T[] {
      const found: T[] = []
      for (let seq = newest; found.length < count; seq -= 1) {
        const line = kept.get(seq)
        if (line === undefined) break
        found.unshift(line)
      }
      return found
    },
    bytes: (): number => bytes,
  }
}
