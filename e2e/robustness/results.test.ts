import { afterEach, describe, expect, it } from 'vitest'
import { askWitness, healthTargets } from '../../electron/console/probes'
import { createSync } from '../../electron/features/sync'
import { job } from '../../electron/zervigo/job'
import { createClosers } from '../../electron/test-closers'
import type { PeerOptions } from '../fixtures/peer/options'
import { profileOfPeer, runAgainst } from '../fixtures/peer/peer-run'
import { codeOf } from './console-side'
import { openFeatureSide } from './peer-side'

const { add, closeAll } = createClosers()
afterEach(closeAll)

const id = 'test_talent_123'
const open4 = {
  ...{ identityKey: false, permissionPath: false },
  ...{ wildcard: false, vocabulary: false },
}

const open = (options: PeerOptions = { base: 'repaired' }) => openFeatureSide(options, add)

describe('55. vectors of every kind', () => {
  const answer = (vectors: unknown) => ({
    ...{ success: true, message: 'AI processing completed', vectors },
    processed_data: { talent_id: id, skills: ['Go'], summary: 'Go' },
  })
  it.each([
    ['1,536 floats', Array.from({ length: 1_536 }, (_, index) => index / 1_536), 1_536],
    ['none', null, null],
    ['an empty list', [], 0],
    ['texts', ['0.1', '0.2'], null],
    ['a list of lists', [[0.1, 0.2]], 2],
    ['under vectors.embedding', { embedding: [0.1] }, 1],
  ])('%s', async (_name, vectors, vectorLength) => {
    const { plant, talents } = await open()
    plant(/ai-process$/, answer(vectors))
    expect(await talents.process(id)).toMatchObject({ vectorLength })
  })

  it('NaN is no JSON', async () => {
    const { peer, talents } = await open()
    const body = '{"success":true,"processed_data":{},"vectors":[NaN,0.1]}'
    const headers = { 'content-type': 'application/json' }
    peer.set('looma', { planted: [{ path: /ai-process$/, reply: { body, headers } }] })
    expect(await codeOf(talents.process(id))).toBe('malformed')
  })

  it.each([
    ['zero', 'data.ai-result', 'WRONG_SHAPE'],
    ['null-vectors', 'api.ai-process', 'WRONG_SHAPE'],
    ['other', 'data.ai-result', 'OFF_TOPIC'],
  ] as const)('%s is no pass of %s', async (mode, only, code) => {
    const { item } = await open({ base: 'repaired', looma: { aiProcess: mode } })
    expect(await item(only)).toMatchObject({ verdict: 'fail', cause: { code } })
  })
})

describe('56. scores on two scales', () => {
  it.each([
    ['unit', 'unit'],
    ['percent', 'percent'],
  ] as const)('%s', async (scoreScale, scale) => {
    const { matches, item } = await open({ base: 'repaired', job: { scoreScale } })
    const found = await matches.find(id)
    expect(found.scale).toBe(scale)
    expect(found.matches[0]).toMatchObject({ jobId: '11', score: 1, company: '星河软件' })
    expect((await item('data.matches')).verdict).toBe('pass')
  })

  it('a breakdown may be missing, null or half empty', async () => {
    const { plant, matches } = await open()
    const list = [
      { job_id: 1, match_score: 0.9 },
      { job_id: 2, match_score: 0.8, breakdown: null },
      { job_id: 3, match_score: 0.7, breakdown: { skills: 0.5, other: null } },
    ]
    plant(/matches$/, { success: true, matches: list })
    const { matches: read } = await matches.find(id)
    expect(read.map(({ reasons }) => reasons.length)).toEqual([0, 0, 1])
  })

  it('a match without a score is malformed, not worth nothing', async () => {
    const { plant, matches } = await open()
    plant(/matches$/, { success: true, matches: [{ job_id: 1 }] })
    expect(await codeOf(matches.find(id))).toBe('malformed')
  })

  it.each([
    ['unsorted', 'data.matches', 'WRONG_SHAPE'],
    ['invented', 'data.matches', 'STUB_ANSWER'],
    ['empty', 'data.matches', 'NO_RESULTS'],
  ] as const)('%s is no pass of %s', async (mode, only, code) => {
    const { item } = await open({ base: 'repaired', looma: { matches: mode } })
    expect(await item(only)).toMatchObject({ verdict: 'fail', cause: { code } })
  })
})

describe('57. names and numbers in other styles', () => {
  it('reads ids as int and string, camelCase and snake_case', async () => {
    const { plant, matches, peer, client } = await open()
    const list = [
      { jobId: '7', matchScore: 0.9, job: { jobTitle: 'A' } },
      { job_id: 8, match_score: 0.8, job_info: { title: 'B', company: { id: 0, name: '' } } },
    ]
    plant(/matches$/, { success: true, data: { matches: list } })
    expect((await matches.find(id)).matches).toMatchObject([
      { jobId: '7', title: 'A' },
      { jobId: '8', title: 'B', company: null },
    ])
    const jobs = [{ jobId: '7', name: 'A', companyName: 'x' }, { id: 0, title: '' }, { id: 8 }]
    peer.set('job', {
      planted: [{ path: '/api/jobs', reply: { body: { code: 0, data: { jobs } } } }],
    })
    // The zero object is no job.
    expect((await client.call(job.list, {})).value.items.map(({ id: found }) => found)).toEqual([
      '7',
      '8',
    ])
  })
})

describe('58. one request to Looma in flight', () => {
  it('whatever the console does at once', async () => {
    const { peer, talents, chat, matches, client, loomaGate } = await open({
      base: 'repaired',
      looma: { delayMs: 5, sharedSession: true },
    })
    const { signal } = new AbortController()
    const targets = healthTargets(profileOfPeer(peer), loomaGate)
    const [, , witness] = await Promise.all([
      ...[talents.sync(id), talents.process(id), askWitness(client, signal)],
      ...[chat.send(id, 'hi'), matches.find(id), talents.get(id)],
      ...targets.map(({ probe }) => probe(signal)),
    ])
    const own = peer.requests.filter(({ service }) => service === 'looma')
    expect(own.length).toBeGreaterThanOrEqual(7)
    expect(Math.max(...own.map(({ concurrent }) => concurrent))).toBe(1)
    // So the shared session of the real Looma does no harm.
    expect(JSON.stringify(witness)).not.toMatch(/closed|disconnected/)
  })
})

describe('59. a double click', () => {
  it.each([
    ['sync', 'talents', /sync$/],
    ['ai-process', 'process', /ai-process$/],
    ['chat', 'chat', /chat$/],
  ] as const)('on %s sends once', async (_name, action, path) => {
    const { peer, talents, chat } = await open({ base: 'repaired', looma: { delayMs: 30 } })
    const click = (): Promise<unknown> => {
      if (action === 'talents') return talents.sync(id)
      return action === 'process' ? talents.process(id) : chat.send(id, 'hi')
    }
    const first = click()
    expect(await codeOf(click())).toBe('busy')
    await first
    const sent = peer.requests.filter((seen) => seen.service === 'looma' && path.test(seen.path))
    expect(sent).toHaveLength(1)
    await click()
  })

  it('an id named twice is synced once', async () => {
    const { peer, talents } = await open({ base: 'repaired' })
    const sync = createSync({ talents, concurrency: 4, now: Date.now, onChange: () => {} })
    add(() => sync.dispose())
    expect(await sync.start([id, id])).toMatchObject({ total: 1 })
    await expect.poll(() => sync.current()?.state).toBe('finished')
    expect(sync.current()).toMatchObject({ done: 1, failed: 0 })
    expect(peer.requests.filter((seen) => seen.path.endsWith('/sync'))).toHaveLength(1)
  })
})

describe('behind repaired permissions the real defects stay', () => {
  it('no business item passes', async () => {
    const { peer } = await open({ breaks: open4 })
    const report = await runAgainst(peer)
    const business = report.items.filter(({ id: item }) => /^(?:api\.(?!health)|data\.)/.test(item))
    expect(business.map(({ id: item, verdict }) => `${item} ${verdict}`)).toEqual([
      'api.sync fail',
      'api.matches fail',
      'api.ai-process fail',
      'api.chat fail',
      'api.sync-all fail',
      'data.talent-synced blocked',
      'data.ai-result blocked',
      'data.matches blocked',
      'data.chat blocked',
    ])
  })
})
