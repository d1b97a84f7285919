import type { Profile } from '../../shared/domain/profile'
import { noSession, type Credentials, type Session } from '../../shared/domain/session'
import { OpsError } from '../../shared/errors'
import { profileOrigins } from '../zervigo/address'
import { createAlarm } from '../zervigo/alarm'
import { auth, type AuthIdentity } from '../zervigo/auth'
import type { Client } from '../zervigo/client'
import type { Exchange } from '../zervigo/exchange'
import { judge } from '../zervigo/judge'
import type { Secrets } from '../zervigo/secrets'
import { cleanToken, readClaims, type TokenClaims, type TokenSource } from '../zervigo/token'

/** The only holder of the token and, for renewal, of the password; both live in memory only. */
export interface SessionFeature {
  tokens: TokenSource
  /** Gives the client after both exist: each needs the other. */
  bind(client: Client): void
  current(): Session
  login(credentials: Credentials, signal?: AbortSignal): Promise<Session>
  useToken(raw: string): Promise<Session>
  renew(): Promise<Session>
  logout(): Promise<Session>
  /** For checks that tamper with it; never leaves main. */
  rawToken(): string | null
  /** For a run that logs in by itself; null for a pasted token. Never leaves main. */
  credentials(): Credentials | null
}

/** What the session needs. */
export interface SessionDeps {
  profile: Profile
  secrets: Secrets
  now: () => number
  onChange(session: Session): void
}

interface Held {
  token: string
  /** Null for a pasted token. */
  credentials: Credentials | null
  session: Session
}

/** Server codes of a login that are the server's own trouble, not the account's. */
const serverFaults = new Set(['TOKEN_ERROR', 'PERMISSION_ERROR', 'INTERNAL_ERROR'])
/** `Date` headers carry whole seconds and the answer takes a while. */
const noticeableSkewMs = 2_000

/** Makes the session of one profile; nobody is logged in. */
export function createSession(deps: SessionDeps): SessionFeature {
  const { profile, secrets, now } = deps
  const origins = profileOrigins(profile)
  const issuer = new URL(profile.zervigo.auth.url).origin
  const alarm = createAlarm(now)
  let client: Client | null = null
  let held: Held | null = null
  /** Grows with every login, logout and pasted token, so that a late answer changes nothing. */
  let generation = 0
  let renewal: Promise<boolean> | null = null

  const bound = (): Client => {
    if (client === null) throw new OpsError('internal', 'the session has no client')
    return client
  }
  const current = (): Session => held?.session ?? noSession

  function adopt(next: Held | null): Session {
    held = next
    alarm.clear()
    const { expiresAt, clockSkewMs } = next?.session ?? noSession
    if (next !== null && expiresAt !== null) {
      alarm.set(expiresAt + (clockSkewMs ?? 0), () => expire(next))
    }
    deps.onChange(current())
    return current()
  }

  function expire(expired: Held): void {
    if (held !== expired || expired.session.state === 'expired') return
    expired.session = { ...expired.session, state: 'expired' }
    deps.onChange(current())
  }

  function guard(started: number): void {
    if (started !== generation) throw new OpsError('aborted', 'the session changed meanwhile')
  }

  async function obtain(credentials: Credentials, signal?: AbortSignal): Promise<Held> {
    secrets.add(credentials.password)
    const exchange = await bound().exchange(auth.login, credentials, {
      auth: 'none',
      ...(signal === undefined ? {} : { signal }),
    })
    const problem = judge(exchange)
    if (problem !== null) throw loginError(problem, secrets)
    const answer = auth.login.decode(exchange.json, exchange)
    secrets.add(answer.token)
    const session = await describe(answer.token, answer, skewOf(exchange, now()))
    return {
      token: answer.token,
      credentials,
      session: {
        ...session,
        username: session.username ?? credentials.username,
        renewable: true,
        source: 'password',
      },
    }
  }

  /** Joins what the answer, the claims and, as a last resort, the role say. */
  async function describe(
    token: string,
    { user, permissions }: AuthIdentity,
    clockSkewMs: number | null,
  ): Promise<Session> {
    const claims = readClaims(token)
    const role = user.role ?? claims?.role ?? null
    const granted = permissions ?? (await grantedTo(claims, role))
    return {
      state: isExpired(claims, clockSkewMs) ? 'expired' : 'active',
      username: user.username ?? claims?.username ?? null,
      userId: user.userId ?? claims?.userId ?? null,
      role,
      permissions: granted,
      wildcard: granted.includes('*'),
      issuedAt: claims?.issuedAt ?? null,
      expiresAt: claims?.expiresAt ?? null,
      clockSkewMs,
      renewable: false,
      source: 'token',
      issuer,
    }
  }

  async function grantedTo(claims: TokenClaims | null, role: string | null): Promise<string[]> {
    if (claims !== null && claims.permissions.length > 0) return claims.permissions
    if (role === null) return []
    try {
      return (await bound().call(auth.permissions, { role })).value.permissions
    } catch (error) {
      // Nice to know, not needed: a login does not fail because a role cannot be looked up.
      if (error instanceof OpsError) return []
      throw error
    }
  }

  function isExpired(claims: TokenClaims | null, clockSkewMs: number | null): boolean {
    const expiresAt = claims?.expiresAt ?? null
    return expiresAt !== null && now() >= expiresAt + (clockSkewMs ?? 0)
  }

  async function login(credentials: Credentials, signal?: AbortSignal): Promise<Session> {
    const started = ++generation
    const next = await obtain(credentials, signal)
    guard(started)
    return adopt(next)
  }

  async function useToken(raw: string): Promise<Session> {
    const started = ++generation
    secrets.add(raw.trim())
    const token = cleanToken(raw)
    secrets.add(token)
    const claims = readClaims(token)
    if (isExpired(claims, current().clockSkewMs)) {
      const expiredAt = new Date(claims?.expiresAt ?? 0).toISOString()
      throw new OpsError('expired', `the token expired at ${expiredAt}`, { facts: { expiredAt } })
    }
    const exchange = await bound().exchange(auth.validate, { token }, { auth: 'none' })
    const problem = judge(exchange)
    if (problem !== null) throw validateError(problem, exchange, secrets)
    const identity = auth.validate.decode(exchange.json, exchange)
    const session = await describe(token, identity, skewOf(exchange, now()))
    guard(started)
    return adopt({ token, credentials: null, session })
  }

  /** One login for all who ask; true when a different token is held afterwards. */
  function renewOnce(): Promise<boolean> {
    renewal ??= renewNow().finally(() => {
      renewal = null
    })
    return renewal
  }

  async function renewNow(): Promise<boolean> {
    const started = generation
    const before = held
    if (before === null || before.credentials === null) return false
    try {
      const next = await obtain(before.credentials)
      guard(started)
      adopt(next)
      return next.token !== before.token
    } catch (error) {
      // A refused password stays refused; asking again on every 401 could lock the account.
      const isRefused = error instanceof OpsError && error.code === 'credentials'
      if (isRefused && started === generation) adopt(lapsed(before))
      throw error
    }
  }

  const tokens: TokenSource = {
    tokenFor: (origin) => (held !== null && origins.has(origin) ? held.token : null),
    async renew(staleToken, signal) {
      if (held === null || signal?.aborted === true) return false
      if (held.token !== staleToken) return true
      return renewOnce()
    },
  }

  return {
    tokens,
    bind(next) {
      client = next
    },
    current,
    login,
    useToken,
    async renew() {
      if (held === null) throw new OpsError('session', 'nobody is logged in')
      if (held.credentials === null) {
        throw new OpsError('unsupported', 'only a login with a password can be renewed')
      }
      await renewOnce()
      return current()
    },
    logout() {
      generation += 1
      return Promise.resolve(adopt(null))
    },
    rawToken: () => held?.token ?? null,
    credentials: () => held?.credentials ?? null,
  }
}

function lapsed(before: Held): Held {
  const session: Session = { ...before.session, state: 'expired', renewable: false }
  return { token: before.token, credentials: null, session }
}

function skewOf(exchange: Exchange, at: number): number | null {
  const serverAt = Date.parse(exchange.headers.date ?? '')
  if (Number.isNaN(serverAt)) return null
  const skewMs = at - serverAt
  return Math.abs(skewMs) < noticeableSkewMs ? 0 : skewMs
}

/** A refused login is about the account unless the server says that it is about itself. */
function loginError(problem: OpsError, secrets: Secrets): OpsError {
  const { code, facts, callId } = problem
  const errorCode = facts.code === undefined ? null : String(facts.code)
  const isAccount =
    ['unauthorized', 'denied', 'refused'].includes(code) ||
    (code === 'missing' && errorCode !== null && errorCode !== 'NOT_FOUND')
  const isServer = errorCode !== null && serverFaults.has(errorCode)
  return new OpsError(
    isAccount && !isServer ? 'credentials' : code,
    secrets.mask(problem.message),
    {
      facts: { ...facts, ...(errorCode === null ? {} : { errorCode }) },
      callId,
      cause: problem,
    },
  )
}

function validateError(problem: OpsError, exchange: Exchange, secrets: Secrets): OpsError {
  const { facts, callId } = problem
  const isAnswer = exchange.failure === null || exchange.failure.code === 'malformed'
  const isRefused =
    isAnswer &&
    (['unauthorized', 'denied', 'refused', 'invalid'].includes(problem.code) ||
      (problem.code === 'missing' && exchange.status === 200))
  const code = isRefused ? 'unauthorized' : problem.code
  return new OpsError(code, secrets.mask(problem.message), { facts, callId, cause: problem })
}
