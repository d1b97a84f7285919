import { asBuilt } from '../../fixtures/peer/options'
import { inGroup, type Planting } from '../defect'
import { after, at, byConsole, instead, json, jsonAnswer, textAnswer } from '../rules'

const defect = inGroup('permission')
const built = inGroup('permission', 'peer')
const business = {
  'api.sync': 'denied',
  'api.matches': 'denied',
  'api.ai-process': 'denied',
  'api.chat': 'denied',
  'api.sync-all': 'denied',
} as const
const refused = {
  error: '权限不足',
  code: 'INSUFFICIENT_PERMISSIONS',
  message: '需要权限: talent:sync',
}
const unproven = { reason: null, code: 'DENIAL_UNPROVEN' } as const
const guest = { username: 'testuser', password: 'testuser123' }
const asGuest = (p: Planting) => {
  p.run.account = guest
}

// prettier-ignore
export const permission = [
  built('identity-key', '认证给 user.id，Looma 读 user.user_id', 'Auth sends user.id, Looma reads user.user_id',
    { items: business, reason: 'IDENTITY_KEY' },
    (p) => p.peer.set('breaks', { identityKey: true })),
  built('permission-path', 'Looma 查询的权限接口不存在', 'The permission path Looma asks does not exist',
    { items: business, reason: 'PERMISSION_PATH' },
    (p) => p.peer.set('breaks', { permissionPath: true })),
  built('wildcard', '通配符 * 没有展开', 'The wildcard * is not expanded',
    { items: business, reason: 'WILDCARD' },
    (p) => p.peer.set('breaks', { wildcard: true })),
  built('vocabulary', '认证的权限词汇里没有 talent:*', 'Auth’s vocabulary has no talent:* at all',
    { items: business, reason: 'VOCABULARY' },
    (p) => p.peer.set('breaks', { vocabulary: true })),
  built('all-four', '四个断点同时存在', 'All four breaks at once',
    { items: business, reason: 'IDENTITY_KEY' },
    (p) => p.peer.set('breaks', asBuilt().breaks)),
  built('as-built', '系统现状：没有任何修复', 'The system exactly as built',
    { items: { ...business, 'auth.middleware': 'fail', 'auth.errors': 'fail' }, reason: ['IDENTITY_KEY', 'MIDDLEWARE_TAKES_200'] },
    (p) => {
      const real = asBuilt()
      for (const section of ['auth', 'looma', 'ai', 'resume', 'job', 'company', 'user', 'breaks'] as const) {
        p.peer.set(section, real[section])
      }
    }),
  defect('guest', '访客确实没有权限', 'A guest is rightly denied',
    { items: business, reason: 'ROLE_LACKS', code: 'NOT_ALLOWED' }, asGuest),
  defect('denied-in-200', 'HTTP 200 里写着权限不足', 'A denial by body code inside HTTP 200',
    { items: { 'api.sync': 'denied' }, ...unproven },
    (p) => p.on('looma', after(at.sync, jsonAnswer(200, { success: false, error_code: 'INSUFFICIENT_PERMISSIONS' })))),
  defect('bare-403', '403 没有任何文字', 'A 403 without a word',
    { items: { 'api.matches': 'denied' }, ...unproven },
    (p) => p.on('looma', after(at.matches, textAnswer(403, '')))),
  defect('html-403', '403 是网页', 'A 403 that is a web page',
    { items: { 'api.chat': 'denied' }, ...unproven },
    (p) => p.on('looma', after(at.chat, textAnswer(403, '<html><h1>403 Forbidden</h1></html>', 'text/html')))),
  defect('super-admin-denied', 'Looma 拒绝超级管理员', 'Looma denies a super_admin whom auth allows',
    { items: business, ...unproven },
    (p) => p.on('looma', after(at.guarded, jsonAnswer(403, refused)))),
  defect('permission-lies-no', '权限接口否认 token 里的 *', 'The permission endpoint denies what the token’s * grants',
    { items: { 'auth.permission': 'fail' }, reason: 'WILDCARD' },
    (p) => p.on('auth', json(byConsole(at.permission), (body) => ({ ...body, has_permission: false })))),
  defect('permission-lies-yes', '权限接口说访客可以，Looma 拒绝', 'The permission endpoint allows a guest, Looma denies',
    { items: business, ...unproven },
    (p) => {
      asGuest(p)
      p.on('auth', json(byConsole(at.permission), (body) => ({ ...body, has_permission: true })))
    }),
  defect('permission-404', '认证服务没有权限接口', 'Auth has no permission endpoint',
    { items: { 'auth.permission': 'fail' }, reason: 'PERMISSION_PATH' },
    (p) => p.on('auth', instead(at.permission, textAnswer(404, '404 page not found\n')))),
  defect('permission-500', '权限接口报 500（sql: no rows）', 'The permission endpoint answers 500 (sql: no rows)',
    { items: { 'auth.permission': 'fail' }, reason: ['CRASHED_HANDLER', null], code: 'WRONG_STATUS' },
    (p) => p.on('auth', instead(byConsole(at.permission), textAnswer(500, 'sql: no rows in result set\n')))),
  defect('permission-text', '权限接口的结果不是布尔值', 'The permission answer is no boolean',
    { items: { 'auth.permission': 'fail' }, reason: null, code: 'WRONG_SHAPE' },
    (p) => p.on('auth', json(byConsole(at.permission), (body) => ({ ...body, has_permission: 'yes' })))),
  defect('naming', '认证写 talent_sync，Looma 要 talent:sync', 'Auth names talent_sync, Looma wants talent:sync',
    { items: business, reason: 'PERMISSION_NAMING' },
    (p) => {
      const names = ['talent_sync', 'talent_read', 'talent_ai_process', 'talent_chat', 'admin_sync_all']
      const named = (body: Record<string, unknown>) =>
        'user' in body ? { ...body, permissions: names } : body
      const mine = p.token({ permissions: names, role: 'admin', level: 3 })
      p.on('auth',
        json(at.login, (body) => ('token' in body ? { ...named(body), token: mine } : body)),
        json(at.validate, named),
        json({ path: /^\/api\/v1\/auth\/permissions$/ }, (body) => ({ ...body, permissions: names })),
        json({ ...at.permission, when: ({ url }) => /permission=[a-z]+(?:%3A|:)/i.test(url) },
          (body) => ({ ...body, has_permission: false })))
    }),
  defect('ai-denies', 'AI 服务拒绝聊天（403）', 'The AI service denies the chat (403)',
    { items: { 'api.chat': 'denied' }, reason: 'AI_DENIES' },
    (p) => p.on('ai', instead({ method: 'POST', path: /^\/api\/ai\/chat$/ },
      jsonAnswer(403, { error: 'Permission denied', code: 'PERMISSION_DENIED', message: '需要权限: ai:chat' })))),
  defect('ai-cannot-reach-auth', 'AI 服务连不上认证服务', 'The AI service cannot reach auth',
    { items: { 'api.chat': 'fail', 'api.ai-process': 'fail' }, reason: 'AI_CANNOT_REACH_AUTH' },
    (p) => p.on('ai',
      json(at.health, (body) => ({ ...body, unified_auth_client_status: 'unreachable' })),
      instead(at.business, jsonAnswer(401, { error: 'Invalid token', code: 'INVALID_TOKEN', message: '认证失败，请重新登录' })))),
  defect('ai-other-secret', 'AI 服务用另一个密钥自行校验', 'The AI service verifies with another secret',
    { items: { 'api.chat': 'fail', 'api.ai-process': 'fail' }, reason: 'SECRET_DIFFERS_AI' },
    (p) => p.on('ai',
      json(byConsole(at.health), (body) => ({ ...body, service: 'ai-service-containerized', zervigo_auth_status: 'reachable' })),
      instead({ when: ({ path }) => path !== '/health' }, ({ token }) =>
        jsonAnswer(401, { error: 'Unauthorized', code: token === null ? 'AUTH_REQUIRED' : 'INVALID_TOKEN' })))),
]
