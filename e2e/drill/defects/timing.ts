import { inGroup, type Planting } from '../defect'
import { at, byConsole, late } from '../rules'

const defect = inGroup('timing')
const lateMs = 2_600
const limitMs = 1_200
const limit = (p: Planting, more: Record<string, unknown>) => {
  p.run.profile = { ...p.run.profile, ...more }
}

// prettier-ignore
export const timing = [
  defect('slow-service', '公司服务慢于限度', 'The company service is slower than its limit',
    { items: { 'basic.zervigo-health': 'fail' }, reason: ['HANGS', 'SLOW_CHAIN', null], code: 'SERVICE_TIMEOUT' },
    (p) => {
      limit(p, { poll: { timeoutMs: limitMs } })
      p.on('company', late(byConsole(at.health), lateMs))
    }),
  defect('slow-looma', 'Looma 的同步慢于限度', 'Looma’s sync is slower than its limit',
    { items: { 'api.sync': 'fail' }, reason: ['HANGS', 'SLOW_CHAIN', null], code: 'SERVICE_TIMEOUT' },
    (p) => {
      limit(p, { requestTimeoutMs: limitMs })
      p.on('looma', late(at.sync, lateMs))
    }),
  defect('slow-looma-health', 'Looma 的 /health 慢于限度', 'Looma’s /health is slower than its limit',
    { items: { 'basic.looma-up': 'fail' }, reason: ['HANGS', 'SLOW_CHAIN', null], code: 'SERVICE_TIMEOUT' },
    (p) => {
      limit(p, { poll: { timeoutMs: limitMs } })
      p.on('looma', late(at.health, lateMs))
    }),
  defect('slow-chat', '聊天慢于限度', 'The chat is slower than its limit',
    { items: { 'api.chat': 'fail' }, reason: ['HANGS', 'SLOW_CHAIN', null], code: 'SERVICE_TIMEOUT' },
    (p) => {
      limit(p, { chatTimeoutMs: limitMs })
      p.on('looma', late(at.chat, lateMs))
    }),
  defect('slow-behind-looma', '简历服务写入慢，Looma 被拖住', 'The resume service writes slowly and Looma waits',
    { items: { 'api.sync': 'fail' }, reason: 'SLOW_CHAIN' },
    (p) => {
      limit(p, { requestTimeoutMs: limitMs })
      p.on('resume', late({ method: 'POST', path: /^\/api\/resumes$/ }, lateMs))
    }),
  defect('slow-auth', '认证的校验慢，Looma 被拖住', 'Auth validates slowly and Looma waits',
    { items: { 'api.sync': 'fail' }, reason: 'SLOW_CHAIN' },
    (p) => {
      limit(p, { requestTimeoutMs: limitMs })
      p.on('auth', late({ ...at.validate, from: 'service' }, lateMs))
    }),
]
