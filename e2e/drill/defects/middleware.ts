import { inGroup } from '../defect'
import { always, at, htmlAnswer, jsonAnswer, textAnswer, type Where } from '../rules'
import type { Answer, Reply, Rule, Seen } from '../proxy'

const defect = inGroup('middleware')
const found = { 'auth.middleware': 'fail' } as const
const open = ['MIDDLEWARE_OPEN', 'MIDDLEWARE_MISSING']
const refusal = { error: '认证失败', code: 'INVALID_TOKEN', message: '认证token无效或已过期' }
const data = {
  success: true,
  message: 'ok',
  matches: [],
  zervigo_resume_id: 'resume_1',
  results: { total: 1, successful: 1, failed: 0, errors: [] },
}

/** Changes what a bad token is answered with; good tokens notice nothing. */
const refusing = (where: Where, change: (answer: Answer, seen: Seen) => Reply): Rule =>
  always(where, (answer, seen) => (answer.status === 401 ? change(answer, seen) : answer))

const isTampered = ({ token }: Seen) =>
  (token ?? '').split('.').length === 3 && token !== 'not.a.token'

// prettier-ignore
export const middleware = [
  defect('one-open', '匹配接口不检查 token', 'Matches checks no token at all',
    { items: found, reason: open },
    (p) => p.on('looma', refusing(at.matches, () => jsonAnswer(200, data)))),
  defect('all-open', '所有接口都不检查 token', 'No endpoint checks any token',
    { items: found, reason: open },
    (p) => p.on('looma', refusing(at.guarded, () => jsonAnswer(200, data)))),
  defect('garbage-403', '垃圾 token 走到了权限检查（403）', 'A garbage token reaches the permission check (403)',
    { items: found, reason: 'MIDDLEWARE_TAKES_200' },
    (p) => p.on('looma', refusing({ ...at.guarded, when: ({ token }) => token !== null }, () =>
      jsonAnswer(403, { error: '权限不足', code: 'INSUFFICIENT_PERMISSIONS', message: '需要权限: talent:sync' })))),
  defect('error-500', '坏 token 得到 500', 'A bad token is answered with 500',
    { items: found, reason: null, code: 'WRONG_STATUS' },
    (p) => p.on('looma', refusing({ ...at.guarded, when: ({ token }) => token !== null }, () =>
      jsonAnswer(500, { error: '认证异常', code: 'AUTH_ERROR', message: '认证过程发生错误' })))),
  defect('not-found-404', '没有 token 得到 404', 'Without a token the answer is 404',
    { items: found, reason: null, code: 'WRONG_STATUS' },
    (p) => p.on('looma', refusing({ ...at.chat, when: ({ headers }) => headers.authorization === undefined }, () =>
      jsonAnswer(404, { error: '接口不存在', code: 'NOT_FOUND' })))),
  defect('login-redirect', '没有 token 被重定向到登录页', 'Without a token one is redirected to a login page',
    { items: found, reason: null, code: ['REDIRECTED', 'WRONG_STATUS'] },
    (p) => p.on('looma', refusing(at.guarded, () => textAnswer(302, '', 'text/html', { location: '/login' })))),
  defect('data-in-401', '401 里带着数据', 'The 401 carries data',
    { items: found, reason: null, code: 'DATA_LEAK' },
    (p) => p.on('looma', refusing(at.matches, () =>
      jsonAnswer(401, { ...refusal, matches: [{ job_id: 1, match_score: 0.9 }] })))),
  defect('trace-in-401', '401 里带着堆栈', 'The 401 carries a stack trace',
    { items: found, reason: ['ERROR_LEAKS_TRACE', null], code: 'DATA_LEAK' },
    (p) => p.on('looma', refusing(at.syncAll, () => jsonAnswer(401, {
      ...refusal, message: 'Traceback (most recent call last):\n  File "app.py", line 12, in handler',
    })))),
  defect('scheme-ignored', '错误的认证格式也放行', 'A wrong scheme is let in',
    { items: found, reason: ['MIDDLEWARE_OPEN', 'AUTH_FORMAT', null], code: 'UNPROTECTED' },
    (p) => p.on('looma', refusing({ ...at.sync, when: ({ headers }) => /^Basic /.test(headers.authorization ?? '') }, () =>
      jsonAnswer(200, data)))),
  defect('tampered-accepted', 'Looma 不校验签名，接受被篡改的 token', 'Looma accepts a tampered token',
    { items: found, reason: ['SIGNATURE_UNCHECKED', 'MIDDLEWARE_OPEN', null], code: 'UNPROTECTED' },
    (p) => p.on('looma', refusing({ ...at.aiProcess, when: isTampered }, () => jsonAnswer(200, data)))),
  defect('html-401', '401 是网页', 'The 401 is a web page',
    { items: found, reason: ['HTML_PAGE', 'ERROR_NOT_JSON', null], code: 'NOT_JSON' },
    (p) => p.on('looma', refusing(at.guarded, () => htmlAnswer(401, '401 Unauthorized')))),
  defect('text-401', '401 是纯文本', 'The 401 is plain text',
    { items: found, reason: ['ERROR_NOT_JSON', null], code: 'NOT_JSON' },
    (p) => p.on('looma', refusing(at.guarded, () => textAnswer(401, 'Unauthorized\n')))),
  defect('scheme-unknown', 'Looma 不认 Bearer 格式', 'Looma does not understand Bearer any more',
    { items: { 'api.sync': 'fail', 'api.chat': 'fail' }, reason: 'AUTH_FORMAT' },
    (p) => p.on('looma', always({ ...at.guarded, when: ({ token }) => token !== null }, () =>
      jsonAnswer(401, { error: '认证失败', code: 'INVALID_AUTH_FORMAT', message: '认证头格式应为 Bearer <token>' })))),
]
