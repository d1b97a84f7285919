import { mkdir, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { Plan } from '../../shared/domain/plans'
import { failsTimes, fine, step } from '../plans/plan-fixture'
import type { Phase } from '../plans/step'
import { createPlans, type PlansDeps, type PlansFeature } from './plans'

let folder = ''
const open: PlansFeature[] = []
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'plans-'))
})
afterEach(async () => {
  for (const one of open.splice(0)) await one.dispose()
  await rm(folder, { recursive: true, force: true })
})

function bench(phases: () => readonly Phase[], more: Partial<PlansDeps> = {}) {
  const changes: Plan[] = []
  const bugs: string[] = []
  let ids = 0
  const plans = createPlans({
    ...{ profile: { id: 'p', name: '联调' }, consoleVersion: '1.2.3' },
    build: () => Promise.resolve(phases()),
    folders: { plan: join(folder, 'plan'), reports: join(folder, 'reports') },
    earlier: () => Promise.resolve([{ zh: '密码 hunter2', en: 'hunter2' }]),
    mask: (text) => text.replaceAll('hunter2', '***'),
    ...{ findSecret: () => null, language: () => 'zh-CN', now: Date.now },
    newId: () => `plan-${(ids += 1)}`,
    onChange: (plan) => changes.push(plan),
    onBug: (message) => bugs.push(message),
    ...more,
  })
  open.push(plans)
  const until = async (state: Plan['state']): Promise<Plan> => {
    await expect.poll(async () => (await plans.current())?.state).toBe(state)
    return Plan.parse(await plans.current())
  }
  const untilReported = async (): Promise<Plan> => {
    await expect
      .poll(async () => {
        const plan = await plans.current()
        return (plan?.report ?? plan?.reportProblem ?? null) !== null
      })
      .toBe(true)
    return Plan.parse(await plans.current())
  }
  return { plans, changes, bugs, until, untilReported }
}
const stored = async () =>
  Plan.parse(JSON.parse(await readFile(join(folder, 'plan', 'plan.json'), 'utf8')))
const good = () => [[step('a', () => Promise.resolve(fine))]]
const forever = () => [[step('a', () => new Promise<never>(() => undefined))]]

describe('plans', () => {
  it('prepares without running, runs to the end, reports and keeps it', async () => {
    let runs = 0
    const { plans, untilReported, changes } = bench(() => [
      [step('a', () => ((runs += 1), Promise.resolve(fine)))],
    ])
    expect(await plans.current()).toBeNull()
    await expect(plans.start()).rejects.toMatchObject({ code: 'missing' })
    expect((await plans.prepare('bring-up')).state).toBe('ready')
    expect(runs).toBe(0)
    expect(() => plans.reportFile()).toThrow('no report')
    expect((await plans.start()).state).toBe('running')
    const done = await untilReported()
    expect(done.state).toBe('done')
    expect(await readdir(join(folder, 'reports'))).toEqual([basename(plans.reportFile())])
    await expect.poll(async () => (await stored()).report).toEqual(done.report)
    expect(changes.every((plan) => Plan.safeParse(plan).success)).toBe(true)
    await expect(plans.start()).rejects.toMatchObject({ code: 'rejected' })
    const again = bench(good)
    expect(await again.plans.current()).toEqual(done)
  })

  it('refuses a second action and a preparation while one is under way', async () => {
    const { plans, until } = bench(forever)
    await plans.prepare('bring-up')
    await plans.start()
    await expect(plans.prepare('shutdown')).rejects.toMatchObject({ code: 'busy' })
    await expect(plans.retry({ step: 'a' })).rejects.toMatchObject({ code: 'busy' })
    expect((await plans.cancel()).state).toBe('cancelled')
    await until('cancelled')
    const both = await Promise.allSettled([plans.prepare('bring-up'), plans.prepare('shutdown')])
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
  })

  it('keeps the report of a held plan that another takes the place of', async () => {
    const { plans, until } = bench(() => [[step('a', failsTimes(9))]])
    await plans.prepare('bring-up')
    await plans.start()
    const held = await until('held')
    expect((await stored()).state).toBe('held')
    const next = await plans.prepare('shutdown')
    expect(next).toMatchObject({ kind: 'shutdown', state: 'ready' })
    expect(next.id).not.toBe(held.id)
    const [report = ''] = await readdir(join(folder, 'reports'))
    expect(await readFile(join(folder, 'reports', report), 'utf8')).toContain('启动未完成')
    expect(await plans.current()).toMatchObject({ id: next.id, report: null })
  })

  it('goes on after a skip with a reason, and after a retry', async () => {
    const { plans, until, untilReported } = bench(() => [
      [step('a', failsTimes(1)), step('b', failsTimes(9))],
    ])
    await plans.prepare('bring-up')
    await plans.start()
    await until('held')
    await plans.retry({ step: 'a' })
    await until('held')
    await plans.skip({ step: 'b', reason: '手动做了' })
    const done = await untilReported()
    expect(done.steps.map(({ state }) => state)).toEqual(['done', 'skipped'])
    const text = await readFile(plans.reportFile(), 'utf8')
    expect(text).toContain('手动做了')
    expect(text).toContain('被人跳过')
  })

  it('runs to the end on a disk that takes nothing, and says so', async () => {
    await writeFile(join(folder, 'plan'), '')
    const { plans, untilReported, bugs } = bench(() => [
      ...good(),
      [step('b', () => Promise.resolve(fine))],
    ])
    await plans.prepare('bring-up')
    await plans.start()
    const done = await untilReported()
    expect(done.state).toBe('done')
    expect(bugs.filter((text) => text.includes('could not be kept'))).toHaveLength(1)
    expect(await readFile(plans.reportFile(), 'utf8')).toContain('计划没能保存到磁盘')
  })

  it('says why there is no report', async () => {
    await writeFile(join(folder, 'reports'), 'in the way')
    const { plans, untilReported } = bench(good)
    await plans.prepare('bring-up')
    await plans.start()
    expect(await untilReported()).toMatchObject({ state: 'done', report: null })
    expect(() => plans.reportFile()).toThrow('no report')
  })

  it('finds what the console before left interrupted, and can cancel it', async () => {
    const first = bench(forever)
    await first.plans.prepare('bring-up')
    await first.plans.start()
    await first.plans.dispose()
    expect((await stored()).state).toBe('running')
    const { plans } = bench(good)
    const found = Plan.parse(await plans.current())
    expect(found.state).toBe('interrupted')
    expect(found.found).toEqual([{ zh: '密码 ***', en: '***' }])
    expect(found.steps[0]?.problem?.message.zh).toContain('中途结束')
    await expect(plans.retry({ step: 'a' })).rejects.toMatchObject({ code: 'rejected' })
    const cancelled = await plans.cancel()
    expect(cancelled).toMatchObject({ state: 'cancelled', id: found.id })
    expect(cancelled.report).not.toBeNull()
  })

  it('sets a damaged plan aside', async () => {
    await mkdir(join(folder, 'plan'))
    for (const text of ['{"id": "x", "ki', '{}', '', '[]']) {
      await writeFile(join(folder, 'plan', 'plan.json'), text)
      const { plans, bugs } = bench(good)
      expect(await plans.current()).toBeNull()
      expect(bugs).toHaveLength(1)
      expect(await readFile(join(folder, 'plan', 'plan.json.damaged'), 'utf8')).toBe(text)
      expect((await plans.prepare('bring-up')).state).toBe('ready')
    }
  })

  it('does not show the plan of another profile, nor one that never began', async () => {
    const first = bench(good)
    await first.plans.prepare('bring-up')
    await first.plans.dispose()
    expect(await bench(good).plans.current()).toBeNull()
    await first.plans.dispose()
    const other = bench(forever)
    await other.plans.prepare('bring-up')
    await other.plans.start()
    await other.plans.dispose()
    const { plans } = bench(good, { profile: { id: 'q', name: 'Q' } })
    expect(await plans.current()).toBeNull()
  })
})
