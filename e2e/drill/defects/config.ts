import { inGroup, type Planting } from '../defect'
import { after, at, jsonAnswer } from '../rules'
import { witness } from './health'

const defect = inGroup('config')
const wrong = { 'basic.env': 'fail' } as const
const ids = ['auth', 'ai', 'resume', 'job', 'company', 'user'] as const
export const sharedSecret = 'one-secret-on-both-sides-0123456789'

/** The lines of a correct `.env` of Looma. */
export function loomaLines(p: Planting, secret: string | null = sharedSecret): string[] {
  const urls = ids.map((id) => `ZERVIGO_${id.toUpperCase()}_URL=${p.url(id)}`)
  return [...urls, ...(secret === null ? [] : [`JWT_SECRET=${secret}`])]
}

/** Gives the profile `.env` files with these lines. */
export function envFiles(
  p: Planting,
  looma: string,
  zervigo = `JWT_SECRET=${sharedSecret}\n`,
): void {
  const env = { looma: p.file('looma.env', looma), zervigo: p.file('zervigo.env', zervigo) }
  p.run.profile = { ...p.run.profile, env }
}

const lines = (list: readonly string[]) => `${list.join('\n')}\n`
const edited = (p: Planting, key: string, value: string) =>
  lines(loomaLines(p).map((line) => (line.startsWith(`${key}=`) ? `${key}=${value}` : line)))
const missing = (p: Planting, pattern: RegExp) =>
  lines(loomaLines(p).filter((line) => !pattern.test(line)))
const zervigoOf = (p: Planting, changes: Record<string, string>) =>
  Object.fromEntries(ids.map((id) => [id, { url: changes[id] ?? p.url(id) }]))

/** Ports that Looma falls back to when nobody loads its `.env`. */
const defaults = { auth: 7520, ai: 7540, resume: 7532, job: 7539, company: 7534, user: 7530 }

// prettier-ignore
export const config = [
  defect('ai-8000', 'AI 地址是旧指南里的 8000', 'The AI address is the old guide’s 8000',
    { items: { ...wrong, 'basic.zervigo-health': 'fail' }, reason: 'AI_PORT_8000' },
    (p) => {
      p.run.profile = { ...p.run.profile, zervigo: zervigoOf(p, { ai: 'http://127.0.0.1:8000' }) }
    }),
  defect('duplicate-url', '公司与用户用了同一个地址', 'Company and user share one address',
    { items: wrong, reason: 'DUPLICATE_ADDRESS' },
    (p) => {
      p.run.profile = { ...p.run.profile, zervigo: zervigoOf(p, { company: p.url('user') }) }
    }),
  defect('duplicate-localhost', '同一个地址写成 localhost 和 127.0.0.1', 'One address twice, as localhost and 127.0.0.1',
    { items: wrong, reason: 'DUPLICATE_ADDRESS' },
    (p) => {
      const twin = p.url('user').replace('127.0.0.1', 'localhost')
      p.run.profile = { ...p.run.profile, zervigo: zervigoOf(p, { company: twin }) }
    }),
  defect('env-no-urls', 'Looma 的 .env 没有任何 ZERVIGO_*', 'Looma’s .env has no ZERVIGO_* at all',
    { items: wrong, reason: 'ENV_KEYS_MISSING' },
    (p) => envFiles(p, missing(p, /^ZERVIGO_/))),
  defect('env-one-missing', 'Looma 的 .env 缺少公司地址', 'Looma’s .env lacks the company URL',
    { items: wrong, reason: 'ENV_KEYS_MISSING' },
    (p) => envFiles(p, missing(p, /^ZERVIGO_COMPANY_URL/))),
  defect('env-ai-8000', 'Looma 的 .env 里 AI 是 8000', 'Looma’s .env has AI on 8000',
    { items: wrong, reason: ['AI_PORT_8000', 'ENV_URL_DIFFERS'] },
    (p) => envFiles(p, edited(p, 'ZERVIGO_AI_URL', 'http://localhost:8000'))),
  defect('env-url-differs', 'Looma 的 .env 里简历地址不同', 'Looma’s .env has another resume URL',
    { items: wrong, reason: 'ENV_URL_DIFFERS' },
    (p) => envFiles(p, edited(p, 'ZERVIGO_RESUME_URL', 'http://localhost:8602'))),
  defect('env-url-nonsense', 'Looma 的 .env 里职位地址不是 URL', 'Looma’s .env has a job URL that is none',
    { items: wrong, reason: 'ENV_URL_DIFFERS' },
    (p) => envFiles(p, edited(p, 'ZERVIGO_JOB_URL', 'localhost'))),
  defect('secret-differs', '两侧的 JWT 密钥不同', 'The JWT secrets differ',
    { items: wrong, reason: 'SECRET_DIFFERS' },
    (p) => envFiles(p, edited(p, 'JWT_SECRET', 'another-secret'))),
  defect('secret-space', 'JWT 密钥只差引号内的一个空格', 'The JWT secrets differ by one quoted space',
    { items: wrong, reason: 'SECRET_DIFFERS' },
    (p) => envFiles(p, edited(p, 'JWT_SECRET', `"${sharedSecret} "`))),
  defect('secret-empty', 'Looma 的 JWT 密钥为空', 'Looma’s JWT secret is empty',
    { items: wrong, reason: ['SECRET_DIFFERS', 'ENV_KEYS_MISSING'] },
    (p) => envFiles(p, edited(p, 'JWT_SECRET', ''))),
  defect('secret-both-empty', '两侧的 JWT 密钥都为空', 'Both JWT secrets are empty',
    { items: wrong, reason: ['SECRET_DIFFERS', 'ENV_KEYS_MISSING', null], code: 'CONFIG_WRONG' },
    (p) => envFiles(p, edited(p, 'JWT_SECRET', ''), 'JWT_SECRET=\n')),
  defect('secret-missing', 'Zervigo 的 .env 没有 JWT_SECRET', 'Zervigo’s .env has no JWT_SECRET',
    { items: wrong, reason: ['ENV_KEYS_MISSING', 'SECRET_DIFFERS'] },
    (p) => envFiles(p, lines(loomaLines(p)), 'MYSQL_HOST=localhost\n')),
  defect('env-unreadable', '.env 文件不存在', 'The .env file does not exist',
    { items: wrong, reason: null, code: 'CONFIG_WRONG' },
    (p) => {
      p.run.profile = { ...p.run.profile, env: { looma: `${p.file('here.env', '')}.gone` } }
    }),
  defect('looma-default-ports', 'Looma 没有加载 .env，用的是默认 75xx 端口', 'Looma never loaded its .env and asks 75xx',
    { items: { 'basic.network': 'fail', 'api.health': 'fail', 'api.sync': 'fail' }, reason: 'LOOMA_DEFAULT_PORTS' },
    (p) => {
      witness(p, (view) => ({
        ...view,
        success: false,
        services: Object.fromEntries(ids.map((id) => [id, {
          success: false, healthy: false, url: `http://localhost:${defaults[id]}`,
          error: `Cannot connect to host localhost:${defaults[id]} ssl:default [Connection refused]`,
        }])),
      }))
      p.on('looma', after(at.guarded, jsonAnswer(401, {
        error: '认证失败', code: 'INVALID_TOKEN', message: '认证token无效或已过期',
      })))
    }),
]
