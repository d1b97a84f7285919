import { describe, expect, it } from 'vitest'
import type { CallRecord } from '../../shared/domain/calls'
import { OpsError } from '../../shared/errors'
import type { Exchange } from '../zervigo/exchange'
import { createShapeLog } from './shape-log'

const secret = 'S3cret-canary-value'
const openLog = () => createShapeLog((text) => text.replaceAll(secret, '***'))

function exchange(operation: string, status: number, json: unknown): Exchange {
  const body = { text: JSON.stringify(json), bytes: 1, truncated: false }
  const call: CallRecord = {
    ...{ id: 'c', at: 1, service: 'looma', operation, method: 'POST', url: 'http://x/t%2F1' },
    ...{ correlationId: 'x', attempt: 1, status, error: null },
    timings: { queuedMs: 0, connectMs: null, firstByteMs: null, totalMs: 1 },
    request: { headers: [], body },
    response: { headers: [], body },
  }
  const failure = json === undefined ? new OpsError('malformed', 'expected JSON') : null
  return { call, status, headers: {}, text: '', json, failure }
}

describe('the shape log', () => {
  it('merges the good answers of an operation, under its path template', () => {
    const log = openLog()
    log.see(exchange('talent.sync', 200, { success: true, id: 1 }))
    log.see(exchange('talent.sync', 200, { success: true, id: null }))
    expect(log.shapes()).toEqual([
      {
        ...{ operation: 'talent.sync', service: 'looma', method: 'POST' },
        path: '/api/zervigo/talents/{id}/sync',
        shape: { $: 'object', id: 'null|number', success: 'boolean' },
      },
    ])
  })

  it.each([
    ['a refusal', 'talent.sync', 403, { error: 'no' }],
    ['a failure in 200', 'talent.sync', 200, { success: false, error: 'no' }],
    ['a page', 'talent.sync', 200, undefined],
    ['a free-form request', 'looma.request', 200, { success: true }],
    ['a 401 of another service', 'resume.get', 401, { error: 'no' }],
  ])('learns nothing from %s', (_what, operation, status, json) => {
    const log = openLog()
    log.see(exchange(operation, status, json))
    expect(log.shapes()).toEqual([])
  })

  it('learns the refusal of all protected endpoints as one', () => {
    const log = openLog()
    const refusal = { error: 'Unauthorized', message: 'x', status: 401 }
    log.see(exchange('talent.sync', 401, refusal))
    log.see(exchange('talent.sync-all', 401, { ...refusal, hint: 1 }))
    const [seen, ...more] = log.shapes()
    expect(more).toEqual([])
    expect(seen?.operation).toBe('looma.unauthorized')
    expect(Object.keys(seen?.shape ?? {})).toEqual(['$', 'error', 'hint', 'message', 'status'])
  })

  it('keeps the order of the endpoints, and no key that is a secret', () => {
    const log = openLog()
    log.see(exchange('job.list', 200, { [secret]: { a: 1 } }))
    log.seeBody('looma.health', { status: 'healthy' })
    expect(log.shapes().map(({ operation }) => operation)).toEqual(['looma.health', 'job.list'])
    expect(JSON.stringify(log.shapes())).not.toContain(secret)
  })
})
