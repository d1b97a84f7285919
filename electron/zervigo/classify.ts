import type { ServiceId } from '../../shared/domain/services'
import { OpsError, type ErrorCode } from '../../shared/errors'
import { OversizedBody, UnreadableEncoding } from './answer'

/** What a transport failure happened to. */
export interface FailureContext {
  service: ServiceId
  /** Already masked. */
  url: string
  callId: string
  status: number | null
}

interface Rule {
  code: ErrorCode
  reason: string
  pattern: RegExp
}

/**
 * Matched against every code and message of the cause chain: some Node versions give a message
 * where others give a code, so neither alone is enough.
 */
const rules: readonly Rule[] = [
  { code: 'oversized', reason: 'headers', pattern: /HEADERS_OVERFLOW|HPE_HEADER_OVERFLOW/ },
  { code: 'timeout', reason: 'connect', pattern: /UND_ERR_CONNECT_TIMEOUT|ETIMEDOUT/ },
  { code: 'unreachable', reason: 'refused', pattern: /ECONNREFUSED/ },
  { code: 'unreachable', reason: 'dns', pattern: /ENOTFOUND|EAI_AGAIN|EAI_FAIL|ENODATA/ },
  { code: 'unreachable', reason: 'host', pattern: /EHOSTUNREACH|ENETUNREACH|EHOSTDOWN|ENETDOWN/ },
  {
    code: 'unreachable',
    reason: 'tls',
    pattern: /ERR_TLS|ERR_SSL|EPROTO|CERT_|_CERT|certificate/i,
  },
  {
    code: 'malformed',
    reason: 'notHttp',
    pattern: /HPE_|Parse Error|Expected HTTP|Invalid .*(?:chunk|header|character|method|version)/i,
  },
  { code: 'malformed', reason: 'length', pattern: /CONTENT_LENGTH_MISMATCH/ },
  { code: 'unreachable', reason: 'reset', pattern: /ECONNRESET|EPIPE|ECONNABORTED/ },
  {
    code: 'unreachable',
    reason: 'closed',
    pattern: /UND_ERR_SOCKET|other side closed|socket hang up/,
  },
  { code: 'invalid', reason: 'request', pattern: /UND_ERR_INVALID_ARG|ERR_INVALID_CHAR/ },
]

/** Names a transport error by its whole cause chain. */
export function classify(error: unknown, context: FailureContext): OpsError {
  if (error instanceof OversizedBody)
    return failure('oversized', 'body', error.message, context, error)
  if (error instanceof UnreadableEncoding) {
    return failure('malformed', 'encoding', error.message, context, error)
  }
  const links = causeChain(error)
  const text = links.map(({ code, message }) => `${code} ${message}`).join('\n')
  const rule = rules.find(({ pattern }) => pattern.test(text))
  const message = links.find((link) => link.message !== '')?.message ?? 'connection failed'
  if (rule === undefined) return failure('unreachable', 'other', message, context, error)
  // A connection that breaks after the status line is an answer cut short, not an absent service.
  const isCut = rule.code === 'unreachable' && context.status !== null
  return failure(rule.code, isCut ? 'cut' : rule.reason, message, context, error)
}

/** True for a kept-alive connection that the server had already given up. */
export function isStaleSocket(error: unknown): boolean {
  return causeChain(error).some(({ code, message }) =>
    /ECONNRESET|EPIPE|UND_ERR_SOCKET|other side closed|socket hang up/.test(`${code} ${message}`),
  )
}

/** Builds the failure of a call, with the facts every wording needs. */
export function failure(
  code: ErrorCode,
  reason: string,
  message: string,
  context: FailureContext,
  cause?: unknown,
): OpsError {
  const { service, url, callId, status } = context
  return new OpsError(code, message, {
    facts: { service, url, reason, ...(status === null ? {} : { status }) },
    callId,
    cause,
  })
}

interface Link {
  code: string
  message: string
}

function causeChain(error: unknown, depth = 0): Link[] {
  if (!(error instanceof Error) || depth > 6) return []
  const code = 'code' in error && typeof error.code === 'string' ? error.code : ''
  const inner = error instanceof AggregateError ? error.errors.slice(0, 8) : []
  return [
    { code, message: error.message },
    ...inner.flatMap((each: unknown) => causeChain(each, depth + 1)),
    ...causeChain(error.cause, depth + 1),
  ]
}
