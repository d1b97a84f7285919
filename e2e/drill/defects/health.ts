import { fieldsOf, type Fields } from '../../../electron/zervigo/wire'
import { inGroup, type Planting } from '../defect'
import { always, at, bodyOf, instead, json, jsonAnswer, textAnswer } from '../rules'

const defect = inGroup('health')
const ill = { 'basic.zervigo-health': 'fail' } as const
const unhealthy = { items: ill, reason: null, code: 'SERVICE_UNHEALTHY' } as const
const body = (service: string, more: Fields = {}) => ({
  ...{ status: 'healthy', service, version: '1.0.0', timestamp: new Date().toISOString() },
  ...more,
})

/** Changes what Looma says about the six, in every place where it says it. */
export function witness(planting: Planting, change: (view: Fields) => Fields): void {
  const inHealth = (answer: Fields) => ({
    ...answer,
    zervigo_services: change(fieldsOf(answer.zervigo_services)),
  })
  const own = (answer: Fields) => ({
    ...change(answer),
    ...('health_status' in answer ? { health_status: change(fieldsOf(answer.health_status)) } : {}),
  })
  planting.on('looma', json(at.health, inHealth), json(at.zervigoHealth, own))
}

const services = (view: Fields) => fieldsOf(view.services)
const entry = (view: Fields, id: string, value: unknown): Fields => ({
  ...view,
  services: { ...services(view), [id]: value },
})
const without = (view: Fields, id: string): Fields => {
  const { [id]: _, ...rest } = services(view)
  return { ...view, services: rest }
}

// prettier-ignore
export const health = [
  defect('unhealthy-200', '简历服务自报不健康，却是 200', 'Resume says unhealthy with HTTP 200', unhealthy,
    (p) => p.on('resume', instead(at.health, jsonAnswer(200, body('resume-service', { status: 'unhealthy' }))))),
  defect('healthy-503', '职位服务自报健康，却是 503', 'Job says healthy with HTTP 503', unhealthy,
    (p) => p.on('job', instead(at.health, jsonAnswer(503, body('job-service'))))),
  defect('degraded', 'AI 服务降级运行', 'AI service is degraded', unhealthy,
    (p) => p.on('ai', instead(at.health, jsonAnswer(200, body('ai-service-with-zervigo', { status: 'degraded' }))))),
  defect('unknown-word', '公司服务的状态词不认识', 'Company uses an unknown status word', unhealthy,
    (p) => p.on('company', instead(at.health, jsonAnswer(200, body('company-service', { status: 'mostly-fine' }))))),
  defect('status-false', '用户服务的状态是 false', 'User status is the boolean false', unhealthy,
    (p) => p.on('user', instead(at.health, jsonAnswer(200, body('user-service', { status: false }))))),
  defect('no-status', '职位服务没有状态字段', 'Job health has no status',
    { items: ill, reason: null, code: ['WRONG_SHAPE', 'NOT_JSON', 'SERVICE_UNHEALTHY'] },
    (p) => p.on('job', instead(at.health, jsonAnswer(200, { service: 'job-service', version: '1.0.0' })))),
  defect('health-list', '公司健康回答是列表', 'Company health is a JSON list',
    { items: ill, reason: null, code: ['WRONG_SHAPE', 'NOT_JSON'] },
    (p) => p.on('company', instead(at.health, jsonAnswer(200, [body('company-service')])))),
  defect('core-health', '用户服务的数据库坏了，顶层仍健康', 'User core_health is bad under a healthy top',
    { items: ill, reason: 'PART_UNHEALTHY' },
    (p) => p.on('user', instead(at.health, jsonAnswer(200, body('user-service', {
      core_health: { status: 'unhealthy', database: { status: 'unhealthy', mysql: { connected: false } } },
    }))))),
  defect('database-status', 'AI 的数据库坏了，顶层仍健康', 'AI database_status is bad under a healthy top',
    { items: ill, reason: 'PART_UNHEALTHY' },
    (p) => p.on('ai', instead(at.health, jsonAnswer(200, body('ai-service-with-zervigo', {
      database_status: 'unhealthy', ai_model_status: 'healthy',
    }))))),
  defect('health-404', '公司服务没有 /health', 'Company has no /health',
    { items: ill, reason: null, code: ['SERVICE_UNHEALTHY', 'WRONG_IDENTITY', 'WRONG_STATUS'] },
    (p) => p.on('company', instead(at.health, textAnswer(404, '404 page not found\n')))),
  defect('looma-always-healthy', 'Looma 总说六个都健康，公司服务其实停了',
    'Looma calls all six healthy while company is down',
    { items: { ...ill, 'basic.network': 'fail' }, reason: 'WITNESS_ALWAYS_HEALTHY' },
    async (p) => {
      await p.refuse('company')
      witness(p, (view) => ({
        ...view,
        success: true,
        services: Object.fromEntries(Object.keys(services(view)).map((id) =>
          [id, { success: true, healthy: true, status: 'healthy', url: p.url('company') }])),
      }))
    }),
  defect('witness-missing-entry', 'Looma 的报告缺少用户服务', 'Looma leaves the user service out',
    { items: { 'api.health': 'fail', 'basic.network': 'fail' }, reason: null, code: ['WRONG_SHAPE', 'VIEWS_DISAGREE'] },
    (p) => witness(p, (view) => without(view, 'user'))),
  defect('witness-all-empty', 'Looma 的报告是空的', 'Looma reports an empty set of services',
    { items: { 'api.health': 'fail', 'basic.network': 'fail' }, reason: null, code: ['WRONG_SHAPE', 'VIEWS_DISAGREE'] },
    (p) => witness(p, (view) => ({ ...view, services: {} }))),
  defect('witness-nested-false', '顶层成功，内部一个失败', 'Top says success, one part says failure',
    { items: { 'api.health': 'fail' }, reason: null, code: ['NESTED_UNHEALTHY', 'VIEWS_DISAGREE'] },
    (p) => witness(p, (view) => entry(view, 'job', { success: false, healthy: true, status: 'healthy' }))),
  defect('witness-flags-disagree', '内部都健康，顶层却失败', 'All parts are healthy, the top says failure',
    { items: { 'api.health': 'fail' }, reason: null, code: ['NESTED_UNHEALTHY', 'BUSINESS_FAILURE'] },
    (p) => witness(p, (view) => ({ ...view, success: false }))),
  defect('witness-unhealthy-word', 'Looma 把 unhealthy 的服务标成 healthy:true',
    'Looma flags healthy:true beside the word unhealthy',
    { items: { 'api.health': 'fail', 'basic.network': 'fail' }, reason: null, code: ['VIEWS_DISAGREE', 'NESTED_UNHEALTHY'] },
    (p) => witness(p, (view) => entry(view, 'resume', { success: true, healthy: true, status: 'unhealthy' }))),
  defect('witness-says-down', 'Looma 说职位服务不通，其实是通的', 'Looma calls the job service down while it is up',
    { items: { 'api.health': 'fail', 'basic.network': 'fail' }, reason: null, code: 'VIEWS_DISAGREE' },
    (p) => witness(p, (view) => ({
      ...entry(view, 'job', { success: false, healthy: false, error: '' }), success: false,
    }))),
  defect('witness-other-url', 'Looma 用的是另一个端口上的简历服务', 'Looma uses a resume service on another port',
    { items: { 'basic.network': 'fail' }, reason: 'ENV_URL_DIFFERS' },
    (p) => witness(p, (view) => entry(view, 'resume', {
      success: true, healthy: true, status: 'healthy', url: 'http://localhost:8602',
    }))),
  defect('witness-crashes', 'Looma 的健康汇总抛出异常', 'Looma crashes over its health report',
    { items: { 'api.health': 'fail' }, reason: ['CRASHED_HANDLER', null], code: 'WRONG_STATUS' },
    (p) => p.on('looma', instead(at.zervigoHealth, jsonAnswer(500, {
      error: '健康检查异常', message: "'list' object has no attribute 'get'",
    })))),
  defect('looma-unhealthy', 'Looma 自报不健康', 'Looma reports itself unhealthy',
    { items: { 'basic.looma-up': 'fail' }, reason: null, code: 'SERVICE_UNHEALTHY' },
    (p) => p.on('looma', always(at.health, (answer) =>
      jsonAnswer(500, { ...bodyOf(answer), status: 'unhealthy', error: 'neo4j' })))),
  defect('looma-nameless', 'Looma 的健康回答没有服务名', 'Looma health names no service',
    { items: { 'basic.looma-up': 'fail' }, reason: ['STRANGER_ON_PORT', null], code: 'WRONG_IDENTITY' },
    (p) => p.on('looma', json(at.health, ({ service: _, ...rest }) => rest))),
]
