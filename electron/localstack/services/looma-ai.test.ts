import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { startTestLooma, talentPath, type TestLooma } from '../test-looma'
import { field, startTestStack, type TestStack } from '../test-stack'

let stack: TestStack
let token: string
let post: TestLooma['post']
let talentOf: TestLooma['talentOf']
beforeAll(async () => {
  ;({ stack, token, post, talentOf } = await startTestLooma(60))
})
afterAll(() => stack.dispose())

const chat = async (id: string, message: string, history: unknown[] = []) => {
  const answer = await post(talentPath(id, 'chat'), { message, history })
  expect(answer.status, answer.text).toBe(200)
  return String(field(answer.body, 'response'))
}

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
