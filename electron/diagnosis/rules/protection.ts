import { tokenWordOf, wordsOf } from '../answers'
import type { BadToken, ErrorProblem, Facts } from '../facts'
import { fact, text, type Match, type Rule } from '../rule'

type Unrefused = Extract<Facts['symptom'], { kind: 'unrefused' }>

function unrefusedOf({ symptom }: Facts): Unrefused | null {
  return symptom.kind === 'unrefused' ? symptom : null
}

const isOpen = (status: number | null | undefined) =>
  status !== null && status !== undefined && status >= 200 && status < 300

function statusesOf({ statuses }: Unrefused): string {
  return Object.entries(statuses)
    .map(([token, status]) => `${token} ${status ?? '-'}`)
    .join(', ')
}

const middlewareOpen: Rule = {
  reason: 'MIDDLEWARE_OPEN',
  hint: text(
    '安全缺陷：路由 {endpoint} 没有检查 token，给它加上认证中间件。',
    'A security defect: route {endpoint} checks no token; put the auth middleware on it.',
  ),
  match(facts) {
    const found = unrefusedOf(facts)
    if (found === null || !isOpen(found.exchange.status)) return null
    const isSignatureOnly = found.token === 'tampered' && !isOpen(found.statuses.garbage)
    if (isSignatureOnly) return null
    return {
      confidence: isOpen(found.statuses['no-token']) ? 'proven' : 'likely',
      facts: [fact('endpoint', found.endpoint), fact('statuses', statusesOf(found))],
      action: { kind: 'open-permissions' },
    }
  },
}

const tokenNames: Readonly<Record<BadToken, string>> = {
  ...{ 'no-token': 'no token', 'wrong-scheme': 'Basic', garbage: 'not.a.token' },
  ...{ tampered: 'other claims under the old signature', empty: '""' },
}

const signatureUnchecked: Rule = {
  reason: 'SIGNATURE_UNCHECKED',
  hint: text(
    '安全缺陷：token 的签名没有被验证；任何人都可以写一个管理员 token。',
    'A security defect: nobody verifies the signature; anyone can write an administrator’s token.',
  ),
  match({ symptom }) {
    if (symptom.kind === 'accepted') {
      return { confidence: 'proven', facts: [fact('token', tokenNames[symptom.token])] }
    }
    if (symptom.kind !== 'unrefused' || symptom.token !== 'tampered') return null
    if (!isOpen(symptom.exchange.status)) return null
    const { endpoint } = symptom
    return {
      confidence: 'proven',
      facts: [fact('endpoint', endpoint), fact('statuses', statusesOf(symptom))],
    }
  },
}

const takes200: Rule = {
  reason: 'MIDDLEWARE_TAKES_200',
  hint: text(
    '需要改代码：Looma 把认证服务的“200 + success:false”当成有效 token；先判断 success，再查权限。',
    'Needs a code change: Looma takes auth’s “200 + success:false” for a valid token; read success before looking up permissions.',
  ),
  match(facts) {
    const found = unrefusedOf(facts)
    if (found?.exchange.status !== 403 || found.token === 'no-token') return null
    const { validateGarbage } = facts.answers
    const word = tokenWordOf(validateGarbage)
    const isLogical = word?.state === 'refused' && validateGarbage?.status === 200
    if (validateGarbage !== null && !isLogical) return null
    return {
      confidence: isLogical ? 'proven' : 'likely',
      facts: [
        fact('endpoint', found.endpoint),
        fact('looma', `HTTP 403 ${wordsOf(found.exchange)}`),
        ...(word === null ? [] : [fact('validate', `HTTP 200, ${word.code ?? ''} ${word.words}`)]),
      ],
    }
  },
}

interface ErrorRule extends Pick<Rule, 'hint'> {
  reason: string
  problem: ErrorProblem
}

function errorRule({ problem, ...rule }: ErrorRule): Rule {
  return {
    ...rule,
    match({ symptom }): Match | null {
      if (symptom.kind !== 'error-answer' || symptom.problem !== problem) return null
      const { exchange, mistake } = symptom
      return {
        confidence: 'proven',
        facts: [
          fact('service', exchange.call.service),
          fact('mistake', mistake),
          fact('status', `HTTP ${exchange.status ?? '-'}`),
          fact('content-type', exchange.headers['content-type'] ?? '-'),
        ],
      }
    },
  }
}

const inventedTalent: Rule = {
  reason: 'UNKNOWN_TALENT_INVENTED',
  hint: text(
    'Looma 为任何 id 都编造一个人才（source: "default"）：不存在的人才应回答 404。',
    'Looma invents a talent for any id (source: "default"): an unknown one should be a 404.',
  ),
  match({ symptom }) {
    if (symptom.kind !== 'error-answer' || symptom.mistake !== 'unknown-talent') return null
    const { exchange } = symptom
    if (!isOpen(exchange.status) || symptom.problem === 'trace' || symptom.problem === 'secret') {
      return null
    }
    const source = /"source"\s*:\s*"([^"]*)"/.exec(exchange.text)?.[1]
    return {
      confidence: 'proven',
      facts: [
        fact('status', `HTTP ${exchange.status ?? '-'}`),
        ...(source === undefined ? [] : [fact('source', source)]),
      ],
    }
  },
}

/** Bad tokens that were let in, and errors that say too much or too little. */
export const protectionRules: readonly Rule[] = [
  middlewareOpen,
  signatureUnchecked,
  takes200,
  inventedTalent,
  errorRule({ reason: 'ERROR_LEAKS_TRACE', problem: 'trace' }),
  errorRule({ reason: 'ERROR_LEAKS_SECRET', problem: 'secret' }),
  errorRule({ reason: 'REFUSAL_LEAKS_DATA', problem: 'data' }),
  errorRule({
    reason: 'ERROR_NOT_JSON',
    problem: 'not-json',
    hint: text(
      '错误以纯文本或网页返回：应为带说明的 JSON（Go 默认的 http.Error 是纯文本）。',
      'The error comes as plain text or a page: it should be JSON with an explanation (Go’s http.Error is plain text).',
    ),
  }),
  errorRule({ reason: 'ERROR_WRONG_STATUS', problem: 'status' }),
  errorRule({ reason: 'MISTAKE_ACCEPTED', problem: 'accepted' }),
  errorRule({ reason: 'ERROR_UNEXPLAINED', problem: 'unexplained' }),
]
