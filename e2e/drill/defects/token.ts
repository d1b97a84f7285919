import { inGroup, type Planting } from '../defect'
import {
  always,
  at,
  bodyOf,
  byConsole,
  instead,
  json,
  jsonAnswer,
  parsed,
  textAnswer,
} from '../rules'

const defect = inGroup('token')
const bad = { 'auth.jwt': 'fail' } as const
const invalid = { success: false, error: '无效的token', error_code: 'INVALID_TOKEN' }
const admin = {
  id: 1,
  user_id: 1,
  username: 'admin',
  email: 'admin@example.com',
  role: 'super_admin',
  level: 4,
  status: 'active',
}
const now = () => Math.floor(Date.now() / 1000)

/** Long enough to log in on a busy machine, short enough to wait for. */
const lifetimeSeconds = 5

/** Lets the auth service hand out this token at every login. */
const issue = (p: Planting, token: string) =>
  p.on(
    'auth',
    json(at.login, (body) => ('token' in body ? { ...body, token } : body)),
  )

/** The token that a validate request asks about. */
const asked = (body: string): unknown => parsed(body).token

const claimsOf = (token: unknown): Record<string, unknown> =>
  parsed(Buffer.from(String(token).split('.')[1] ?? '', 'base64url').toString('utf8'))

// prettier-ignore
export const token = [
  defect('expired', '登录得到的 token 已过期', 'Login hands out an expired token',
    { items: bad, reason: 'TOKEN_EXPIRED' },
    (p) => issue(p, p.token({ iat: now() - 7200, nbf: now() - 7200, exp: now() - 3600 }))),
  defect('not-yet-valid', 'token 一小时后才生效', 'The token becomes valid in an hour',
    { items: bad, reason: ['TOKEN_NOT_YET_VALID', 'CLOCK_SKEW'] },
    (p) => issue(p, p.token({ iat: now() + 3600, nbf: now() + 3600, exp: now() + 7200 }))),
  defect('clock-skew', '认证服务器的时钟慢了 25 小时', 'The auth server’s clock is 25 hours behind',
    { items: bad, reason: 'CLOCK_SKEW' },
    (p) => {
      const behind = 25 * 3600
      const skewed = p.token({ iat: now() - behind, nbf: now() - behind, exp: now() - behind + 86_400 })
      const date = () => new Date(Date.now() - behind * 1000).toUTCString()
      p.on('auth',
        always({ ...at.validate, when: ({ body }) => asked(body) === skewed }, () =>
          jsonAnswer(200, { success: true, user: admin, permissions: ['*'] }, { date: date() })),
        always(at.login, (answer) => {
          const body = bodyOf(answer)
          return jsonAnswer(answer.status, 'token' in body ? { ...body, token: skewed } : body, { date: date() })
        }),
        always(at.any, (answer) => ({ ...answer, headers: { ...answer.headers, date: date() } })))
    }),
  defect('not-a-jwt', 'token 不是 JWT', 'The token is no JWT',
    { items: bad, reason: ['AUTH_WRONG_ISSUER', null], code: ['TOKEN_BAD', 'TOKEN_REJECTED'] },
    (p) => issue(p, 'a3f1c09e7b5d')),
  defect('no-exp', 'token 没有过期时间', 'The token never expires',
    { items: bad, reason: null, code: 'TOKEN_BAD' },
    (p) => {
      const endless = p.token({ exp: undefined })
      issue(p, endless)
      p.on('auth', instead({ ...at.validate, when: ({ body }) => asked(body) === endless },
        jsonAnswer(200, { success: true, user: admin, permissions: ['*'] })))
    }),
  defect('signature-unchecked', '认证服务不校验签名', 'Auth does not check signatures',
    { items: bad, reason: 'SIGNATURE_UNCHECKED' },
    (p) => p.on('auth', instead({ ...at.validate, when: ({ body }) => 'user_id' in claimsOf(asked(body)) },
      jsonAnswer(200, { success: true, user: admin, permissions: ['*'] })))),
  defect('garbage-accepted', '认证服务接受任何 token', 'Auth accepts any token',
    { items: bad, reason: ['SIGNATURE_UNCHECKED', null], code: 'BAD_TOKEN_ACCEPTED' },
    (p) => p.on('auth', instead({ ...at.validate, when: ({ body }) => asked(body) !== '' },
      jsonAnswer(200, { success: true, user: admin, permissions: ['*'] })))),
  defect('empty-accepted', '认证服务接受空 token', 'Auth accepts an empty token',
    { items: bad, reason: ['SIGNATURE_UNCHECKED', null], code: 'BAD_TOKEN_ACCEPTED' },
    (p) => p.on('auth', instead({ ...at.validate, when: ({ body }) => asked(body) === '' },
      jsonAnswer(200, { success: true, user: admin, permissions: ['*'] })))),
  defect('validate-missing', '认证服务没有校验接口', 'Auth has no validate endpoint',
    { items: bad, reason: 'VALIDATE_MISSING' },
    (p) => p.on('auth', instead(at.validate, textAnswer(404, '404 page not found\n')))),
  defect('validate-rejects-own', '认证服务重启换了密钥，不认自己的 token', 'Auth restarted with another secret and rejects its own token',
    { items: bad, reason: 'SECRET_CHANGED' },
    (p) => issue(p, p.token({}, 'the-secret-before-the-restart'))),
  defect('validate-500', '校验接口报 500', 'Validate answers 500',
    { items: bad, reason: ['CRASHED_HANDLER', 'AUTH_DOWN', null], code: 'WRONG_STATUS' },
    (p) => p.on('auth', instead(at.validate, textAnswer(500, 'sql: database is closed\n')))),
  defect('validate-nobody', '校验成功却不说是谁', 'Validate succeeds for nobody',
    { items: bad, reason: null, code: 'WRONG_SHAPE' },
    (p) => p.on('auth', instead({ ...byConsole(at.validate), when: ({ body }) => 'user_id' in claimsOf(asked(body)) },
      ({ body }) => jsonAnswer(200, claimsOf(asked(body)).tampered === true ? invalid : { success: true })))),
  defect('other-user', '登录 admin，token 却是别人的', 'Login as admin yields somebody else’s token',
    { items: bad, reason: ['AUTH_WRONG_ISSUER', null], code: ['TOKEN_BAD', 'TOKEN_REJECTED', 'DATA_MISMATCH', 'WRONG_SHAPE'] },
    (p) => {
      const theirs = p.token({ user_id: 2, sub: '2', username: 'testuser', email: 'testuser@example.com' })
      const user = { ...admin, id: 2, user_id: 2, username: 'testuser', email: 'testuser@example.com' }
      issue(p, theirs)
      p.on('auth',
        instead({ ...at.validate, when: ({ body }) => asked(body) === theirs },
          jsonAnswer(200, { success: true, user, permissions: ['*'] })),
        json(at.permission, (body) => ({ ...body, has_permission: true })))
    }),
  defect('valid-false', '校验回答 success:true、valid:false', 'Validate says success: true and valid: false',
    { items: bad, reason: ['SECRET_CHANGED', null], code: ['TOKEN_REJECTED', 'WRONG_SHAPE'] },
    (p) => p.on('auth', json(byConsole(at.validate), (body) => ('valid' in body ? { ...body, valid: false } : body)))),
  defect('no-permissions-key', '角色没有权限，回答里没有 permissions', 'A role without permissions: the key is absent',
    { items: { 'api.sync': 'denied', 'api.chat': 'denied' }, reason: ['NO_PERMISSIONS_KEY', 'ROLE_LACKS'] },
    (p) => {
      const strip = ({ permissions: _, ...rest }: Record<string, unknown>) => rest
      const mine = p.token({ permissions: null, role: 'system_admin', level: 1 })
      const user = { ...admin, role: 'system_admin', level: 1 }
      p.on('auth',
        json(at.login, (body) => ('token' in body ? strip({ ...body, token: mine, user }) : body)),
        json(at.permission, (body) => ({ ...body, has_permission: false })),
        instead({ ...at.validate, when: ({ body }) => asked(body) === mine },
          jsonAnswer(200, { success: true, user })))
    }),
  defect('pasted-from-user-service', '粘贴的 token 来自用户服务', 'The pasted token came from the user service',
    { items: bad, reason: ['AUTH_WRONG_ISSUER', 'SECRET_CHANGED'] },
    (p) => {
      const lifetime = { iss: undefined, sub: undefined, nbf: undefined, permissions: undefined, level: undefined }
      p.run.account = null
      p.run.token = p.token({ ...lifetime, email: undefined, role: 'user', exp: now() + 600_000 }, 'user-service-secret')
    }),
  defect('expires-without-renewal', '粘贴的 token 在运行中过期', 'A pasted token expires during the run',
    { items: { 'api.sync': 'fail' }, reason: 'TOKEN_EXPIRED' },
    (p) => {
      const exp = now() + lifetimeSeconds
      p.run.account = null
      p.run.token = p.token({ exp })
      holdUntil(p, exp)
    }),
  defect('expires-with-renewal', 'token 在运行中过期，控制台重新登录', 'The token expires during the run and is renewed',
    { items: { 'api.sync': 'pass', 'data.chat': 'pass' }, reason: null, findings: ['token-renewed'] },
    (p) => {
      const exp = now() + lifetimeSeconds
      const short = p.token({ exp })
      let logins = 0
      p.on('auth', json(at.login, (body) => {
        if (!('token' in body)) return body
        logins += 1
        return logins === 1 ? { ...body, token: short } : body
      }))
      holdUntil(p, exp)
    }),
]

/** Holds the first sync on its way until the token has truly expired. */
function holdUntil(p: Planting, exp: number): void {
  p.on('looma', {
    matches: ({ method, path, token: sent }) =>
      method === 'POST' && at.sync.path.test(path) && claimsOf(sent).exp === exp,
    reply: async (_seen, next) => {
      await new Promise((resolve) =>
        setTimeout(resolve, Math.max(0, exp * 1000 + 1_200 - Date.now())),
      )
      return next()
    },
  })
}
