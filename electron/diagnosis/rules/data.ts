import type { Datum, Facts } from '../facts'
import { wordsOf } from '../answers'
import { fact, text, type Match, type Rule } from '../rule'

type About<A extends Datum['about']> = Extract<Datum, { about: A }>

/** A rule about one kind of datum. */
function datumRule<A extends Datum['about']>(
  about: A,
  rule: Pick<Rule, 'reason' | 'hint' | 'code'>,
  match: (datum: About<A>, facts: Facts) => Match | null,
): Rule {
  return {
    ...rule,
    match: (facts) => {
      const { symptom } = facts
      if (symptom.kind !== 'datum' || !isAbout(symptom.datum, about)) return null
      return match(symptom.datum, facts)
    },
  }
}

function isAbout<A extends Datum['about']>(datum: Datum, about: A): datum is About<A> {
  return datum.about === about
}

const proven = (...facts: Match['facts']): Match => ({ confidence: 'proven', facts })
const likely = (...facts: Match['facts']): Match => ({ confidence: 'likely', facts })

const fallbacks =
  /^\s*<(?:!doctype|html)|(?:服务|AI)[^。]{0,12}(?:暂时)?(?:不可用|繁忙)|请稍后再?试|抱歉，?我(?:无法|不能)|\b(?:try again later|service (?:is )?(?:unavailable|busy))\b/i

/** Of an answer that says nothing about the talent, these words make an excuse or an error. */
const apologies =
  /抱歉|对不起|无法(?:回答|处理|提供)|稍后再?试|不可用|繁忙|超时|出错|异常|\b(?:sorry|apolog\w+|unable to|(?:cannot|can't|could not) (?:answer|process|help)|error|exception|timed? ?out|unavailable|try again)\b/i

const fallbackHint = text(
  '回答为空、是错误页或备用句：查看 AI 服务的日志与它的模型。',
  'The answer is empty, an error page or a fallback: read the log of the AI service and check its model.',
)

const resumeRules: readonly Rule[] = [
  datumRule(
    'resume-id',
    {
      reason: 'ID_NOT_RETURNED',
      hint: text(
        'Looma 只读顶层的 id，而回答把它放在 data 里：同步声称成功，却没有简历 id。',
        'Looma reads a top-level id only, while the answer wraps it in data: success without a resume id.',
      ),
    },
    ({ message }) => proven(fact('zervigo_resume_id', 'null'), fact('looma', message ?? '-')),
  ),
  datumRule(
    'resume-read',
    {
      reason: 'RESUME_UNREADABLE',
      hint: text(
        '同步返回的 id 在简历服务里不存在：没有真正写入，或写到了别处。',
        'The id the sync answered does not exist in the resume service: nothing was written, or elsewhere.',
      ),
    },
    ({ resumeId, exchange }) =>
      proven(
        fact('service', 'resume'),
        fact('resume', resumeId),
        fact('answer', `HTTP ${exchange.status ?? '-'} ${wordsOf(exchange)}`),
      ),
  ),
  datumRule('owner', { reason: 'OTHER_TALENT' }, ({ expected, actual }) =>
    proven(fact('expected', expected), fact('actual', actual)),
  ),
  datumRule(
    'field',
    {
      reason: 'EMPTY_RESUME',
      hint: text(
        '需要改代码：同步读取 talent.basic.*，而人才记录是扁平的，所以每个字段都是空的。',
        'Needs a code change: the sync reads talent.basic.*, the record is flat, so every field arrives empty.',
      ),
    },
    ({ isEmptyResume, name, expected }) =>
      isEmptyResume ? proven(fact('service', 'resume'), fact(name, expected)) : null,
  ),
  datumRule('field', { reason: 'FIELD_DIFFERS' }, ({ name, expected, actual }) =>
    proven(fact('field', name), fact('looma', expected), fact('resume', actual)),
  ),
  datumRule(
    'talent',
    {
      reason: 'INVENTED_TALENT',
      hint: text(
        '这是 Looma 编造的占位人才，不是存下来的记录：先在 MongoDB 中写入真实人才，或换一个人才 id。',
        'Looma made this talent up, nothing is stored: write a real one into MongoDB, or use another id.',
      ),
    },
    ({ source, createdAt }) =>
      proven(
        ...(source === null ? [] : [fact('source', source)]),
        ...createdAt.slice(0, 2).map((at) => fact('created_at', at)),
      ),
  ),
]

const matchRules: readonly Rule[] = [
  datumRule(
    'jobs',
    {
      reason: 'INVENTED_JOBS',
      hint: text(
        '匹配到的职位在职位服务中不存在：匹配结果是写死的。',
        'The matched jobs do not exist in the job service: the matches are made up.',
      ),
    },
    ({ missing }) => proven(fact('unknown jobs', missing.join(', '))),
  ),
  datumRule(
    'scores',
    {
      reason: 'SCORES_MIXED',
      hint: text(
        '有的分数是 0–1，有的是 0–100：统一量纲，否则排序没有意义。',
        'Some scores run from 0 to 1, some to 100: use one scale, or the order means nothing.',
      ),
    },
    ({ scores, scale }) => (isMixed(scores, scale) ? proven(shownScores(scores)) : null),
  ),
  datumRule('scores', { reason: 'SCORES_OUT_OF_RANGE' }, ({ scores }) =>
    scores.every((score) => Number.isFinite(score) && score >= 0 && score <= 1)
      ? null
      : proven(shownScores(scores)),
  ),
  datumRule('scores', { reason: 'UNSORTED' }, ({ scores }) =>
    scores.some((score, index) => index > 0 && score > (scores[index - 1] ?? 0))
      ? proven(shownScores(scores))
      : null,
  ),
  datumRule(
    'nothing',
    {
      reason: 'EMPTY_LIST_STUB',
      hint: text(
        '空列表是写死的回答，不代表没有数据：{what} 需要真正实现。',
        'The empty list is a fixed answer and does not mean there is no data: {what} must really be built.',
      ),
    },
    ({ what, others }) => {
      if (others === 0) return null
      const known = others === null ? 'records are invented' : `${others} records`
      const match = others === null ? likely : proven
      return match(fact('what', what), fact('known elsewhere', known))
    },
  ),
  datumRule('nothing', { reason: 'NO_DATA' }, ({ what, others }) =>
    others === 0 ? proven(fact('what', what), fact('known elsewhere', '0')) : null,
  ),
  datumRule('counts', { reason: 'COUNTS_DO_NOT_ADD' }, ({ total, successful, failed }) =>
    successful + failed === total
      ? null
      : proven(
          fact('successful + failed', String(successful + failed)),
          fact('total', String(total)),
        ),
  ),
  datumRule('counts', { reason: 'SOME_FAILED' }, ({ failed, first }) =>
    proven(fact('failed', String(failed)), ...(first === null ? [] : [fact('first error', first)])),
  ),
]

function shownScores(scores: readonly number[]) {
  return fact('scores', scores.map((score) => score.toFixed(3)).join(', '))
}

/**
 * True for scores of 0..1 among scores of 0..100. A percentage below one is conceivable, so a gap
 * must lie between the two kinds.
 */
export function isMixed(scores: readonly number[], scale: 'unit' | 'percent'): boolean {
  if (scale !== 'percent') return false
  const percents = scores.map((score) => score * 100)
  const isFraction = (value: number) => value > 0 && value <= 1
  const isBetween = (value: number) => value > 1 && value < 10
  return (
    percents.some(isFraction) && percents.some((value) => value >= 10) && !percents.some(isBetween)
  )
}

/** A number of a vector that JSON has no word for, or that is too large to be one; null when none. */
function notFiniteIn(raw: string): string | null {
  const list = /"(?:vectors?|embedding)"\s*:\s*\[([^\]]*)/.exec(raw)?.[1] ?? ''
  const numbers = list.split(',').map((entry) => entry.replace('[', '').trim())
  const isBad = (entry: string) =>
    /^(?:NaN|[-+]?Infinity|null)$/.test(entry) || Math.abs(Number(entry)) === Infinity
  return numbers.find(isBad) ?? null
}

/** Python writes NaN as it is, which makes the whole answer no JSON. */
const notFinite: Rule = {
  reason: 'VECTOR_NOT_FINITE',
  message: text(
    '向量里有 {vector}，因此整个回答不是合法的 JSON',
    'The vector holds {vector}, which makes the whole answer no JSON',
  ),
  hint: text(
    'AI 服务在序列化前必须检查嵌入的数值：查看它的模型与输入。',
    'The AI service must check the numbers of an embedding before it writes them: check its model and its input.',
  ),
  match({ symptom }) {
    if (symptom.kind !== 'call' || symptom.exchange.failure?.code !== 'malformed') return null
    const bad = notFiniteIn(symptom.exchange.text)
    return bad === null ? null : proven(fact('service', 'ai'), fact('vector', bad))
  },
}

const aiRules: readonly Rule[] = [
  datumRule(
    'text',
    {
      reason: 'STUB_SENTENCE',
      hint: text(
        '该功能只有占位句，还没有实现；实现后再测。',
        'The function only has a placeholder sentence; test again once it is built.',
      ),
    },
    ({ stub }) => (stub === null ? null : proven(fact('sentence', stub))),
  ),
  datumRule(
    'text',
    {
      reason: 'CHAT_FALLBACK',
      hint: fallbackHint,
    },
    ({ text: said }) =>
      said === null || said.trim() === '' || fallbacks.test(said)
        ? { ...proven(fact('service', 'ai'), fact('answer', said ?? 'null')) }
        : null,
  ),
  datumRule('topic', { reason: 'OTHER_TALENT' }, ({ talentId, namedId }) =>
    namedId === null || namedId === talentId
      ? null
      : proven(fact('expected', talentId), fact('actual', namedId)),
  ),
  datumRule('topic', { reason: 'CHAT_FALLBACK', hint: fallbackHint }, ({ isChat }, facts) => {
    const { chatAnswer } = facts
    if (!isChat || chatAnswer === null || !apologies.test(chatAnswer)) return null
    return likely(fact('service', 'ai'), fact('answer', chatAnswer))
  }),
  datumRule('topic', { reason: 'CHAT_OFF_TOPIC' }, ({ talentId, isChat }) =>
    isChat ? likely(fact('talent', talentId)) : null,
  ),
  datumRule('topic', { reason: 'RESULT_OFF_TOPIC' }, ({ talentId }) =>
    likely(fact('talent', talentId)),
  ),
  notFinite,
  datumRule('vector', { reason: 'VECTOR_NOT_FINITE' }, ({ vector, text: raw }) => {
    const bad = notFiniteIn(raw)
    if (bad !== null) return proven(fact('vector', bad))
    return vector?.every(Number.isFinite) === false ? proven(fact('vector', 'not finite')) : null
  }),
  datumRule('vector', { reason: 'VECTOR_MISSING' }, ({ vector }) =>
    vector === null || vector.length === 0 ? proven(fact('vector', 'none')) : null,
  ),
  datumRule(
    'vector',
    {
      reason: 'VECTOR_ZERO',
      hint: text(
        '向量全为零：嵌入模型没有运行，或送进去的文本是空的。',
        'The vector is all zeros: the embedding model does not run, or it was given no text.',
      ),
    },
    ({ vector }) =>
      vector?.every((value) => value === 0) === true
        ? proven(fact('length', String(vector.length)))
        : null,
  ),
  datumRule('vector', { reason: 'VECTOR_UNSTABLE' }, ({ vector, second }) =>
    second === null || second === (vector?.length ?? 0)
      ? null
      : proven(
          fact('first length', String(vector?.length ?? 0)),
          fact('second length', String(second)),
        ),
  ),
]

/** Answers that look like success and are none (UPSTREAM 2.5, 2.9, 3.3, 6.1). */
export const dataRules: readonly Rule[] = [...resumeRules, ...matchRules, ...aiRules]
