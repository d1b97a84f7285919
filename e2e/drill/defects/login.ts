import { inGroup } from '../defect'
import { at, htmlAnswer, instead, json, jsonAnswer, textAnswer } from '../rules'

const defect = inGroup('login')
const built = inGroup('login', 'peer')
const failed = { 'auth.jwt': 'fail', 'api.sync': 'blocked' } as const

// prettier-ignore
export const login = [
  defect('wrong-password', '密码错误（HTTP 200）', 'Wrong password, answered with HTTP 200',
    { items: failed, reason: 'WRONG_PASSWORD' },
    (p) => {
      p.run.account = { username: 'admin', password: 'admin123' }
    }),
  defect('user-unknown', '用户不存在（HTTP 200）', 'Unknown user, answered with HTTP 200',
    { items: failed, reason: 'USER_UNKNOWN' },
    (p) => {
      p.run.account = { username: 'adminn', password: 'password' }
    }),
  built('database-columns', '数据库缺列，所有用户都“不存在”', 'A database without columns: nobody exists',
    { items: failed, reason: 'USER_UNKNOWN' },
    (p) => p.peer.set('auth', { databaseBroken: true })),
  defect('no-token', '登录成功却没有 token', 'Login succeeds without a token',
    { items: failed, reason: 'LOGIN_WITHOUT_TOKEN' },
    (p) => p.on('auth', json(at.login, ({ token: _, ...rest }) => rest))),
  defect('null-token', '登录成功，token 为 null', 'Login succeeds with token: null',
    { items: failed, reason: 'LOGIN_WITHOUT_TOKEN' },
    (p) => p.on('auth', json(at.login, (body) => ('token' in body ? { ...body, token: null } : body)))),
  defect('http-500', '登录接口报 500', 'Login answers 500',
    { items: failed, reason: ['CRASHED_HANDLER', 'AUTH_DOWN', null], code: 'WRONG_STATUS' },
    (p) => p.on('auth', instead(at.login, textAnswer(500, 'sql: database is closed\n')))),
  defect('panic', '登录接口崩溃，500 且无内容', 'Login panics: 500 with an empty body',
    { items: failed, reason: 'CRASHED_HANDLER' },
    (p) => p.on('auth', instead(at.login, textAnswer(500, '')))),
  defect('html', '登录接口返回网页', 'Login answers with a web page',
    { items: failed, reason: 'HTML_PAGE' },
    (p) => p.on('auth', instead(at.login, htmlAnswer(200, 'Sign in')))),
  defect('hang', '登录接口不回答', 'Login never answers',
    { items: failed, reason: 'HANGS' },
    (p) => {
      p.run.profile = { ...p.run.profile, requestTimeoutMs: 900 }
      p.on('auth', instead(at.login, 'hang'))
    }),
  defect('path-missing', '该地址没有登录接口', 'There is no login at that address',
    { items: failed, reason: ['AUTH_WRONG_ISSUER', 'LOGIN_MISSING', null], code: ['WRONG_STATUS', 'LOGIN_REFUSED'] },
    (p) => p.on('auth', instead(at.login, textAnswer(404, '404 page not found\n')))),
  defect('rate-limited', '登录被限流（429）', 'Login is rate limited (429)',
    { items: failed, reason: null, code: ['LOGIN_REFUSED', 'WRONG_STATUS'] },
    (p) => p.on('auth', instead(at.login, jsonAnswer(429, { error: 'too_many_requests', message: '请求过于频繁' })))),
]
