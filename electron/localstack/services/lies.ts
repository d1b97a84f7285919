import { Hono } from 'hono'
import { zervigoIds, type ServiceId } from '../../../shared/domain/services'
import { serviceNames } from '../config'
import type { Liar } from '../http/fault'
import type { Gate } from '../http/gate'
import { Refusal } from '../http/refusal'
import { healthBody, type ServiceEnv } from '../http/service-app'
import { embeddingDimension } from '../matching/embedding'
import { asWitness, type ZervigoReport } from './zervigo-health'

type Now = () => Date

/** Green on top, ill underneath: the health answer of a lying service. */
function sickHealth(id: ServiceId, now: Now) {
  return {
    ...healthBody(serviceNames[id], now),
    database_status: 'unhealthy',
    core_health: { status: 'unhealthy', timestamp: now().toISOString() },
  }
}

/** Any path without a lie of its own stays 404, and the honest route answers. */
function liar(id: ServiceId, now: Now, add: (app: Hono<ServiceEnv>) => void): Liar {
  const app = new Hono<ServiceEnv>()
  app.get('/health', (c) => c.json(sickHealth(id, now)))
  add(app)
  return (request) => app.fetch(request)
}

/** Login without a token, validation without a user. */
export function authLies(now: Now): Liar {
  return liar('auth', now, (app) => {
    app.post('/api/v1/auth/login', (c) => c.json({ success: true, user: null, permissions: null }))
    app.post('/api/v1/auth/validate', (c) => c.json({ success: true, user: null }))
  })
}

/** The "still in development" answers of the real AI service, and vectors of nothing. */
export function aiLies(now: Now): Liar {
  return liar('ai', now, (app) => {
    app.post('/api/ai/process-resume', (c) =>
      c.json({ success: true, message: '简历分析功能正在开发中', data: { skill_names: [] } }),
    )
    app.post('/api/ai/generate-vectors', (c) =>
      c.json({
        success: true,
        vectors: new Array<number>(embeddingDimension).fill(0),
        dimension: embeddingDimension,
      }),
    )
    app.post('/api/ai/chat', (c) =>
      c.json({ success: true, response: 'AI聊天功能正在开发中', context: {} }),
    )
  })
}

/** Ids of resumes that were never written. */
export function resumeLies(now: Now): Liar {
  return liar('resume', now, (app) => {
    const action = 'created'
    app.post('/api/resumes', (c) => c.json({ success: true, id: 'resume_900001', action }, 201))
    app.post('/api/resumes/batch', (c) => c.json({ success: true, results: [], errors: [] }))
    app.get('/api/resumes/:id', (c) => c.json({ success: false, error: '简历不存在' }))
  })
}

/** The one fixed match of the real job service, on the other scale, for a job that does not exist. */
export function jobLies(now: Now): Liar {
  return liar('job', now, (app) => {
    app.get('/api/jobs', (c) => c.json({ success: true, data: { jobs: [], total: 0 } }))
    app.get('/api/jobs/match/:id', (c) => {
      const breakdown = { skills: 90, experience: 80, location: 85 }
      const match = { job_id: 990001, title: '软件工程师', match_score: 85.5, breakdown }
      return c.json({ success: true, data: { matches: [match], total: 1 } })
    })
  })
}

export function companyLies(now: Now): Liar {
  return liar('company', now, (app) => {
    app.get('/api/companies', (c) => c.json({ success: false, error: '数据库连接失败' }))
  })
}

export function userLies(now: Now): Liar {
  return liar('user', now, (app) => {
    app.get('/api/users/profile', (c) => c.json({ success: false, error: '数据库连接失败' }))
  })
}

/** Invented talents and answers to whoever is logged in; health that is fine while listing services as down. */
export function loomaLies(deps: {
  now: Now
  gate: Gate
  health: () => Promise<ZervigoReport>
}): Liar {
  const { now, gate, health } = deps
  const app = new Hono<ServiceEnv>()
  const allDown = async (): Promise<ZervigoReport> => {
    const report = await health()
    const services = { ...report.services }
    for (const id of zervigoIds) {
      const error = 'Session is closed'
      services[id] = { ...services[id], success: false, healthy: false, status: 'unhealthy', error }
    }
    return { ...report, success: true, services }
  }
  app.get('/health', async (c) =>
    c.json({
      ...healthBody(serviceNames.looma, now),
      zervigo_services: asWitness(await allDown()),
    }),
  )
  app.get('/api/zervigo/health', async (c) => {
    const report = await allDown()
    return c.json({ ...report, message: 'Zervigo集成服务健康检查完成' })
  })
  app.get('/api/talents', (c) =>
    c.json({ success: true, talents: [], total: 0, message: '人才列表获取成功' }),
  )
  app.get('/api/talents/:id', (c) => {
    const id = c.req.param('id')
    const talent = {
      talent_id: id,
      name: `Talent_${id}`,
      skills: ['Python', 'Sanic', '微服务'],
      experience: '5年',
      status: 'active',
      created_at: now().toISOString(),
      source: 'default',
    }
    return c.json({ success: true, talent })
  })
  addProtectedLies(app, gate)
  return (request) => app.fetch(request)
}

function addProtectedLies(app: Hono<ServiceEnv>, gate: Gate): void {
  // Strangers are left to the honest route, which refuses them.
  app.use('/api/zervigo/*', async (c, next) => {
    try {
      await gate.authenticate(c)
    } catch (error) {
      if (error instanceof Refusal) return c.notFound()
      throw error
    }
    return next()
  })
  app.post('/api/zervigo/talents/:id/sync', (c) =>
    c.json({
      success: true,
      message: 'Talent synced to Zervigo successfully',
      zervigo_resume_id: 'resume_900001',
    }),
  )
  app.get('/api/zervigo/talents/:id/matches', (c) =>
    c.json({ success: true, matches: [{ job_id: 990001, match_score: 85.5 }], total: 1 }),
  )
  app.post('/api/zervigo/talents/:id/ai-process', (c) =>
    c.json({ success: true, message: '简历分析功能正在开发中', processed_data: {}, vectors: null }),
  )
  app.post('/api/zervigo/talents/:id/chat', (c) =>
    c.json({ success: true, response: 'AI聊天功能正在开发中', context: {} }),
  )
  app.post('/api/zervigo/sync-all', (c) =>
    c.json({
      success: true,
      results: { total: 240, successful: 200, failed: 12, errors: [] },
    }),
  )
}
