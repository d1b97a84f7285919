import type { Cause } from '../../shared/domain/checklist'
import type { Profile } from '../../shared/domain/profile'
import type { Credentials } from '../../shared/domain/session'
import { OpsError } from '../../shared/errors'
import { cause } from '../diagnosis/causes'
import { answerCause, transportCause } from '../diagnosis/explain'
import { profileOrigins } from '../zervigo/address'
import { auth } from '../zervigo/auth'
import type { Client } from '../zervigo/client'
import type { Exchange } from '../zervigo/exchange'
import { judge } from '../zervigo/judge'
import type { Operation } from '../zervigo/operation'
import type { Secrets } from '../zervigo/secrets'
import { readClaims, type TokenSource } from '../zervigo/token'

/** The token of one account, given to the profile's own origins and never renewed. */
export interface AccountTokens extends TokenSource {
  set(token: string): void
}

/** Makes an empty holder: an account that is refused must show as refused, not log in again. */
export function createAccountTokens(profile: Profile): AccountTokens {
  const origins = profileOrigins(profile)
  let token: string | null = null
  return {
    set: (value) => {
      token = value
    },
    tokenFor: (origin) => (origins.has(origin) ? token : null),
    renew: () => Promise.resolve(false),
  }
}

/** Who an account is, or why it could not be found out. */
export type LoginOutcome = { ok: true; role: string | null } | { ok: false; why: Cause }

/** Logs an account in, has its token confirmed and learns its role. */
export async function logIn(
  client: Client,
  tokens: AccountTokens,
  account: Credentials,
  { secrets, signal }: { secrets: Secrets; signal: AbortSignal },
): Promise<LoginOutcome> {
  const options = { auth: 'none', signal } as const
  const answer = await client.exchange(auth.login, account, options)
  const problem = judge(answer)
  if (problem !== null) return { ok: false, why: loginCause(account.username, problem, answer) }
  const login = read(auth.login, answer)
  if (!login.ok) return { ok: false, why: cause('WRONG_SHAPE', { detail: login.problem }) }
  const { token, user } = login.value
  secrets.add(token)
  tokens.set(token)
  const validated = await client.exchange(auth.validate, { token }, options)
  const refusal = judge(validated)
  if (refusal !== null && isRejection(refusal, validated)) {
    return { ok: false, why: cause('TOKEN_REJECTED', { detail: refusal.message }) }
  }
  // Some issuers have no such endpoint; what the login said about the account still stands.
  const confirmed = refusal === null ? read(auth.validate, validated) : null
  const confirmedRole = confirmed?.ok === true ? confirmed.value.user.role : null
  return { ok: true, role: confirmedRole ?? user.role ?? readClaims(token)?.role ?? null }
}

/** A server in trouble says nothing about the account. */
function loginCause(account: string, problem: OpsError, exchange: Exchange): Cause {
  if (exchange.failure !== null) {
    return transportCause(exchange.failure, 'auth', exchange.call.url)
  }
  if (problem.code === 'upstream') return answerCause(problem, exchange)
  return cause('LOGIN_REFUSED', { account, detail: problem.message })
}

function isRejection(problem: OpsError, { status, failure }: Exchange): boolean {
  if (failure !== null || status === null) return false
  return ['unauthorized', 'denied'].includes(problem.code) || status < 300
}

function read<A, T>(
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
