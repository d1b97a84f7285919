import { randomUUID } from 'node:crypto'
import type { CallRecord } from '../../shared/domain/calls'
import type { Profile } from '../../shared/domain/profile'
import type { ServiceId } from '../../shared/domain/services'
import { OpsError } from '../../shared/errors'
import { createAddressBook } from './address'
import { createBudget, type Budget } from './budget'
import { createAttempts, type Attempt, type Plan } from './attempt'
import type { Exchange } from './exchange'
import type { Gate } from './gate'
import { judge } from './judge'
import { isSecretName } from './mask-patterns'
import type { Operation } from './operation'
import { openScope, type Scope } from './scope'
import type { Secrets } from './secrets'
import type { TokenSource } from './token'
import { fieldsOf } from './wire'

/** Where the `Authorization` header comes from; a raw value is sent as it is. */
export type AuthMode = 'session' | 'none' | { authorization: string }

/** Settings of one call. */
export interface CallOptions {
  signal?: AbortSignal
  timeoutMs?: number
  auth?: AuthMode
  /** Sent as it is, with a JSON content type. */
  rawBody?: string
  service?: ServiceId
}

/** Talks to the seven services of one profile; every exchange becomes a masked record. */
export interface Client {
  /** Answers whatever happened on the network; throws only for arguments that cannot be sent. */
  exchange<A, T>(op: Operation<A, T>, args: A, options?: CallOptions): Promise<Exchange>
  /** Answers the decoded value or throws an `OpsError` that names its call. */
  call<A, T>(
    op: Operation<A, T>,
    args: A,
    options?: CallOptions,
  ): Promise<{ value: T; call: CallRecord }>
  /** A free-form request to the origin of a service. */
  request(
    service: ServiceId,
    method: string,
    path: string,
    options?: CallOptions,
  ): Promise<Exchange>
  close(): Promise<void>
}

/** What a client needs. */
export interface ClientDeps {
  profile: Profile
  tokens: TokenSource
  secrets: Secrets
  onCall(call: CallRecord): void
  now?: () => number
  /** Shared by everything that calls Looma; without it the client keeps a gate of its own. */
  loomaGate?: Gate
}

const shortestBulkMs = 600_000

/** Makes the client of one profile. */
export function createClient(deps: ClientDeps): Client {
  const { profile, tokens, secrets } = deps
  const book = createAddressBook(profile)
  const ended = new AbortController()
  const attempts = createAttempts({ ...deps, now: deps.now ?? Date.now })

  const plan = (target: Target, options: CallOptions): Plan & { auth: AuthMode } => {
    const service = options.service ?? target.service
    const body = options.rawBody ?? (target.body === undefined ? null : JSON.stringify(target.body))
    const auth = options.auth ?? (target.secured ? 'session' : 'none')
    for (const [name, value] of Object.entries(fieldsOf(target.body))) {
      if (typeof value === 'string' && isSecretName(name)) secrets.add(value)
    }
    if (typeof auth === 'object') secrets.add(auth.authorization.replace(/^\w+\s+/, ''))
    return {
      operation: target.name,
      service,
      method: target.method,
      url: book.resolve(service, target.path),
      body,
      correlationId: randomUUID(),
      auth,
    }
  }

  async function run(target: Target, options: CallOptions): Promise<Exchange> {
    const planned = plan(target, options)
    const scope = openScope([options.signal, ended.signal])
    const budget = createBudget(options.timeoutMs ?? paceMs(profile, target.pace))
    try {
      return await converse(planned, scope, budget)
    } finally {
      scope.dispose()
    }
  }

  async function converse(
    planned: Plan & { auth: AuthMode },
    scope: Scope,
    budget: Budget,
  ): Promise<Exchange> {
    const send = (number: number) => {
      const token = tokenOf(planned)
      return attempts.send({ plan: planned, number, scope, budget, ...headerOf(planned, token) })
    }
    const first = await send(1)
    // The server had closed a kept-alive connection; a read is repeated, a write never is, because
    // nobody can tell whether it arrived.
    if (first.isStaleSocket && planned.method === 'GET') return (await send(2)).exchange
    if (await renewed(planned, first, scope, budget)) return (await send(2)).exchange
    return first.exchange
  }

  /** True when a refused token was replaced; the refused request did nothing, so it may go again. */
  async function renewed(
    planned: Plan & { auth: AuthMode },
    { exchange, authorization }: Attempt,
    scope: Scope,
    budget: Budget,
  ): Promise<boolean> {
    if (planned.auth !== 'session' || exchange.status !== 401) return false
    if (authorization === null || scope.stopped() !== null) return false
    const stale = authorization.slice('Bearer '.length)
    scope.arm(budget.leftMs())
    const startedAt = performance.now()
    try {
      return (await untilStopped(tokens.renew(stale, scope.signal), scope.signal)) ?? false
    } catch (error) {
      // The 401 stands as the answer; why no new token came is in the record of that login.
      if (error instanceof OpsError) return false
      throw error
    } finally {
      scope.disarm()
      budget.spend(performance.now() - startedAt)
    }
  }

  function tokenOf({ auth, url }: Plan & { auth: AuthMode }): string | null {
    if (auth !== 'session' || !book.has(url.origin)) return null
    const token = tokens.tokenFor(url.origin)
    if (token !== null) secrets.add(token)
    return token
  }

  const exchange: Client['exchange'] = async (op, args, options = {}) =>
    run({ ...op, path: op.path(args), body: op.body?.(args) }, options)

  return {
    exchange,
    async call(op, args, options = {}) {
      const answer = await exchange(op, args, options)
      const problem = judge(answer)
      if (problem !== null) throw masked(withoutSession(problem, answer, op, options), secrets)
      return { value: decode(op, answer, secrets), call: answer.call }
    },
    request: async (service, method, path, options = {}) => {
      if (!/^[A-Z]{1,20}$/.test(method)) throw new OpsError('invalid', `method ${method}`)
      const name = `${service}.request`
      return run({ name, service, method, path, secured: false, body: undefined }, options)
    },
    async close() {
      ended.abort()
      await attempts.close()
    },
  }
}

interface Target {
  name: string
  service: ServiceId
  method: string
  path: string
  body: unknown
  secured: boolean
  pace?: 'normal' | 'chat' | 'bulk'
}

function paceMs(profile: Profile, pace: Target['pace']): number {
  if (pace === 'bulk') return Math.max(profile.chatTimeoutMs, shortestBulkMs)
  return pace === 'chat' ? profile.chatTimeoutMs : profile.requestTimeoutMs
}

function headerOf({ auth }: { auth: AuthMode }, token: string | null) {
  if (typeof auth === 'object') return { authorization: auth.authorization }
  return { authorization: token === null ? null : `Bearer ${token}` }
}

/** The value, or null as soon as the signal fires. */
async function untilStopped<T>(work: Promise<T>, signal: AbortSignal): Promise<T | null> {
  if (signal.aborted) return null
  let onAbort = () => {}
  const stopped = new Promise<null>((resolve) => {
    onAbort = () => resolve(null)
    signal.addEventListener('abort', onAbort, { once: true })
  })
  return Promise.race([work, stopped]).finally(() => signal.removeEventListener('abort', onAbort))
}

function decode<A, T>(op: Operation<A, T>, answer: Exchange, secrets: Secrets): T {
  try {
    return op.decode(answer.json, answer)
  } catch (error) {
    throw error instanceof OpsError ? masked(error, secrets) : error
  }
}

/** A 401 to a request that had no token is a missing login, not a bad token. */
function withoutSession<A, T>(
  problem: OpsError,
  answer: Exchange,
  op: Operation<A, T>,
  options: CallOptions,
): OpsError {
  const wantsSession = (options.auth ?? (op.secured ? 'session' : 'none')) === 'session'
  const hadToken = answer.call.request.headers.some(([name]) => name === 'authorization')
  if (problem.code !== 'unauthorized' || !wantsSession || hadToken) return problem
  const { message, facts, callId } = problem
  return new OpsError('session', message, { facts, callId, cause: problem })
}

function masked(error: OpsError, secrets: Secrets): OpsError {
  const facts = Object.fromEntries(
    Object.entries(error.facts).map(([name, fact]) => [
      name,
      typeof fact === 'string' ? secrets.mask(fact) : fact,
    ]),
  )
  const { code, callId, cause } = error
  return new OpsError(code, secrets.mask(error.message), { facts, callId, cause })
}
