import type { ServiceId } from '../../shared/domain/services'
import { noAnswers, type Answers, type Facts, type Symptom } from '../diagnosis/facts'
import { permissionWordOf, tokenWordOf, wordsOf } from '../diagnosis/answers'
import { mimetypeIn } from '../diagnosis/rules/behind'
import { serviceAt } from '../diagnosis/rules/wiring'
import { ai } from '../zervigo/ai'
import { auth, type RoleEntry } from '../zervigo/auth'
import type { Exchange } from '../zervigo/exchange'
import { readWitness, type WitnessView } from '../zervigo/health'
import { judge } from '../zervigo/judge'
import { looma } from '../zervigo/looma'
import { segment, type Operation } from '../zervigo/operation'
import { readClaims } from '../zervigo/token'
import type { ItemContext } from './context'

/** A token that is none; the same as `auth.jwt` tries. */
export const garbageToken = 'garbage.token.value'

/** Everything known so far about a symptom, with what asking back brought. */
export function factsOf(
  context: ItemContext,
  symptom: Symptom,
  answers: Partial<Answers> = {},
  witness: WitnessView | null = null,
): Facts {
  const { profile, facts, tokens, account } = context
  const token = tokens.current()
  return {
    symptom,
    profile,
    now: Date.now(),
    views: context.system.seen(),
    witness,
    claims: token === null ? null : readClaims(token),
    authClockMs: facts.authClockMs,
    answers: { ...noAnswers, ...answers },
    account: account?.username ?? facts.userId ?? '?',
    role: facts.role,
    resumeId: facts.resumeId,
    chatAnswer: facts.chatAnswer,
  }
}

/** Asks a question once a run; an item that comes later keeps the same exchange as evidence. */
async function once(
  context: ItemContext,
  question: string,
  ask: () => Promise<Exchange>,
): Promise<Exchange> {
  const { asked } = context.facts
  const known = asked.get(question)
  const asking = known ?? ask()
  if (known === undefined) asked.set(question, asking)
  const exchange = await asking
  context.recall(exchange)
  return exchange
}

/** Auth's own word on the token in use; null without a token. */
export async function askValidate(context: ItemContext): Promise<Exchange | null> {
  const token = context.tokens.current()
  if (token === null) return null
  // A renewed token, or one that ran out in between, is another question.
  const isOver = (readClaims(token)?.expiresAt ?? Infinity) <= Date.now()
  const question = `validate ${context.tokens.renewals()} ${isOver ? 'over' : ''}`
  return once(context, question, () => context.send(auth.validate, { token }, { auth: 'none' }))
}

/** Auth's word on a garbage token. */
export function askValidateGarbage(context: ItemContext): Promise<Exchange> {
  return once(context, 'validate garbage', () =>
    context.send(auth.validate, { token: garbageToken }, { auth: 'none' }),
  )
}

/**
 * Asks everyone who knows why a request was refused: auth about the token and the permission, then,
 * only when auth would allow it, the parts of Looma's own look-up.
 */
export async function inquireRefusal(
  context: ItemContext,
  permission: string,
): Promise<Partial<Answers>> {
  const validate = await askValidate(context)
  const token = context.tokens.current()
  const userId = context.facts.userId ?? (token === null ? null : readClaims(token)?.userId)
  if (tokenWordOf(validate)?.state !== 'accepted' || !userId) return { validate }
  const permissionAnswer = await once(context, `permission ${userId} ${permission}`, () =>
    context.send(auth.permission, { userId, permission }),
  )
  const answers = { validate, permission: permissionAnswer }
  if (permissionWordOf(permissionAnswer) !== true) return answers
  return { ...answers, ...(await inquireLookUp(context, userId)) }
}

async function inquireLookUp(context: ItemContext, userId: string): Promise<Partial<Answers>> {
  const lookUp = await once(context, `look-up ${userId}`, () =>
    context.request('auth', 'GET', `/api/users/${segment(userId)}/permissions`, bearer(context)),
  )
  const roles = await once(context, 'roles', () => context.send(auth.roles, undefined))
  const { role } = context.facts
  const ofRole =
    role === null
      ? null
      : await once(context, `role ${role}`, () => context.send(auth.permissions, { role }))
  return {
    lookUp,
    roles: valueOf<void, RoleEntry[]>(auth.roles, roles),
    ofRole: ofRole === null ? null : (valueOf(auth.permissions, ofRole)?.permissions ?? null),
    userInfo: await askUserInfo(context),
    garbageAtLooma: await askGarbageAtLooma(context),
  }
}

/** Who the AI service says the token belongs to: the one place that reads auth's `id` (UPSTREAM 3.3). */
export function askUserInfo(context: ItemContext): Promise<Exchange> {
  return once(context, `user-info ${context.tokens.renewals()}`, () =>
    context.send(ai.userInfo, undefined, bearer(context)),
  )
}

function askGarbageAtLooma(context: ItemContext): Promise<Exchange> {
  return once(context, 'garbage at looma', () =>
    context.send(looma.matches, { id: context.talentId }, garbage),
  )
}

const garbage = { auth: { authorization: `Bearer ${garbageToken}` } }

/** The token as a plain header: a refusal here must not log in again. */
function bearer({ tokens }: ItemContext) {
  const token = tokens.current()
  return { auth: token === null ? ('none' as const) : { authorization: `Bearer ${token}` } }
}

/** What Looma says about the six right now; null when it does not say. */
export async function askWitness(context: ItemContext): Promise<WitnessView | null> {
  const exchange = await once(context, 'witness', () =>
    context.send(looma.zervigoHealth, undefined),
  )
  return readWitness(exchange.json)
}

/** A plain GET of the address that Looma could not use, where it is one of the profile's. */
export async function askBehind(context: ItemContext, words: string): Promise<Exchange | null> {
  const found = mimetypeIn(words)
  const facts = factsOf(context, { kind: 'flags', success: null, nested: false })
  const service: ServiceId | null = found === null ? null : serviceAt(facts, found.url)
  if (found === null || service === null) return null
  const { pathname } = new URL(found.url)
  return once(context, `behind ${found.url}`, () =>
    context.request(service, 'GET', pathname, bearer(context)),
  )
}

/** Finds out about a failed call what its own words leave open. */
export async function inquireCall(
  context: ItemContext,
  exchange: Exchange,
  isTokenMatter: boolean,
): Promise<{ answers: Partial<Answers>; witness: WitnessView | null }> {
  const { service } = exchange.call
  if (isTokenMatter && service !== 'auth') {
    const validate = await askValidate(context)
    const isAtLooma = service === 'looma' && exchange.status === 401
    const isGood = tokenWordOf(validate)?.state === 'accepted'
    const isAi = service === 'ai' || /ai-process|chat/.test(exchange.call.operation)
    if (isGood && isAi) await context.system.look('ai')
    return {
      answers: {
        validate,
        userInfo: isGood && isAi ? await askUserInfo(context) : null,
      },
      witness: isGood && isAtLooma ? await askWitness(context) : null,
    }
  }
  if (service !== 'looma' || exchange.failure !== null) return { answers: {}, witness: null }
  return { answers: { behind: await askBehind(context, wordsOf(exchange)) }, witness: null }
}

function valueOf<A, T>(operation: Operation<A, T>, exchange: Exchange): T | null {
  if (judge(exchange) !== null) return null
  try {
    return operation.decode(exchange.json, exchange)
  } catch {
    return null
  }
}
