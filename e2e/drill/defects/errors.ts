import { inGroup } from '../defect'
import { always, at, htmlAnswer, instead, jsonAnswer, parsed, textAnswer } from '../rules'
import type { Seen } from '../proxy'

const defect = inGroup('errors')
const found = { 'auth.errors': 'fail' } as const
const unknownTalent = { ...at.talent, when: ({ path }: Seen) => /\/nobody-/.test(path) }
const unknownPath = { when: ({ path }: Seen) => path.startsWith('/api/no-such-path') }
const badJson = { ...at.login, when: ({ body }: Seen) => Object.keys(parsed(body)).length === 0 }
const missingField = {
  ...at.login,
  when: ({ body }: Seen) => Object.keys(parsed(body)).length === 1,
}
const wrongPassword = {
  ...at.login,
  when: ({ body }: Seen) => String(parsed(body).username).startsWith('nobody-'),
}
const invented = (id: string) => ({
  talent_id: id,
  name: `Talent_${id}`,
  skills: ['Python', 'Sanic', '微服务'],
  experience: '5年',
  status: 'active',
  created_at: '2025-09-23T17:02:58.123456',
})
const idOf = (path: string) => decodeURIComponent(path.split('/').at(-1) ?? '')

// prettier-ignore
export const errors = [
  defect('stack-trace', '未知人才的错误带着堆栈', 'The error of an unknown talent carries a stack trace',
    { items: found, reason: 'ERROR_LEAKS_TRACE' },
    (p) => p.on('looma', instead(unknownTalent, jsonAnswer(404, {
      success: false, error: '人才不存在',
      message: 'Traceback (most recent call last):\n  File "/srv/app.py", line 214, in get_talent',
    })))),
  defect('go-panic', '坏 JSON 引出 goroutine 堆栈', 'Bad JSON brings a goroutine trace',
    { items: found, reason: 'ERROR_LEAKS_TRACE' },
    (p) => p.on('auth', instead(badJson, jsonAnswer(400, { error: 'Invalid JSON', details: 'goroutine 17 [running]:\nmain.login(0xc0000b2000)' })))),
  defect('dsn', '错误里带着数据库连接串', 'The error shows a database DSN with its password',
    { items: found, reason: 'ERROR_LEAKS_SECRET' },
    (p) => p.on('auth', instead(missingField, jsonAnswer(400, { error: 'cannot open postgres://app:pa55word@db/jobfirst' })))),
  defect('secret-in-404', '未知路径的错误带着 JWT_SECRET', 'The error of an unknown path shows JWT_SECRET',
    { items: found, reason: 'ERROR_LEAKS_SECRET' },
    (p) => p.on('looma', instead(unknownPath, jsonAnswer(404, { error: '接口不存在', env: 'JWT_SECRET=jobfirst' })))),
  defect('talent-500', '未知人才得到 500', 'An unknown talent is answered with 500',
    { items: found, reason: 'ERROR_WRONG_STATUS' },
    (p) => p.on('looma', instead(unknownTalent, jsonAnswer(500, { error: '获取人才详情异常', message: 'not found' })))),
  defect('path-200', '未知路径得到 200', 'An unknown path is answered with 200',
    { items: found, reason: 'ERROR_WRONG_STATUS' },
    (p) => p.on('looma', instead(unknownPath, jsonAnswer(200, { success: true })))),
  defect('path-page', '未知路径得到网页', 'An unknown path is answered with a web page',
    { items: found, reason: ['ERROR_WRONG_STATUS', 'ERROR_NOT_JSON', 'HTML_PAGE'] },
    (p) => p.on('looma', instead(unknownPath, htmlAnswer(200, 'Looma CRM')))),
  defect('talent-invented', '为未知人才编造档案（source: default）', 'An unknown talent is invented (source: default)',
    { items: found, reason: 'UNKNOWN_TALENT_INVENTED' },
    (p) => p.on('looma', instead(unknownTalent, ({ path }) =>
      jsonAnswer(200, { success: true, talent: { ...invented(idOf(path)), source: 'default' } })))),
  defect('talent-invented-unmarked', '为未知人才编造档案，且没有标记', 'An unknown talent is invented without a mark',
    { items: found, reason: 'UNKNOWN_TALENT_INVENTED' },
    (p) => p.on('looma', instead(unknownTalent, ({ path }) => jsonAnswer(200, { success: true, talent: invented(idOf(path)) })))),
  defect('plain-text', '错误是纯文本', 'Errors are plain text',
    { items: found, reason: 'ERROR_NOT_JSON' },
    (p) => p.on('auth', instead(badJson, textAnswer(400, 'Invalid JSON\n')))),
  defect('bad-json-500', '坏 JSON 得到 500', 'Bad JSON is answered with 500',
    { items: found, reason: 'ERROR_WRONG_STATUS' },
    (p) => p.on('auth', instead(badJson, jsonAnswer(500, { error: '服务器内部错误', code: 'INTERNAL_ERROR' })))),
  defect('missing-field-accepted', '缺少密码也能登录', 'Login works without a password',
    { items: found, reason: ['ERROR_WRONG_STATUS', null], code: 'UNCLEAR_ERROR' },
    (p) => p.on('auth', instead(missingField, () => jsonAnswer(200, { success: true, token: p.token() })))),
  defect('any-password', '不存在的用户也能登录', 'A user that does not exist can log in',
    { items: found, reason: ['ERROR_WRONG_STATUS', null], code: 'UNCLEAR_ERROR' },
    (p) => p.on('auth', instead(wrongPassword, () => jsonAnswer(200, { success: true, token: p.token(), user: { id: 9 } })))),
  defect('wordless', '错误没有任何说明', 'The error says nothing',
    { items: found, reason: null, code: 'UNCLEAR_ERROR' },
    (p) => p.on('looma', always(unknownTalent, () => jsonAnswer(404, {})))),
  defect('node-trace', 'JSON 错误里有 Node 堆栈', 'A Node stack trace inside a JSON error',
    { items: found, reason: 'ERROR_LEAKS_TRACE' },
    (p) => p.on('looma', instead(unknownTalent, jsonAnswer(404, {
      success: false, error: 'TypeError: talent is undefined\n    at getTalent (/srv/looma/app.js:214:11)\n    at next (/srv/looma/router.js:12:3)',
    })))),
  defect('python-frame', 'JSON 错误里有 Python 栈帧', 'A Python frame inside a JSON error',
    { items: found, reason: 'ERROR_LEAKS_TRACE' },
    (p) => p.on('looma', instead(unknownTalent, jsonAnswer(404, {
      success: false, error: "KeyError: 'talent'", details: '  File "/srv/looma/app.py", line 214, in get_talent\n    return talents[talent_id]',
    })))),
  defect('mysql-dsn', '错误里带着 MySQL 连接串', 'The error shows a MySQL DSN with its password',
    { items: found, reason: 'ERROR_LEAKS_SECRET' },
    (p) => p.on('auth', instead(missingField, jsonAnswer(400, { error: 'cannot connect: root:Pa55word@tcp(localhost:3306)/jobfirst' })))),
  defect('password-hash', '错误里带着密码哈希', 'The error shows a password hash',
    { items: found, reason: 'ERROR_LEAKS_SECRET' },
    (p) => p.on('auth', instead(wrongPassword, jsonAnswer(401, {
      success: false, error: 'hash mismatch: $2a$10$N9qo8uLOickgx2ZMRZoMyeIjZAgcfl7p92ldGxad68LJZdL17lhWy',
    })))),
]
