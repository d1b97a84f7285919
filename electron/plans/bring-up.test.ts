import { afterEach, describe, expect, it } from 'vitest'
import { OpsError } from '../../shared/errors'
import { bringUpPhases } from './bring-up'
import { createBench, step, fine, listen, type Bench } from './plan-fixture'
import { createPlanRun, type PlanRun } from './run-plan'
import { levelsOf } from './units'

let bench: Bench | null = null
afterEach(async () => {
  await bench?.dispose()
  bench = null
})

async function open(change: (bench: Bench) => unknown = () => undefined) {
  const own = (bench = await createBench())
  await change(own)
  const run = createPlanRun({
    ...{ kind: 'bring-up', profile: { id: 'p', name: 'P' }, phases: bringUpPhases(own.options) },
    ...{ newId: () => 'plan-1', now: Date.now, beforeSteps: () => Promise.resolve() },
    ...{ mask: (text: string) => text, onChange: () => undefined },
  })
  const go = async () => (run.start(), await run.settled(), run.current())
  return { bench: own, run, go }
}
const stepOf = (run: PlanRun, id: string) => {
  const found = run.current().steps.find((one) => one.id === id)
  if (found === undefined) throw new Error(`no step ${id}`)
  return found
}

describe('the order of a bring-up', () => {
  it('is checks, ports, auth first, each level with its waits, Looma last, the proof', async () => {
    const { run, bench } = await open(({ options }) => {
      options.checks = [[step('folder.looma', () => Promise.resolve(fine))]]
    })
    const phases: string[][] = []
    for (const { phase, id } of run.current().steps) (phases[phase] ??= []).push(id)
    expect(phases).toEqual([
      ['folder.looma'],
      ['ports'],
      ['start.auth', 'wait.auth'],
      ['ai', 'resume', 'company', 'user'].flatMap((id) => [`start.${id}`, `wait.${id}`]),
      ['start.job', 'wait.job'],
      ['start.looma', 'wait.looma'],
      ['verify'],
    ])
    expect(stepOf(run, 'start.ai').command).toBe('./start ai')
    const circle = bench.units.map((unit) =>
      unit.id === 'auth' ? { ...unit, dependsOn: ['job', 'nobody', 'auth'] } : unit,
    )
    const levels = levelsOf(circle).map((level) => level.map(({ id }) => id))
    expect(levels.flat().sort()).toEqual(bench.units.map(({ id }) => id).sort())
    expect(levels.at(-1)).toEqual(['looma'])
  })
})

describe('a bring-up', () => {
  it('starts everything and proves it', async () => {
    const { bench, run, go } = await open()
    expect((await go()).state).toBe('done')
    expect(bench.diary[0]).toBe('+auth')
    expect(bench.diary.at(-1)).toBe('+looma')
    expect(bench.diary).toHaveLength(7)
    expect(new Set(run.current().steps.map(({ state }) => state))).toEqual(new Set(['done']))
    expect(stepOf(run, 'wait.ai').result?.zh).toContain('ai-service')
  })

  it('again finds everything running and starts nothing', async () => {
    const { bench, go } = await open()
    await go()
    const again = createPlanRun({
      ...{ kind: 'bring-up', profile: { id: 'p', name: 'P' } },
      ...{ phases: bringUpPhases(bench.options), newId: () => 'plan-2', now: Date.now },
      ...{ beforeSteps: () => Promise.resolve(), mask: (text: string) => text },
      onChange: () => undefined,
    })
    again.start()
    await again.settled()
    expect(again.current().state).toBe('done')
    const starts = again.current().steps.filter(({ kind }) => kind === 'start')
    expect(starts.map(({ state }) => state)).toEqual(Array<string>(7).fill('skipped'))
    expect(starts.every(({ skipped }) => skipped?.byPerson === false)).toBe(true)
    expect(bench.diary).toHaveLength(7)
  })

  it('leaves alone what runs already and names itself, and says who it is', async () => {
    const { bench, run, go } = await open((own) => own.foreign('resume'))
    expect((await go()).state).toBe('done')
    expect(bench.diary).not.toContain('+resume')
    expect(stepOf(run, 'start.resume').skipped?.reason.zh).toContain(`pid ${process.pid}`)
    expect(stepOf(run, 'ports').result?.zh).toContain('1 个已由应有的服务占用')
  })

  it('is held by a stranger on a port, and goes on once it is gone', async () => {
    for (const name of ['job-service', null]) {
      const stranger: { close?: () => Promise<void> } = {}
      const {
        bench: own,
        run,
        go,
      } = await open(async ({ ports }) => {
        Object.assign(stranger, await listen(name, ports['resume']))
      })
      expect((await go()).state).toBe('held')
      const { problem, output } = stepOf(run, 'ports')
      expect(problem).toMatchObject({ code: 'PORT_HELD', port: own.ports['resume'] })
      expect(problem?.message.zh).toContain(`pid ${process.pid}`)
      expect(JSON.stringify(output).includes(`${own.ports['resume']}`)).toBe(true)
      expect(own.diary).toEqual([])
      await stranger.close?.()
      run.retry('ports')
      await run.settled()
      expect(run.current().state).toBe('done')
      await own.dispose()
    }
  })

  it('fails the wait at once with its start, and repeats both', async () => {
    const { bench, run, go } = await open(({ failing, options }) => {
      options.timings = { ...options.timings, waitMs: 600_000 }
      const facts = { id: 'auth', code: 'cwd-missing', cwd: '/nowhere' }
      failing.set('auth', new OpsError('process', 'no folder', { facts }))
    })
    expect((await go()).state).toBe('held')
    expect(stepOf(run, 'start.auth').problem).toMatchObject({ code: 'FOLDER_MISSING' })
    expect(stepOf(run, 'wait.auth').problem).toMatchObject({ code: 'START_FAILED' })
    expect(stepOf(run, 'wait.auth').problem?.hint.zh).toContain('start.auth')
    bench.failing.clear()
    run.retry('start.auth')
    await run.settled()
    expect(run.current().state).toBe('done')
  })

  it('tells of a wait what the last answer was', async () => {
    const { bench, run, go } = await open(({ units, running }) => {
      const auth = units.find(({ id }) => id === 'auth')
      const start = auth?.start
      if (auth === undefined || start === undefined) throw new Error('no auth')
      auth.start = async (io) => {
        await start(io)
        const says = running.get('auth')?.says
        if (says !== undefined) says.status = 'unhealthy'
      }
    })
    await go()
    const { problem, output } = stepOf(run, 'wait.auth')
    expect(problem).toMatchObject({ code: 'NOT_READY' })
    expect(problem?.message.zh).toContain('unhealthy')
    expect(JSON.stringify(output.at(-1))).toContain('unhealthy')
    const says = bench.running.get('auth')?.says
    if (says !== undefined) Object.assign(says, { status: 'healthy', name: 'job-service' })
    run.retry('wait.auth')
    await run.settled()
    expect(stepOf(run, 'wait.auth').problem).toMatchObject({ code: 'WRONG_NAME' })
  })

  describe('whose start is repeated', () => {
    const openSick = async (change: (bench: Bench) => unknown = () => undefined) => {
      const all = await open(async (own) => {
        const auth = own.units.find(({ id }) => id === 'auth')
        if (auth === undefined) throw new Error('no auth')
        const { start } = auth
        auth.start = async (io) => {
          await start(io)
          const says = own.running.get('auth')?.says
          // Only the second one is well.
          if (says !== undefined && own.diary.length === 1) says.status = 'unhealthy'
        }
        await change(own)
      })
      expect((await all.go()).state).toBe('held')
      expect(stepOf(all.run, 'wait.auth').repeat?.step).toBe('start.auth')
      return all
    }

    it('ends what it left, starts it once more, and goes on', async () => {
      const { bench, run } = await openSick()
      run.repeat('wait.auth')
      await run.settled()
      expect(run.current().state).toBe('done')
      expect(bench.diary.slice(0, 3)).toEqual(['+auth', '-auth', '+auth'])
      expect(stepOf(run, 'start.auth').attempts).toHaveLength(1)
      expect(stepOf(run, 'wait.auth').attempts).toMatchObject([{ state: 'failed' }])
    })

    it('takes no answer of what is still being ended', async () => {
      let asked: () => void = () => undefined
      const wasAsked = new Promise<void>((resolve) => (asked = resolve))
      let isEnding = false
      const { run } = await openSick((own) => {
        const auth = own.units.find(({ id }) => id === 'auth')
        if (auth === undefined) throw new Error('no auth')
        const { stop } = auth
        auth.stop = async (io) => {
          const says = own.running.get('auth')?.says
          // The old one would answer well for as long as it is there.
          if (says !== undefined) says.status = 'healthy'
          isEnding = true
          await wasAsked
          const how = await stop(io)
          own.failing.set('auth', new OpsError('process', 'broken', { facts: { code: 7 } }))
          return how
        }
      })
      run.repeat('wait.auth')
      await expect.poll(() => isEnding).toBe(true)
      await new Promise((resolve) => setTimeout(resolve, 100))
      expect(stepOf(run, 'wait.auth')).toMatchObject({ state: 'running', result: null })
      asked()
      await run.settled()
      expect(stepOf(run, 'start.auth').state).toBe('failed')
      expect(stepOf(run, 'wait.auth').problem?.code).toBe('START_FAILED')
    })

    it('touches nothing that is not ours, and starts nothing beside it', async () => {
      const { bench, run } = await openSick()
      await bench.running.get('auth')?.close()
      bench.running.delete('auth')
      await bench.foreign('auth', 'job-service')
      run.repeat('wait.auth')
      await run.settled()
      expect(stepOf(run, 'start.auth').problem).toMatchObject({ code: 'NOT_OURS' })
      expect(stepOf(run, 'start.auth').problem?.message.zh).toContain(`pid ${process.pid}`)
      expect(bench.diary).toEqual(['+auth'])
    })

    it('starts nothing where a stranger has taken the port of what was ended', async () => {
      const strangers: { close(): Promise<void> }[] = []
      const { bench, run } = await openSick((own) => {
        const auth = own.units.find(({ id }) => id === 'auth')
        if (auth === undefined) throw new Error('no auth')
        const { stop } = auth
        auth.stop = async (io) => {
          const how = await stop(io)
          strangers.push(await listen('somebody', own.ports['auth']))
          return how
        }
      })
      run.repeat('wait.auth')
      await run.settled()
      const { problem } = stepOf(run, 'start.auth')
      expect(problem).toMatchObject({ code: 'PORT_HELD', port: bench.ports['auth'] })
      expect(bench.diary).toEqual(['+auth', '-auth'])
      for (const one of strangers) await one.close()
    })

    it('starts nothing once it was cancelled while the earlier one was being ended', async () => {
      let end: () => void = () => undefined
      let isEnding = false
      const mayEnd = new Promise<void>((resolve) => (end = resolve))
      const { bench, run } = await openSick((own) => {
        const auth = own.units.find(({ id }) => id === 'auth')
        if (auth === undefined) throw new Error('no auth')
        const { stop } = auth
        auth.stop = async (io) => ((isEnding = true), await mayEnd, stop(io))
      })
      run.repeat('wait.auth')
      await expect.poll(() => isEnding).toBe(true)
      expect(run.cancel().state).toBe('cancelled')
      end()
      await run.settled()
      expect(bench.diary).toEqual(['+auth', '-auth'])
    })
  })

  it('does not pass a service that became unhealthy after its wait', async () => {
    const { bench, run, go } = await open(({ units, running }) => {
      const looma = units.find(({ id }) => id === 'looma')
      const start = looma?.start
      if (looma === undefined || start === undefined) throw new Error('no looma')
      looma.start = async (io) => {
        const says = running.get('job')?.says
        if (says !== undefined) says.status = 'down'
        await start(io)
      }
    })
    expect((await go()).state).toBe('held')
    expect(stepOf(run, 'verify').problem).toMatchObject({ code: 'NOT_VERIFIED' })
    expect(stepOf(run, 'verify').problem?.message.zh).toContain('job')
    const says = bench.running.get('job')?.says
    if (says !== undefined) says.status = 'healthy'
    run.retry('verify')
    await run.settled()
    expect(run.current().state).toBe('done')
  })

  it('warns when Looma contradicts, however healthy everybody is', async () => {
    const { run, go } = await open(({ units, running }) => {
      const looma = units.find(({ id }) => id === 'looma')
      const start = looma?.start
      if (looma === undefined || start === undefined) throw new Error('no looma')
      looma.start = async (io) => {
        await start(io)
        const says = running.get('looma')?.says
        if (says !== undefined) says.claims = { company: false }
      }
    })
    expect((await go()).state).toBe('done')
    const { state, warnings } = stepOf(run, 'verify')
    expect(state).toBe('warned')
    expect(warnings.map(({ zh }) => zh).join()).toContain('company')
  })

  it('warns of a service that never gives its name, as go-zervi does not', async () => {
    const { run, go } = await open(({ units, running }) => {
      const user = units.find(({ id }) => id === 'user')
      const start = user?.start
      if (user === undefined || start === undefined) throw new Error('no user')
      user.start = async (io) => {
        await start(io)
        const says = running.get('user')?.says
        if (says !== undefined) Object.assign(says, { name: null, isEnveloped: true })
      }
    })
    expect((await go()).state).toBe('done')
    for (const id of ['wait.user', 'verify']) {
      expect(stepOf(run, id).state).toBe('warned')
      expect(
        stepOf(run, id)
          .warnings.map(({ zh }) => zh)
          .join(),
      ).toContain('user')
    }
  })

  it('ends a wait when it is cancelled', async () => {
    const { bench, run } = await open(({ options, units }) => {
      options.timings = { ...options.timings, waitMs: 600_000 }
      const auth = units.find(({ id }) => id === 'auth')
      if (auth !== undefined) auth.start = () => Promise.resolve()
    })
    run.start()
    await expect.poll(() => stepOf(run, 'wait.auth').output.length).toBeGreaterThan(0)
    expect(run.cancel().state).toBe('cancelled')
    await run.settled()
    expect(bench.diary).toEqual([])
  })
})
