import { zervigoIds, type ServiceId, type ZervigoId } from '../../../shared/domain/services'
import { wordsOf } from '../answers'
import type { Facts } from '../facts'
import {
  exchangeOf,
  exportsOf,
  isRefusedToken,
  isUp,
  portOf,
  repairOf,
  startOf,
  unreachableIn,
  viewOf,
} from '../observed'
import { planOfPort } from '../port-plans'
import { fact, text, type Rule } from '../rule'

interface Claim {
  service: ZervigoId
  host: string
  port: number
  words: string
}

/** What Looma could not connect to: told as a witness, or as the reason of a failed call. */
function claimsOf(facts: Facts): Claim[] {
  const { symptom, witness } = facts
  if (symptom.kind === 'witness') {
    return claimIn(symptom.service, symptom.claimed?.error ?? null)
  }
  const exchange = exchangeOf(facts)
  if (exchange?.call.service !== 'looma' || symptom.kind === 'refusal') return []
  if (isRefusedToken(facts)) return claimIn('auth', witness?.services.auth?.error ?? null)
  const words = wordsOf(exchange)
  const found = unreachableIn(words)
  if (found === null) return []
  const own = zervigoIds.find((id) => portOf(facts.profile, id) === found.port)
  const planned = zervigoIds.find((id) => id === planOfPort(found.port)?.service)
  const told = zervigoIds.find((id) => witness?.services[id]?.error?.includes(`:${found.port}`))
  const service = told ?? own ?? planned ?? (found.port === 8000 ? 'ai' : undefined)
  return service === undefined ? [] : claimIn(service, words)
}

function claimIn(service: ZervigoId, words: string | null): Claim[] {
  const found = unreachableIn(words)
  return found === null || words === null ? [] : [{ service, ...found, words }]
}

const aiPort8000: Rule = {
  reason: 'AI_PORT_8000',
  message: text(
    'Looma 去 8000 端口找 AI 服务：这是旧指南中的错误值',
    'Looma looks for the AI service on port 8000, the wrong value of older guides',
  ),
  hint: text(
    '把 ZERVIGO_AI_URL 设为 {expected}，然后重启 Looma。',
    'Set ZERVIGO_AI_URL to {expected} and restart Looma.',
  ),
  match(facts) {
    const claim = claimsOf(facts).find(({ service, port }) => service === 'ai' && port === 8000)
    if (claim === undefined || portOf(facts.profile, 'ai') === 8000) return null
    const expected = facts.profile.zervigo.ai.url
    return {
      confidence: 'proven',
      facts: [fact('service', 'ai'), fact('looma', claim.words), fact('expected', expected)],
      action: { kind: 'command', command: `export ZERVIGO_AI_URL=${expected}` },
    }
  },
}

const defaultPorts: Rule = {
  reason: 'LOOMA_DEFAULT_PORTS',
  message: text(
    'Looma 没有读到 ZERVIGO_*_URL，仍在用代码里的默认地址（{asked}）',
    'Looma did not get the ZERVIGO_*_URL variables and uses the addresses of its code ({asked})',
  ),
  hint: text(
    '没有代码会读取 .env：在启动 Looma 的同一个终端里导出六个地址，再启动。',
    'No code reads .env: export the six addresses in the shell that starts Looma, then start it.',
  ),
  match(facts) {
    const claims = claimsOf(facts)
    const { profile, witness } = facts
    const isDefault = ({ service, port }: Claim) =>
      port !== portOf(profile, service) && isPlan75(service, port)
    const hit = claims.find(isDefault)
    if (hit === undefined && !areAllRefused(facts)) return null
    const errors = zervigoIds.flatMap((id) => witness?.services[id]?.error ?? [])
    const asked = hit === undefined ? (errors[0] ?? '?') : `${hit.host}:${hit.port}`
    return {
      confidence: hit === undefined ? 'likely' : 'proven',
      facts: [
        fact('asked', asked),
        ...claims.map(({ service, words }) => fact(`looma: ${service}`, words)),
      ],
      action: exportsOf(profile),
    }
  },
}

const plan75: Readonly<Record<ZervigoId, number>> = {
  ...{ auth: 7520, ai: 7540, resume: 7532, job: 7539, company: 7534, user: 7530 },
}

function isPlan75(service: ZervigoId, port: number): boolean {
  return plan75[service] === port
}

/** Looma reaches none of the six, while each answers us where the profile says. */
function areAllRefused(facts: Facts): boolean {
  if (facts.symptom.kind !== 'witness' && claimsOf(facts).length === 0) return false
  return zervigoIds.every((id) => {
    const found = unreachableIn(facts.witness?.services[id]?.error ?? null)
    return found !== null && isUp(viewOf(facts, id)) && found.port !== portOf(facts.profile, id)
  })
}

const otherAddress: Rule = {
  reason: 'LOOMA_OTHER_ADDRESS',
  message: text(
    'Looma 找 {service} 的地址是 {asked}，与配置中的 {expected} 不同',
    'Looma looks for {service} at {asked}; the profile says {expected}',
  ),
  hint: text(
    '设置 {key}，然后重启 Looma；或改正本配置。',
    'Set {key} and restart Looma, or correct this profile.',
  ),
  match(facts) {
    const { profile } = facts
    const claim = claimsOf(facts).find(({ service, port }) => port !== portOf(profile, service))
    if (claim === undefined) return null
    const { service, host, port } = claim
    return {
      confidence: 'proven',
      facts: [
        fact('service', service),
        fact('asked', `${host}:${port}`),
        fact('expected', profile.zervigo[service].url),
      ],
      words: { key: `ZERVIGO_${service.toUpperCase()}_URL` },
      action: exportsOf(profile, [service]),
    }
  },
}

const cannotReach: Rule = {
  reason: 'LOOMA_CANNOT_REACH',
  message: text('Looma 连不上 {service}（{asked}）', 'Looma cannot connect to {service} ({asked})'),
  hint: text(
    '若服务在运行：检查 Looma 所在主机或容器能否到达该地址（IPv6 的 localhost、防火墙、容器网络）。',
    'If it runs, check that Looma’s host or container can reach that address (localhost over IPv6, firewall, container network).',
  ),
  match(facts) {
    const claim = claimsOf(facts)[0]
    if (claim === undefined) return null
    const { service, host, port } = claim
    const isRunning = isUp(viewOf(facts, service))
    return {
      confidence: isRunning ? 'proven' : 'likely',
      facts: [fact('service', service), fact('asked', `${host}:${port}`)],
      action: isRunning ? repairOf(facts.profile, 'looma') : startOf(facts.profile, service),
    }
  },
}

const closedTexts = /Session is closed|Connector is closed|Server disconnected/

/** True for the texts by which Looma shows its own defect (UPSTREAM 2.8). */
export function isSessionClosed(words: string | null | undefined): boolean {
  return closedTexts.test(words ?? '')
}

const sessionClosed: Rule = {
  reason: 'SESSION_CLOSED',
  hint: text(
    'Looma 自身的缺陷：并发请求共用并互相关闭同一个会话。一次只发一个请求（looma.concurrency = 1），关掉其他客户端后重试。',
    'A defect of Looma: parallel requests share and close one session. Send one at a time (looma.concurrency = 1), close other clients and retry.',
  ),
  match(facts) {
    const { symptom, witness } = facts
    const exchange = exchangeOf(facts)
    const words =
      symptom.kind === 'witness'
        ? (symptom.claimed?.error ?? '')
        : isRefusedToken(facts)
          ? (witness?.services.auth?.error ?? '')
          : exchange?.call.service === 'looma' && exchange.failure === null
            ? wordsOf(exchange)
            : ''
    if (!isSessionClosed(words)) return null
    const { concurrency } = facts.profile.looma
    return {
      confidence: isRefusedToken(facts) ? 'likely' : 'proven',
      facts: [fact('looma', words), fact('looma.concurrency', String(concurrency))],
    }
  },
}

const alwaysHealthy: Rule = {
  reason: 'WITNESS_ALWAYS_HEALTHY',
  message: text(
    'Looma 说 {service} 健康，直接探测却不是：{probe}',
    'Looma calls {service} healthy; our own probe says otherwise: {probe}',
  ),
  hint: text(
    '以直接探测为准：Looma 把任何 HTTP 400 以下的回答都当作健康。',
    'Trust the direct probe: Looma takes any answer below HTTP 400 for healthy.',
  ),
  match(facts) {
    const { symptom } = facts
    if (symptom.kind === 'flags' && symptom.success === true && !symptom.nested) {
      const down = zervigoIds.filter((id) => facts.witness?.services[id]?.healthy !== true)
      return {
        confidence: 'proven',
        facts: [fact('looma', 'success: true')],
        words: { service: down.join(', '), probe: 'success: true' },
      }
    }
    if (symptom.kind !== 'witness' || symptom.isUp || symptom.claimed?.healthy !== true) return null
    const view = viewOf(facts, symptom.service)
    return {
      confidence: 'proven',
      facts: [
        fact('service', symptom.service),
        fact('looma', `healthy: true, status: ${symptom.claimed.status ?? '-'}`),
        fact('probe', view?.probe.detail ?? view?.probe.outcome ?? '?'),
      ],
    }
  },
}

const behindHangs: Rule = {
  reason: 'HANGS',
  message: text(
    '{service} 在 30 秒内没有回答 Looma',
    '{service} did not answer Looma within its 30 s',
  ),
  hint: text(
    '查看 {service} 的日志与依赖，或重启它。',
    'Read the log of {service}, or restart it.',
  ),
  match({ symptom, profile }) {
    // The text of a time-out is empty in Looma's answers.
    if (symptom.kind !== 'witness' || symptom.claimed?.error !== '') return null
    const { service } = symptom
    return {
      confidence: 'likely',
      facts: [fact('service', service), fact('looma', 'error: ""')],
      action: repairOf(profile, service),
    }
  },
}

/** Where Looma looks for the others, and how far its word goes (UPSTREAM 2.4, 2.8, 5.1). */
export const wiringRules: readonly Rule[] = [
  sessionClosed,
  aiPort8000,
  defaultPorts,
  otherAddress,
  cannotReach,
  alwaysHealthy,
  behindHangs,
]

/** Services that a text of Looma's is about, by the address in it. */
export function serviceAt(facts: Facts, url: string): ServiceId | null {
  if (!URL.canParse(url)) return null
  const { port } = new URL(url)
  return zervigoIds.find((id) => String(portOf(facts.profile, id)) === port) ?? null
}
