import { z } from 'zod'
import { ChatTurn } from '../ai/talent-facts'
import { serviceNames } from '../config'
import { createGate, type Gate } from '../http/gate'
import { pathId, queryInteger, readJson } from '../http/input'
import { refuse } from '../http/refusal'
import {
  createServiceApp,
  healthBody,
  refuseOtherMethods,
  serviceVersion,
  type ServiceApp,
  type ServiceContext,
} from '../http/service-app'
import { TalentRecord } from '../records'
import { seedTalents } from '../seed/talents'
import { createDocumentTable, type DocumentTable } from '../storage/document-table'
import { loomaLies } from './lies'
import { createLoomaOperations } from './looma-operations'
import type { ServiceDeps } from './service-deps'
import { asWitness, createZervigoHealth } from './zervigo-health'

type Talents = DocumentTable<TalentRecord>

const Message = z.object({
  message: z.string().trim().min(1).max(8000),
  history: z.array(ChatTurn).max(200).default([]),
})
const missingMessage = { code: 'MESSAGE_REQUIRED', message: '消息内容缺失或超长' }

/** Looma CRM: the talents, and what the Zervigo services do with them. */
export function createLoomaService(deps: ServiceDeps): ServiceApp {
  const { database, upstream, faults, log, now, config } = deps
  const name = serviceNames.looma
  const talents = createDocumentTable(database, {
    table: 'talents',
    schema: TalentRecord,
    idOf: (talent) => talent.talent_id,
    searchText: (talent) =>
      [talent.talent_id, talent.name, talent.title, talent.city, ...talent.skills].join(' '),
  })
  talents.seedWhenEmpty(() => seedTalents(config.talents))
  const gate = createGate(upstream)
  const health = createZervigoHealth({ upstream, urls: config.urls, now })
  const lie = loomaLies({ now, gate, health })
  const app = createServiceApp({ name, log, faults, now, lie })

  app.get('/', (c) =>
    c.json({
      service: 'Looma CRM',
      version: serviceVersion,
      description: 'Looma CRM AI重构项目',
      integrations: { zervigo: true, ai_services: true },
      endpoints: { health: '/health', zervigo_integration: '/api/zervigo' },
    }),
  )
  app.get('/health', async (c) =>
    c.json({ ...healthBody(name, now), zervigo_services: asWitness(await health()) }),
  )
  app.get('/api/zervigo/health', async (c) => {
    const report = await health()
    const message = report.success
      ? 'Zervigo集成服务健康检查完成'
      : 'Zervigo集成服务健康检查完成，部分服务不可用'
    return c.json({ ...report, message })
  })
  addTalentRoutes(app, talents)
  addIntegrationRoutes(app, { talents, gate, deps })
  return refuseOtherMethods(app)
}

function addTalentRoutes(app: ServiceApp, talents: Talents): void {
  app.get('/api/talents', (c) => {
    const offset = queryInteger(c, 'offset', { fallback: 0, min: 0, max: 10_000_000 })
    const limit = queryInteger(c, 'limit', { fallback: 50, min: 1, max: 10_000 })
    const { items, total } = talents.list({ query: c.req.query('query') ?? '', offset, limit })
    return c.json({
      success: true,
      talents: items,
      total,
      offset,
      limit,
      message: '人才列表获取成功',
    })
  })
  app.get('/api/talents/:id', (c) => c.json({ success: true, talent: talentOf(c, talents) }))
}

function addIntegrationRoutes(
  app: ServiceApp,
  { talents, gate, deps }: { talents: Talents; gate: Gate; deps: ServiceDeps },
): void {
  const operations = createLoomaOperations(deps.upstream, deps.config)
  const errandOf = async (c: ServiceContext, permission: string) => ({
    caller: await gate.authorize(c, permission),
    requestId: c.get('requestId'),
  })

  app.post('/api/zervigo/talents/:id/sync', async (c) => {
    const errand = await errandOf(c, 'talent:sync')
    const talent = talentOf(c, talents)
    const { id, action } = await operations.sync(talent, errand)
    const message = action === 'created' ? '人才已同步到Zervigo' : '人才在Zervigo的简历已更新'
    return c.json({
      success: true,
      message,
      zervigo_resume_id: id,
      action,
      talent_id: talent.talent_id,
    })
  })

  app.get('/api/zervigo/talents/:id/matches', async (c) => {
    const errand = await errandOf(c, 'talent:read')
    const talent = talentOf(c, talents)
    const limit = queryInteger(c, 'limit', { fallback: 10, min: 1, max: 100 })
    const { resumeId, syncedNow, matches, total } = await operations.matches(talent, limit, errand)
    return c.json({
      success: true,
      talent_id: talent.talent_id,
      resume_id: resumeId,
      ...(syncedNow ? { synced_now: true } : {}),
      matches,
      total,
    })
  })

  app.post('/api/zervigo/talents/:id/ai-process', async (c) => {
    const errand = await errandOf(c, 'talent:ai_process')
    const { processed, vectors, dimension } = await operations.aiProcess(
      talentOf(c, talents),
      errand,
    )
    return c.json({
      success: true,
      message: 'AI处理完成',
      processed_data: processed,
      vectors,
      vector_dimension: dimension,
    })
  })

  app.post('/api/zervigo/talents/:id/chat', async (c) => {
    const errand = await errandOf(c, 'talent:chat')
    const talent = talentOf(c, talents)
    const { message, history } = await readJson(c, Message, missingMessage)
    const { response, context } = await operations.chat(talent, message, history, errand)
    return c.json({ success: true, response, context, talent_id: talent.talent_id })
  })

  app.post('/api/zervigo/sync-all', async (c) => {
    const errand = await errandOf(c, 'admin:sync_all')
    const results = await operations.syncAll(talents.all(), errand)
    const success = results.failed === 0
    const message = success ? '批量同步完成' : `批量同步完成，${results.failed} 个失败`
    return c.json({ success, message, results })
  })
}

function talentOf(c: ServiceContext, talents: Talents): TalentRecord {
  const talent = talents.byId(pathId(c))
  if (talent === null) throw refuse(404, 'TALENT_NOT_FOUND', '人才不存在')
  return talent
}
