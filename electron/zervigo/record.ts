import type { CallRecord, Headers, RecordedBody } from '../../shared/domain/calls'
import type { ServiceId } from '../../shared/domain/services'
import type { Secrets } from './secrets'

/** An exchange with its secrets still in it. */
export interface RawCall {
  id: string
  at: number
  service: ServiceId
  operation: string
  method: string
  url: string
  correlationId: string
  attempt: number
  status: number | null
  timings: CallRecord['timings']
  requestHeaders: Headers
  requestBody: string | null
  response: { headers: Headers; text: string; bytes: number } | null
}

/** Most body text that a record keeps. */
export const mostRecordedBytes = 64 * 1024
/** Read beyond the cut, so that a secret that begins before it is masked whole. */
const lookAheadChars = 128 * 1024
/** Masked text dropped at the end of the look-ahead, where a secret may be cut. */
const unsafeTailChars = 64 * 1024

/** Makes the evidence of a call; nothing of it is unmasked. */
export function recordCall(raw: RawCall, secrets: Secrets): CallRecord {
  const { id, at, service, operation, method, correlationId, attempt, status, timings } = raw
  return {
    id,
    at,
    service,
    operation,
    method,
    url: secrets.mask(raw.url),
    correlationId,
    attempt,
    status,
    timings: {
      queuedMs: round(timings.queuedMs),
      connectMs: timings.connectMs === null ? null : round(timings.connectMs),
      firstByteMs: timings.firstByteMs === null ? null : round(timings.firstByteMs),
      totalMs: round(timings.totalMs),
    },
    request: {
      headers: secrets.maskHeaders(raw.requestHeaders),
      body: recordBody(raw.requestBody, Buffer.byteLength(raw.requestBody ?? ''), secrets),
    },
    response:
      raw.response === null
        ? null
        : {
            headers: secrets.maskHeaders(raw.response.headers),
            body: recordBody(raw.response.text, raw.response.bytes, secrets),
          },
    error: null,
  }
}

/** Masks first and cuts afterwards, so that no half of a secret stays. */
export function recordBody(text: string | null, bytes: number, secrets: Secrets): RecordedBody {
  if (text === null) return { text: null, bytes: 0, truncated: false }
  const isWindow = text.length > mostRecordedBytes + lookAheadChars
  const masked = secrets.maskBody(
    isWindow ? text.slice(0, mostRecordedBytes + lookAheadChars) : text,
  )
  const safe = isWindow ? masked.slice(0, Math.max(0, masked.length - unsafeTailChars)) : masked
  if (Buffer.byteLength(safe) <= mostRecordedBytes) {
    return { text: safe, bytes, truncated: isWindow }
  }
  return { text: cutBytes(safe, mostRecordedBytes), bytes, truncated: true }
}

function cutBytes(text: string, most: number): string {
  let end = most
  const bytes = Buffer.from(text)
  while (end > 0 && ((bytes[end] ?? 0) & 0xc0) === 0x80) end -= 1
  return bytes.subarray(0, end).toString()
}

function round(ms: number): number {
  return Math.max(0, Math.round(ms * 100) / 100)
}
