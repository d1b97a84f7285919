import { inGroup } from '../defect'
import { at, htmlAnswer, instead, jsonAnswer, textAnswer } from '../rules'

const defect = inGroup('identity')
const taken = { 'basic.zervigo-health': 'fail' } as const
const shifted = ['PORT_PLAN_SHIFTED', 'STRANGER_ON_PORT']

// prettier-ignore
export const identity = [
  defect('swapped', '简历与职位的端口对调', 'Resume and job have swapped ports',
    { items: { ...taken, 'basic.network': 'fail' }, reason: shifted },
    (p) => {
      p.forward('resume', 'job')
      p.forward('job', 'resume')
    }),
  defect('user-on-company', '公司地址上回答的是用户服务', 'The user service answers on the company address',
    { items: { ...taken, 'basic.network': 'fail' }, reason: shifted },
    (p) => p.forward('company', 'user')),
  defect('plan-off-by-one', '配置用了错一位的端口规划', 'The profile uses a port plan that is off by one',
    { items: { ...taken, 'basic.network': 'fail' }, reason: 'PORT_PLAN_SHIFTED' },
    (p) => {
      const zervigo = {
        auth: { url: p.url('auth') }, ai: { url: p.url('ai') }, job: { url: p.url('job') },
        user: { url: p.url('resume') }, resume: { url: p.url('company') }, company: { url: p.url('user') },
      }
      p.run.profile = { ...p.run.profile, zervigo }
    }),
  defect('stranger', '公司端口被别的程序占用', 'Another program holds the company port',
    { items: { ...taken, 'basic.network': 'fail' }, reason: 'STRANGER_ON_PORT' },
    (p) => p.on('company', instead(at.any, (seen) => seen.path === '/health'
      ? jsonAnswer(200, { status: 'healthy', service: 'multi-database-service', timestamp: '2024-01-01T00:00:00Z' })
      : textAnswer(404, '404 page not found\n')))),
  defect('looma-future', '8888 上是 looma-crm-future 而不是 Looma', 'looma-crm-future answers in place of Looma',
    { items: { 'basic.looma-up': 'fail' }, reason: 'STRANGER_ON_PORT' },
    (p) => p.on('looma', instead(at.any, (seen) => seen.path === '/health'
      ? jsonAnswer(200, {
          status: 'healthy', service: 'looma-crm-future', timestamp: '2025-09-29T11:40:00Z',
          redis: 'connected', postgres: 'connected',
        })
      : jsonAnswer(404, { detail: 'Not Found' })))),
  defect('basic-server-on-auth', '认证端口上是 basic-server', 'basic-server answers on the auth port',
    { items: { ...taken, 'auth.jwt': 'fail' }, reason: ['STRANGER_ON_PORT', 'AUTH_WRONG_ISSUER', 'VALIDATE_MISSING'] },
    (p) => p.on('auth', instead(at.any, (seen) => {
      if (seen.path === '/health') {
        return jsonAnswer(200, { status: true, mode: 'restricted', checks: { database: { status: true } }, version: '1.0.0' })
      }
      if (seen.path === '/api/v1/auth/login') {
        return jsonAnswer(200, { token: p.token({ iss: undefined, role: 'user' }, 'another-secret'), user: { id: 1, role: 'super_admin', status: 'active' } })
      }
      return textAnswer(404, '404 page not found\n')
    }))),
  defect('user-service-on-auth', '认证地址指向用户服务，token 来自它', 'The auth address is the user service, which logs in too',
    { items: { ...taken, 'auth.jwt': 'fail' }, reason: ['AUTH_WRONG_ISSUER', 'STRANGER_ON_PORT', 'PORT_PLAN_SHIFTED'] },
    (p) => p.on('auth', instead(at.any, (seen) => {
      if (seen.path === '/health') {
        return jsonAnswer(200, { status: 'healthy', service: 'user-service', version: '3.1.0' })
      }
      if (seen.path === '/api/v1/auth/login') {
        const token = p.token({ iss: undefined, role: 'user' }, 'another-secret')
        return jsonAnswer(200, { success: true, data: { token, user: { id: 1, username: 'admin' } }, service: 'user-service' })
      }
      return textAnswer(404, '404 page not found\n')
    }))),
  defect('prometheus', '认证端口上是 Prometheus', 'Prometheus holds the auth port',
    { items: { ...taken, 'auth.jwt': 'fail' }, reason: 'STRANGER_ON_PORT' },
    (p) => p.on('auth', instead(at.any, (seen) => seen.path === '/-/healthy'
      ? textAnswer(200, 'Prometheus Server is Healthy.\n')
      : textAnswer(404, '404 page not found\n')))),
  defect('nameless', '职位服务不报自己的名字', 'The job service does not name itself',
    { items: taken, reason: ['STRANGER_ON_PORT', null], code: 'WRONG_IDENTITY' },
    (p) => p.on('job', instead(at.health, jsonAnswer(200, { status: 'healthy', timestamp: '2025-10-01T08:00:00Z' })))),
  defect('dev-server', '用户端口上是前端开发服务器', 'A front-end dev server holds the user port',
    { items: taken, reason: ['HTML_PAGE', 'STRANGER_ON_PORT'] },
    (p) => p.on('user', instead(at.any, htmlAnswer(200, 'Vite + Vue')))),
]
