import type { Cause } from '../../../shared/domain/checklist'
import type { OpsError } from '../../../shared/errors'
import { cause } from '../../diagnosis/causes'
import { diagnose } from '../../diagnosis/diagnose'
import { answerCause, summaryOf, transportCause } from '../../diagnosis/explain'
import type { Symptom } from '../../diagnosis/facts'
import { auth } from '../../zervigo/auth'
import { wrongType } from '../../zervigo/content-type'
import { judge } from '../../zervigo/judge'
import { readClaims } from '../../zervigo/token'
import type { Exchange } from '../../zervigo/exchange'
import { decode, mistypedCause } from '../ask'
import type { ItemCheck, ItemContext } from '../context'
import { notice, noteSkew, noteTokenPlace } from '../findings'
import { factsOf, garbageToken } from '../inquiry'
import { tampered } from '../tampering'
import { datumCause } from '../explained'
import { otherOwner } from '../token-owner'

/** `auth.jwt`: login, the token's own claims, validate, and three tokens that must be refused. */
export const jwt: ItemCheck = async (context) => {
  const token = await obtainToken(context)
  if (token === null) return
  const claims = readClaims(token)
  const isFresh = context.account !== null
  const claimsCause = (detail: string) =>
    diagnose(cause('TOKEN_BAD', { detail }), factsOf(context, { kind: 'claims', isFresh }))
  const wellFormed = context.observe.expect(
    'token.shape',
    claims !== null,
    'a JWT of three parts',
    claims === null ? 'not a JWT' : 'JWT',
    claimsCause('not a JWT'),
  )
  if (wellFormed) expectUnexpired(context, claims?.expiresAt ?? null, claimsCause)
  await expectAccepted(context, token, isFresh)
  await expectRefused(context, 'garbage', garbageToken)
  await expectRefused(context, 'tampered', tampered(token))
  await expectRefused(context, 'empty', '')
}

async function obtainToken(context: ItemContext): Promise<string | null> {
  const { account, tokens } = context
  if (account === null) {
    const pasted = tokens.current()
    if (pasted === null) {
      const why = cause('NO_CREDENTIALS')
      context.observe.unproven('login', 'an account or a token', 'neither', why)
      return null
    }
    context.note({
      code: 'login-not-tested',
      message: {
        zh: '本次运行使用粘贴的 token，没有检验登录接口',
        en: 'This run used a pasted token; the login endpoint was not checked',
      },
      detail: 'auth.jwt',
      diff: null,
    })
    return pasted
  }
  const exchange = await context.send(auth.login, account, { auth: 'none' })
  const mistyped = wrongType(exchange)
  const problem = exchange.failure ?? judge(exchange) ?? mistyped
  if (problem === null) return tokenFrom(context, exchange)
  const expected = 'success: true, token'
  if (problem.code === 'denied') {
    const facts = { permission: 'login', account: account.username, detail: problem.message }
    context.observe.denied('login', expected, summaryOf(exchange), cause('DENIAL_UNPROVEN', facts))
  } else if (problem === mistyped) {
    const why = mistypedCause(context, problem, exchange)
    context.observe.expect('login', false, 'application/json', problem.message, why)
  } else {
    const why = loginCause(account.username, problem, exchange)
    const cause = await specificCause(context, why, { kind: 'login', exchange })
    context.observe.expect('login', false, expected, summaryOf(exchange), cause)
  }
  return null
}

/** The failure mode behind a word of auth; who it is that answers there is looked at only now. */
async function specificCause(
  context: ItemContext,
  generic: Cause,
  symptom: Symptom & { exchange: Exchange },
): Promise<Cause> {
  await context.system.look('auth')
  const { failure } = symptom.exchange
  if (failure !== null && generic.code !== 'WRONG_STATUS' && failure.code !== 'malformed') {
    const call = { kind: 'call', exchange: symptom.exchange, down: null } as const
    return diagnose(generic, factsOf(context, call))
  }
  return diagnose(generic, factsOf(context, symptom))
}

/** A server in trouble says nothing about the account. */
function loginCause(account: string, problem: OpsError, exchange: Exchange): Cause {
  if (exchange.failure !== null) {
    return transportCause(exchange.failure, 'auth', exchange.call.url)
  }
  if (problem.code === 'upstream') return answerCause(problem, exchange)
  return cause('LOGIN_REFUSED', { account, detail: problem.message })
}

async function tokenFrom(context: ItemContext, exchange: Exchange): Promise<string | null> {
  const read = decode(auth.login, exchange)
  if (read.ok) {
    context.tokens.set(read.value.token)
    noteTokenPlace(context, exchange)
    noteSkew(context, readClaims(read.value.token))
  }
  const why = cause('WRONG_SHAPE', { detail: read.ok ? '' : read.problem })
  context.observe.expect(
    'login',
    read.ok,
    'success: true, token',
    read.ok ? 'token' : summaryOf(exchange),
    read.ok ? why : await specificCause(context, why, { kind: 'login', exchange }),
  )
  return read.ok ? read.value.token : null
}

function expectUnexpired(
  context: ItemContext,
  expiresAt: number | null,
  why: (detail: string) => Cause,
): void {
  const minutes = expiresAt === null ? null : Math.floor((expiresAt - Date.now()) / 60_000)
  const actual = minutes === null ? 'no exp' : `${minutes} min left`
  context.observe.expect(
    'token.exp',
    minutes !== null && minutes >= 0,
    'exp later than now',
    actual,
    why(actual),
  )
}

async function expectAccepted(
  context: ItemContext,
  token: string,
  isFresh: boolean,
): Promise<void> {
  const exchange = await context.send(auth.validate, { token }, { auth: 'none' })
  const problem = exchange.failure ?? judge(exchange)
  const mistyped = problem === null ? wrongType(exchange) : null
  if (mistyped !== null) {
    const why = mistypedCause(context, mistyped, exchange)
    context.observe.expect('validate.type', false, 'application/json', mistyped.message, why)
  }
  const read = problem === null ? decode(auth.validate, exchange) : null
  const isAccepted = read?.ok === true
  const why = validateCause(problem, read?.ok === false ? read.problem : '', exchange)
  context.observe.expect(
    'validate.accepts',
    isAccepted,
    'success: true',
    isAccepted ? 'success: true' : summaryOf(exchange),
    isAccepted ? why : await specificCause(context, why, { kind: 'validate', exchange, isFresh }),
  )
  if (read?.ok !== true) return
  const { user, permissions } = read.value
  const claims = readClaims(token)
  context.facts.userId = user.userId ?? claims?.userId ?? null
  context.facts.role = user.role ?? claims?.role ?? null
  context.facts.permissions = permissions ?? claims?.permissions ?? []
  if (permissions === null) notice(context, 'NO_PERMISSIONS_KEY', user.role ?? '?')
  // Success without saying whose token it is proves no check at all.
  context.observe.expect(
    'validate.user',
    user.userId !== null || user.username !== null,
    'the user of the token',
    user.username ?? user.userId ?? 'nobody',
    cause('WRONG_SHAPE', { detail: 'user: null' }),
  )
  expectOwner(context, exchange)
}

/** A login that hands out the token of somebody else has logged nobody in. */
function expectOwner(context: ItemContext, { json }: Exchange): void {
  const account = context.account?.username
  if (account === undefined) return
  const owner = otherOwner(account, json)
  const generic = cause('TOKEN_BAD', { detail: `${account} ≠ ${owner ?? ''}` })
  context.observe.expect(
    'validate.owner',
    owner === null,
    account,
    owner ?? account,
    datumCause(context, generic, { about: 'token-owner', account, owner: owner ?? account }),
  )
}

function validateCause(problem: OpsError | null, shape: string, exchange: Exchange): Cause {
  if (problem === null) return cause('WRONG_SHAPE', { detail: shape })
  if (exchange.failure !== null) {
    return transportCause(exchange.failure, 'auth', exchange.call.url)
  }
  if (problem.code === 'upstream') return answerCause(problem, exchange)
  return cause('TOKEN_REJECTED', { detail: problem.message })
}

const tokenKinds = {
  garbage: { zh: '垃圾 token', en: 'a garbage token' },
  tampered: { zh: '被篡改的 token', en: 'a tampered token' },
  empty: { zh: '空 token', en: 'an empty token' },
}

async function expectRefused(
  context: ItemContext,
  kind: keyof typeof tokenKinds,
  token: string,
): Promise<void> {
  const exchange = await context.send(auth.validate, { token }, { auth: 'none' })
  context.observe.expect(
    `validate.refuses-${kind}`,
    refuses(exchange),
    'success: false, or 4xx',
    summaryOf(exchange),
    diagnose(
      unrefusedCause(kind, exchange),
      factsOf(
        context,
        isTakenFor(exchange)
          ? { kind: 'accepted', token: kind }
          : { kind: 'call', exchange, down: null },
      ),
    ),
  )
}

/** True when the answer takes a bad token for a good one, rather than failing to answer. */
function isTakenFor(exchange: Exchange): boolean {
  return exchange.failure === null && judge(exchange) === null
}

/**
 * A refusal may be plain text with a 4xx (the real service answers 400 "Token is required"); a
 * crash, a foreign page and no answer at all are none.
 */
function refuses(exchange: Exchange): boolean {
  const { status, failure } = exchange
  if (status === null || status >= 500) return false
  if (status >= 400) return true
  return failure === null && judge(exchange) !== null
}

function unrefusedCause(kind: keyof typeof tokenKinds, exchange: Exchange): Cause {
  const { failure } = exchange
  if (failure !== null) return transportCause(failure, 'auth', exchange.call.url)
  const problem = judge(exchange)
  if (problem !== null) return answerCause(problem, exchange, '4xx')
  return { ...cause('BAD_TOKEN_ACCEPTED'), ...acceptedText(kind) }
}

function acceptedText(kind: keyof typeof tokenKinds) {
  const zh = cause('BAD_TOKEN_ACCEPTED', { kind: tokenKinds[kind].zh }).message.zh
  const en = cause('BAD_TOKEN_ACCEPTED', { kind: tokenKinds[kind].en }).message.en
  return { message: { zh, en } }
}
