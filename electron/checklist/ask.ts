import type { Cause } from '../../shared/domain/checklist'
import { zervigoIds, type ServiceId } from '../../shared/domain/services'
import { OpsError } from '../../shared/errors'
import { cause } from '../diagnosis/causes'
import { answerCause, healthCause, summaryOf, transportCause } from '../diagnosis/explain'
import { permissionWordOf, tokenWordOf, wordsOf } from '../diagnosis/answers'
import { diagnose } from '../diagnosis/diagnose'
import type { Answers, Facts } from '../diagnosis/facts'
import { isRefusedToken } from '../diagnosis/observed'
import { wrongType } from '../zervigo/content-type'
import type { Exchange } from '../zervigo/exchange'
import { readWitness } from '../zervigo/health'
import { judge } from '../zervigo/judge'
import { looma } from '../zervigo/looma'
import type { Operation } from '../zervigo/operation'
import type { ItemContext } from './context'
import { factsOf, inquireCall, inquireRefusal } from './inquiry'
import type { ServiceView } from './system-view'

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
  const mistyped = wrongType(exchange)
  if (mistyped !== null) {
    const why = mistypedCause(context, mistyped, exchange)
    context.observe.expect(id, false, 'application/json', mistyped.message, why)
    return null
  }
  const read = decode(operation, exchange)
  const why = cause('WRONG_SHAPE', { detail: read.ok ? '' : read.problem })
  const actual = read.ok ? `HTTP ${exchange.status ?? '?'}` : summaryOf(exchange)
  context.observe.expect(id, read.ok, expected, actual, why)
  return read.ok ? { value: read.value, exchange } : null
}

/** Why a JSON answer that is not called JSON is none for its callers. */
export function mistypedCause(context: ItemContext, problem: OpsError, exchange: Exchange): Cause {
  const generic = transportCause(problem, exchange.call.service, exchange.call.url)
  return diagnose(generic, factsOf(context, { kind: 'call', exchange, down: null }))
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

/**
 * Finds the cause of a failed answer: a service behind it that is down, before the answer's words,
 * before a part of a service that is unwell.
 */
async function failureCause(
  context: ItemContext,
  service: ServiceId,
  exchange: Exchange,
  problem: OpsError,
  expectation: Expectation,
): Promise<Cause> {
  const { failure, call } = exchange
  const needs = expectation.needs ?? []
  if (failure !== null && problem.code === failure.code) {
    const why = transportCause(failure, service, call.url)
    if (failure.code !== 'timeout') return explained(context, undefined, exchange, why)
    const own = service === 'looma' && needs.length > 0 ? (['looma'] as const) : []
    const slow = await viewsInTrouble(context, [...needs, ...own])
    return explained(context, slow[0], exchange, why, needs)
  }
  const behind = await viewsInTrouble(context, ['auth', ...needs])
  const down = behind.find(({ probe }) => probe.outcome !== 'degraded')
  const why = answerCause(problem, exchange)
  if (down !== undefined) return explained(context, down, exchange, why)
  const disagreement = disagreementCause(context, exchange)
  if (disagreement !== null) return disagreement
  const named = await callCause(context, exchange, why)
  return named.reason === null ? explained(context, behind[0], exchange, why) : named
}

/** A service that Looma calls ill while it answers us: the two views differ, the call did not fail. */
function disagreementCause(context: ItemContext, exchange: Exchange): Cause | null {
  if (exchange.call.operation !== looma.zervigoHealth.name) return null
  const witness = readWitness(exchange.json)
  const views = context.system.seen()
  const isHealthy = (id: ServiceId) =>
    views.some((view) => view.id === id && view.probe.outcome === 'healthy')
  const id = zervigoIds.find(
    (each) => witness?.services[each]?.healthy === false && isHealthy(each),
  )
  const claimed = id === undefined ? undefined : witness?.services[id]
  if (id === undefined || claimed === undefined) return null
  const words = claimed.error ?? claimed.status ?? '?'
  const generic = cause('VIEWS_DISAGREE', { detail: `${id}: probe up, Looma: ${words}` })
  const symptom = { kind: 'witness', service: id, claimed, isUp: true } as const
  return diagnose(generic, factsOf(context, symptom, {}, witness))
}

/** The trouble of a service behind the call, or the call's own. */
function explained(
  context: ItemContext,
  down: ServiceView | undefined,
  exchange: Exchange,
  why: Cause,
  needs: readonly ServiceId[] = [],
): Cause {
  const behind = down === undefined ? null : healthCause(down)
  if (down === undefined || behind === null) {
    return diagnose(why, factsOf(context, { kind: 'call', exchange, down: null, behind: needs }))
  }
  const own = diagnose(behind, factsOf(context, { kind: 'probe', view: down }))
  const facts = factsOf(context, { kind: 'call', exchange, down })
  // A token refused because nobody can check it says so; everything else is the service's trouble.
  const asCall = down.id === 'auth' ? diagnose(behind, facts) : own
  return asCall.reason === 'AUTH_DOWN' ? asCall : (slowChainOf(exchange, behind, facts) ?? own)
}

/** A Looma that waits for a hanging service is its own story. */
function slowChainOf(exchange: Exchange, behind: Cause, facts: Facts): Cause | null {
  if (exchange.call.service !== 'looma' || exchange.failure?.code !== 'timeout') return null
  const why = diagnose(behind, { ...facts, symptom: { kind: 'call', exchange, down: null } })
  return why.reason === 'SLOW_CHAIN' ? why : null
}

/** The cause of an answer that failed, after asking back what its words leave open. */
export async function callCause(
  context: ItemContext,
  exchange: Exchange,
  generic: Cause,
): Promise<Cause> {
  const symptom = { kind: 'call', exchange, down: null } as const
  const isTokenMatter = isRefusedToken(factsOf(context, symptom))
  const { answers, witness } = await inquireCall(context, exchange, isTokenMatter)
  return diagnose(generic, factsOf(context, symptom, answers, witness))
}

/** Of the given services, those that do not answer well right now. */
async function viewsInTrouble(
  context: ItemContext,
  services: readonly ServiceId[],
): Promise<ServiceView[]> {
  const views = await Promise.all(
    [...new Set(services)].map((service) => context.system.lookAgain(service)),
  )
  return views.filter((view) => healthCause(view) !== null)
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
  const answers = await inquireRefusal(context, permission)
  const isAllowed = permissionWordOf(answers.permission ?? null)
  const generic =
    isAllowed === false
      ? cause('NOT_ALLOWED', named)
      : unproven(unprovenDetail(answers, isAllowed, refusal))
  const symptom = { kind: 'refusal', exchange: refusal, permission } as const
  return diagnose(generic, factsOf(context, symptom, answers))
}

function unprovenDetail(
  answers: Partial<Answers>,
  isAllowed: boolean | null,
  { call, status }: Exchange,
): string {
  const { validate, permission } = answers
  if (isAllowed === true) return `auth says allowed, ${call.service} says HTTP ${status ?? '?'}`
  if (!validate) return 'no token'
  const word = tokenWordOf(validate)
  if (word?.state !== 'accepted') return `auth validate: ${word?.words ?? '?'}`
  if (!permission) return 'the user id is not known'
  const shape = judge(permission) === null ? 'neither yes nor no' : wordsOf(permission)
  return `auth permission: ${shape}`
}

/** Every service that stands behind the bulk and business calls of Looma. */
const behindLooma: Readonly<Record<string, readonly ServiceId[]>> = {
  'talent.sync': ['auth', 'resume'],
  'talent.matches': ['auth', 'resume', 'job'],
  'talent.ai-process': ['auth', 'ai'],
  'talent.chat': ['auth', 'ai'],
  'talent.sync-all': ['auth', 'resume'],
  'zervigo.health': zervigoIds,
}

/** The services without which Looma cannot answer this operation. */
export const needsOf = ({ name }: { name: string }): readonly ServiceId[] => behindLooma[name] ?? []
