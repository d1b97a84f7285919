import { gzipSync } from 'node:zlib'
import { fieldsOf } from '../../../electron/zervigo/wire'
import { serviceIds } from '../../../shared/domain/services'
import { harmless, type Planting } from '../defect'
import {
  after,
  always,
  at,
  byConsole,
  instead,
  json,
  jsonAnswer,
  late,
  parsed,
  textAnswer,
} from '../rules'
import { witness } from './health'
import { envFiles, loomaLines, sharedSecret } from './config'

const portOf = (p: Planting, id: string) => {
  const known = serviceIds.find((candidate) => candidate === id)
  return known === undefined ? '' : new URL(p.url(known)).port
}
const variant = harmless()
const built = harmless('peer')
const status = (word: unknown) => json(byConsole(at.health), (body) => ({ ...body, status: word }))

// prettier-ignore
export const healthy = [
  built('repaired', '修复后的真实系统', 'The real system with every defect mended', () => undefined),
  variant('env-agree', '.env 完全一致', '.env files that agree', (p) => envFiles(p, `${loomaLines(p).join('\n')}\n`)),
  variant('env-crlf-bom', '.env 带 BOM 和 CRLF', '.env with BOM and CRLF', (p) =>
    envFiles(p, `\ufeff${loomaLines(p).join('\r\n')}\r\n`, `\ufeffJWT_SECRET=${sharedSecret}\r\n`)),
  variant('env-quotes-export', '.env 带 export、引号、空格和注释', '.env with export, quotes, spaces and comments', (p) =>
    envFiles(p, `# Looma\n${loomaLines(p, null).map((line) => `export ${line.replace('=', ' = "')}"  # url`).join('\n')}\nJWT_SECRET='${sharedSecret}'`,
      `JWT_SECRET=old\nexport JWT_SECRET="${sharedSecret}" # wins`)),
  variant('env-localhost-slash', '.env 写 localhost 和结尾斜杠', '.env with localhost and trailing slashes', (p) =>
    envFiles(p, loomaLines(p).map((line) => line.startsWith('ZERVIGO_') ? `${line.replace('127.0.0.1', 'localhost')}/` : line).join('\n'))),
  variant('one-at-a-time', 'Looma 并发 1', 'Looma one request at a time', (p) => {
    p.run.profile = { ...p.run.profile, looma: { url: p.url('looma'), concurrency: 1 } }
  }),
  variant('odd-talent-id', '人才 id 带空格、斜杠和中文', 'A talent id with spaces, slashes and Chinese', (p) => {
    p.run.talentId = '上海研发/2019#07 旧档?'
  }),
  variant('percent-scores', '分数是 0–100', 'Scores from 0 to 100', (p) =>
    p.on('looma', json(at.matches, (body) => ({
      ...body,
      matches: (Array.isArray(body.matches) ? body.matches : []).map((match) => {
        const fields = fieldsOf(match)
        return { ...fields, match_score: Number(fields.match_score) * 100, breakdown: undefined }
      }),
    }))), ['contract-drift']),
  variant('nested-health', '健康汇总是实际的嵌套结构', 'The health report in its built, nested shape', (p) =>
    p.on('looma', json(at.zervigoHealth, ({ success, services, timestamp }) => ({
      success: true, health_status: { success, services, timestamp },
    }))), ['contract-drift']),
  variant('status-up', '状态词是 UP', 'The status word is UP', (p) => p.on('company', status('UP'))),
  variant('status-ok', '状态词是 ok', 'The status word is ok', (p) => p.on('user', status('ok'))),
  variant('status-running', '状态词是 running', 'The status word is running', (p) => p.on('job', status('running'))),
  variant('constant-timestamp', '时间戳永远不变', 'A timestamp that never changes', (p) =>
    p.on('resume', json(byConsole(at.health), (body) => ({ ...body, timestamp: '2024-01-01T00:00:00Z' })))),
  variant('ai-says-auth-unreachable', 'AI 误报认证不可达（已知误报）', 'The AI service wrongly calls auth unreachable', (p) =>
    p.on('ai', json(at.health, (body) => ({ ...body, unified_auth_client_status: 'unreachable', job_matching_initialized: true })))),
  variant('charset', '类型带 charset', 'A content type with a charset', (p) =>
    p.on('looma', always(at.any, (answer) => ({
      ...answer, headers: { ...answer.headers, 'content-type': 'application/json; charset=utf-8' },
    })))),
  variant('gzip', '没要求也压缩', 'Compressed although nobody asked', (p) =>
    p.on('looma', always(byConsole(at.any), (answer) => ({
      ...answer, headers: { ...answer.headers, 'content-encoding': 'gzip' }, body: gzipSync(answer.body),
    })))),
  variant('byte-order-mark', '回答以 BOM 开头', 'Answers begin with a byte order mark', (p) =>
    p.on('looma', after(at.guarded, (answer) => ({
      ...answer, body: Buffer.concat([Buffer.from('\ufeff'), answer.body]),
    })))),
  variant('unknown-keys', '多出不认识的字段', 'Unknown extra keys everywhere', (p) =>
    p.on('looma', json(at.any, (body) => ({ ...body, trace_id: 'a1', debug: { took: 3 }, next: null })))),
  variant('escaped-chinese', '中文以 \\uXXXX 转义', 'Chinese as \\uXXXX escapes', (p) =>
    p.on('looma', always(at.any, (answer) => ({
      ...answer,
      body: Buffer.from(answer.body.toString('utf8').replace(/[\u0080-\uffff]/g,
        (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`)),
    })))),
  variant('no-request-id', '不回显请求 id', 'The request id is not echoed', (p) =>
    p.on('looma', always(at.any, ({ headers: { 'x-request-id': _, ...headers }, ...rest }) => ({ ...rest, headers })))),
  variant('connection-close', '每次回答后断开连接', 'The connection ends after every answer', (p) => {
    for (const id of ['looma', 'auth', 'resume'] as const) {
      p.on(id, always(byConsole(at.any), (answer) => ({ ...answer, headers: { ...answer.headers, connection: 'close' } })))
    }
  }),
  variant('slow-in-time', '慢，但在限度之内', 'Slow, but within the limit', (p) => p.on('resume', late(at.any, 120))),
  variant('integer-resume-id', '简历 id 是整数', 'The resume id is an integer', (p) => {
    const bare = (id: unknown) => Number(String(id).replace(/\D+/g, ''))
    let real = ''
    p.on('looma', json(at.sync, (body) => {
      real = String(body.zervigo_resume_id)
      return { ...body, zervigo_resume_id: bare(real) }
    }))
    p.on('resume', {
      matches: ({ caller, path }) => caller === 'console' && at.resume.path.test(path),
      reply: async () => {
        const answer = await fetch(`${p.url('resume')}/api/resumes/${encodeURIComponent(real)}`, {
          headers: { authorization: `Bearer ${p.token()}` },
        })
        const body = fieldsOf(await answer.json())
        return jsonAnswer(answer.status, { ...body, data: { ...fieldsOf(body.data), id: bare(real) } })
      },
    })
  }),
  variant('wrapped-id', '简历 id 在 data.id 里', 'The resume id stands under data.id', (p) =>
    p.on('looma', json(at.sync, ({ zervigo_resume_id, ...rest }) => ({ ...rest, data: { id: zervigo_resume_id } })))),
  variant('token-nested', '登录的 token 在 data.token 里', 'The login has its token under data.token', (p) =>
    p.on('auth', json(at.login, ({ token, user, permissions, ...rest }) =>
      token === undefined ? { ...rest, user, permissions } : { ...rest, data: { token, user, permissions } }))),
  variant('permissions-expanded', '权限已展开，没有 *', 'Permissions are expanded, no *', (p) => {
    const permissions = ['talent:sync', 'talent:read', 'talent:ai_process', 'talent:chat', 'admin:sync_all']
    const expand = json(at.any, (body) => ('permissions' in body ? { ...body, permissions } : body))
    p.on('auth', expand)
  }),
  variant('validate-bare', 'validate 不带 valid 与 expires_at', 'Validate without valid and expires_at', (p) =>
    p.on('auth', json(at.validate, ({ valid: _, expires_at: __, ...rest }) => rest))),
  variant('plain-400-empty-token', '空 token 得到纯文本 400', 'The empty token gets a plain-text 400', (p) =>
    p.on('auth', instead({ ...at.validate, when: ({ body }) => parsed(body).token === '' },
      textAnswer(400, 'Token is required\n')))),
  variant('chat-without-name', '聊天不提姓名，只说经历', 'The chat tells facts without the name', async (p) => {
    const answer = await fetch(`${p.url('looma')}/api/talents/${p.run.talentId}`)
    const name = String(fieldsOf(fieldsOf(await answer.json()).talent).name)
    p.on('looma', json(at.chat, (body) => ({ ...body, response: String(body.response).replaceAll(name, '该人才') })))
  }),
  variant('polite-chat', '聊天先道歉再认真回答', 'The chat apologises for the wait, then answers', (p) =>
    p.on('looma', json(at.chat, (body) => ({ ...body, response: `抱歉让您久等了。${String(body.response)}` })))),
  variant('chat-mentions-errors', '聊天内容里出现 error 一词', 'The chat speaks of error handling', (p) =>
    p.on('looma', json(at.chat, (body) => ({ ...body, response: `${String(body.response)} 还负责过 error tracking 与超时重试（timeout）。` })))),
  variant('skills-as-line', '简历的技能是一行文字', 'The resume has its skills in one line', (p) =>
    p.on('resume', json(byConsole(at.resume), (body) => {
      const data = fieldsOf(body.data)
      return { ...body, data: { ...data, skills: Array.isArray(data.skills) ? data.skills.join(', ') : data.skills } }
    }))),
  variant('years-as-text', '简历的年限是“5年”这样的文字', 'The resume has its years as text', (p) =>
    p.on('resume', json(byConsole(at.resume), (body) => {
      const data = fieldsOf(body.data)
      return { ...body, data: { ...data, years: `${String(data.years)}年` } }
    }))),
  variant('witness-docker-names', 'Looma 用容器名访问同样的端口', 'Looma reaches the same ports by container names', (p) =>
    witness(p, (view) => ({
      ...view,
      services: Object.fromEntries(Object.entries(fieldsOf(view.services)).map(([id, entry]) =>
        [id, { ...fieldsOf(entry), url: `http://${id}:${portOf(p, id)}` }])),
    }))),
]
