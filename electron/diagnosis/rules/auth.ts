import type { CauseFact } from '../../../shared/domain/checklist'
import { auth } from '../../zervigo/auth'
import { serverCode } from '../../zervigo/judge'
import type { TokenClaims } from '../../zervigo/token'
import { wordsOf, tokenWordOf } from '../answers'
import type { Facts } from '../facts'
import { exchangeOf, isRefusedToken, isUp, refusedTokenOf, startOf, viewOf } from '../observed'
import { fact, text, type Rule } from '../rule'
import { serviceOfName } from '../../process/identity'

/** Clocks that differ by less never matter: tokens live for hours. */
const skewMs = 60_000

const iso = (ms: number) => new Date(ms).toISOString()

function timesOf({ claims, now, authClockMs }: Facts): CauseFact[] {
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

function isFresh({ symptom }: Facts): boolean {
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

const otherDatabase: Rule = {
  reason: 'TOKEN_OF_OTHER_DATABASE',
  message: text(
    'token 的签名有效，但认证服务的数据库里没有这个用户（{user}）',
    'The token verifies, but auth’s database has no such user ({user})',
  ),
  hint: text(
    'token 来自另一个数据库或另一个签发方：在 {auth} 重新登录。',
    'The token comes from another database or issuer: log in at {auth}.',
  ),
  match(facts) {
    const word = refusedTokenOf(facts)
    if (word?.state !== 'refused' || word.code !== 'USER_NOT_FOUND') return null
    const { claims, profile } = facts
    const user = claims?.username ?? claims?.userId ?? '?'
    return {
      confidence: 'proven',
      facts: [fact('user', user), fact('validate', `${word.code}: ${word.words}`)],
      words: { auth: profile.zervigo.auth.url },
      action: { kind: 'log-in' },
    }
  },
}

/** The name on the auth address, where it is not auth's own. */
function strangerAtAuth(facts: Facts): string | null {
  const view = viewOf(facts, 'auth')
  if (view === null) return null
  if (view.reportedName !== null) {
    return serviceOfName(view.reportedName) === 'auth' ? null : view.reportedName
  }
  return view.probe.detail?.startsWith('basic-server') === true ? 'basic-server' : null
}

const wrongIssuer: Rule = {
  reason: 'AUTH_WRONG_ISSUER',
  message: text(
    '认证地址 {url} 上是 {name}，它不是统一认证服务',
    'The auth address {url} is answered by {name}, which is not the unified auth service',
  ),
  hint: text(
    '把认证地址改为统一认证服务（指南为 8207），Looma 的 ZERVIGO_AUTH_URL 同样修改。',
    'Point the profile, and Looma’s ZERVIGO_AUTH_URL, to the unified auth service (8207 in the guide).',
  ),
  match(facts) {
    const { symptom, profile } = facts
    const exchange = exchangeOf(facts)
    const isAuthMatter =
      symptom.kind === 'login' ||
      symptom.kind === 'validate' ||
      symptom.kind === 'accepted' ||
      isRefusedToken(facts) ||
      exchange?.call.service === 'auth'
    const name = strangerAtAuth(facts)
    if (name === null || !isAuthMatter) return null
    const { url } = profile.zervigo.auth
    return {
      confidence: 'proven',
      facts: [fact('service', 'auth'), fact('url', url), fact('name', name)],
      action: { kind: 'open-settings' },
    }
  },
}

const issuerAtLooma: Rule = {
  reason: 'AUTH_WRONG_ISSUER',
  message: text(
    'Looma 使用的认证地址不是统一认证服务：它报告的状态是 {status}',
    'The auth address Looma uses is not the unified auth service: it reports status {status}',
  ),
  hint: text(
    '设置 ZERVIGO_AUTH_URL 后重启 Looma；7520 上的 basic-server 没有 validate。',
    'Set ZERVIGO_AUTH_URL and restart Looma; the basic-server on 7520 has no validate.',
  ),
  match(facts) {
    const entry = facts.witness?.services.auth
    const isAccepted = refusedTokenOf(facts)?.state === 'accepted'
    // Of all programs only basic-server gives a boolean for its status.
    if (!isRefusedToken(facts) || !isAccepted || entry?.status !== 'true') return null
    const command = `export ZERVIGO_AUTH_URL=${facts.profile.zervigo.auth.url}`
    return {
      confidence: 'likely',
      facts: [fact('service', 'auth'), fact('status', entry.status)],
      action: { kind: 'command', command },
    }
  },
}

const validateMissing: Rule = {
  reason: 'VALIDATE_MISSING',
  message: text(
    '认证服务没有验证接口：{endpoint} → {answer}',
    'The auth service has no validate endpoint: {endpoint} → {answer}',
  ),
  hint: text(
    '正确路径是 /api/v1/auth/validate（不是 verify）：核对认证服务的版本与地址。',
    'The path is /api/v1/auth/validate, not verify: check version and address of the auth service.',
  ),
  match(facts) {
    const word = refusedTokenOf(facts)
    const asked =
      facts.symptom.kind === 'validate' ? facts.symptom.exchange : facts.answers.validate
    if (word?.state !== 'missing' || asked === null) return null
    const { method, url } = asked.call
    return {
      confidence: 'proven',
      facts: [
        fact('service', 'auth'),
        fact('endpoint', `${method} ${new URL(url).pathname}`),
        fact('answer', `HTTP ${asked.status ?? '-'}`),
      ],
    }
  },
}

const checkMissing: Rule = {
  reason: 'PERMISSION_PATH',
  message: text(
    '认证服务没有权限检查接口：{endpoint} → HTTP {status}',
    'The auth service has no endpoint to check a permission: {endpoint} → HTTP {status}',
  ),
  hint: text(
    '需要改代码或升级：统一认证服务应提供 /api/v1/auth/permission；先核对认证服务的版本与地址。',
    'Needs a code change or an upgrade: the unified auth service offers /api/v1/auth/permission; check its version and address first.',
  ),
  match({ symptom }) {
    if (symptom.kind !== 'call' || symptom.exchange.call.operation !== auth.permission.name) {
      return null
    }
    const { exchange } = symptom
    const { status, call } = exchange
    const isMissing = status === 404 || status === 405 || status === 501
    // Of a user that is not there, an auth that has the endpoint says so.
    if (!isMissing || /user|用户/i.test(wordsOf(exchange))) return null
    return {
      confidence: 'proven',
      facts: [
        fact('service', 'auth'),
        fact('endpoint', `${call.method} ${new URL(call.url).pathname}`),
        fact('status', String(status)),
      ],
      action: { kind: 'open-permissions' },
    }
  },
}

const authDown: Rule = {
  reason: 'AUTH_DOWN',
  message: text(
    '{caller} 拒绝了 token，因为它问不到认证服务：{detail}',
    '{caller} refused the token because the auth service does not answer: {detail}',
  ),
  hint: text(
    'token 本身可能没有问题：先启动认证服务，再运行。',
    'The token itself may be fine: start the auth service first, then run again.',
  ),
  match(facts) {
    const exchange = exchangeOf(facts)
    if (exchange === null || exchange.call.service === 'auth') return null
    if (!isRefusedToken(facts) && facts.symptom.kind !== 'refusal') return null
    const view = viewOf(facts, 'auth')
    const silent = refusedTokenOf(facts)?.state === 'silent'
    const isDown = view !== null && !isUp(view) && view.probe.fault !== 'identity'
    if (!silent && !isDown) return null
    const detail = view?.probe.detail ?? tokenWordOf(facts.answers.validate)?.words ?? '?'
    return {
      // A 403 was decided while auth still answered; only a 401 follows from its silence.
      confidence: isRefusedToken(facts) ? 'proven' : 'likely',
      facts: [
        fact('service', 'auth'),
        fact('refusal', `HTTP ${exchange.status ?? '-'} ${wordsOf(exchange)}`),
        fact('detail', detail),
      ],
      words: { caller: exchange.call.service },
      action: startOf(facts.profile, 'auth'),
    }
  },
}

const secretChanged: Rule = {
  reason: 'SECRET_CHANGED',
  message: text(
    '认证服务拒绝一个由它签发、尚未过期的 token：{answer}',
    'The auth service refuses a token of its own that has not expired: {answer}',
  ),
  hint: text(
    '签名密钥可能在重启后改变了（JWT_SECRET），或签发与验证用了不同的密钥：统一密钥后重新登录。',
    'Its signing secret (JWT_SECRET) may have changed at a restart, or issuing and verifying use two: use one, then log in again.',
  ),
  match(facts) {
    const word = refusedTokenOf(facts)
    if (word?.state !== 'refused' || facts.claims === null) return null
    return {
      confidence: isFresh(facts) ? 'proven' : 'likely',
      facts: [fact('answer', `${word.code ?? ''} ${word.words}`), ...timesOf(facts)],
      action: { kind: 'log-in' },
    }
  },
}

const format: Rule = {
  reason: 'AUTH_FORMAT',
  message: text(
    'Authorization 头的格式不被接受：{answer}',
    'The form of the Authorization header is not accepted: {answer}',
  ),
  hint: text(
    '应为 Bearer <token>：首字母大写，一个空格，不带引号和换行。',
    'It must be Bearer <token>: capital B, one space, no quotes, no newline.',
  ),
  match(facts) {
    const exchange = exchangeOf(facts)
    const code = exchange === null ? null : serverCode(exchange.json)
    if (exchange === null || facts.symptom.kind === 'unrefused') return null
    if (code === null || !/^INVALID_AUTH_(?:FORMAT|HEADER)$/.test(code)) return null
    return { confidence: 'proven', facts: [fact('answer', `${code} ${wordsOf(exchange)}`)] }
  },
}

/** Tokens that are refused, and why (UPSTREAM 1.3, 1.5, 2.6, 7). */
export const tokenRules: readonly Rule[] = [
  format,
  clockSkew,
  expired,
  notYetValid,
  notJwt,
  authDown,
  wrongIssuer,
  validateMissing,
  checkMissing,
  otherDatabase,
  secretChanged,
  issuerAtLooma,
]
