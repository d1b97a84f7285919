import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { buildServiceForTests } from '../../electron/localstack/build-service-for-tests'
import { isHarmless, type Defect } from './defect'
import { allDefects } from './defects/all'
import { runHealthy } from './healthy-runs'
import { drillDefect } from './run'
import { startDrillSystem, type DrillSystem } from './system'

const smoke = [
  ...['transport/ssh', 'health/unhealthy-200', 'identity/swapped', 'config/duplicate-url'],
  ...['login/wrong-password', 'token/signature-unchecked', 'permission/denied-in-200'],
  ...['middleware/garbage-403', 'errors/dsn', 'sync/unreadable-id', 'matches/unsorted'],
  ...['chat/off-topic', 'bulk-sync/some-failed', 'data/email'],
]

function defectOf(id: string): Defect {
  const found = allDefects.find((defect) => defect.id === id)
  if (found === undefined) throw new Error(`no defect ${id}`)
  return found
}

describe('the defect drill', { timeout: 60_000 }, () => {
  let service: Awaited<ReturnType<typeof buildServiceForTests>>
  let system: DrillSystem
  beforeAll(async () => {
    service = await buildServiceForTests()
    system = await startDrillSystem(service.script)
  }, 90_000)
  afterAll(async () => {
    await system.close()
    await service.remove()
  })

  it.each(smoke)('%s is found and its cause named', async (id) => {
    const outcome = await drillDefect(system, defectOf(id))
    expect(outcome.items.filter(({ ok }) => !ok)).toEqual([])
    expect(outcome, outcome.causes.join(' ')).toMatchObject({
      ...{ isFalseGreen: false, isCauseNamed: true, isHit: true, bugs: [] },
    })
  })

  it('raises no alarm over healthy systems', async () => {
    const variants = allDefects.filter(isHarmless)
    const { falseAlarms } = await runHealthy(system, 5, variants, () => undefined)
    expect(falseAlarms).toEqual([])
  })
})

describe('the list of defects', () => {
  it('names every defect once', () => {
    const ids = allDefects.map(({ id }) => id)
    expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([])
  })

  it('expects something of every defect', () => {
    for (const defect of allDefects.filter((one) => !isHarmless(one))) {
      expect(Object.keys(defect.expect.items), defect.id).not.toEqual([])
      const reasons: readonly unknown[] = [defect.expect.reason].flat()
      const isPass = Object.values(defect.expect.items).every((verdict) => verdict === 'pass')
      if (reasons.includes(null) && !isPass) expect(defect.expect.code, defect.id).toBeDefined()
    }
  })
})
