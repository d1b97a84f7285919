import { zervigoIds, type ServiceId } from '../../../shared/domain/services'
import type { Exchange } from '../../zervigo/exchange'
import { serverCode } from '../../zervigo/judge'
import type { ServiceView } from '../../checklist/system-view'
import { wordsOf } from '../answers'
import type { Facts } from '../facts'
import { exchangeOf, repairOf, startOf, viewOf } from '../observed'
import { fact, text, type Rule } from '../rule'
import { identityRules } from './identity'

type Silence =
  'refused' | 'timeout' | 'reset' | 'dns' | 'html' | 'not-http' | 'cut' | 'empty' | 'text'

interface Trouble {
  service: ServiceId
  url: string
  silence: Silence
  status: number | null
  detail: string
}

/** What a service did instead of answering in JSON; null when it did answer. */
function troubleOf(facts: Facts): Trouble | null {
  const { symptom } = facts
  if (symptom.kind === 'probe') return troubleOfView(symptom.view)
  if (symptom.kind === 'call' && symptom.down !== null) return troubleOfView(symptom.down)
  const exchange = exchangeOf(facts)
  const failure = exchange?.failure ?? null
  if (exchange === null || failure === null) return null
  const reason = String(failure.facts.reason ?? '')
  const silence = silences[`${failure.code}.${reason}`] ?? silences[failure.code] ?? null
  if (silence === null) return null
  const { service, url } = exchange.call
  return { service, url, silence, status: exchange.status, detail: failure.message }
}

const silences: Readonly<Record<string, Silence>> = {
  'unreachable.refused': 'refused',
  'unreachable.dns': 'dns',
  'unreachable.reset': 'reset',
  'unreachable.closed': 'reset',
  'unreachable.cut': 'cut',
  timeout: 'timeout',
  'malformed.html': 'html',
  'malformed.notHttp': 'not-http',
  'malformed.cut': 'cut',
  'malformed.length': 'cut',
  'malformed.empty': 'empty',
  'malformed.notJson': 'text',
}

function troubleOfView({ id, url, probe }: ServiceView): Trouble | null {
  const detail = probe.detail ?? ''
  const silence = silenceOfProbe(probe.fault, detail, probe.status)
  return silence === null ? null : { service: id, url, silence, status: probe.status, detail }
}

function silenceOfProbe(
  fault: ServiceView['probe']['fault'],
  detail: string,
  status: number | null,
): Silence | null {
  if (fault === 'refused' || fault === 'dns') return fault
  if (fault === 'timeout') return 'timeout'
  if (fault === 'reset') return status === null ? 'reset' : 'cut'
  if (fault === 'status' && /text\/html/.test(detail)) return 'html'
  if (fault !== 'shape') return null
  if (detail.startsWith('not HTTP')) return 'not-http'
  if (detail === 'empty answer') return 'empty'
  const shown = /^not JSON(?: \([^)]*\))?: ?(.*)$/s.exec(detail)?.[1]
  if (shown === undefined) return null
  if (shown.startsWith('<')) return 'html'
  return /^[[{]/.test(shown) ? 'cut' : 'text'
}

interface SilenceRule extends Pick<Rule, 'message' | 'hint'> {
  reason: string
  silence: Silence
  /** `start` where nothing runs, `repair` where something runs and misbehaves. */
  next: 'start' | 'repair' | 'settings'
}

function silenceRule({ silence, next, ...rule }: SilenceRule): Rule {
  return {
    ...rule,
    match(facts) {
      const trouble = troubleOf(facts)
      if (trouble?.silence !== silence) return null
      const { service, url, detail, status } = trouble
      const action = { start: startOf, repair: repairOf }
      return {
        confidence: 'proven',
        facts: [
          fact('service', service),
          fact('url', url),
          ...(status === null ? [] : [fact('status', `HTTP ${status}`)]),
          fact('detail', detail),
        ],
        action:
          next === 'settings' ? { kind: 'open-settings' } : action[next](facts.profile, service),
      }
    },
  }
}

const allDown: Rule = {
  reason: 'ALL_DOWN',
  message: text(
    'Zervigo 没有运行：六个服务都拒绝连接',
    'Zervigo does not run: all six services refuse connections',
  ),
  hint: text(
    '先启动 Zervigo，再逐个探测端口；不要给 safe-startup.sh 加不认识的参数，它会照样启动一切。',
    'Start Zervigo, then probe each port; give safe-startup.sh no flag it does not know, it would start everything.',
  ),
  match(facts) {
    if (troubleOf(facts)?.silence !== 'refused') return null
    const views = zervigoIds.map((id) => viewOf(facts, id))
    if (!views.every((view) => view?.probe.fault === 'refused')) return null
    return {
      confidence: 'proven',
      facts: views.flatMap((view) => (view === null ? [] : [fact(view.id, view.url)])),
      action: startOf(facts.profile, 'auth'),
    }
  },
}

const slowChain: Rule = {
  reason: 'SLOW_CHAIN',
  message: text(
    'Looma 没有及时回答：它依次检查六个服务，被 {hanging} 拖住（每个最多 30 秒，60 秒后自己报 500）',
    'Looma did not answer in time: it checks six services one after another and waits for {hanging} (up to 30 s each, its own 500 at 60 s)',
  ),
  hint: text(
    '先解决 {hanging}；不要只凭 Looma 的回答判断服务状态。',
    'Solve {hanging} first; do not judge services by Looma’s answer alone.',
  ),
  match(facts) {
    const trouble = troubleOf(facts)
    const exchange = exchangeOf(facts)
    const isLate = exchange?.status === 500 && exchange.call.timings.totalMs >= 55_000
    const isLooma = (trouble?.service ?? exchange?.call.service) === 'looma'
    if (!isLooma || (trouble?.silence !== 'timeout' && !isLate)) return null
    const hanging = zervigoIds.filter((id) => viewOf(facts, id)?.probe.fault === 'timeout')
    if (hanging.length === 0 && !isLate) return null
    const names = hanging.length === 0 ? '?' : hanging.join(', ')
    return {
      confidence: hanging.length === 0 ? 'likely' : 'proven',
      facts: [fact('hanging', names), fact('looma', trouble?.detail ?? 'HTTP 500')],
    }
  },
}

const crashed: Rule = {
  reason: 'CRASHED_HANDLER',
  message: text(
    '{service} 处理请求时崩溃：HTTP {status} {detail}',
    '{service} crashed while handling the request: HTTP {status} {detail}',
  ),
  hint: text(
    '查看 {service} 的日志中同一时刻的异常。',
    'Read the exception of that moment in the log of {service}.',
  ),
  match(facts) {
    if (facts.symptom.kind === 'probe') return crashedProbe(facts, facts.symptom.view)
    const exchange = exchangeOf(facts)
    if (exchange === null || (exchange.status ?? 0) < 500) return null
    const code = serverCode(exchange.json)
    const isEmpty = exchange.failure?.facts.reason === 'empty'
    const words = wordsOf(exchange)
    const isCaught =
      /^(?:同步|获取匹配结果|AI处理|AI聊天|批量同步|健康检查|认证|获取人才\S*)异常/.test(words)
    // Go's handlers give up with a bare 500 and one line of text.
    const isBare = exchange.status === 500 && exchange.failure?.facts.reason === 'notJson'
    const known = code === 'INTERNAL_ERROR' || code === 'AUTH_ERROR' || isCaught || isEmpty
    if (!known && !isBare) return null
    const { service } = exchange.call
    return {
      confidence: known ? 'proven' : 'likely',
      facts: [
        fact('service', service),
        fact('status', String(exchange.status)),
        fact(
          'detail',
          isEmpty ? '(empty body)' : `${code ?? ''} ${words} ${exceptionIn(exchange)}`,
        ),
      ],
      action: { kind: 'open-log', service },
    }
  },
}

/** The text of a caught exception, from the masked record of the answer. */
function exceptionIn({ call }: Exchange): string {
  const body = call.response?.body.text ?? ''
  return /"message"\s*:\s*"((?:[^"\\]|\\.)*)"/.exec(body)?.[1] ?? ''
}

function crashedProbe(facts: Facts, view: ServiceView) {
  const { probe, id } = view
  const body = view.call.response ?? ''
  const isCrash = probe.status === 500 && (body === '' || body.includes('INTERNAL_ERROR'))
  if (!isCrash) return null
  return {
    confidence: 'proven' as const,
    facts: [
      fact('service', id),
      fact('status', '500'),
      fact('detail', body === '' ? probe.detail : 'INTERNAL_ERROR'),
    ],
    words: { service: id },
    action: repairOf(facts.profile, id),
  }
}

const partUnhealthy: Rule = {
  reason: 'PART_UNHEALTHY',
  hint: text(
    '顶层写着 healthy，但内部部件不健康：修复该部件（数据库、缓存等），再重试。',
    'The top says healthy while a part is not: repair that part (database, cache …) and retry.',
  ),
  match(facts) {
    const { symptom } = facts
    const view = symptom.kind === 'probe' ? symptom.view : null
    if (view?.probe.fault !== 'unhealthy' || view.probe.detail === null) return null
    if (view.probe.outcome !== 'degraded' || !view.probe.detail.includes('=')) return null
    return {
      confidence: 'proven',
      facts: [fact('service', view.id), fact('parts', view.probe.detail)],
      action: { kind: 'open-log', service: view.id },
    }
  },
}

const reportsUnhealthy: Rule = {
  reason: 'REPORTS_UNHEALTHY',
  match(facts) {
    const view = facts.symptom.kind === 'probe' ? facts.symptom.view : null
    const fault = view?.probe.fault
    if (view === null || !['unhealthy', 'status', 'identity'].includes(fault ?? '')) return null
    if (fault === 'status' && (view.probe.status ?? 0) < 400) return null
    return {
      confidence: 'proven',
      facts: [fact('service', view.id), fact('detail', view.probe.detail ?? '')],
      action: { kind: 'open-log', service: view.id },
    }
  },
}

/** A service that does not answer, or not as itself. */
export const serviceRules: readonly Rule[] = [
  allDown,
  slowChain,
  silenceRule({ reason: 'NOT_RUNNING', silence: 'refused', next: 'start' }),
  silenceRule({ reason: 'HOST_UNKNOWN', silence: 'dns', next: 'settings' }),
  silenceRule({
    reason: 'HANGS',
    silence: 'timeout',
    next: 'repair',
    hint: text(
      '{service} 接受连接但不回答：查看它的日志与依赖，或重启它。',
      '{service} takes the connection and never answers: read its log and its dependencies, or restart it.',
    ),
  }),
  silenceRule({ reason: 'CLOSES_CONNECTION', silence: 'reset', next: 'repair' }),
  silenceRule({
    reason: 'HTML_PAGE',
    silence: 'html',
    next: 'settings',
    hint: text(
      '{url} 上是一个网页（nginx、前端开发服务器或代理），不是 {service}：核对端口。',
      '{url} is a web page (nginx, a front-end server or a proxy), not {service}: check the port.',
    ),
  }),
  silenceRule({
    reason: 'NOT_HTTP',
    silence: 'not-http',
    next: 'settings',
    hint: text(
      '{url} 上的程序不说 HTTP（SSH、Redis、MySQL 等）：核对端口。',
      'The program on {url} does not speak HTTP (SSH, Redis, MySQL …): check the port.',
    ),
  }),
  silenceRule({ reason: 'CUT_ANSWER', silence: 'cut', next: 'repair' }),
  crashed,
  silenceRule({ reason: 'EMPTY_ANSWER', silence: 'empty', next: 'repair' }),
  partUnhealthy,
  ...identityRules,
  reportsUnhealthy,
]

/** Text where JSON was expected; anything that knows the text better comes first. */
export const plainTextRule: Rule = silenceRule({
  reason: 'PLAIN_TEXT',
  silence: 'text',
  next: 'settings',
})
