import type { Cause } from '../../../shared/domain/checklist'
import type { Bilingual } from '../../../shared/domain/text'
import { cause } from '../../diagnosis/causes'
import { diagnose } from '../../diagnosis/diagnose'
import type { BadToken as BadTokenId, ErrorProblem } from '../../diagnosis/facts'
import { summaryOf, transportCause } from '../../diagnosis/explain'
import { leakIn } from '../../diagnosis/error-body'
import type { AuthMode } from '../../zervigo/client'
import type { Exchange } from '../../zervigo/exchange'
import { looma } from '../../zervigo/looma'
import type { ItemCheck, ItemContext } from '../context'
import { askValidateGarbage, factsOf } from '../inquiry'
import { tampered } from '../tampering'

interface BadToken {
  id: BadTokenId
  name: Bilingual
  auth: AuthMode
}

interface Tried {
  bad: BadToken
  exchange: Exchange
}

interface Endpoint {
  id: string
  send(auth: AuthMode): Promise<Exchange>
}

/** `auth.middleware`: every protected endpoint refuses every bad token with 401 and leaks nothing. */
export const middleware: ItemCheck = async (context) => {
  for (const endpoint of protectedEndpoints(context)) {
    const tried: Tried[] = []
    for (const bad of badTokens(context)) {
      tried.push({ bad, exchange: await endpoint.send(bad.auth) })
    }
    for (const { bad, exchange } of tried) {
      await expectRefusal(context, endpoint.id, bad, exchange, tried)
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
  const named = (id: BadTokenId, zh: string, en: string, auth: AuthMode): BadToken => ({
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

async function expectRefusal(
  context: ItemContext,
  endpoint: string,
  bad: BadToken,
  exchange: Exchange,
  tried: readonly Tried[],
): Promise<void> {
  const { status } = exchange
  const why = refusalCause(endpoint, bad, exchange)
  const holds = context.observe.expect(
    `${endpoint}.${bad.id}`,
    status === 401,
    'HTTP 401',
    summaryOf(exchange),
    status === 401 ? why : await specificCause(context, why, endpoint, bad, exchange, tried),
  )
  if (!holds) return
  const { failure } = exchange
  const asError = (problem: ErrorProblem) =>
    factsOf(context, { kind: 'error-answer', exchange, mistake: `${endpoint}.${bad.id}`, problem })
  context.observe.expect(
    `${endpoint}.${bad.id}.json`,
    failure === null,
    'a JSON error',
    failure === null ? 'JSON' : failure.message,
    diagnose(
      cause('NOT_JSON', { service: 'looma', detail: failure?.message ?? '' }),
      asError('not-json'),
    ),
  )
  const leak = leakIn(exchange)
  context.observe.expect(
    `${endpoint}.${bad.id}.body`,
    leak === null,
    'an error and nothing else',
    leak ?? 'an error and nothing else',
    diagnose(cause('DATA_LEAK', { endpoint, detail: leak ?? '' }), asError(leakKind(leak))),
  )
}

function leakKind(leak: string | null): ErrorProblem {
  if (leak === 'stack trace') return 'trace'
  return leak === 'secret' ? 'secret' : 'data'
}

/** Auth is asked about a garbage token only where one got past Looma's token check. */
async function specificCause(
  context: ItemContext,
  generic: Cause,
  endpoint: string,
  bad: BadToken,
  exchange: Exchange,
  tried: readonly Tried[],
): Promise<Cause> {
  if (exchange.status === null) {
    return diagnose(generic, factsOf(context, { kind: 'call', exchange, down: null }))
  }
  const validateGarbage = exchange.status === 403 ? await askValidateGarbage(context) : null
  const statuses = Object.fromEntries(tried.map((each) => [each.bad.id, each.exchange.status]))
  const symptom = { kind: 'unrefused', exchange, endpoint, token: bad.id, statuses } as const
  return diagnose(generic, factsOf(context, symptom, { validateGarbage }))
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
