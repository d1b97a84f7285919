import type { Exchange } from '../zervigo/exchange'

const stackTrace =
  /Traceback \(most recent call last\)|\n\s+at \S+ \(|goroutine \d+ \[|File "[^"]+", line \d+|node_modules\//
const secret =
  /eyJ[\w-]{8,}\.[\w-]{8,}\.[\w-]+|\$2[aby]\$\d\d\$|JWT_SECRET|:\/\/[^\s/:@]+:[^\s/@]+@/

/** A stack trace or a secret in an answer; null when there is none. */
export function indiscretionIn(text: string): string | null {
  if (stackTrace.test(text)) return 'stack trace'
  if (secret.test(text)) return 'secret'
  return null
}

/** Keys that an error answer may carry beside its words. */
const errorKeys = new Set([
  'success',
  'error',
  'error_code',
  'code',
  'message',
  'status',
  'detail',
  'details',
  'description',
  'timestamp',
  'time',
  'path',
  'method',
  'request_id',
  'service',
  'data',
])

/** What a refusal carries beyond an error; null when it carries nothing. */
export function leakIn(exchange: Exchange): string | null {
  const indiscretion = indiscretionIn(exchange.text)
  if (indiscretion !== null) return indiscretion
  const { json } = exchange
  if (Array.isArray(json)) return json.length === 0 ? null : `[${json.length}]`
  if (typeof json !== 'object' || json === null) return null
  const extra = Object.entries(json).filter(
    ([key, value]) => !errorKeys.has(key) || (key === 'data' && value !== null),
  )
  return extra.length === 0 ? null : extra.map(([key]) => key).join(', ')
}

/** The server's explanation in an error answer; null when there is none. */
export function explanationIn(json: unknown): string | null {
  if (typeof json !== 'object' || json === null) return null
  for (const key of ['message', 'error', 'detail', 'description']) {
    const value: unknown = Object.getOwnPropertyDescriptor(json, key)?.value
    if (typeof value === 'string' && value.trim() !== '') return value
  }
  return null
}
