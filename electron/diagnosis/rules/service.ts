import { zervigoIds } from '../../../shared/domain/services'
import { wrongType } from '../../zervigo/content-type'
import { judge } from '../../zervigo/judge'
import { exchangeOf, startOf, viewOf } from '../observed'
import { fact, text, type Rule } from '../rule'
import { crashed } from './crash'
import { identityRules } from './identity'
import { silenceRule, troubleOf } from './silence'

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

/** JSON under another name: readable, and of no use to the services that look at the type first. */
export const wrongTypeRule: Rule = {
  reason: 'WRONG_CONTENT_TYPE',
  message: text(
    '{service} 的回答是 JSON，类型却是 {type}',
    '{service} answers in JSON but calls it {type}',
  ),
  hint: text(
    '把 Content-Type 改为 application/json：Looma 等调用方会按类型拒绝这样的回答。',
    'Send Content-Type: application/json; callers such as Looma refuse the answer by its type.',
  ),
  match(facts) {
    const exchange = exchangeOf(facts)
    if (exchange === null || wrongType(exchange) === null) return null
    if (facts.symptom.kind !== 'call' || judge(exchange) !== null) return null
    return {
      confidence: 'proven',
      facts: [
        fact('service', exchange.call.service),
        fact('type', exchange.headers['content-type'] ?? ''),
      ],
      action: { kind: 'open-log', service: exchange.call.service },
    }
  },
}

/** Text where JSON was expected; anything that knows the text better comes first. */
export const plainTextRule: Rule = silenceRule({
  reason: 'PLAIN_TEXT',
  silence: 'text',
  next: 'settings',
})
