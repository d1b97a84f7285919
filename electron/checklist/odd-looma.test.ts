import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { ItemId } from '../../shared/domain/checklist'
import { startTestStack, type TestStack } from '../localstack/test-stack'
import { answer, startHttp, type TestServer } from '../zervigo/test-servers'
import { itemOf, notPassed, profileOf, runTest } from './test-run'

/** Answers that replace Looma's own, by method and end of the path. */
type Odd = Record<string, { status?: number; body: unknown }>

let stack: TestStack
let looma: TestServer | null = null
beforeAll(async () => {
  stack = await startTestStack()
})
afterEach(async () => {
  await looma?.close()
})
afterAll(() => stack.dispose())

/** Stands before the real Looma and answers some requests of logged-in callers itself. */
async function runBehind(odd: Odd, only: ItemId[]) {
  looma = await startHttp(async ({ method, path, headers, body }, response) => {
    const key = Object.keys(odd).find((known) => `${method} ${path}`.endsWith(known))
    const own = key === undefined ? undefined : odd[key]
    if (own !== undefined) return answer(response, own.status ?? 200, own.body)
    const reply = await stack.ask('looma', path, {
      method: method === 'POST' ? 'POST' : 'GET',
      ...(body === '' ? {} : { raw: body }),
      headers: { authorization: headers.authorization ?? '' },
    })
    response.writeHead(reply.status, { 'content-type': 'application/json' }).end(reply.text)
  })
  const profile = profileOf({ ...stack.ports, looma: looma.port })
  return runTest({ profile, options: { only } })
}

const results = (total: unknown, successful: unknown, failed: unknown, errors: unknown = []) => ({
  success: true,
  results: { total, successful, failed, errors },
})

describe('api.sync-all', () => {
  it.each([
    ['failures', results(10, 8, 2), 'COUNTS_WRONG', 'failed.none'],
    ['counts that do not add up', results(240, 200, 0), 'COUNTS_WRONG', 'counts.add-up'],
    [
      'errors beside failed: 0',
      results(5, 5, 0, [{ talent_id: 't7', error: 'boom' }]),
      'COUNTS_WRONG',
      'failed.none',
    ],
    ['nothing at all', results(0, 0, 0), 'NO_RESULTS', 'total.some'],
    [
      'counts that are no numbers',
      results('all', 'all', 'none'),
      'WRONG_SHAPE',
      'talent.sync-all.answer',
    ],
    [
      'a failure in 200',
      { success: false, error: '没有服务' },
      'BUSINESS_FAILURE',
      'talent.sync-all.answer',
    ],
  ])('%s', async (_name, body, code, assertion) => {
    const report = await runBehind({ '/sync-all': { body } }, ['api.sync-all'])
    const item = itemOf(report, 'api.sync-all')
    expect(item).toMatchObject({ verdict: 'fail', cause: { code } })
    expect(item.assertions.find(({ ok }) => !ok)?.id).toBe(assertion)
  })

  it('names the first talent that failed', async () => {
    const body = results(2, 1, 1, [{ talent_id: '陈/7', error: '简历服务超时' }])
    const report = await runBehind({ '/sync-all': { body } }, ['api.sync-all'])
    expect(itemOf(report, 'api.sync-all').cause?.message.zh).toContain('1 + 1 / 2')
    const { actual } = itemOf(report, 'api.sync-all').assertions.find(({ ok }) => !ok) ?? {}
    expect(actual).toContain('陈/7: 简历服务超时')
  })
})

describe('matches', () => {
  const match = (job_id: unknown, match_score: unknown) => ({ job_id, match_score })
  const list = (...matches: unknown[]) => ({ '/matches': { body: { success: true, matches } } })

  it('an empty list is an answer, and no result', async () => {
    const report = await runBehind(list(), ['data.matches'])
    expect(itemOf(report, 'api.matches').verdict).toBe('pass')
    expect(itemOf(report, 'data.matches')).toMatchObject({
      verdict: 'fail',
      cause: { code: 'NO_RESULTS' },
    })
  })

  it('scores from 0 to 100 are a finding, not a failure', async () => {
    const report = await runBehind(list(match(1, 92.5), match(2, 61)), ['data.matches'])
    expect(itemOf(report, 'data.matches').verdict).toBe('pass')
    expect(report.findings).toMatchObject([{ code: 'contract-drift', detail: 'api.matches' }])
  })

  it.each([
    ['unsorted', list(match(1, 0.5), match(2, 0.9)), 'scores.sorted'],
    ['out of range', list(match(1, 920), match(2, 3)), 'scores.scale'],
    ['negative', list(match(1, 0.9), match(2, -0.5)), 'scores.scale'],
    ['of a job that does not exist', list(match(1, 0.9), match(990001, 0.8)), 'jobs.exist'],
  ])('%s', async (_name, odd, assertion) => {
    const report = await runBehind(odd, ['data.matches'])
    const item = itemOf(report, 'data.matches')
    expect(item.verdict).toBe('fail')
    expect(item.assertions.flatMap(({ id, ok }) => (ok ? [] : [id]))).toEqual([assertion])
  })
})

describe('answers that prove nothing', () => {
  const chat = (response: unknown) => ({ '/chat': { body: { success: true, response } } })

  it.each([
    ['no text', chat(null), 'api.chat', 'WRONG_SHAPE'],
    ['blank text', chat('   '), 'api.chat', 'WRONG_SHAPE'],
    ['a stub', chat('AI聊天功能正在开发中'), 'api.chat', 'STUB_ANSWER'],
    ['a page', chat('<!doctype html><title>502</title>'), 'data.chat', 'STUB_ANSWER'],
    ['small talk', chat('Good question! I am an assistant.'), 'data.chat', 'OFF_TOPIC'],
    ['a sync without an id', { '/sync': { body: { success: true } } }, 'api.sync', 'NOT_STORED'],
    [
      'a sync of nothing',
      { '/sync': { body: { success: true, zervigo_resume_id: 'resume_9' } } },
      'api.sync',
      'NOT_STORED',
    ],
    [
      'an ai result without vectors',
      { '/ai-process': { body: { success: true, processed_data: { skills: ['Go'] } } } },
      'api.ai-process',
      'WRONG_SHAPE',
    ],
    [
      'vectors of zeros',
      {
        '/ai-process': {
          body: { success: true, processed_data: { skills: ['Go'] }, vectors: [0, 0, 0] },
        },
      },
      'data.ai-result',
      'WRONG_SHAPE',
    ],
    [
      'a 403 in 200',
      { '/sync': { body: { success: false, error_code: 'INSUFFICIENT_PERMISSIONS' } } },
      'api.sync',
      'DENIAL_UNPROVEN',
    ],
  ] as [string, Odd, ItemId, string][])('%s', async (_name, odd, id, code) => {
    const report = await runBehind(odd, [id])
    expect(itemOf(report, id).cause?.code).toBe(code)
    expect(itemOf(report, id).verdict).toBe(code === 'DENIAL_UNPROVEN' ? 'denied' : 'fail')
  })

  it('one sentence to two questions is no conversation', async () => {
    const report = await runBehind(chat('您好，很高兴为您介绍 Alex Carter。'), ['data.chat'])
    const { verdict, cause } = itemOf(report, 'data.chat')
    expect([verdict, cause?.code, cause?.reason]).toEqual(['fail', 'STUB_ANSWER', 'CHAT_FALLBACK'])
  })

  it.each([
    ['talent', { talent_id: 'somebody_else' }],
    ['resume', { talent_id: 'test_talent_123', resume_id: 'resume_999999' }],
  ])('matches of another %s are not this talent’s', async (_name, owner) => {
    const body = { success: true, ...owner, matches: [{ job_id: 1, match_score: 0.5 }] }
    const report = await runBehind({ '/matches': { body } }, ['data.matches'])
    const { verdict, cause } = itemOf(report, 'data.matches')
    expect([verdict, cause?.code, cause?.reason]).toEqual(['fail', 'DATA_MISMATCH', 'OTHER_TALENT'])
  })

  it('another talent’s resume is not this talent’s', async () => {
    const token = await stack.login('admin', 'password')
    const made = await stack.ask('looma', '/api/zervigo/talents/test123/sync', {
      method: 'POST',
      token,
      json: {},
    })
    const report = await runBehind({ '/sync': { body: made.body } }, ['data.talent-synced'])
    const unmet = itemOf(report, 'data.talent-synced').assertions.filter(({ ok }) => !ok)
    expect(unmet.map(({ id }) => id)).toContain('resume.talent')
    expect(notPassed(report)['data.talent-synced']).toBe('fail DATA_MISMATCH')
  })

  it('the shape that is really built passes, with a finding', async () => {
    const { body } = await stack.ask('looma', '/api/zervigo/health')
    const health_status = typeof body === 'object' && body !== null ? body : {}
    const nested = { success: true, message: 'x', health_status }
    const report = await runBehind({ '/api/zervigo/health': { body: nested } }, ['api.health'])
    expect(itemOf(report, 'api.health').verdict).toBe('pass')
    expect(report.findings).toMatchObject([{ code: 'contract-drift', detail: 'zervigo.health' }])
    const [{ diff, message } = {}] = report.findings
    expect(diff?.removed.map(({ path }) => path)).toEqual(['services', 'timestamp'])
    expect(diff?.added.map(({ path }) => path)).toEqual(['health_status'])
    for (const words of [message?.zh, message?.en]) {
      expect(words).toContain('GET /api/zervigo/health')
      expect(words).toContain('+health_status')
    }
  })
})

describe('auth.middleware', () => {
  const refused = { error: '认证失败', code: 'INVALID_TOKEN', message: 'x', status: 401 }
  const all = (status: number, body: unknown): Odd =>
    Object.fromEntries(
      ['/sync', '/matches', '/ai-process', '/chat', '/sync-all'].map((end) => [
        end,
        { status, body },
      ]),
    )

  it.each([
    ['a 401 that says no more', all(401, refused), 'pass', undefined],
    ['403', all(403, refused), 'fail', 'REACHED_PERMISSIONS'],
    ['an open door', all(200, { success: true }), 'fail', 'UNPROTECTED'],
    ['a crash', all(500, refused), 'fail', 'WRONG_STATUS'],
    ['data beside the refusal', all(401, { ...refused, talents: [1] }), 'fail', 'DATA_LEAK'],
    ['a list as refusal', all(401, [{ name: 'x' }]), 'fail', 'DATA_LEAK'],
    [
      'a stack trace',
      all(401, { ...refused, message: 'Traceback (most recent call last)' }),
      'fail',
      'DATA_LEAK',
    ],
  ])('%s', async (_name, odd, verdict, code) => {
    const report = await runBehind(odd, ['auth.middleware'])
    const item = itemOf(report, 'auth.middleware')
    expect([item.verdict, item.cause?.code]).toEqual([verdict, code])
  })
})
