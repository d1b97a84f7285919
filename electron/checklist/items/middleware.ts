import type { Bilingual } from '../../../shared/domain/text'
import { cause } from '../../diagnosis/causes'
import { summaryOf, transportCause } from '../../diagnosis/explain'
import { leakIn } from '../../diagnosis/error-body'
import type { AuthMode } from '../../zervigo/client'
import type { Exchange } from '../../zervigo/exchange'
import { looma } from '../../zervigo/looma'
import type { ItemCheck, ItemContext } from '../context'
import { tampered } from '../tampering'

interface BadToken {
  id: string
  name: Bilingual
  auth: AuthMode
}

interface Endpoint {
  id: string
  send(auth: AuthMode): Promise<Exchange>
}

/** `auth.middleware`: every protected endpoint refuses every bad token with 401 and leaks nothing. */
export const middleware: ItemCheck = async (context) => {
  for (const endpoint of protectedEndpoints(context)) {
    for (const bad of badTokens(context)) {
      expectRefusal(context, endpoint.id, bad, await endpoint.send(bad.auth))
    }
  }
}

function protectedEndpoints(context: ItemContext): Endpoint[] {
  const { talentId: id } = context
  return [
    { id: 'sync', send: (auth) => context.send(looma.sync, { id }, { auth }) },
    { id: 'matches', send: (auth) => context.send(looma.matches, { id }, { auth }) },
    { id: 'ai-process', send: (auth) => context.send(looma.aiProcess, { id }, { auth }) },
    { id: 'chat', send: (auth) => context.send(looma.chat, { id, message: 'ping' }, { auth }) },
    { id: 'sync-all', send: (auth) => context.send(looma.syncAll, undefined, { auth }) },
  ]
}

function badTokens(context: ItemContext): BadToken[] {
  const token = context.tokens.current() ?? ''
  const named = (id: string, zh: string, en: string, auth: AuthMode): BadToken => ({
    id,
    name: { zh, en },
    auth,
  })
  return [
    named('no-token', '无 token 的请求', 'a request without a token', 'none'),
    named('wrong-scheme', '错误的认证格式', 'a wrong scheme', {
      authorization: 'Basic bG9vbWE6eA==',
    }),
    named('garbage', '垃圾 token', 'a garbage token', { authorization: 'Bearer not.a.token' }),
    named('tampered', '被篡改的 token', 'a tampered token', {
      authorization: `Bearer ${tampered(token)}`,
    }),
  ]
}

function expectRefusal(
  context: ItemContext,
  endpoint: string,
  bad: BadToken,
  exchange: Exchange,
): void {
  const { status } = exchange
  const holds = context.observe.expect(
    `${endpoint}.${bad.id}`,
    status === 401,
    'HTTP 401',
    summaryOf(exchange),
    refusalCause(endpoint, bad, exchange),
  )
  if (!holds) return
  const { failure } = exchange
  context.observe.expect(
    `${endpoint}.${bad.id}.json`,
    failure === null,
    'a JSON error',
    failure === null ? 'JSON' : failure.message,
    cause('NOT_JSON', { service: 'looma', detail: failure?.message ?? '' }),
  )
  const leak = leakIn(exchange)
  context.observe.expect(
    `${endpoint}.${bad.id}.body`,
    leak === null,
    'an error and nothing else',
    leak ?? 'an error and nothing else',
    cause('DATA_LEAK', { endpoint, detail: leak ?? '' }),
  )
}

function refusalCause(endpoint: string, bad: BadToken, exchange: Exchange) {
  if (exchange.status === null && exchange.failure !== null) {
    return transportCause(exchange.failure, 'looma', exchange.call.url)
  }
  const code = exchange.status === 403 ? 'REACHED_PERMISSIONS' : unprotectedCode(exchange)
  const facts = { endpoint, status: exchange.status ?? '?', expected: '401' }
  const detail = summaryOf(exchange)
  const [zh, en] = [bad.name.zh, bad.name.en].map((kind) => cause(code, { ...facts, kind, detail }))
  const base = cause(code, facts)
  return {
    ...base,
    message: { zh: zh?.message.zh ?? '', en: en?.message.en ?? '' },
  }
}

/** Only a success means that the endpoint is open; a 5xx is a wrong status, not a hole. */
function unprotectedCode(exchange: Exchange): 'UNPROTECTED' | 'WRONG_STATUS' {
  const status = exchange.status ?? 0
  return status >= 200 && status < 300 ? 'UNPROTECTED' : 'WRONG_STATUS'
}
