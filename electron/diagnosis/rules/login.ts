import { judge, serverCode } from '../../zervigo/judge'
import { wordsOf } from '../answers'
import type { Facts } from '../facts'
import { fact, text, type Rule } from '../rule'

function loginOf({ symptom }: Facts) {
  return symptom.kind === 'login' ? symptom.exchange : null
}

function refused(reason: string, fits: (code: string, words: string) => boolean): Rule['match'] {
  return (facts) => {
    const exchange = loginOf(facts)
    if (exchange === null || exchange.status === null || exchange.status >= 500) return null
    const code = serverCode(exchange.json) ?? ''
    const words = wordsOf(exchange)
    if (!fits(code, words)) return null
    return {
      // Only the unified auth service says which of the two it was.
      confidence: code === reason || isNamed(code) ? 'proven' : 'likely',
      facts: [fact('account', facts.account), fact('answer', `${code} ${words}`)],
      action: { kind: 'log-in' },
    }
  }
}

const isNamed = (code: string) => /^(?:INVALID_PASSWORD|USER_NOT_FOUND|USER_DISABLED)$/.test(code)

const withoutToken: Rule = {
  reason: 'LOGIN_WITHOUT_TOKEN',
  message: text('登录回答成功，但里面没有 token', 'The login answers success without any token'),
  hint: text(
    '核对登录接口的签发方：token 应在 token 或 data.token 之下。',
    'Check who answers the login: the token belongs under token or data.token.',
  ),
  match(facts) {
    const exchange = loginOf(facts)
    if (exchange === null || judge(exchange) !== null) return null
    const keys =
      typeof exchange.json === 'object' && exchange.json !== null ? Object.keys(exchange.json) : []
    return { confidence: 'proven', facts: [fact('keys', keys.join(', '))] }
  },
}

const noLogin: Rule = {
  reason: 'LOGIN_MISSING',
  message: text(
    '认证地址上没有登录接口：HTTP {status}',
    'The auth address has no login endpoint: HTTP {status}',
  ),
  hint: text(
    '核对认证地址：/api/v1/auth/login 应由统一认证服务回答。',
    'Check the auth address: the unified auth service answers /api/v1/auth/login.',
  ),
  match(facts) {
    const exchange = loginOf(facts)
    if (exchange?.status !== 404 && exchange?.status !== 405) return null
    return {
      confidence: 'proven',
      facts: [fact('service', 'auth'), fact('status', String(exchange.status))],
      action: { kind: 'open-settings' },
    }
  },
}

/** Logins that failed (UPSTREAM 1.3, 1.8, 1.9). */
export const loginRules: readonly Rule[] = [
  noLogin,
  {
    reason: 'USER_UNKNOWN',
    hint: text(
      '核对用户名。若所有账号都如此：认证数据库缺少 deleted_at / subscription_expires_at 列，请迁移数据库。',
      'Check the user name. If every account fails so, auth’s table lacks deleted_at / subscription_expires_at: migrate it.',
    ),
    match: refused('USER_NOT_FOUND', (code, words) => {
      return (
        code === 'USER_NOT_FOUND' || code === '1001' || /用户不存在|user not found/i.test(words)
      )
    }),
  },
  {
    reason: 'USER_DISABLED',
    hint: text('由管理员启用该账号。', 'Have an administrator enable the account.'),
    match: refused('USER_DISABLED', (code, words) => {
      return code === 'USER_DISABLED' || /禁用|disabled/i.test(words)
    }),
  },
  {
    reason: 'WRONG_PASSWORD',
    hint: text(
      '核对密码。新建数据库里 admin 的密码与文档不同（代码中写死的那个）。',
      'Check the password. On a fresh database admin has the one seeded by the code, not the documented one.',
    ),
    match: refused('INVALID_PASSWORD', (code, words) => {
      return code === 'INVALID_PASSWORD' || /密码|password|credential/i.test(words)
    }),
  },
  withoutToken,
]
