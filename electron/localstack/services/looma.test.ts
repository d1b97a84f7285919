import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { zervigoIds } from '../../../shared/domain/services'
import { TalentRecord } from '../records'
import { field, startTestStack, type TestStack } from '../test-stack'

const talentCount = 60
let stack: TestStack
let token: string
beforeAll(async () => {
  stack = await startTestStack({ talents: talentCount })
  token = await stack.login('admin', 'password')
})
afterAll(() => stack.dispose())

const talentPath = (id: string, action: string) =>
  `/api/zervigo/talents/${encodeURIComponent(id)}/${action}`
const post = (path: string, json: unknown = {}) =>
  stack.ask('looma', path, { method: 'POST', token, json })
const chat = async (id: string, message: string, history: unknown[] = []) => {
  const answer = await post(talentPath(id, 'chat'), { message, history })
  expect(answer.status, answer.text).toBe(200)
  return String(field(answer.body, 'response'))
}
const talentOf = async (id: string) => {
  const answer = await stack.ask('looma', `/api/talents/${encodeURIComponent(id)}`)
  return TalentRecord.parse(field(answer.body, 'talent'))
}

const protectedCalls = [
  ['POST', talentPath('test123', 'sync')],
  ['GET', talentPath('test123', 'matches')],
  ['POST', talentPath('test123', 'ai-process')],
  ['POST', talentPath('test123', 'chat')],
  ['POST', '/api/zervigo/sync-all'],
] as const

describe('health', () => {
  it('answers as the guide prints it, with all six services', async () => {
    const own = await stack.ask('looma', '/health')
    expect(own.body).toMatchObject({ status: 'healthy', service: 'looma-crm', version: '1.0.0' })
    expect(field(own.body, 'zervigo_services.success')).toBe(true)
    const integration = await stack.ask('looma', '/api/zervigo/health')
    expect(integration.body).toMatchObject({ success: true, message: expect.any(String) })
    for (const id of zervigoIds) {
      const expected = { success: true, healthy: true, status: 'healthy' }
      const url = `http://127.0.0.1:${stack.ports[id]}`
      expect(field(integration.body, `services.${id}`)).toEqual({ ...expected, url })
      expect(field(own.body, `zervigo_services.services.${id}`)).toEqual(expected)
    }
    expect((await stack.ask('looma', '/')).body).toMatchObject({ service: 'Looma CRM' })
  })

  it.each([
    ['auth', 'unified-auth-service'],
    ['ai', 'ai-service-with-zervigo'],
    ['resume', 'resume-service'],
    ['job', 'job-service'],
    ['company', 'company-service'],
    ['user', 'user-service'],
  ] as const)('%s names itself', async (id, service) => {
    const answer = await stack.ask(id, '/health')
    expect(answer.body).toMatchObject({ status: 'healthy', service })
    expect(answer.headers.get('x-service-name')).toBe(service)
  })
})

describe('every answer', () => {
  it('echoes a sane request id and replaces any other', async () => {
    const echoed = await stack.ask('looma', '/', { headers: { 'x-request-id': 'run-7:4.a' } })
    expect(echoed.headers.get('x-request-id')).toBe('run-7:4.a')
    const replaced = await stack.ask('looma', '/', { headers: { 'x-request-id': 'a b<c>' } })
    expect(replaced.headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/)
    expect(Number(replaced.headers.get('x-response-time'))).toBeGreaterThan(0)
  })

  it('is JSON for unknown paths and wrong methods', async () => {
    const unknown = await stack.ask('looma', '/api/nothing')
    expect(unknown).toMatchObject({ status: 404, body: { code: 'NOT_FOUND', status: 404 } })
    const method = await stack.ask('looma', '/api/talents', { method: 'DELETE' })
    expect(method).toMatchObject({ status: 405, body: { code: 'METHOD_NOT_ALLOWED' } })
    expect(method.headers.get('allow')).toContain('GET')
  })
})

describe('who may call', () => {
  it.each(protectedCalls)(
    '%s %s refuses strangers with exactly four keys',
    async (method, path) => {
      const answer = await stack.ask('looma', path, { method })
      expect(answer.status).toBe(401)
      expect(answer.body).toEqual({
        error: 'Unauthorized',
        code: 'AUTH_REQUIRED',
        message: '认证失败：未提供有效的认证token',
        status: 401,
      })
    },
  )

  it.each(protectedCalls)('%s %s refuses bad tokens', async (method, path) => {
    const cases = [
      [{ authorization: `Token ${token}` }, 'INVALID_AUTH_FORMAT'],
      [{ authorization: `Basic ${token}` }, 'INVALID_AUTH_FORMAT'],
      [{ authorization: 'Bearer ' }, 'INVALID_TOKEN'],
      [{ authorization: 'Bearer garbage' }, 'INVALID_TOKEN'],
      [{ authorization: `Bearer ${token.slice(0, -4)}AAAA` }, 'INVALID_TOKEN'],
    ] as const
    for (const [headers, code] of cases) {
      const answer = await stack.ask('looma', path, { method, headers })
      expect(answer, code).toMatchObject({ status: 401, body: { code, status: 401 } })
    }
  })

  it('refuses an expired token', async () => {
    stack.shiftClock(25 * 3_600_000)
    const answer = await post(talentPath('test123', 'sync'))
    stack.shiftClock(-25 * 3_600_000)
    expect(answer).toMatchObject({ status: 401, body: { code: 'INVALID_TOKEN' } })
  })

  it.each([
    ['testuser', 'testuser123'],
    ['szjason72', '@SZxym2006'],
    ['testuser2', 'testuser123'],
  ])('%s is told which permission is missing', async (username, password) => {
    const guest = await stack.login(username, password)
    const needed = [
      'talent:sync',
      'talent:read',
      'talent:ai_process',
      'talent:chat',
      'admin:sync_all',
    ]
    for (const [index, [method, path]] of protectedCalls.entries()) {
      const answer = await stack.ask('looma', path, { method, token: guest })
      expect(answer.status).toBe(403)
      expect(answer.body).toEqual({
        error: '权限不足',
        code: 'INSUFFICIENT_PERMISSIONS',
        message: `需要权限: ${needed[index]}`,
        status: 403,
      })
    }
  })
})

describe('talents', () => {
  it('lists, pages and searches', async () => {
    const first = await stack.ask('looma', '/api/talents?limit=5')
    expect(first.body).toMatchObject({ success: true, total: talentCount, offset: 0, limit: 5 })
    const next = await stack.ask('looma', '/api/talents?limit=5&offset=5')
    const ids = (body: unknown) =>
      z
        .array(TalentRecord)
        .parse(field(body, 'talents'))
        .map(({ id }) => id)
    expect(ids(first.body).slice(0, 2)).toEqual(['test123', 'test_talent_123'])
    expect(ids(first.body).filter((id) => ids(next.body).includes(id))).toEqual([])
    const found = await stack.ask(
      'looma',
      `/api/talents?query=${encodeURIComponent('alex CARTER')}`,
    )
    expect(ids(found.body)).toContain('test_talent_123')
    const none = await stack.ask('looma', '/api/talents?query=100%25_none')
    expect(none.body).toMatchObject({ success: true, talents: [], total: 0 })
    const bad = await stack.ask('looma', '/api/talents?limit=-1')
    expect(bad).toMatchObject({ status: 400, body: { code: 'INVALID_PARAMETER' } })
  })

  it.each(['上海研发/2019#07 旧档?', 'legacy import/2021 #114?'])('finds %s', async (id) => {
    expect(await talentOf(id)).toMatchObject({ id, talent_id: id })
    const synced = await post(talentPath(id, 'sync'))
    expect(synced.body).toMatchObject({ success: true, talent_id: id })
  })

  it.each(['nobody', 'a/b', 'a?b', 'a#b', 'a b', '人才', '100%', 'a%2Fb', '\\', '人'.repeat(1000)])(
    'answers 404 for the unknown id %s',
    async (id) => {
      const path = `/api/talents/${encodeURIComponent(id)}`
      const answer = await stack.ask('looma', path)
      expect(answer).toMatchObject({
        status: 404,
        body: { success: false, code: 'TALENT_NOT_FOUND' },
      })
      const synced = await post(talentPath(id, 'sync'))
      expect(synced).toMatchObject({ status: 404, body: { code: 'TALENT_NOT_FOUND' } })
    },
  )
})

describe('sync', () => {
  it('writes the resume once, updates it after, and every field can be read back', async () => {
    const first = await post(talentPath('talent_00006', 'sync'))
    expect(first.body).toMatchObject({ success: true, action: 'created' })
    const second = await post(talentPath('talent_00006', 'sync'))
    const resumeId = String(field(first.body, 'zervigo_resume_id'))
    expect(second.body).toMatchObject({ action: 'updated', zervigo_resume_id: resumeId })

    const resume = await stack.ask('resume', `/api/resumes/${resumeId}`, { token })
    const { name, email, phone, title, city, years, education, skills, summary } =
      await talentOf('talent_00006')
    expect(field(resume.body, 'data')).toMatchObject({
      ...{ id: resumeId, talent_id: 'talent_00006', name, email, phone, title },
      ...{ city, years, education, skills, summary },
    })
    const listed = await stack.ask('resume', '/api/resumes?talent_id=talent_00006', { token })
    expect(listed.body).toMatchObject({ data: { total: 1 } })
  })

  it('counts every talent in sync-all and leaves one resume each', async () => {
    for (let round = 0; round < 2; round++) {
      const answer = await post('/api/zervigo/sync-all')
      expect(answer.body).toMatchObject({
        success: true,
        results: { total: talentCount, successful: talentCount, failed: 0, errors: [] },
      })
    }
    const listed = await stack.ask('resume', '/api/resumes?limit=5', { token })
    expect(listed.body).toMatchObject({ data: { total: talentCount } })
  })

  it('keeps what is stored over a restart', async () => {
    const before = await talentOf('talent_00010')
    const sync = await post(talentPath('talent_00010', 'sync'))
    await stack.restart('looma')
    await stack.restart('resume')
    expect(await talentOf('talent_00010')).toEqual(before)
    const again = await post(talentPath('talent_00010', 'sync'))
    expect(again.body).toMatchObject({
      action: 'updated',
      zervigo_resume_id: field(sync.body, 'zervigo_resume_id'),
    })
  })
})

describe('matches', () => {
  const Match = z.object({
    job_id: z.number(),
    title: z.string(),
    company: z.string(),
    match_score: z.number().min(0).max(1),
    breakdown: z.record(z.string(), z.number().min(0).max(1)),
    explanation: z.string().min(1),
    explanations: z.object({ zh: z.string(), en: z.string() }),
    matched_skills: z.array(z.string()),
    missing_skills: z.array(z.string()),
  })

  it.each(['test123', 'test_talent_123'])('ranks real jobs for %s, best first', async (id) => {
    const answer = await stack.ask('looma', `${talentPath(id, 'matches')}?limit=8`, { token })
    const matches = z.array(Match).parse(field(answer.body, 'matches'))
    expect(answer.body).toMatchObject({ success: true, talent_id: id, total: 8 })
    expect(matches).toHaveLength(8)
    const scores = matches.map(({ match_score }) => match_score)
    expect(scores).toEqual([...scores].sort((a, b) => b - a))
    expect(scores[0]).toBeGreaterThan(0.6)
    const talent = await talentOf(id)
    const best = matches[0]
    expect(best?.matched_skills.every((skill) => talent.skills.includes(skill))).toBe(true)
    expect(best?.explanations.zh).toMatch(/[。]$/)
    expect(best?.explanation).toBe(best?.explanations[talent.language])
    for (const { job_id, title } of matches) {
      const job = await stack.ask('job', `/api/jobs/${job_id}`)
      expect(job.body).toMatchObject({ data: { id: job_id, title } })
    }
  })

  it('syncs a talent that was never synced, and says so once', async () => {
    const fresh = await startTestStack({ talents: 8 })
    const own = await fresh.login('admin', 'password')
    const path = talentPath('talent_00008', 'matches')
    const first = await fresh.ask('looma', path, { token: own })
    expect(first.body).toMatchObject({ success: true, synced_now: true, total: 10 })
    const second = await fresh.ask('looma', path, { token: own })
    expect(field(second.body, 'synced_now')).toBeUndefined()
    expect(field(second.body, 'matches')).toEqual(field(first.body, 'matches'))
    await fresh.dispose()
  })

  it('refuses a resume nobody has', async () => {
    const answer = await stack.ask('job', '/api/jobs/match/resume_99999', { token })
    expect(answer).toMatchObject({ status: 404, body: { code: 'RESUME_NOT_FOUND' } })
  })
})

describe('ai-process', () => {
  it('finds what the record says, the same every time', async () => {
    const first = await post(talentPath('test123', 'ai-process'))
    const talent = await talentOf('test123')
    expect(first.body).toMatchObject({
      success: true,
      vector_dimension: 256,
      processed_data: { talent_id: 'test123', years: 5, level: 'mid', language: 'zh' },
    })
    const names = z.array(z.string()).parse(field(first.body, 'processed_data.skill_names'))
    expect(names).toEqual(expect.arrayContaining(talent.skills))
    const vectors = z.array(z.number()).length(256).parse(field(first.body, 'vectors'))
    expect(Math.hypot(...vectors)).toBeCloseTo(1, 4)
    const second = await post(talentPath('test123', 'ai-process'))
    expect(second.body).toEqual(first.body)
    const other = await post(talentPath('test_talent_123', 'ai-process'))
    expect(field(other.body, 'vectors')).not.toEqual(vectors)
    const kept = await stack.ask('ai', '/api/ai/analyses/test123', { token })
    expect(field(kept.body, 'data')).toEqual(field(first.body, 'processed_data'))
  })

  it('refuses work without input or identity', async () => {
    const path = '/api/ai/process-resume'
    const empty = await stack.ask('ai', path, { method: 'POST', token, json: {} })
    expect(empty).toMatchObject({ status: 400, body: { code: 'MISSING_FIELD' } })
    const stranger = await stack.ask('ai', '/api/ai/generate-vectors', {
      method: 'POST',
      json: { text: 'x' },
    })
    expect(stranger.status).toBe(401)
    const info = await stack.ask('ai', '/api/v1/ai/user-info', { token })
    expect(info.body).toMatchObject({ user_id: 1, username: 'admin', permissions: ['*'] })
  })
})

describe('chat', () => {
  it('answers from the record in the language of the question', async () => {
    const { name, skills, email } = await talentOf('test_talent_123')
    const english = await chat('test_talent_123', 'Tell me about this talent')
    expect(english).toContain(name)
    expect(english).toContain(skills[0])
    expect(english).not.toMatch(/\p{Script=Han}/u)
    expect(await chat('test_talent_123', '怎么联系这位候选人？')).toContain(`邮箱 ${email}`)
    expect(await chat('test123', '他有几年经验？')).toContain('5年')
  })

  it('says what is not in the record instead of inventing it', async () => {
    expect(await chat('test123', '期望薪资是多少？')).toContain('没有薪资')
    expect(await chat('test123', 'What is the expected salary?')).toContain(
      'does not mention salary',
    )
  })

  it('follows up on the question before', async () => {
    const history = [
      { role: 'user', content: 'Which university did they attend?' },
      { role: 'assistant', content: '...' },
    ]
    const { education } = await talentOf('test_talent_123')
    expect(await chat('test_talent_123', 'go on', history)).toContain(education)
  })

  it.each([
    [{}, 'MESSAGE_REQUIRED'],
    [{ message: '   ' }, 'MESSAGE_REQUIRED'],
    [{ message: 7 }, 'MESSAGE_REQUIRED'],
  ])('refuses %j', async (json, code) => {
    expect(await post(talentPath('test123', 'chat'), json)).toMatchObject({
      status: 400,
      body: { code },
    })
  })

  it('refuses broken JSON', async () => {
    const path = talentPath('test123', 'chat')
    const answer = await stack.ask('looma', path, { method: 'POST', token, raw: '{"message"' })
    expect(answer).toMatchObject({ status: 400, body: { code: 'INVALID_JSON' } })
  })
})
