import { afterEach, describe, expect, it } from 'vitest'
import { createSync } from '../../electron/features/sync'
import { looma } from '../../electron/zervigo/looma'
import { createClosers } from '../../electron/test-closers'
import type { PeerOptions } from '../fixtures/peer/options'
import { codeOf } from './console-side'
import { openFeatureSide } from './peer-side'

const { add, closeAll } = createClosers()
afterEach(closeAll)

const id = 'test_talent_123'

const open = (options: PeerOptions = { base: 'repaired' }) => openFeatureSide(options, add)

describe('47. the stub of the talent list', () => {
  it('is an empty page, and nothing to sync', async () => {
    const { talents } = await open({})
    const page = await talents.list({ query: '', offset: 0, limit: 50 })
    expect(page).toMatchObject({ total: 0, items: [] })
    const sync = createSync({ talents, concurrency: 1, now: Date.now, onChange: () => {} })
    add(() => sync.dispose())
    expect(await sync.start(null)).toMatchObject({ total: 0, done: 0 })
  })
})

describe('48. invented records', () => {
  it('are marked, and differ on every call', async () => {
    const { talents, peer } = await open({})
    const first = await talents.get('no-such-talent')
    expect(first).toMatchObject({ placeholder: true, name: 'Talent_no-such-talent', years: 5 })
    await expect
      .poll(async () => (await talents.get('no-such-talent')).updatedAt)
      .not.toBe(first.updatedAt)
    expect(peer.requests.every(({ method }) => method !== 'PUT')).toBe(true)
  })

  it('are no pass of data.talent-synced', async () => {
    const { item } = await open({ base: 'repaired', looma: { talentDetail: 'invented' } })
    expect(await item('data.talent-synced')).toMatchObject({
      verdict: 'fail',
      cause: { code: 'STUB_ANSWER' },
    })
  })
})

describe('49. ids of every kind', () => {
  it.each(['a b', 'a/b', '100%', 'why?', 'c#', '陈伟', 'x'.repeat(1_000), '%2e%2e', '..a'])(
    '%j stays one segment and comes back',
    async (odd) => {
      const { peer, client } = await open({ looma: { decodesIds: true } })
      const { value } = await client.call(looma.talent, { id: odd })
      expect(value.id).toBe(odd)
      const { url } = peer.requests.at(-1) ?? { url: '' }
      expect(url).toBe(`/api/talents/${encodeURIComponent(odd)}`)
    },
  )

  it('is looked up with its percent signs as built', async () => {
    const { client } = await open({})
    expect((await client.call(looma.talent, { id: 'a b' })).value.id).toBe('a%20b')
  })

  it.each(['', '.', '..'])('%j is refused before anything is sent', async (odd) => {
    const { peer, client } = await open({})
    const before = peer.requests.length
    expect(await codeOf(client.call(looma.sync, { id: odd }))).toBe('invalid')
    expect(peer.requests).toHaveLength(before)
  })
})

describe('50. the id of a synced resume', () => {
  it.each([
    [17, '17'],
    ['resume_17', 'resume_17'],
    ['0f8c-uuid', '0f8c-uuid'],
  ])('%j is %j', async (wire, resumeId) => {
    const { plant, talents } = await open()
    plant(/sync$/, { success: true, message: 'ok', zervigo_resume_id: wire })
    expect(await talents.sync(id)).toMatchObject({ resumeId })
  })

  it.each([null, 0, '', undefined])('%j is none', async (wire) => {
    const { plant, talents, item } = await open()
    plant(/sync$/, { success: true, message: 'ok', zervigo_resume_id: wire })
    expect(await codeOf(talents.sync(id))).toBe('malformed')
    expect(await item('api.sync')).toMatchObject({ verdict: 'fail', cause: { code: 'NOT_STORED' } })
  })

  it.each([
    ['null-id', 'api.sync', 'NOT_STORED'],
    ['invented', 'api.sync', 'NOT_STORED'],
  ] as const)('a sync that is %s fails %s', async (sync, only, code) => {
    const { item } = await open({ base: 'repaired', looma: { sync } })
    expect(await item(only)).toMatchObject({ verdict: 'fail', cause: { code } })
  })

  it.each([
    ['forgetful', 'api.sync', 'NOT_STORED'],
    ['garbled', 'data.talent-synced', 'DATA_MISMATCH'],
  ] as const)('a resume service that is %s fails %s', async (api, only, code) => {
    const { item } = await open({ base: 'repaired', resume: { api } })
    expect(await item(only)).toMatchObject({ verdict: 'fail', cause: { code } })
  })

  it('success with empty fields as built fails the read-back', async () => {
    const looma = { sync: 'built' as const }
    const { item } = await open({ base: 'repaired', looma, resume: { envelope: 'unified-auth' } })
    expect((await item('api.sync')).verdict).toBe('pass')
    expect(await item('data.talent-synced')).toMatchObject({
      verdict: 'fail',
      cause: { code: 'DATA_MISMATCH' },
    })
  })
})

describe('51. matches that are never synced', () => {
  it('fail right after a sync that worked', async () => {
    const { talents, matches, item } = await open({ base: 'repaired', looma: { matches: 'built' } })
    await talents.sync(id)
    await expect(matches.find(id)).rejects.toMatchObject({
      code: 'refused',
      message: 'Talent not synced to Zervigo',
    })
    expect((await item('api.matches')).verdict).toBe('fail')
  })
})

describe('52. chat without an answer', () => {
  it('response null stands as failed in the conversation', async () => {
    const { chat, item } = await open({ base: 'repaired', looma: { chat: 'null-response' } })
    const conversation = await chat.send(id, '你好')
    expect(conversation).toMatchObject([{ state: 'failed', error: { code: 'malformed' } }])
    expect((await item('api.chat')).verdict).toBe('fail')
  })

  it.each([
    ['stub', 'api.chat', 'STUB_ANSWER'],
    ['off-topic', 'data.chat', 'OFF_TOPIC'],
  ] as const)('%s is no pass of %s', async (mode, only, code) => {
    const { item } = await open({ base: 'repaired', looma: { chat: mode } })
    expect(await item(only)).toMatchObject({ verdict: 'fail', cause: { code } })
  })

  it('context {} and an empty message are borne', async () => {
    const { chat, plant } = await open()
    plant(/chat$/, { success: true, response: '好的', context: {} })
    expect((await chat.send(id, '')).map(({ state }) => state)).toEqual(['answered', 'answered'])
  })
})

describe('53. bulk sync that fails', () => {
  it('with the text of a Python attribute error', async () => {
    const { item, client } = await open({ base: 'repaired', looma: { syncAll: 'built' } })
    expect(await codeOf(client.call(looma.syncAll, undefined))).toBe('refused')
    expect((await item('api.sync-all')).verdict).toBe('fail')
  })

  it.each(['partly', 'miscounted'] as const)('%s under success: true', async (syncAll) => {
    const { item } = await open({ base: 'repaired', looma: { syncAll } })
    expect(await item('api.sync-all')).toMatchObject({
      verdict: 'fail',
      cause: { code: 'COUNTS_WRONG' },
    })
  })

  it('with 30,000 errors', async () => {
    const { plant, item, client } = await open()
    const errors = Array.from({ length: 30_000 }, (_, index) => ({
      talent_id: `t${index}`,
      error: 'resume service timed out',
    }))
    const results = { total: 30_000, successful: 0, failed: 30_000, errors }
    plant('/api/zervigo/sync-all', { success: true, results })
    expect((await client.call(looma.syncAll, undefined)).value.errors).toHaveLength(30_000)
    const { verdict, assertions } = await item('api.sync-all')
    expect(verdict).toBe('fail')
    expect(JSON.stringify(assertions).length).toBeLessThan(4_000)
  })
})

describe('54. texts of Python exceptions', () => {
  it('are kept as evidence, behind the words of the server', async () => {
    const { client, plant } = await open()
    const message = "'types.SimpleNamespace' object has no attribute 'user_id'"
    plant(/sync$/, { error: '同步异常', message }, 500)
    const exchange = await client.exchange(looma.sync, { id })
    expect(exchange.call.error).toEqual({ code: 'upstream', message: '同步异常' })
    expect(exchange.call.response?.body.text).toContain(message)
  })
})
