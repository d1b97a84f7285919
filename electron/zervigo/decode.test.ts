import { afterEach, describe, expect, it } from 'vitest'
import { createClosers } from '../test-closers'
import { ai } from './ai'
import { company } from './company'
import { looma } from './looma'
import { job } from './job'
import type { Operation } from './operation'
import { resume } from './resume'
import { readFrom } from './test-servers'
import { user } from './user'

const { add, closeAll } = createClosers()
afterEach(closeAll)

const read = <A, T>(op: Operation<A, T>, args: A, body: unknown) => readFrom(op, args, body, add)

const malformed = { code: 'malformed' }
const id = { id: 't1' }

describe('talents', () => {
  it('are read flat, with the mark of an invented record', async () => {
    const talent = {
      talent_id: 't1',
      name: 'Talent_t1',
      skills: ['Python', '微服务'],
      experience: '5年',
      status: 'active',
      source: 'default',
    }
    expect(await read(looma.talent, id, { success: true, talent })).toMatchObject({
      id: 't1',
      years: 5,
      placeholder: true,
      skills: ['Python', '微服务'],
      email: null,
    })
  })

  it('are read nested under basic, with an id that is a number', async () => {
    const basic = {
      name: '张伟',
      email: 'a@b.c',
      experience: 8,
      skills: [{ name: 'Go' }],
      education: { degree: '本科', school: '清华' },
    }
    expect(await read(looma.talent, id, { id: 7, basic, source: 'import' })).toMatchObject({
      id: '7',
      name: '张伟',
      years: 8,
      skills: ['Go'],
      education: '本科 清华',
      placeholder: false,
    })
  })

  it('are listed, and an empty list is a list', async () => {
    const stub = { success: true, talents: [], total: 0, message: '人才列表获取成功' }
    expect(await read(looma.talents, {}, stub)).toMatchObject({ total: 0, items: [] })
    const list = await read(
      looma.talents,
      {},
      {
        data: { talents: [{ id: 1, name: 'a' }], total: 9 },
      },
    )
    expect([list.total, list.items[0]?.id]).toEqual([9, '1'])
  })

  it('without a list or an id are malformed', async () => {
    await expect(read(looma.talents, {}, { success: true })).rejects.toMatchObject(malformed)
    await expect(
      read(looma.talent, id, { success: true, talent: { name: 'x' } }),
    ).rejects.toMatchObject(malformed)
  })
})

describe('sync', () => {
  it.each([
    [{ success: true, zervigo_resume_id: 12 }, '12'],
    [{ success: true, zervigo_resume_id: 'r-1' }, 'r-1'],
    [{ success: true, zervigo_resume_id: null }, null],
    [{ success: true, data: { id: 5 } }, '5'],
    [{ success: true, message: 'ok' }, null],
  ])('%j has the resume id %s', async (body, resumeId) => {
    expect((await read(looma.sync, id, body)).resumeId).toBe(resumeId)
  })

  it('of everything reads counts as claimed', async () => {
    const results = { total: 3, successful: 1, failed: 1, errors: [{ talent_id: 2, error: 'x' }] }
    expect(await read(looma.syncAll, undefined, { success: true, results })).toEqual({
      total: 3,
      successful: 1,
      failed: 1,
      errors: [{ talentId: '2', error: 'x' }],
    })
    await expect(read(looma.syncAll, undefined, { success: true })).rejects.toMatchObject(malformed)
  })
})

describe('matches', () => {
  it('on the scale of one', async () => {
    const matches = [
      {
        job_id: 3,
        match_score: 0.9,
        breakdown: { skills: 0.8 },
        job_info: { title: '后端', location: '北京', salary_min: 20, salary_max: 30 },
        company_info: { name: 'A' },
      },
    ]
    expect(await read(looma.matches, id, { success: true, matches })).toEqual({
      scale: 'unit',
      matches: [
        {
          jobId: '3',
          title: '后端',
          company: 'A',
          location: '北京',
          salary: '20-30',
          score: 0.9,
          reasons: [{ name: 'skills', score: 0.8, detail: null }],
          explanation: null,
        },
      ],
    })
  })

  it('on the scale of a hundred, in every place', async () => {
    const entry = { jobId: 'j1', title: 'Dev', score: 85.5, breakdown: { skills: 90, city: 0 } }
    for (const body of [
      { data: { matches: [entry] } },
      { data: [entry] },
      { data: { jobs: [entry] } },
      [entry],
    ]) {
      const { scale, matches } = await read(job.match, { resumeId: 'r' }, body)
      expect(scale).toBe('percent')
      expect(matches[0]).toMatchObject({
        jobId: 'j1',
        score: 0.855,
        reasons: [{ score: 0.9 }, { score: 0 }],
      })
    }
  })

  it('keep their order, may be none, and need a score', async () => {
    const matches = [
      { job_id: 1, score: 0.1 },
      { job_id: 2, score: 0.9 },
    ]
    const found = await read(looma.matches, id, { matches })
    expect(found.matches.map(({ jobId }) => jobId)).toEqual(['1', '2'])
    expect((await read(looma.matches, id, { matches: [] })).matches).toEqual([])
    await expect(read(looma.matches, id, { matches: [{ job_id: 1 }] })).rejects.toMatchObject(
      malformed,
    )
    await expect(read(looma.matches, id, { success: true })).rejects.toMatchObject(malformed)
  })
})

describe('AI', () => {
  it('results, with vectors in any of their places', async () => {
    const processed_data = { skills: 'Go, Rust', years: 3, level: 'senior', summary: '' }
    expect(
      await read(looma.aiProcess, id, { success: true, processed_data, vectors: [0.1, 0.2] }),
    ).toMatchObject({
      skills: ['Go', 'Rust'],
      years: 3,
      level: 'senior',
      summary: null,
      vector: [0.1, 0.2],
    })
    expect((await read(looma.aiProcess, id, { success: true, vectors: null })).vector).toBeNull()
    expect(
      await read(ai.generateVectors, { text: 'x' }, { status: 'success', embedding: [1] }),
    ).toEqual([1])
    await expect(read(ai.generateVectors, { text: 'x' }, { vectors: ['a'] })).rejects.toMatchObject(
      malformed,
    )
  })

  it('chat text, which upstream may leave out', async () => {
    const message = { id: 't1', message: 'hi' }
    expect(
      await read(looma.chat, message, { success: true, response: '好', context: { a: 1 } }),
    ).toEqual({ text: '好', context: { a: 1 } })
    expect(await read(looma.chat, message, { success: true, response: null, context: {} })).toEqual(
      { text: null, context: {} },
    )
    expect(
      (await read(ai.chat, { message: 'x' }, { status: 'success', data: { message: 'm' } })).text,
    ).toBe('m')
  })
})

describe('the others', () => {
  it('read records and lists in their envelopes', async () => {
    expect((await read(resume.create, { resume: {} }, { success: true, data: { id: 3 } })).id).toBe(
      '3',
    )
    expect(
      await read(
        resume.get,
        { id: 'r' },
        { success: true, resume: { id: 'r', name: 'n', talent_id: 't' } },
      ),
    ).toMatchObject({ id: 'r', name: 'n', talentId: 't' })
    expect(
      await read(
        job.list,
        {},
        {
          success: true,
          data: { jobs: [{ id: 1, title: 'x', company: { id: 0, name: '' } }], total: 300 },
        },
      ),
    ).toMatchObject({ total: 300, items: [{ id: '1', company: null }] })
    expect((await read(job.list, {}, { status: 'success', data: null, count: 0 })).items).toEqual(
      [],
    )
    expect(
      (await read(company.list, {}, { success: true, data: [{ id: 1, name: 'c' }] })).items[0]
        ?.name,
    ).toBe('c')
    expect(
      (await read(user.profile, { id: '1' }, { success: true, data: { id: 1, username: 'u' } }))
        .username,
    ).toBe('u')
    expect(
      (await read(ai.userInfo, undefined, { user_id: 1, username: 'u', permissions: [] })).user
        .userId,
    ).toBe('1')
    await expect(read(resume.get, { id: 'r' }, { success: true })).rejects.toMatchObject(malformed)
  })
})
