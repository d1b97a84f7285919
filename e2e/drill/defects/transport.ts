import { gzipSync } from 'node:zlib'
import { inGroup } from '../defect'
import { after, always, at, htmlAnswer, instead, jsonAnswer, textAnswer } from '../rules'

const defect = inGroup('transport')
const noAnswer = { 'basic.zervigo-health': 'fail' } as const
const impatient = { requestTimeoutMs: 900, chatTimeoutMs: 900, poll: { timeoutMs: 900 } }
const json = 'application/json'
const health = (service: string) => ({ status: 'healthy', service, version: '1.0.0' })

// prettier-ignore
export const transport = [
  defect('refused', '公司服务未启动', 'Company service is not running',
    { items: { ...noAnswer, 'api.health': 'fail' }, reason: 'NOT_RUNNING' },
    (p) => p.refuse('company')),
  defect('looma-refused', 'Looma 未启动', 'Looma is not running',
    { items: { 'basic.looma-up': 'fail', 'api.sync': 'blocked' }, reason: 'NOT_RUNNING' },
    (p) => p.refuse('looma')),
  defect('auth-refused', '认证服务未启动', 'Auth service is not running',
    { items: { ...noAnswer, 'auth.jwt': 'fail' }, reason: ['AUTH_DOWN', 'NOT_RUNNING'] },
    (p) => p.refuse('auth')),
  defect('six-down', '六个 Zervigo 服务都未启动', 'All six Zervigo services are down',
    { items: { ...noAnswer, 'auth.jwt': 'fail' }, reason: 'ALL_DOWN' },
    (p) => p.refuse('auth', 'ai', 'resume', 'job', 'company', 'user')),
  defect('seven-down', '整个系统都未启动', 'Nothing at all is running',
    { items: { ...noAnswer, 'basic.looma-up': 'fail', 'auth.jwt': 'fail' }, reason: 'ALL_DOWN' },
    (p) => p.refuse('looma', 'auth', 'ai', 'resume', 'job', 'company', 'user')),
  defect('reset-mid-body', '同步回答在中途被断开', 'Sync answer is reset half-way',
    { items: { 'api.sync': 'fail' }, reason: 'CUT_ANSWER' },
    (p) => p.on('looma', after(at.sync, {
      raw: `HTTP/1.1 200 OK\r\nContent-Type: ${json}\r\nContent-Length: 400\r\n\r\n{"success": tr`,
      then: 'reset',
    }))),
  defect('hang', 'AI 服务接受连接却不回答', 'AI service accepts and never answers',
    { items: noAnswer, reason: 'HANGS' },
    (p) => {
      p.run.profile = { ...p.run.profile, ...impatient }
      p.on('ai', instead(at.any, 'hang'))
    }),
  defect('looma-hangs', 'Looma 的 /health 不回答', 'Looma never answers /health',
    { items: { 'basic.looma-up': 'fail' }, reason: 'HANGS' },
    (p) => {
      p.run.profile = { ...p.run.profile, ...impatient }
      p.on('looma', instead(at.any, 'hang'))
    }),
  defect('dribble', '用户服务每次只吐一个字节', 'User service dribbles one byte at a time',
    { items: noAnswer, reason: 'HANGS' },
    (p) => {
      p.run.profile = { ...p.run.profile, ...impatient }
      const dribble = jsonAnswer(200, health('user-service'))
      p.on('user', instead(at.any, { dribble, everyMs: 200 }))
    }),
  defect('closes-at-once', '简历服务的端口一连上就关闭', 'Resume port closes every connection at once',
    { items: noAnswer, reason: ['NOT_HTTP', 'EMPTY_ANSWER', 'CUT_ANSWER', 'CLOSES_CONNECTION'] },
    (p) => p.mode('resume', 'close')),
  defect('ssh', '职位服务的端口上是 SSH', 'SSH holds the job port',
    { items: noAnswer, reason: 'NOT_HTTP' },
    (p) => p.mode('job', { greet: 'SSH-2.0-OpenSSH_9.6\r\n', then: 'Protocol mismatch.\n' })),
  defect('redis', '公司服务的端口上是 Redis', 'Redis holds the company port',
    { items: noAnswer, reason: 'NOT_HTTP' },
    (p) => p.mode('company', { greet: '', then: "-ERR unknown command 'GET'\r\n" })),
  defect('mysql', '用户服务的端口上是 MySQL', 'MySQL holds the user port',
    { items: noAnswer, reason: 'NOT_HTTP' },
    (p) => p.mode('user', {
      greet: '\x4a\x00\x00\x00\x0a8.0.36\x00\x08\x00\x00\x00abcdefgh\x00',
      then: '\x10\x00\x00\x02\xff\x15\x04#28000',
    })),
  defect('html-200', '同步接口返回前端页面', 'Sync answers with a web page, HTTP 200',
    { items: { 'api.sync': 'fail' }, reason: 'HTML_PAGE' },
    (p) => p.on('looma', after(at.sync, htmlAnswer(200, 'Vite App')))),
  defect('nginx', '简历服务的端口上是 nginx', 'nginx welcomes on the resume port',
    { items: noAnswer, reason: ['HTML_PAGE', 'STRANGER_ON_PORT'] },
    (p) => p.on('resume', instead(at.any, htmlAnswer(200, 'Welcome to nginx!')))),
  defect('html-502', 'AI 前面的网关报 502', 'A gateway before the AI service says 502',
    { items: { ...noAnswer, 'api.chat': 'fail' }, reason: 'HTML_PAGE' },
    (p) => p.on('ai', instead(at.any, htmlAnswer(502, '502 Bad Gateway')))),
  defect('empty-200', '聊天接口回答为空', 'Chat answers 200 with nothing',
    { items: { 'api.chat': 'fail' }, reason: 'EMPTY_ANSWER' },
    (p) => p.on('looma', after(at.chat, textAnswer(200, '', json)))),
  defect('no-content', '批量同步回答 204', 'Bulk sync answers 204',
    { items: { 'api.sync-all': 'fail' }, reason: 'EMPTY_ANSWER' },
    (p) => p.on('looma', after(at.syncAll, textAnswer(204, '', json)))),
  defect('empty-500', 'AI 处理崩溃，500 且无内容', 'AI processing crashes: 500 with an empty body',
    { items: { 'api.ai-process': 'fail' }, reason: 'CRASHED_HANDLER' },
    (p) => p.on('looma', after(at.aiProcess, textAnswer(500, '', json)))),
  defect('cut-json', '匹配结果的 JSON 不完整', 'Matches are cut JSON',
    { items: { 'api.matches': 'fail' }, reason: 'CUT_ANSWER' },
    (p) => p.on('looma', after(at.matches, (answer) => ({
      ...answer, body: answer.body.subarray(0, Math.floor(answer.body.length / 2)),
    })))),
  defect('two-documents', '同步回答里有两个 JSON', 'Sync answers two JSON documents',
    { items: { 'api.sync': 'fail' }, reason: null, code: 'NOT_JSON' },
    (p) => p.on('looma', after(at.sync, (answer) => ({
      ...answer, body: Buffer.concat([answer.body, Buffer.from('\n'), answer.body]),
    })))),
  defect('json-as-text', '健康回答的类型是 text/plain', 'Health is JSON sent as text/plain',
    { items: noAnswer, reason: null, code: 'NOT_JSON' },
    (p) => p.on('company', always(at.health, ({ status, body }) => ({
      status, body, headers: { 'content-type': 'text/plain' },
    })))),
  defect('text-as-json', '匹配接口返回纯文本', 'Matches are plain text called JSON',
    { items: { 'api.matches': 'fail' }, reason: null, code: 'NOT_JSON' },
    (p) => p.on('looma', after(at.matches, textAnswer(200, 'pong\n', json)))),
  defect('business-as-text', '业务 JSON 以 text/plain 返回', 'A business answer is JSON sent as text/plain',
    { items: { 'api.matches': 'fail' }, reason: null, code: 'NOT_JSON' },
    (p) => p.on('looma', after(at.matches, ({ status, body }) => ({
      status, body, headers: { 'content-type': 'text/plain' },
    })))),
  defect('redirect-slash', '健康地址重定向到带斜杠', 'Health redirects to a trailing slash',
    { items: noAnswer, reason: null, code: 'REDIRECTED' },
    (p) => p.on('user', instead(at.health, textAnswer(301, '', 'text/html', { location: '/health/' })))),
  defect('redirect-elsewhere', '同步重定向到别的主机', 'Sync redirects to another host',
    { items: { 'api.sync': 'fail' }, reason: null, code: 'REDIRECTED' },
    (p) => p.on('looma', instead(at.sync, textAnswer(302, '', 'text/html', {
      location: 'http://198.51.100.7/steal',
    })))),
  defect('redirect-loop', '匹配接口循环重定向', 'Matches redirect to themselves',
    { items: { 'api.matches': 'fail' }, reason: null, code: 'REDIRECTED' },
    (p) => p.on('looma', instead(at.matches, (seen) =>
      textAnswer(307, '', 'text/html', { location: seen.url })))),
  defect('oversized', '匹配回答超过 5 MB', 'Matches are larger than 5 MB',
    { items: { 'api.matches': 'fail' }, reason: null, code: 'OVERSIZED' },
    (p) => p.on('looma', after(at.matches, jsonAnswer(200, { pad: 'x'.repeat(6 * 1024 * 1024) })))),
  defect('deep-json', 'AI 回答嵌套十万层', 'AI answer is nested 100 000 deep',
    { items: { 'api.ai-process': 'fail' }, reason: null, code: 'NOT_JSON' },
    (p) => p.on('looma', after(at.aiProcess,
      textAnswer(200, '['.repeat(100_000) + ']'.repeat(100_000), json)))),
  defect('broken-gzip', '聊天回答的压缩数据损坏', 'Chat answer is broken gzip',
    { items: { 'api.chat': 'fail' }, reason: null, code: 'NOT_JSON' },
    (p) => p.on('looma', after(at.chat, ({ status, headers, body }) => ({
      status,
      headers: { ...headers, 'content-encoding': 'gzip' },
      body: gzipSync(body).subarray(0, 20),
    })))),
]
