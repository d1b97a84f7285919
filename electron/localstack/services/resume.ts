import { z } from 'zod'
import { serviceNames } from '../config'
import { createGate } from '../http/gate'
import { pathId, queryInteger, readJson } from '../http/input'
import { refuse } from '../http/refusal'
import {
  createServiceApp,
  healthBody,
  refuseOtherMethods,
  type ServiceApp,
} from '../http/service-app'
import { ResumeInput } from '../records'
import { resumeLies } from './lies'
import { createResumeStore } from './resume-store'
import type { ServiceDeps } from './service-deps'

const maxBatch = 1000
const Batch = z.object({ resumes: z.array(z.unknown()).max(maxBatch) })
const Named = z.object({ talent_id: z.string() })

/** The resume service: one resume per talent, written by sync and read back by id. */
export function createResumeService(deps: ServiceDeps): ServiceApp {
  const { database, upstream, faults, log, now } = deps
  const name = serviceNames.resume
  const store = createResumeStore(database, now)
  const gate = createGate(upstream)
  const app = createServiceApp({ name, log, faults, now, lie: resumeLies(now) })
  app.get('/health', (c) => c.json(healthBody(name, now)))

  app.post('/api/resumes', async (c) => {
    await gate.authenticate(c)
    const input = await readJson(c, ResumeInput)
    const { resume, action } = store.put(input)
    const body = { success: true, action, id: resume.id, data: resume }
    return c.json(body, action === 'created' ? 201 : 200)
  })

  app.post('/api/resumes/batch', async (c) => {
    await gate.authenticate(c)
    const { resumes } = await readJson(c, Batch)
    const errors: { talent_id: string | null; error: string }[] = []
    const inputs = resumes.flatMap((value) => {
      const parsed = ResumeInput.safeParse(value)
      if (parsed.success) return [parsed.data]
      const talent = Named.safeParse(value)
      errors.push({
        talent_id: talent.success ? talent.data.talent_id : null,
        error: z.prettifyError(parsed.error),
      })
      return []
    })
    const written = store.putAll(inputs)
    const results = written.map((entry, index) => ({
      talent_id: inputs[index]?.talent_id ?? '',
      ...entry,
    }))
    return c.json({ success: errors.length === 0, results, errors })
  })

  app.get('/api/resumes/:id', async (c) => {
    await gate.authenticate(c)
    const resume = store.byId(pathId(c))
    if (resume === null) throw refuse(404, 'RESUME_NOT_FOUND', '简历不存在')
    return c.json({ success: true, data: resume })
  })

  app.get('/api/resumes', async (c) => {
    await gate.authenticate(c)
    const talentId = c.req.query('talent_id')
    if (talentId === undefined) {
      const offset = queryInteger(c, 'offset', { fallback: 0, min: 0, max: 10_000_000 })
      const limit = queryInteger(c, 'limit', { fallback: 50, min: 1, max: 1000 })
      return c.json({ success: true, data: { ...store.list({ offset, limit }), offset, limit } })
    }
    const resume = store.byTalent(talentId)
    const resumes = resume === null ? [] : [resume]
    return c.json({ success: true, data: { resumes, total: resumes.length } })
  })
  return refuseOtherMethods(app)
}
