import type { ProbeFault, ProbeOutcome } from '../../shared/domain/services'

export interface Fault {
  fault: ProbeFault
  outcome: ProbeOutcome
  detail: string
}

const faultsByCode = new Map<string, ProbeFault>([
  ['ECONNREFUSED', 'refused'],
  ['ECONNRESET', 'reset'],
  ['EPIPE', 'reset'],
  ['UND_ERR_SOCKET', 'reset'],
  ['UND_ERR_RES_CONTENT_LENGTH_MISMATCH', 'reset'],
  ['ETIMEDOUT', 'timeout'],
  ['UND_ERR_CONNECT_TIMEOUT', 'timeout'],
  ['ENOTFOUND', 'dns'],
  ['EAI_AGAIN', 'dns'],
])

/** Names why a request brought no answer. */
export function faultOf(error: unknown, timeoutMs: number): Fault {
  const code = codeOf(error)
  const detail = detailOf(error)
  // Something answers, but not in HTTP: SSH, Redis, MySQL, or a broken server.
  if (isNotHttp(error, code)) {
    return { fault: 'shape', outcome: 'failing', detail: `not HTTP: ${detail}` }
  }
  const fault = faultsByCode.get(code) ?? 'other'
  if (fault === 'timeout') {
    return { fault, outcome: 'unreachable', detail: `no answer within ${timeoutMs} ms` }
  }
  return { fault, outcome: 'unreachable', detail }
}

/** undici's parser errors carry a code only when the parser itself names one. */
function isNotHttp(error: unknown, code: string): boolean {
  if (error instanceof Error && error.name === 'HTTPParserError') return true
  return code.startsWith('HPE_') || code === 'UND_ERR_HEADERS_OVERFLOW'
}

function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return ''
  if ('code' in error && typeof error.code === 'string') return error.code
  if (error instanceof AggregateError) return codeOf(error.errors[0])
  return codeOf(error.cause)
}

function detailOf(error: unknown): string {
  if (error instanceof AggregateError) return error.errors.map(detailOf).join('; ')
  if (!(error instanceof Error)) return String(error)
  return error.message === '' ? codeOf(error) : error.message
}
