import type { Cause } from '../../shared/domain/checklist'
import { zervigoIds, type ServiceId } from '../../shared/domain/services'
import { OpsError } from '../../shared/errors'
import { cause } from '../diagnosis/causes'
import { answerCause, healthCause, summaryOf, transportCause } from '../diagnosis/explain'
import type { Exchange } from '../zervigo/exchange'
import { auth } from '../zervigo/auth'
import { judge } from '../zervigo/judge'
import type { Operation } from '../zervigo/operation'
import type { ItemContext } from './context'

/** What an operation needs to be judged fairly. */
export interface Expectation {
  /** Permission that the API checks; a refusal is then asked back at the auth service. */
  permission?: string
  /** Services behind the endpoint, looked at when it fails. */
  needs?: readonly ServiceId[]
}

/**
 * Sends an operation that should succeed and records whether it did. Answers its decoded value, or
 * null when a fact already recorded says why there is none.
 */
export async function ask<A, T>(
  context: ItemContext,
  operation: Operation<A, T>,
  args: A,
  expectation: Expectation = {},
): Promise<{ value: T; exchange: Exchange } | null> {
  const exchange = await context.send(operation, args)
  const id = `${operation.name}.answer`
  const actual = summaryOf(exchange)
  // A status says more than a body that cannot be read: a bare 403 is a refusal, not bad JSON.
  const problem = judge(exchange)
  if (problem === null) return decoded(context, operation, exchange, id)
  if (problem.code === 'denied') {
    const why = await denialCause(context, expectation.permission ?? null, exchange)
    context.observe.denied(id, 'HTTP 2xx', actual, why)
    return null
  }
  const why = await failureCause(context, operation.service, exchange, problem, expectation)
  context.observe.expect(id, false, 'HTTP 2xx', actual, why)
  return null
}

function decoded<A, T>(
  context: ItemContext,
  operation: Operation<A, T>,
  exchange: Exchange,
  id: string,
): { value: T; exchange: Exchange } | null {
  const expected = 'HTTP 2xx, success'
  const read = decode(operation, exchange)
  const why = cause('WRONG_SHAPE', { detail: read.ok ? '' : read.problem })
  const actual = read.ok ? `HTTP ${exchange.status ?? '?'}` : summaryOf(exchange)
  context.observe.expect(id, read.ok, expected, actual, why)
  return read.ok ? { value: read.value, exchange } : null
}

/** Reads a good answer; one of another shape is a fact about the service, not a bug in here. */
export function decode<A, T>(
  operation: Operation<A, T>,
  exchange: Exchange,
): { ok: true; value: T } | { ok: false; problem: string } {
  try {
    return { ok: true, value: operation.decode(exchange.json, exchange) }
  } catch (error) {
    if (!(error instanceof OpsError)) throw error
    return { ok: false, problem: error.message }
  }
}

/** Finds the cause of a failed answer: a service behind it that is down, before the answer's words. */
async function failureCause(
  context: ItemContext,
  service: ServiceId,
  exchange: Exchange,
  problem: OpsError,
  expectation: Expectation,
): Promise<Cause> {
  const { failure, call } = exchange
  if (failure !== null && problem.code === failure.code) {
    const why = transportCause(failure, service, call.url)
    if (failure.code !== 'timeout') return why
    return (await downCause(context, expectation.needs ?? [])) ?? why
  }
  const behind = await downCause(context, ['auth', ...(expectation.needs ?? [])])
  return behind ?? answerCause(problem, exchange)
}

/** The first of the services that does not answer well right now. */
async function downCause(
  context: ItemContext,
  services: readonly ServiceId[],
): Promise<Cause | null> {
  const views = await Promise.all(
    [...new Set(services)].map((service) => context.system.lookAgain(service)),
  )
  for (const view of views) {
    const why = healthCause(view)
    if (why !== null) return why
  }
  return null
}

/**
 * Asks the auth service whether a refusal is right. `NOT_ALLOWED` only when it says so; everything
 * else is `DENIAL_UNPROVEN` with what was found (UPSTREAM 2.6, 2.7).
 */
export async function denialCause(
  context: ItemContext,
  permission: string | null,
  refusal: Exchange,
): Promise<Cause> {
  const { userId, role } = context.facts
  const named = {
    account: context.account?.username ?? userId ?? '?',
    role: role ?? '?',
    permission: permission ?? '-',
  }
  const unproven = (detail: string) => cause('DENIAL_UNPROVEN', { ...named, detail })
  // The auth service can only be asked about a permission that is known by name.
  if (permission === null) return unproven('this endpoint asks for no permission')
  const token = context.tokens.current()
  if (token === null) return unproven('no token')
  const validated = await context.send(auth.validate, { token }, { auth: 'none' })
  const refused = validated.failure ?? judge(validated)
  if (refused !== null) return unproven(`auth validate: ${refused.message}`)
  if (userId === null) return unproven('the user id is not known')
  const answer = await context.send(auth.permission, { userId, permission })
  const problem = answer.failure ?? judge(answer)
  if (problem !== null) return unproven(`auth permission: ${problem.message}`)
  const read = decode(auth.permission, answer)
  if (!read.ok) return unproven(`auth permission: ${read.problem}`)
  if (!read.value.allowed) return cause('NOT_ALLOWED', named)
  return unproven(`auth says allowed, ${refusal.call.service} says HTTP ${refusal.status ?? '?'}`)
}

/** Every service that stands behind the bulk and business calls of Looma. */
export const behindLooma: Readonly<Record<string, readonly ServiceId[]>> = {
  'talent.sync': ['auth', 'resume'],
  'talent.matches': ['auth', 'resume', 'job'],
  'talent.ai-process': ['auth', 'ai'],
  'talent.chat': ['auth', 'ai'],
  'talent.sync-all': ['auth', 'resume'],
  'zervigo.health': zervigoIds,
}
