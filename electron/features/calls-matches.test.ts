import { afterEach, describe, expect, it } from 'vitest'
import type { CallRecord, CallSummary } from '../../shared/domain/calls'
import { createClosers } from '../test-closers'
import { answer, clientOn, profileOn, startHttp } from '../zervigo/test-servers'
import { createCallLog } from './calls'
import { createMatches } from './matches'

const { add, closeAll } = createClosers()
afterEach(closeAll)

function record(number: number): CallRecord {
  return {
    ...{ id: `c${number}`, at: number, service: 'looma', operation: 'talent.get', method: 'GET' },
    ...{ url: `http://x/${number}`, correlationId: 'r', attempt: 1, status: 200, error: null },
    timings: { queuedMs: 0, connectMs: null, firstByteMs: 1, totalMs: 2 },
    request: {
      headers: [['accept', 'it’s json']],
      body: { text: null, bytes: 0, truncated: false },
    },
    response: null,
  }
}

describe('the call log', () => {
  it('keeps the newest records only, newest first, and tells each', () => {
    const told: CallSummary[] = []
    const log = createCallLog(3, (call) => told.push(call))
    for (let number = 1; number <= 10; number += 1) log.add(record(number))
    expect(log.list(10).map(({ id }) => id)).toEqual(['c10', 'c9', 'c8'])
    expect(log.list(1)).toMatchObject([{ id: 'c10', durationMs: 2 }])
    expect(told).toHaveLength(10)
    expect(told[0]).not.toHaveProperty('request')
  })

  it('gives the whole call with a command to repeat it, or says that it is gone', () => {
    const log = createCallLog(1, () => {})
    log.add(record(1))
    expect(log.get('c1')).toMatchObject({ id: 'c1', curl: expect.stringContaining('http://x/1') })
    log.add(record(2))
    expect(() => log.get('c1')).toThrow(expect.objectContaining({ code: 'missing' }))
  })
})

describe('matches', () => {
  async function find(body: unknown) {
    const server = await startHttp((_seen, response) => answer(response, 200, body))
    const { client } = clientOn(profileOn(server.url))
    add(server.close, client.close)
    return createMatches(client, () => 7).find('t/1')
  }

  it('keep the order they came in, on one scale', async () => {
    const matches = [61, 92.5].map((match_score, index) => ({ job_id: index + 1, match_score }))
    const found = await find({ success: true, matches })
    expect(found).toMatchObject({ talentId: 't/1', at: 7, scale: 'percent' })
    expect(found.matches.map(({ score }) => score)).toEqual([0.61, 0.925])
  })

  it('an empty list is no error, an unreadable one is', async () => {
    expect((await find({ success: true, matches: [] })).matches).toEqual([])
    await expect(find({ success: true, matches: 'many' })).rejects.toMatchObject({
      code: 'malformed',
    })
    await expect(find({ success: false, error: 'x' })).rejects.toMatchObject({ code: 'refused' })
  })
})
