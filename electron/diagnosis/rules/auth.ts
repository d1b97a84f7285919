import { serverCode } from '../../zervigo/judge'
import { wordsOf } from '../answers'
import { exchangeOf, refusedTokenOf } from '../observed'
import { fact, text, type Rule } from '../rule'
import { authServiceRules, issuerAtLooma } from './auth-service'
import { isFresh, timesOf, tokenTimeRules } from './token-times'

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
  ...tokenTimeRules,
  ...authServiceRules,
  otherDatabase,
  secretChanged,
  issuerAtLooma,
]
