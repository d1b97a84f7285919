import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ItemId } from '../../shared/domain/checklist'
import { zervigoIds, type ServiceId } from '../../shared/domain/services'
import { startTestStack, type TestStack } from '../localstack/test-stack'
import { itemOf, notPassed, profileOf, runTest } from './test-run'

let stack: TestStack
beforeAll(async () => {
  stack = await startTestStack()
})
afterAll(() => stack.dispose())

const down = 'fail SERVICE_DOWN'
const blocked = 'blocked BLOCKED'
const each = (ids: readonly ItemId[], text: string) =>
  Object.fromEntries(ids.map((id) => [id, text]))

const needsToken: ItemId[] = ['auth.permission', 'auth.middleware', 'api.health']
const api: ItemId[] = ['api.sync', 'api.matches', 'api.ai-process', 'api.chat', 'api.sync-all']
const data: ItemId[] = ['data.talent-synced', 'data.ai-result', 'data.matches', 'data.chat']
const views: ItemId[] = ['basic.zervigo-health', 'basic.network', 'api.health']

/** Everything that is no pass while one service is stopped; what is not named passes. */
const expected: Record<ServiceId, Partial<Record<ItemId, string>>> = {
  looma: {
    'basic.looma-up': down,
    ...each(['basic.network', 'auth.middleware', 'auth.errors', 'api.health'], blocked),
    ...each([...api, ...data], blocked),
  },
  auth: {
    ...each(['basic.zervigo-health', 'basic.network', 'auth.jwt', 'auth.errors'], down),
    ...each([...needsToken, ...api, ...data], blocked),
  },
  ai: {
    ...each([...views, 'api.ai-process', 'api.chat'], down),
    ...each(['data.ai-result', 'data.chat'], blocked),
  },
  resume: {
    ...each([...views, 'api.sync', 'api.matches', 'api.sync-all'], down),
    ...each(['data.talent-synced', 'data.matches'], blocked),
  },
  job: { ...each([...views, 'api.matches'], down), 'data.matches': blocked },
  company: each(views, down),
  user: each(views, down),
}

/** Looma keeps its view of the others for a second; a fresh one has to look. */
async function withStopped<T>(id: ServiceId, work: () => Promise<T>): Promise<T> {
  await stack.stop(id)
  try {
    if (id !== 'looma') await stack.restart('looma')
    return await work()
  } finally {
    await stack.restart(id)
    await stack.restart('looma')
  }
}

describe('with one service stopped', () => {
  it.each(Object.entries(expected))('%s', async (name, items) => {
    const id = (['looma', ...zervigoIds] as const).find((known) => known === name) ?? 'looma'
    await withStopped(id, async () => {
      const report = await runTest({ profile: profileOf(stack.ports) })
      expect(report.verdict).toBe('fail')
      expect(notPassed(report)).toEqual(items)
      for (const item of report.items.filter(({ verdict }) => verdict === 'fail')) {
        expect(item.cause?.message.zh).toContain(`${id} 服务`)
        expect(item.cause?.message.en).toContain(`Service ${id} does not answer`)
      }
      const seen = report.environment.services.filter(({ health }) => health !== 'healthy')
      expect(seen.map((service) => service.id)).toEqual([id])
    })
  })

  it('passes again once all are back', async () => {
    const report = await runTest({ profile: profileOf(stack.ports) })
    expect(notPassed(report)).toEqual({})
  })

  it('finds a service that answers in the place of another', async () => {
    const swapped = profileOf({ ...stack.ports, job: stack.ports.company })
    const report = await runTest({ profile: swapped })
    expect(itemOf(report, 'basic.zervigo-health').cause?.code).toBe('WRONG_IDENTITY')
    expect(itemOf(report, 'basic.env').cause?.message.en).toContain('share')
    expect(itemOf(report, 'data.matches').verdict).toBe('fail')
    expect(report.verdict).toBe('fail')
  })
})
