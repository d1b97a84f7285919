import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { zervigoIds } from '../../../shared/domain/services'
import { TalentRecord } from '../records'
import { startTestLooma, talentPath, type TestLooma } from '../test-looma'
import { field, type TestStack } from '../test-stack'

const talentCount = 60
let stack: TestStack
let token: string
let post: TestLooma['post']
let talentOf: TestLooma['talentOf']
beforeAll(async () => {
  ;({ stack, token, post, talentOf } = await startTestLooma(talentCount))
})
afterAll(() => stack.dispose())

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
