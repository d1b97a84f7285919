import type { Exchange } from '../zervigo/exchange'
import { textsIn } from '../zervigo/wire'

const stackTraces: readonly RegExp[] = [
  /Traceback \(most recent call last\)|goroutine \d+ \[|\.go:\d+ \+0x[\da-f]|node_modules\//,
  /File "[^"\n]+", line \d+/,
  /(?:^|\n)\s+at \S+ \(/,
  // Frames of Node and Java, wherever the line was cut: `at f (/srv/app.js:1:2)`, `at A.b(A.java:12)`.
  /(?:^|\n)\s*at (?:async |new )?[^\s(]+(?: \[as \w+\])? ?\([^\s()]*\.\w+:\d+(?::\d+)?\)/,
  /(?:^|\n)\s*at (?:async )?(?:file:\/\/)?[^\s():]*[/\\][^\s():]+:\d+:\d+/,
]
const secrets: readonly RegExp[] = [
  /eyJ[\w-]{8,}\.[\w-]{8,}\.[\w-]+|\$2[aby]\$\d\d\$|JWT_SECRET/,
  /:\/\/[^\s/:@]*:(?!\*+@)[^\s/@]+@/,
  // The DSN of Go's MySQL driver: user:password@tcp(host:port)/database.
  /[\w.%+-]+:(?!\*+@)[^\s:@]+@(?:tcp6?|unix|cloudsql)\(/i,
  // A value: no mask, no parameter, no word that says there is none.
  /\b(?:password|passwd|pwd)=(?!(?:x{3,}|null|none|nil|undefined|empty|required|missing|invalid|true|false|redacted|hidden|string)\b)[\w!#^+./:@~-][\w!#$%^+=./:@~?-]{2,}/i,
]

/** A stack trace or a secret in an answer, also inside its decoded texts; null when there is none. */
export function indiscretionIn({ text, json }: Pick<Exchange, 'text' | 'json'>): string | null {
  const texts = [text, ...textsIn(json)]
  const holds = (patterns: readonly RegExp[]) =>
    patterns.some((pattern) => texts.some((each) => pattern.test(each)))
  if (holds(stackTraces)) return 'stack trace'
  return holds(secrets) ? 'secret' : null
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
  const indiscretion = indiscretionIn(exchange)
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
