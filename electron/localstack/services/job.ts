import { z } from 'zod'
import { serviceNames } from '../config'
import { createGate, type Caller } from '../http/gate'
import { pathId, queryInteger } from '../http/input'
import { refuse } from '../http/refusal'
import {
  createServiceApp,
  healthBody,
  refuseOtherMethods,
  type ServiceApp,
  type ServiceContext,
} from '../http/service-app'
import { askFor, UpstreamFailure, type Upstream } from '../http/upstream'
import { indexJob, rankJobs, type IndexedJob, type RankedJob } from '../matching/rank'
import { CompanyRecord, JobRecord, ResumeRecord } from '../records'
import { seedJobs } from '../seed/jobs'
import { createDocumentTable } from '../storage/document-table'
import { jobLies } from './lies'
import type { ServiceDeps } from './service-deps'

const Resume = z.object({ success: z.literal(true), data: ResumeRecord })
const Companies = z.object({
  success: z.literal(true),
  data: z.object({ companies: z.array(CompanyRecord.pick({ id: true, name: true })) }),
})
const namesFreshMs = 30_000

/** The job service: open jobs, and the ones that fit a resume best. */
export function createJobService(deps: ServiceDeps): ServiceApp {
  const { database, upstream, faults, log, now } = deps
  const name = serviceNames.job
  const jobs = createDocumentTable(database, {
    table: 'jobs',
    schema: JobRecord,
    idOf: (job) => String(job.id),
    searchText: (job) =>
      `${job.title} ${job.location} ${job.industry} ${job.required_skills.join(' ')}`,
  })
  jobs.seedWhenEmpty(seedJobs)
  const gate = createGate(upstream)
  const companyNames = createCompanyNames(upstream, now)
  let index: IndexedJob[] | null = null
  const app = createServiceApp({ name, log, faults, now, lie: jobLies(now) })
  app.get('/health', (c) => c.json(healthBody(name, now)))

  app.get('/api/jobs', (c) => {
    const offset = queryInteger(c, 'offset', { fallback: 0, min: 0, max: 1_000_000 })
    const limit = queryInteger(c, 'limit', { fallback: 50, min: 1, max: 1000 })
    const page = jobs.list({ query: c.req.query('keyword') ?? '', offset, limit })
    const data = { jobs: page.items, total: page.total, offset, limit }
    return c.json({ success: true, message: '职位列表获取成功', data })
  })

  app.get('/api/jobs/match/:id', async (c) => {
    const caller = await gate.authenticate(c)
    const limit = queryInteger(c, 'limit', { fallback: 10, min: 1, max: 100 })
    const [resume, names] = await Promise.all([
      readResume(upstream, c, caller),
      companyNames(c.get('requestId')),
    ])
    index ??= jobs.all().map(indexJob)
    const matches = rankJobs(resume, index, limit).map((match) =>
      matchBody(match, names.get(match.job.company_id) ?? null, resume.language),
    )
    return c.json({
      success: true,
      message: '职位匹配完成',
      resume_id: resume.id,
      data: { matches, total: matches.length },
    })
  })

  app.get('/api/jobs/:id', (c) => {
    const job = jobs.byId(pathId(c))
    if (job === null) throw refuse(404, 'JOB_NOT_FOUND', '职位不存在')
    return c.json({ success: true, message: '职位获取成功', data: job })
  })
  return refuseOtherMethods(app)
}

async function readResume(
  upstream: Upstream,
  c: ServiceContext,
  caller: Caller,
): Promise<ResumeRecord> {
  const id = pathId(c)
  const request = {
    path: `/api/resumes/${encodeURIComponent(id)}`,
    token: caller.token,
    requestId: c.get('requestId'),
  }
  const answer = await askFor(upstream, 'resume', Resume, request, {
    404: () => refuse(404, 'RESUME_NOT_FOUND', `简历不存在: ${id.slice(0, 100)}`),
  })
  return answer.data
}

/** Reads the employers' names; matching still works without them, so their absence is no failure. */
function createCompanyNames(upstream: Upstream, now: () => Date) {
  let known = new Map<number, string>()
  let readAtMs = Number.NEGATIVE_INFINITY
  return async (requestId: string): Promise<ReadonlyMap<number, string>> => {
    if (now().getTime() - readAtMs < namesFreshMs) return known
    try {
      const answer = await upstream.ask('company', {
        path: '/api/companies?limit=1000',
        requestId,
        timeoutMs: 3000,
      })
      const parsed = Companies.safeParse(answer.body)
      if (parsed.success) {
        known = new Map(parsed.data.data.companies.map(({ id, name }) => [id, name]))
        readAtMs = now().getTime()
      }
    } catch (error) {
      if (!(error instanceof UpstreamFailure)) throw error
    }
    return known
  }
}

function matchBody(match: RankedJob, company: string | null, language: 'zh' | 'en') {
  const { job, score, breakdown, matchedSkills, missingSkills, explanations } = match
  return {
    job_id: job.id,
    title: job.title,
    company_id: job.company_id,
    company,
    location: job.location,
    salary_min: job.salary_min,
    salary_max: job.salary_max,
    salary_currency: job.salary_currency,
    match_score: score,
    breakdown,
    explanation: explanations[language],
    explanations,
    matched_skills: matchedSkills,
    missing_skills: missingSkills,
  }
}
