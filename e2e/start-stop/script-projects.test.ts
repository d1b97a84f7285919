import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { copyProjects, startedFrom, type ProjectPair } from '../fixtures/projects/copy'
import type { Plan, PlanKind } from '../../shared/domain/plans'
import { isPortBusy } from '../../electron/process/ports'
import { openConsole, type TestConsole } from '../../electron/console/test-console'

let pair: ProjectPair
let own: TestConsole
beforeEach(async () => {
  pair = await copyProjects()
  own = await open()
})
afterEach(async () => {
  await own.dispose()
  await pair.dispose()
})

async function open(dataFolder?: string): Promise<TestConsole> {
  const opened = await openConsole({
    serviceScript: 'unused',
    profile: pair.profile,
    env: process.env,
    askForFolder: (side) => Promise.resolve(pair[side]),
    ...(dataFolder === undefined ? {} : { dataFolder }),
  })
  opened.program.begin()
  return opened
}

async function choose(): Promise<void> {
  await own.call('projects:choose', { side: 'zervigo' })
  await own.call('projects:choose', { side: 'looma' })
  const start = 'scripts/maintenance/smart-startup-enhanced.sh'
  const stop = 'scripts/maintenance/smart-shutdown.sh'
  await own.call('projects:launch', {
    side: 'zervigo',
    launch: { kind: 'script', start, stop },
  })
  await own.call('projects:launch', { side: 'looma', launch: { kind: 'app' } })
}

/** Runs until the plan waits for a person or has its report. */
async function settled(): Promise<Plan> {
  return own.told(
    'plans:changed',
    ({ state, report }) => state === 'held' || (state === 'done' && report !== null),
  )
}

async function run(kind: PlanKind): Promise<Plan> {
  await own.call('plans:prepare', { kind })
  own.forget()
  await own.call('plans:start')
  return settled()
}

const statesOf = ({ steps }: Plan) => steps.map(({ id, state }) => `${id} ${state}`)
const reportOf = ({ report }: Plan) =>
  readFile(join(report?.folder ?? '', report?.file ?? ''), 'utf8')

/** Agrees to every proposal until the plan is done. */
async function runAgreeing(kind: PlanKind): Promise<Plan> {
  let plan = await run(kind)
  for (let round = 0; plan.state === 'held' && round < 4; round += 1) {
    const step = plan.steps.find(({ proposal }) => proposal !== null)
    if (step === undefined) break
    own.forget()
    await own.call('plans:apply', { step: step.id })
    plan = await settled()
  }
  return plan
}

describe.skipIf(process.platform !== 'linux')('two script projects', { timeout: 120_000 }, () => {
  it('are brought up and shut down, each with a report', async () => {
    await choose()
    const up = await runAgreeing('bring-up')
    expect(statesOf(up)).toEqual([
      ...['folder.zervigo done', 'folder.looma done', 'docker skipped', 'env.zervigo done'],
      ...['venv.looma done', 'env.looma done', 'ports done', 'start.zervigo done'],
      ...['auth', 'ai', 'resume', 'job', 'company', 'user'].map((id) => `wait.${id} done`),
      ...['start.looma done', 'wait.looma done', 'verify done'],
    ])
    const grid = await own.call('services:probe')
    expect(grid.services.map(({ health }) => health.state)).toEqual(Array(7).fill('healthy'))
    const down = await runAgreeing('shutdown')
    expect(statesOf(down)).toEqual([
      ...['stop.looma done', 'stop.zervigo done', 'ports-free done', 'logs done'],
    ])
    expect(await startedFrom(pair.root)).toEqual([])
    for (const port of Object.values(pair.ports)) expect(await isPortBusy(port)).toBe(false)
    expect(await reportOf(up)).toContain('**结论: 已启动，全部核实**')
    const closed = await reportOf(down)
    expect(closed).toContain('**结论: 全部已停止，端口已释放**')
    expect(closed).toContain('已用它自己的停止命令停止')
  })
})
