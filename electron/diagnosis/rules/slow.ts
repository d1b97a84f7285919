import { viewOf } from '../observed'
import { fact, text, type Rule } from '../rule'

/** A Looma that is quick for itself and slow with what needs others waits for one of them. */
export const slowBehindRule: Rule = {
  reason: 'SLOW_CHAIN',
  message: text(
    'Looma 没有及时完成这个调用，而它自己的 /health 很快：它很可能在等身后的服务（{behind}）',
    'Looma did not finish this call in time while its own /health is quick: it probably waits for a service behind it ({behind})',
  ),
  hint: text(
    '这些服务的 /health 都正常，慢的是业务调用：在 {behind} 的日志里找同一时刻的慢请求（写库、校验 token、模型）。',
    'Their /health is fine, a business call is what is slow: look for a slow request of that moment in the logs of {behind} (writes, token checks, the model).',
  ),
  match(facts) {
    const { symptom } = facts
    if (symptom.kind !== 'call' || symptom.behind === undefined) return null
    const { call, failure } = symptom.exchange
    const looma = viewOf(facts, 'looma')
    if (call.service !== 'looma' || failure?.code !== 'timeout' || looma === null) return null
    const { outcome, at, latencyMs } = looma.probe
    // A look from before the call says nothing about Looma while it hung.
    if (outcome !== 'healthy' || at < call.at || symptom.behind.length === 0) return null
    return {
      confidence: 'likely',
      facts: [
        fact('behind', symptom.behind.join(', ')),
        fact('looma', failure.message),
        fact('looma /health', `${Math.round(latencyMs ?? 0)} ms`),
      ],
    }
  },
}
