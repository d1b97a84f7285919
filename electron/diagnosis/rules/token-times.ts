import type { CauseFact } from '../../../shared/domain/checklist'
import type { TokenClaims } from '../../zervigo/token'
import type { Facts } from '../facts'
import { isRefusedToken, refusedTokenOf } from '../observed'
import { fact, text, type Rule } from '../rule'

/** Clocks that differ by less never matter: tokens live for hours. */
const skewMs = 60_000

const iso = (ms: number) => new Date(ms).toISOString()

/** What the token and the clocks say of its time. */
export function timesOf({ claims, now, authClockMs }: Facts): CauseFact[] {
  const times = [
    ['iat', claims?.issuedAt ?? null],
    ['nbf', claims?.notBefore ?? null],
    ['exp', claims?.expiresAt ?? null],
  ] as const
  return [
    ...times.flatMap(([name, at]) => (at === null ? [] : [fact(name, iso(at))])),
    fact('local clock', iso(now)),
    ...(authClockMs === null ? [] : [fact('auth clock', iso(now + authClockMs))]),
  ]
}

/** Minutes by which a fresh token’s issue time and this machine disagree; null when unknown. */
export function skewOf(
  claims: Partial<Pick<TokenClaims, 'issuedAt' | 'notBefore'>> | null,
  now: number,
): number | null {
  const at = claims?.issuedAt ?? claims?.notBefore ?? null
  return at === null || Math.abs(at - now) <= skewMs ? null : Math.round((at - now) / 60_000)
}

/** True when the token was just issued, so that age explains nothing. */
export function isFresh({ symptom }: Facts): boolean {
  return 'isFresh' in symptom && symptom.isFresh
}

const clockSkew: Rule = {
  reason: 'CLOCK_SKEW',
  message: text(
    '认证服务与本机的时钟相差 {minutes} 分钟，token 因此不可用',
    'The clocks of the auth service and this machine are {minutes} minutes apart, so the token is of no use',
  ),
  hint: text('校准两侧的时钟（NTP），然后重新登录。', 'Set both clocks (NTP), then log in again.'),
  match(facts) {
    const { claims, now, authClockMs } = facts
    // The clock of auth itself says more than the times it wrote into a token.
    if (authClockMs !== null && Math.abs(authClockMs) <= skewMs) return null
    const word = refusedTokenOf(facts)
    const minutes = skewOf(claims, now)
    const isEarly = (claims?.notBefore ?? 0) > now + skewMs
    // Auth takes its own token as it reads its own clock; another verifier finds it too early.
    const isEarlyElsewhere = isRefusedToken(facts) && word?.state === 'accepted' && isEarly
    const isUseless = facts.symptom.kind === 'claims' || word?.state === 'refused'
    if (minutes === null || !(isEarlyElsewhere || (isFresh(facts) && isUseless))) return null
    const words = { minutes: Math.abs(minutes) }
    return {
      confidence: 'proven',
      facts: [fact('minutes', String(minutes)), ...timesOf(facts)],
      words,
    }
  },
}

const expired: Rule = {
  reason: 'TOKEN_EXPIRED',
  message: text('token 已于 {exp} 过期', 'The token expired at {exp}'),
  hint: text(
    '重新登录取得新的 token。（过期的 token 在 Looma 上会得到 403 而不是 401。）',
    'Log in again for a new token. (Looma answers an expired one with 403, not 401.)',
  ),
  match(facts) {
    const { claims, now, symptom } = facts
    const at = claims?.expiresAt ?? null
    const isRefused = symptom.kind === 'claims' || refusedTokenOf(facts)?.state === 'refused'
    if (at === null || at > now || !isRefused) return null
    const facts_ = timesOf(facts)
    return { confidence: 'proven', facts: facts_, action: { kind: 'log-in' } }
  },
}

const notYetValid: Rule = {
  reason: 'TOKEN_NOT_YET_VALID',
  message: text('token 要到 {nbf} 才生效', 'The token is not valid before {nbf}'),
  hint: text(
    '等到该时间，或校准签发方与本机的时钟。',
    'Wait until then, or set the clocks of the issuer and of this machine.',
  ),
  match(facts) {
    const { claims, now } = facts
    const at = claims?.notBefore ?? null
    if (at === null || at <= now || refusedTokenOf(facts)?.state !== 'refused') return null
    return { confidence: 'proven', facts: timesOf(facts), action: { kind: 'log-in' } }
  },
}

const notJwt: Rule = {
  reason: 'TOKEN_NOT_A_JWT',
  match: ({ symptom, claims }) =>
    symptom.kind === 'claims' && claims === null
      ? { confidence: 'proven', facts: [], action: { kind: 'log-in' } }
      : null,
}

/** What a token says of itself that makes it useless, whoever is asked. */
export const tokenTimeRules: readonly Rule[] = [clockSkew, expired, notYetValid, notJwt]
