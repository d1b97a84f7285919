import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { ItemId } from '../../shared/domain/checklist'
import {
  serviceIds,
  zervigoIds,
  type ServiceId,
  type StackFault,
} from '../../shared/domain/services'
import { startTestStack, type TestStack } from '../localstack/test-stack'
import { itemOf, notPassed, profileOf, runTest, withVerdict } from './test-run'

let stack: TestStack
beforeAll(async () => {
  stack = await startTestStack()
})
afterEach(() => {
  for (const id of serviceIds) stack.faults(id).set('none')
})
afterAll(() => stack.dispose())

const patience = { requestTimeoutMs: 1_500, chatTimeoutMs: 1_500, poll: { timeoutMs: 2_500 } }
const haste = { requestTimeoutMs: 500, chatTimeoutMs: 500, poll: { timeoutMs: 500 } }
const runWith = (id: ServiceId, fault: StackFault, more: Record<string, unknown> = patience) => {
  stack.faults(id).set(fault)
  return runTest({ profile: profileOf(stack.ports, more) })
}

describe('a service that answers wrongly', () => {
  it.each(serviceIds)('error: %s is named', async (id) => {
    const report = await runWith(id, 'error')
    expect(report.verdict).toBe('fail')
    const first = itemOf(report, id === 'looma' ? 'basic.looma-up' : 'basic.zervigo-health')
    expect(first.cause).toMatchObject({ code: 'SERVICE_UNHEALTHY', reason: 'CRASHED_HANDLER' })
    expect(first.cause?.facts).toContainEqual({ name: 'service', value: id })
  })

  it.each(serviceIds)('html: the page of a stranger in place of %s', async (id) => {
    const report = await runWith(id, 'html')
    expect(report.verdict).toBe('fail')
    const first = itemOf(report, id === 'looma' ? 'basic.looma-up' : 'basic.zervigo-health')
    expect(first.cause).toMatchObject({ code: 'NOT_JSON', reason: 'HTML_PAGE' })
    expect(first.cause?.message.en).toContain(id)
  })

  const business: Partial<Record<ServiceId, ItemId[]>> = {
    ai: ['api.ai-process', 'api.chat'],
    resume: ['api.sync', 'api.matches', 'api.sync-all'],
    job: ['api.matches'],
  }
  it.each(Object.entries(business))('error: %s fails what needs it', async (name, items) => {
    const id = serviceIds.find((known) => known === name) ?? 'looma'
    const report = await runWith(id, 'error')
    for (const item of items) {
      expect(itemOf(report, item)).toMatchObject({
        verdict: 'fail',
        cause: { code: 'SERVICE_UNHEALTHY' },
      })
    }
  })
})

describe('a service that hangs or is slow', () => {
  it.each(['looma', 'auth', 'ai'] as const)('hang: %s', async (id) => {
    const report = await runWith(id, 'hang', haste)
    expect(report.verdict).toBe('fail')
    const first = itemOf(report, id === 'looma' ? 'basic.looma-up' : 'basic.zervigo-health')
    expect(first.cause?.code).toBe('SERVICE_TIMEOUT')
    expect(first.cause?.message.en).toContain(id)
  })

  it('slow: too late is a failure, whatever the answer', async () => {
    const report = await runWith('company', 'slow', { poll: { timeoutMs: 100 } }).then(() =>
      runTest({
        profile: { ...profileOf(stack.ports), poll: { intervalMs: 10_000, timeoutMs: 15 } },
      }),
    )
    expect(report.verdict).toBe('fail')
    const { assertions } = itemOf(report, 'basic.zervigo-health')
    expect(assertions.find(({ id }) => id === 'company.healthy')?.ok).toBe(false)
  })
})

describe('a service that denies', () => {
  it.each(['looma', 'auth', 'ai', 'resume', 'job'] as const)('deny: %s', async (id) => {
    const report = await runWith(id, 'deny')
    expect(report.verdict).not.toBe('pass')
    const denied = report.items.filter(({ verdict }) => verdict === 'denied')
    expect(denied.length).toBeGreaterThan(0)
    expect(denied.map(({ cause }) => cause?.code)).toEqual(denied.map(() => 'DENIAL_UNPROVEN'))
  })

  it('never says that an administrator may not, and says what the auth service thinks', async () => {
    const report = await runWith('looma', 'deny')
    const words = itemOf(report, 'api.sync').cause?.message.en
    expect(words).toContain('auth says allowed, looma says HTTP 403')
    // An endpoint that asks for no permission cannot refuse one.
    expect(itemOf(report, 'api.health').cause?.message.en).toContain('no permission')
    expect(itemOf(report, 'auth.middleware').cause?.code).toBe('REACHED_PERMISSIONS')
  })
})

describe('a service that lies', () => {
  it('looma: every invention is found', async () => {
    const report = await runWith('looma', 'lie')
    expect(notPassed(report)).toMatchObject({
      'basic.network': 'fail VIEWS_DISAGREE',
      'api.health': 'fail VIEWS_DISAGREE',
      'api.ai-process': 'fail STUB_ANSWER',
      'api.chat': 'fail STUB_ANSWER',
      'api.sync-all': 'fail COUNTS_WRONG',
      'api.sync': 'fail NOT_STORED',
      'data.talent-synced': 'blocked BLOCKED',
      'data.matches': 'fail STUB_ANSWER',
    })
    const reasons = ['basic.network', 'api.sync', 'api.chat', 'data.matches'] as const
    expect(reasons.map((id) => itemOf(report, id).cause?.reason)).toEqual([
      ...['SESSION_CLOSED', 'RESUME_UNREADABLE', 'STUB_SENTENCE', 'INVENTED_JOBS'],
    ])
    expect(withVerdict(report, 'pass').filter((id) => id.startsWith('data.'))).toEqual([])
  })

  const found: Record<(typeof zervigoIds)[number], Partial<Record<ItemId, string>>> = {
    auth: { 'auth.jwt': 'fail WRONG_SHAPE', 'basic.zervigo-health': 'fail SERVICE_UNHEALTHY' },
    ai: { 'api.chat': 'fail STUB_ANSWER', 'data.ai-result': 'fail WRONG_SHAPE' },
    resume: { 'api.sync': 'fail NOT_STORED', 'api.sync-all': 'fail COUNTS_WRONG' },
    job: { 'data.matches': 'fail STUB_ANSWER' },
    company: { 'basic.zervigo-health': 'fail SERVICE_UNHEALTHY' },
    user: { 'basic.zervigo-health': 'fail SERVICE_UNHEALTHY' },
  }
  it.each(zervigoIds)('%s: found', async (id) => {
    const report = await runWith(id, 'lie')
    expect(report.verdict).toBe('fail')
    expect(notPassed(report)).toMatchObject(found[id])
  })
})
