import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Plan, PlanKind } from '../../shared/domain/plans'
import {
  isHealthy,
  openConsole,
  tileOf,
  type TestConsole,
} from '../../electron/console/test-console'
import { buildServiceForTests } from '../../electron/localstack/build-service-for-tests'
import { isRunning } from '../../electron/process/command-fixture'
import { settledPlan, stepOf } from './project-bench'

let built: Awaited<ReturnType<typeof buildServiceForTests>>
let own: TestConsole
beforeAll(async () => {
  built = await buildServiceForTests()
  own = await openConsole({ serviceScript: built.script, planTimings: { pollMs: 100 } })
  own.program.begin()
  await own.told('services:changed', isHealthy)
}, 60_000)
afterAll(async () => {
  await own.dispose()
  await built.remove()
})

async function run(kind: PlanKind): Promise<Plan> {
  await own.call('plans:prepare', { kind })
  await own.call('plans:start')
  return settledPlan(own)
}
const pids = async () =>
  (await own.call('services:grid')).services.map(({ process }) => process.pid)

describe('the embedded stack', { timeout: 120_000 }, () => {
  it('is recognised as running but for the killed one, which is started again', async () => {
    const { process: resume } = tileOf(await own.call('services:grid'), 'resume')
    process.kill(resume.pid ?? -1, 'SIGKILL')
    await own.told('services:changed', (grid) => tileOf(grid, 'resume').process.state === 'failed')
    const plan = await run('bring-up')
    expect(plan.state).toBe('done')
    const starts = plan.steps.filter(({ kind }) => kind === 'start')
    expect(starts.filter(({ state }) => state === 'done').map(({ id }) => id)).toEqual([
      'start.resume',
    ])
    expect(stepOf(plan, 'verify').state).toBe('done')
    expect(plan.report).not.toBeNull()
  })

  it('is shut down whole, and brought up again from nothing', async () => {
    const before = await pids()
    const down = await run('shutdown')
    expect(down.state).toBe('done')
    expect(
      down.steps.filter(({ kind, state }) => kind === 'stop' && state === 'done'),
    ).toHaveLength(7)
    expect(stepOf(down, 'ports-free').state).toBe('done')
    expect(await Promise.all(before.map(isRunning))).toEqual(before.map(() => false))
    const up = await run('bring-up')
    expect(up.state).toBe('done')
    expect(up.steps.filter(({ kind, state }) => kind === 'start' && state === 'done')).toHaveLength(
      7,
    )
  })
})
