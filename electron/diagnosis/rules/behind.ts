import { zervigoIds, type ServiceId } from '../../../shared/domain/services'
import { serverCode } from '../../zervigo/judge'
import { tokenWordOf, wordsOf } from '../answers'
import type { Facts } from '../facts'
import { exchangeOf, isRefusedToken, repairOf, viewOf } from '../observed'
import { fact, text, type Rule } from '../rule'
import { serviceAt } from './wiring'

/** Looma's own words about a failed business call; null when the symptom is another. */
function loomaWords(facts: Facts): string | null {
  const exchange = exchangeOf(facts)
  if (facts.symptom.kind !== 'call' || exchange?.call.service !== 'looma') return null
  if (exchange.failure !== null) return null
  return wordsOf(exchange)
}

/** The address and content type in Looma's sentence about an answer that was no JSON. */
export function mimetypeIn(words: string): { url: string; type: string } | null {
  const found = /unexpected mimetype: ([^']*)'.*url=URL\('([^']+)'\)/.exec(words)
  return found?.[2] === undefined ? null : { type: found[1] ?? '', url: found[2] }
}

const pathMissing: Rule = {
  reason: 'PATH_MISSING_BEHIND_LOOMA',
  message: text(
    'Looma 调用的接口不存在：{endpoint}（{service} 回答 {answer}）',
    'The endpoint Looma calls does not exist: {endpoint} ({service} answers {answer})',
  ),
  hint: text(
    '需要改代码：{service} 没有这个路径，Looma 与它的接口版本不一致；改配置没有用。',
    'Needs a code change: {service} has no such path, Looma speaks another version of its API; no configuration helps.',
  ),
  match(facts) {
    const words = loomaWords(facts)
    const found = words === null ? null : mimetypeIn(words)
    if (found === null) return null
    const { behind } = facts.answers
    const isHtml = found.type.startsWith('text/html')
    if (isHtml && behind?.status !== 404) return null
    const service = serviceAt(facts, found.url) ?? '?'
    return {
      confidence: behind?.status === 404 ? 'proven' : 'likely',
      facts: [
        fact('service', service),
        fact('endpoint', found.url),
        fact('answer', behind === null ? found.type : `HTTP ${behind.status ?? '-'}`),
        fact('looma', words),
      ],
    }
  },
}

const pageBehind: Rule = {
  reason: 'HTML_PAGE',
  message: text(
    'Looma 从 {endpoint} 得到一个网页，而不是 {service} 的回答',
    'Looma got a web page from {endpoint} instead of an answer of {service}',
  ),
  hint: text('核对该地址与端口。', 'Check that address and port.'),
  match(facts) {
    const words =
      facts.symptom.kind === 'witness' ? facts.symptom.claimed?.error : loomaWords(facts)
    const found = mimetypeIn(words ?? '')
    if (found === null || !found.type.startsWith('text/html')) return null
    const service = serviceAt(facts, found.url) ?? '?'
    return {
      confidence: 'proven',
      facts: [fact('service', service), fact('endpoint', found.url)],
      action: { kind: 'open-settings' },
    }
  },
}

const methodMissing: Rule = {
  reason: 'METHOD_MISSING',
  message: text(
    'Looma 的代码调用了不存在的方法 {method}',
    'Looma’s code calls a method that does not exist: {method}',
  ),
  hint: text(
    '需要改代码：Looma 的 {object} 没有 {method}；改配置没有用。',
    'Needs a code change: Looma’s {object} has no {method}; no configuration helps.',
  ),
  match(facts) {
    const words = loomaWords(facts)
    const found = /'(\w+)' object has no attribute '(\w+)'/.exec(words ?? '')
    if (words === null || found === null) return null
    return {
      confidence: 'proven',
      facts: [
        fact('object', found[1]),
        fact('method', found[2]),
        fact('service', 'looma'),
        fact('looma', words),
      ],
      action: { kind: 'open-log', service: 'looma' },
    }
  },
}

const notSynced: Rule = {
  reason: 'NOT_SYNCED_STUB',
  message: text(
    'Looma 说人才没有同步，而同一次运行刚刚同步过：它查简历 id 的代码是空的',
    'Looma says the talent is not synced right after a sync: its look-up of the resume id is a stub',
  ),
  hint: text(
    '不是数据问题：Looma 需要实现简历 id 的保存与查询。',
    'No data problem: Looma must really store and look up the resume id.',
  ),
  match(facts) {
    const words = loomaWords(facts)
    if (words === null || !/not synced to zervigo|尚?未同步/i.test(words)) return null
    const { resumeId } = facts
    return {
      confidence: resumeId === null ? 'likely' : 'proven',
      facts: [fact('looma', words), fact('synced', resumeId ?? '-')],
    }
  },
}

const notConfigured: Rule = {
  reason: 'MIDDLEWARE_MISSING',
  message: text(
    'Looma 没有装上认证中间件或集成服务：{code}',
    'Looma runs without its auth middleware or integration service: {code}',
  ),
  hint: text(
    '在 Looma 启动时把它放到 app.ctx（路由与装饰器都从 ctx 读取），然后重启。',
    'Put it on app.ctx when Looma starts (routes and decorator read ctx), then restart.',
  ),
  match(facts) {
    const exchange = exchangeOf(facts)
    const code = exchange === null ? null : serverCode(exchange.json)
    if (exchange === null || !code?.endsWith('_NOT_CONFIGURED')) return null
    return {
      confidence: 'proven',
      facts: [fact('code', code), fact('status', `HTTP ${exchange.status ?? '-'}`)],
      action: { kind: 'open-log', service: 'looma' },
    }
  },
}

/** The service whose refusal of a token Looma passed on, or that refused it itself. */
function refuserOf(facts: Facts): ServiceId | null {
  const exchange = exchangeOf(facts)
  if (exchange === null || !isRefusedToken(facts)) return null
  const { service, operation } = exchange.call
  if (service !== 'looma') return service === 'auth' ? null : service
  const isAi = /ai-process|chat/.test(operation)
  // Looma's own check answers 401; a refusal behind it arrives as 400, or is passed on as it is.
  if (exchange.status === 401) {
    return isAi && facts.answers.userInfo?.status === 401 ? 'ai' : null
  }
  if (isAi) return 'ai'
  return /sync/.test(operation) ? 'resume' : (zervigoIds.find((id) => id === 'job') ?? null)
}

/** AI programs that ask auth, rather than verify a token themselves. */
const asksAuth = /^ai-service-with-zervigo/

const aiCannotReachAuth: Rule = {
  reason: 'AI_CANNOT_REACH_AUTH',
  message: text(
    'AI 服务拒绝认证服务认可的 token：它很可能连不上认证服务',
    'The AI service refuses a token that auth accepts: it probably cannot reach auth',
  ),
  hint: text(
    '为 AI 服务设置 ZERVIGO_AUTH_URL（默认的 host.docker.internal 在普通 Linux 上无法解析），然后重启它。',
    'Set ZERVIGO_AUTH_URL for the AI service (its default host.docker.internal does not resolve on plain Linux), then restart it.',
  ),
  match(facts) {
    if (refuserOf(facts) !== 'ai') return null
    const { validate, userInfo } = facts.answers
    if (tokenWordOf(validate)?.state !== 'accepted' || userInfo?.status !== 401) return null
    const name = viewOf(facts, 'ai')?.reportedName ?? ''
    if (!asksAuth.test(name)) return null
    return {
      confidence: 'likely',
      facts: [
        fact('service', 'ai'),
        fact('validate', 'accepted'),
        fact('ai.user-info', `HTTP 401 ${wordsOf(userInfo)}`),
        fact('name', name),
      ],
      action: {
        kind: 'command',
        command: `export ZERVIGO_AUTH_URL=${facts.profile.zervigo.auth.url}`,
      },
    }
  },
}

const secretDiffers: Rule['match'] = (facts) => {
  const service = refuserOf(facts)
  const { validate, userInfo } = facts.answers
  if (service === null || tokenWordOf(validate)?.state !== 'accepted') return null
  const exchange = exchangeOf(facts)
  return {
    confidence: userInfo?.status === 200 ? 'proven' : 'likely',
    facts: [
      fact('service', service),
      fact('validate', 'accepted'),
      fact('refusal', exchange === null ? '?' : wordsOf(exchange)),
      ...(userInfo === null ? [] : [fact('ai.user-info', `HTTP ${userInfo.status ?? '-'}`)]),
    ],
    action: repairOf(facts.profile, service),
  }
}

const secretWording = {
  message: text(
    '{service} 拒绝认证服务认可的 token：它自己验签，所用的 JWT 密钥不同',
    '{service} refuses a token that auth accepts: it verifies with a JWT secret of its own',
  ),
  hint: text(
    '两侧使用同一个 JWT_SECRET，重启认证服务和 {service}。',
    'Use one JWT_SECRET on both sides, restart auth and {service}.',
  ),
}

const aiRefusesBusiness: Rule = {
  reason: 'AI_DENIES',
  message: text('AI 服务拒绝了这个账号：{looma}', 'The AI service denies this account: {looma}'),
  hint: text(
    'AI 服务自己有权限或订阅规则：换用有订阅（monthly）的账号或更高的角色。',
    'The AI service has a permission or subscription rule of its own: use an account with a monthly subscription or a higher role.',
  ),
  match(facts) {
    const words = loomaWords(facts)
    const operation = exchangeOf(facts)?.call.operation ?? ''
    if (words === null || !/ai-process|chat/.test(operation)) return null
    if (!/permission|权限|denied|forbidden|subscription|订阅|quota|配额/i.test(words)) return null
    return { confidence: 'likely', facts: [fact('service', 'ai'), fact('looma', words)] }
  },
}

const brokenBehind: Rule = {
  reason: 'CUT_ANSWER',
  message: text(
    '一个服务给 Looma 的回答不是完整的 JSON：{looma}',
    'A service behind Looma answered with incomplete JSON: {looma}',
  ),
  match(facts) {
    const words =
      facts.symptom.kind === 'witness' ? (facts.symptom.claimed?.error ?? null) : loomaWords(facts)
    if (words === null || !/Expecting (?:value|property|',')|Unterminated string/.test(words)) {
      return null
    }
    return { confidence: 'likely', facts: [fact('looma', words)] }
  },
}

/** What Looma's words tell about the services behind it (UPSTREAM 2.4, 2.9, 3.1, 3.3). */
export const behindRules: readonly Rule[] = [
  notConfigured,
  pathMissing,
  pageBehind,
  methodMissing,
  notSynced,
  aiCannotReachAuth,
  {
    reason: 'SECRET_DIFFERS_AI',
    ...secretWording,
    match: (facts) => (refuserOf(facts) === 'ai' ? secretDiffers(facts) : null),
  },
  { reason: 'SECRET_DIFFERS', ...secretWording, match: secretDiffers },
  aiRefusesBusiness,
  brokenBehind,
]
