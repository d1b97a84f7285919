import type { ItemId, ItemPlan } from '../../shared/domain/checklist'

type PlanRow = readonly [
  id: ItemId,
  zh: string,
  en: string,
  provesZh: string,
  provesEn: string,
  dependsOn: readonly ItemId[],
  writes: boolean,
]

const api: readonly ItemId[] = ['basic.looma-up', 'auth.jwt']

// prettier-ignore
const rows: readonly PlanRow[] = [
  ['basic.zervigo-health', 'Zervigo 服务健康检查', 'Zervigo services are healthy',
    '六个服务各自直接回答 /health：及时、JSON、状态良好、身份正确', 'Each of the six answers /health directly: in time, as JSON, in good state, under its own name', [], false],
  ['basic.looma-up', 'Looma CRM 服务启动', 'Looma CRM is up',
    '/health 健康，且表明自己是 Looma CRM', '/health is healthy and names itself Looma CRM', [], false],
  ['basic.network', '服务间网络连接', 'Services reach each other',
    'Looma 的看法与直接探测逐个一致，端口由应有的服务占用', 'Looma’s own view and our probes agree service by service; each port is held by the right service', ['basic.looma-up'], false],
  ['basic.env', '环境变量配置', 'Configuration',
    '地址合法且互不相同，没有已知的错误值；给出 .env 时两侧地址与 JWT 密钥一致', 'URLs are well-formed and distinct, known-bad values absent; .env files, when given, agree', [], false],
  ['auth.jwt', 'JWT Token 验证', 'JWT token validation',
    '登录得到未过期的 JWT，验证接口接受它；垃圾、被篡改和空 token 被拒绝', 'Login yields a JWT not yet expired, validate accepts it; garbage, tampered and empty tokens are refused', [], false],
  ['auth.permission', '用户权限检查', 'User permissions',
    '角色与权限已知；认证服务对接口所需的每个权限都有明确回答', 'Role and permissions are known; the auth service answers for each permission the API needs', ['auth.jwt'], false],
  ['auth.middleware', '认证中间件功能', 'Auth middleware',
    '每个受保护接口对无 token、错误格式、垃圾和被篡改的 token 都回答 401，且不泄露数据', 'Every protected endpoint refuses no token, a wrong scheme, garbage and a tampered token with 401 and leaks no data', api, true],
  ['auth.errors', '错误处理机制', 'Error handling',
    '错误密码、坏 JSON、缺字段、未知人才、未知路径：清楚的 JSON 错误，状态正确，无堆栈无密钥', 'Wrong password, bad JSON, missing field, unknown talent, unknown path: a clear JSON error, right status, no stack trace, no secret', ['basic.looma-up'], false],
  ['api.health', '/api/zervigo/health 健康检查', '/api/zervigo/health',
    '结构正确，六个服务都在，内部标志与顶层一致', 'Right shape, all six services, nested flags agree with the top', api, false],
  ['api.sync', '人才同步', 'Talent sync',
    'POST talents/{id}/sync 返回简历 id', 'POST talents/{id}/sync returns a resume id', api, true],
  ['api.matches', '职位匹配', 'Job matches',
    'GET talents/{id}/matches 返回匹配列表', 'GET talents/{id}/matches returns a list of matches', api, false],
  ['api.ai-process', 'AI 处理', 'AI processing',
    'POST talents/{id}/ai-process 返回处理结果与向量', 'POST talents/{id}/ai-process returns a result and vectors', api, true],
  ['api.chat', 'AI 聊天', 'AI chat',
    'POST talents/{id}/chat 返回回答', 'POST talents/{id}/chat returns an answer', api, true],
  ['api.sync-all', '批量同步', 'Bulk sync',
    'POST sync-all：计数成立，没有失败', 'POST sync-all: counts add up, none failed', api, true],
  ['data.talent-synced', '人才数据同步到 Zervigo', 'Talent data reached Zervigo',
    '从简历服务读回的简历与人才逐字段相等', 'The resume read back from the resume service equals the talent, field by field', ['api.sync'], false],
  ['data.ai-result', 'AI 处理结果返回', 'AI result',
    '结构化结果确实关于该人才；向量为有限数、不全为零、长度稳定', 'A structured result about this talent; vectors finite, not all zero, stable in length', ['api.ai-process'], true],
  ['data.matches', '职位匹配结果', 'Match results',
    '匹配的职位在职位服务中存在，分数同一量纲且有序', 'Matched jobs exist in the job service; scores on one scale, sorted', ['api.matches'], false],
  ['data.chat', '聊天响应生成', 'Chat answers',
    '回答非空、不是错误页或占位句、关于该人才；第二条消息也能回答', 'Non-empty, not an error page or fallback, about this talent; a second message works', ['api.chat'], true],
]

/** The 18 items of DESIGN 5 in their fixed order. */
export const checklistPlan: readonly ItemPlan[] = rows.map(
  ([id, zh, en, provesZh, provesEn, dependsOn, writes]) => ({
    id,
    group: groupOf(id),
    title: { zh, en },
    proves: { zh: provesZh, en: provesEn },
    dependsOn: [...dependsOn],
    writes,
  }),
)

function groupOf(id: ItemId): ItemPlan['group'] {
  if (id.startsWith('basic.')) return 'basic'
  if (id.startsWith('auth.')) return 'auth'
  return id.startsWith('api.') ? 'api' : 'data'
}
