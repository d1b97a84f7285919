import { afterEach, describe, expect, it } from 'vitest'
import { OpsError } from '../../shared/errors'
import { createBench, listen, quietIo, type Bench, type Listener } from './plan-fixture'
import { createPlanRun, type PlanRun } from './run-plan'
import { shutdownPhases } from './shutdown'

let bench: Bench | null = null
const strangers: Listener[] = []
afterEach(async () => {
  for (const one of strangers.splice(0)) await one.close()
  await bench?.dispose()
  bench = null
})

async function open(foreign: readonly string[] = []) {
  const own = (bench = await createBench())
  for (const id of foreign) await own.foreign(id)
  for (const unit of own.units) if (!foreign.includes(unit.id)) await unit.start(quietIo())
  own.diary.length = 0
  const phases = () =>
    shutdownPhases({
      ...{ units: own.units, look: own.options.look, now: Date.now },
      logs: () => Promise.resolve({ files: [], runSpans: [] }),
      portsFree: { rounds: 3, pauseMs: 10 },
    })
  const run = createPlanRun({
    ...{ kind: 'shutdown', profile: { id: 'p', name: 'P' }, phases: phases() },
    ...{ newId: () => 'plan-1', now: Date.now, beforeSteps: () => Promise.resolve() },
    ...{ mask: (text: string) => text, onChange: () => undefined },
  })
  return { bench: own, run, go: async () => (run.start(), await run.settled(), run.current()) }
}
const stepOf = (run: PlanRun, id: string) => {
  const found = run.current().steps.find((one) => one.id === id)
  if (found === undefined) throw new Error(`no step ${id}`)
  return found
}

describe('a shutdown', () => {
  it('stops in reverse, proves the ports and archives', async () => {
    const { bench, run, go } = await open()
    expect((await go()).state).toBe('done')
    expect(bench.diary[0]).toBe('-looma')
    expect(bench.diary.at(-1)).toBe('-auth')
    expect(bench.diary.indexOf('-job')).toBeLessThan(bench.diary.indexOf('-resume'))
    expect(
      run
        .current()
        .steps.slice(-2)
        .map(({ id }) => id),
    ).toEqual(['ports-free', 'logs'])
    expect(stepOf(run, 'ports-free')).toMatchObject({ state: 'done' })
    expect(stepOf(run, 'stop.auth').result?.zh).toContain('停止信号')
  })

  it('leaves alone what it did not start, and says who it is', async () => {
    const { bench, run, go } = await open(['resume'])
    expect((await go()).state).toBe('done')
    expect(bench.diary).not.toContain('-resume')
    expect(stepOf(run, 'stop.resume')).toMatchObject({
      state: 'skipped',
      skipped: { byPerson: false },
    })
    expect(stepOf(run, 'stop.resume').skipped?.reason.zh).toContain(`pid ${process.pid}`)
    expect(stepOf(run, 'ports-free').state).toBe('warned')
    expect(stepOf(run, 'ports-free').warnings).toHaveLength(1)
  })

  it('again stops nothing', async () => {
    const { bench, go } = await open()
    for (const unit of bench.units) await unit.stop(quietIo())
    bench.diary.length = 0
    const { state, steps } = await go()
    expect(state).toBe('done')
    expect(bench.diary).toEqual([])
    expect(steps.filter(({ kind }) => kind === 'stop').map((one) => one.state)).toEqual(
      Array<string>(7).fill('skipped'),
    )
  })

  it('says who was ended by force, and who could not be ended', async () => {
    const { run, go, bench } = await open()
    const [ai, job] = ['ai', 'job'].map((id) => bench.units.find((unit) => unit.id === id))
    if (ai === undefined || job === undefined) throw new Error('no unit')
    const stopAi = ai.stop
    ai.stop = async (io) => (await stopAi(io), 'kill')
    const stopJob = job.stop
    let isStuck = true
    job.stop = (io) => {
      if (!isStuck) return stopJob(io)
      return Promise.reject(
        new OpsError('process', 'stuck', { facts: { id: 'job', code: 'stuck', pids: '7' } }),
      )
    }
    expect((await go()).state).toBe('held')
    expect(stepOf(run, 'stop.job').problem).toMatchObject({ code: 'STUCK' })
    expect(stepOf(run, 'stop.auth').state).toBe('waiting')
    run.skip('stop.job', '先不管')
    await run.settled()
    expect(stepOf(run, 'stop.ai').state).toBe('warned')
    expect(stepOf(run, 'stop.ai').warnings).toHaveLength(1)
    expect(stepOf(run, 'ports-free')).toMatchObject({
      state: 'failed',
      problem: { code: 'PORT_NOT_FREED', port: bench.ports['job'] },
    })
    isStuck = false
    await job.stop(quietIo())
    run.retry('ports-free')
    await run.settled()
    expect(run.current().state).toBe('done')
  })

  it('does not call a port free that somebody took right after the stop', async () => {
    const { run, go, bench } = await open()
    const auth = bench.units.find(({ id }) => id === 'auth')
    if (auth === undefined) throw new Error('no unit')
    const stop = auth.stop
    auth.stop = async (io) => {
      const how = await stop(io)
      strangers.push(await listen('somebody', bench.ports['auth']))
      return how
    }
    expect((await go()).state).toBe('held')
    expect(stepOf(run, 'ports-free').problem).toMatchObject({ port: bench.ports['auth'] })
  })
})
