import { serviceOfName } from '../../process/identity'
import { auth } from '../../zervigo/auth'
import { tokenWordOf, wordsOf } from '../answers'
import type { Facts } from '../facts'
import { exchangeOf, isRefusedToken, isUp, refusedTokenOf, startOf, viewOf } from '../observed'
import { fact, text, type Rule } from '../rule'

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

/** Auth takes the token; the auth that Looma asks is another program. */
export const issuerAtLooma: Rule = {
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

/** What is wrong with the auth service itself, before any token is judged. */
export const authServiceRules: readonly Rule[] = [
  authDown,
  wrongIssuer,
  validateMissing,
  checkMissing,
]
