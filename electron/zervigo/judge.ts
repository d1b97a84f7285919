import { OpsError, type ErrorCode } from '../../shared/errors'
import type { Exchange } from './exchange'
import { fieldsOf, objectOf, readText, type Fields } from './wire'

const tokenCodes =
  /^(?:INVALID_TOKEN|TOKEN_[A-Z_]*|AUTH_REQUIRED|INVALID_AUTH_[A-Z]+|INVALID_USER|UNAUTHORIZED|UNAUTHENTICATED)$/i
const permissionCodes =
  /^(?:INSUFFICIENT_[A-Z_]+|PERMISSION_DENIED|ACCESS_DENIED|FORBIDDEN|NOT_ALLOWED|NO_PERMISSION)$/i
/** Server faults that share a prefix with token refusals. */
const serverCodes = /^(?:TOKEN_ERROR|PERMISSION_ERROR|INTERNAL_ERROR|AUTH_ERROR)$/i
const failedWords = new Set(['error', 'failed', 'failure', 'fail'])
const longestWords = 500

/**
 * What is wrong with an answer, or null when nothing is: transport first, then the status, then
 * what the envelope says, because a 200 alone proves nothing.
 */
export function judge(exchange: Exchange): OpsError | null {
  const { failure, status } = exchange
  if (failure !== null && (failure.code !== 'malformed' || status === null)) return failure
  if (status !== null && status >= 400) return refusal(exchange, codeOfStatus(status, exchange))
  if (failure !== null) return failure
  const code = codeOfEnvelope(exchange.json)
  return code === null ? null : refusal(exchange, code)
}

/** The server's own words about a failure, from any of the known envelopes; null when none. */
export function serverWords(json: unknown): string | null {
  if (typeof json === 'string') return readText(json)
  const top = objectOf(json)
  if (top === null) return null
  for (const source of [top, fieldsOf(top.data)]) {
    for (const key of ['error', 'message', 'detail', 'details', 'description', 'msg']) {
      const words = wordsIn(source[key])
      if (words !== null) return words
    }
  }
  return null
}

/** The machine-readable code of an answer, e.g. `INVALID_PASSWORD` or `1003`; null when none. */
export function serverCode(json: unknown): string | null {
  const top = fieldsOf(json)
  // A named code says more than the number of the envelope around it.
  for (const key of ['error_code', 'errorCode', 'code']) {
    for (const source of [top, fieldsOf(top.data), fieldsOf(top.error)]) {
      const code = readText(source[key])
      if (code !== null) return code
    }
  }
  const error = top.error
  return typeof error === 'string' && /^[a-z]+(?:_[a-z]+)*$/.test(error) ? error : null
}

function wordsIn(value: unknown): string | null {
  if (typeof value === 'string' || typeof value === 'number') return readText(value)
  if (Array.isArray(value)) {
    const lines = value.slice(0, 5).flatMap((entry) => wordsIn(entry) ?? [])
    return readText(lines.join('; '))
  }
  const fields = objectOf(value)
  if (fields === null) return null
  for (const key of ['message', 'msg', 'error', 'detail', 'reason']) {
    const words = typeof fields[key] === 'string' ? readText(fields[key]) : null
    if (words !== null) return words
  }
  return Object.keys(fields).length === 0 ? null : JSON.stringify(fields)
}

function codeOfStatus(status: number, exchange: Exchange): ErrorCode {
  if (status === 401) return 'unauthorized'
  if (status === 403) return 'denied'
  if (status >= 500) return 'upstream'
  const named = codeOfName(serverCode(exchange.json))
  if (named !== null) return named
  if (status === 404 || status === 410) return 'missing'
  return status === 422 ? 'invalid' : 'refused'
}

function codeOfEnvelope(json: unknown): ErrorCode | null {
  const top = objectOf(json)
  if (top === null) return null
  if (!saysFailure(top) && !isFalse(fieldsOf(top.data).success)) return null
  const name = serverCode(json)
  return codeOfName(name) ?? codeOfNumber(name) ?? 'refused'
}

function saysFailure(answer: Fields): boolean {
  const { success, status, code, error } = answer
  if (isFalse(success)) return true
  if (typeof status === 'string' && failedWords.has(status.trim().toLowerCase())) return true
  if (isBadNumber(code)) return true
  return success === undefined && status === undefined && wordsIn(error) !== null
}

function isFalse(success: unknown): boolean {
  return success === false || success === 0 || success === 'false'
}

function isBadNumber(code: unknown): boolean {
  const number = typeof code === 'string' && /^-?\d+$/.test(code) ? Number(code) : code
  return typeof number === 'number' && number !== 0 && !(number >= 200 && number < 300)
}

function codeOfName(name: string | null): ErrorCode | null {
  if (name === null) return null
  if (name === '1003' || name === '403') return 'denied'
  if (name === '1002' || name === '401') return 'unauthorized'
  if (serverCodes.test(name)) return 'upstream'
  if (tokenCodes.test(name)) return 'unauthorized'
  return permissionCodes.test(name) ? 'denied' : null
}

function codeOfNumber(name: string | null): ErrorCode | null {
  if (name === '404' || name === '1001' || name === '1004') return 'missing'
  return name !== null && /^5\d\d$/.test(name) ? 'upstream' : null
}

function refusal(exchange: Exchange, code: ErrorCode): OpsError {
  const { status, call, failure } = exchange
  const shown = shownJson(exchange)
  const name = serverCode(shown)
  const words = serverWords(shown) ?? plainWords(exchange) ?? `HTTP ${status ?? '-'}`
  const reason = failure?.facts.reason
  return new OpsError(code, words.slice(0, longestWords), {
    facts: {
      service: call.service,
      ...(status === null ? {} : { status }),
      ...(name === null ? {} : { code: name }),
      ...(reason === undefined ? {} : { reason }),
    },
    callId: call.id,
  })
}

/** The answer as it may be shown: a server that echoes a token must not bring it to the page. */
function shownJson({ call, json }: Exchange): unknown {
  const body = call.response?.body
  if (json === undefined || body === undefined || body.text === null || body.truncated) return json
  try {
    return JSON.parse(body.text.replace(/^\ufeff/, ''))
  } catch {
    return json
  }
}

function plainWords({ call, failure, json }: Exchange): string | null {
  const text = call.response?.body.text ?? ''
  if (json !== undefined || failure?.facts.reason === 'html') return null
  return readText(text.split('\n', 1)[0]?.trim())
}
