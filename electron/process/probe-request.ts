import { promisify } from 'node:util'
import { brotliDecompress, gunzip, inflate } from 'node:zlib'
import { Agent, request } from 'undici'

/** What came back from a health URL. */
export type Answer =
  | {
      kind: 'answered'
      status: number
      contentType: string | null
      location: string | null
      body: Body
      latencyMs: number
    }
  | { kind: 'failed'; error: unknown; status: number | null }

export type Body = { text: string } | { problem: string }

const maxBodyBytes = 1024 * 1024

/**
 * Every probe opens a connection of its own: a kept-alive one would hide a service that accepts no
 * new callers, and would sometimes die between two probes through nobody's fault.
 */
const agent = new Agent({ pipelining: 0, autoSelectFamily: true, maxHeaderSize: 64 * 1024 })

export interface FetchOptions {
  url: string
  timeoutMs: number
  signal: AbortSignal
}

/** Sends one GET with a deadline over everything up to the last byte; never rejects. */
export async function fetchAnswer({ url, timeoutMs, signal }: FetchOptions): Promise<Answer> {
  const ending = new AbortController()
  const expire = (): void => ending.abort(deadlineError(timeoutMs))
  const cancel = (): void => ending.abort(signal.reason)
  const timer = setTimeout(expire, timeoutMs)
  signal.addEventListener('abort', cancel, { once: true })
  if (signal.aborted) cancel()
  const seen: { status: number | null } = { status: null }
  try {
    return await exchange(url, ending.signal, seen)
  } catch (error) {
    const cause: unknown = ending.signal.aborted ? ending.signal.reason : error
    return { kind: 'failed', error: cause, status: seen.status }
  } finally {
    clearTimeout(timer)
    signal.removeEventListener('abort', cancel)
  }
}

async function exchange(
  url: string,
  signal: AbortSignal,
  seen: { status: number | null },
): Promise<Answer> {
  const begunAt = performance.now()
  const { statusCode, headers, body } = await request(url, {
    method: 'GET',
    dispatcher: agent,
    signal,
    // The deadline above covers the whole exchange; these would only shorten it.
    headersTimeout: 0,
    bodyTimeout: 0,
    headers: { accept: 'application/json', 'accept-encoding': 'identity' },
  })
  seen.status = statusCode
  const raw = await readCapped(body)
  return {
    kind: 'answered',
    status: statusCode,
    contentType: single(headers['content-type']),
    location: single(headers['location']),
    body: raw === null ? tooLong : await decode(raw, single(headers['content-encoding'])),
    latencyMs: performance.now() - begunAt,
  }
}

const tooLong: Body = { problem: `the answer is longer than ${maxBodyBytes} bytes` }

async function readCapped(body: AsyncIterable<Buffer>): Promise<Buffer | null> {
  const chunks: Buffer[] = []
  let bytes = 0
  for await (const chunk of body) {
    bytes += chunk.length
    if (bytes > maxBodyBytes) return null
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

const decoders = new Map([
  ['gzip', promisify(gunzip)],
  ['x-gzip', promisify(gunzip)],
  ['deflate', promisify(inflate)],
  ['br', promisify(brotliDecompress)],
])

/** Some servers compress although they were asked not to. */
async function decode(raw: Buffer, encoding: string | null): Promise<Body> {
  const name = encoding?.trim().toLowerCase() ?? ''
  if (name === '' || name === 'identity') return { text: raw.toString('utf8') }
  const decoder = decoders.get(name)
  if (decoder === undefined) return { problem: `unknown content encoding ${name}` }
  try {
    // Without the bound a small answer could unfold to gigabytes.
    const decoded = await decoder(raw, { maxOutputLength: maxBodyBytes })
    return { text: decoded.toString('utf8') }
  } catch (error) {
    return { problem: `${name}: ${error instanceof Error ? error.message : String(error)}` }
  }
}

function single(header: string | string[] | undefined): string | null {
  if (header === undefined) return null
  return typeof header === 'string' ? header : (header[0] ?? null)
}

function deadlineError(timeoutMs: number): Error {
  return Object.assign(new Error(`no complete answer within ${timeoutMs} ms`), {
    code: 'ETIMEDOUT',
  })
}
