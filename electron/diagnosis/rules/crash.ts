import type { ServiceView } from '../../checklist/system-view'
import type { Exchange } from '../../zervigo/exchange'
import { serverCode } from '../../zervigo/judge'
import { wordsOf } from '../answers'
import type { Facts } from '../facts'
import { exchangeOf, repairOf } from '../observed'
import { fact, text, type Rule } from '../rule'

/** A service that answers with the traces of an exception. */
export const crashed: Rule = {
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
