import { afterEach, describe, expect, it } from 'vitest'
import type { ServiceId } from '../../shared/domain/services'
import { startedFrom, type ProjectPair } from '../fixtures/projects/copy'
import { openBench, statesOf, stepOf, type CommandInput, type ProjectBench } from './project-bench'
import { healthOfName, strangerOn } from './stranger'

let bench: ProjectBench
afterEach(() => bench.dispose())

const others = ['ai', 'company', 'job', 'resume', 'user'] as const

function serviceCommand({ zervigo, ports }: ProjectPair, id: ServiceId): CommandInput {
  return { cwd: zervigo, start: ['python3', 'backend/service.py', id, String(ports[id])] }
}

/** The app reads its addresses from the environment alone. */
function loomaCommand({ looma, ports }: ProjectPair): CommandInput {
  const urls = (['auth', ...others] as const).map(
    (id) => `ZERVIGO_${id.toUpperCase()}_URL=http://127.0.0.1:${ports[id]}`,
  )
  const env = ['PYTHONPATH=utils', 'HOST=127.0.0.1', `PORT=${ports.looma}`, ...urls]
  return { cwd: looma, start: ['env', ...env, 'venv/bin/python', 'looma_crm/app.py'] }
}

function allCommands(pair: ProjectPair): Record<string, CommandInput> {
  const zervigo = ['auth', ...others] as const
  const entries = zervigo.map((id) => [id, serviceCommand(pair, id)] as const)
  return { ...Object.fromEntries(entries), looma: loomaCommand(pair) }
}

describe.skipIf(process.platform !== 'linux')('a profile', { timeout: 120_000 }, () => {
  it('of single commands is brought up in the order of its services and shut down', async () => {
    bench = await openBench({
      launches: { zervigo: null, looma: null },
      processes: allCommands,
    })
    const up = await bench.run('bring-up')
    expect(up.state).toBe('done')
    const phaseOf = (id: ServiceId) => stepOf(up, `start.${id}`).phase
    for (const id of others) {
      expect(phaseOf(id)).toBeGreaterThan(phaseOf('auth'))
      expect(phaseOf('looma')).toBeGreaterThan(phaseOf(id))
    }
    expect(stepOf(up, 'verify').state).toBe('done')
    expect(up.report).not.toBeNull()
    const down = await bench.shutDown()
    expect(new Set(down.steps.map(({ state }) => state))).toEqual(new Set(['done']))
    expect(down.report).not.toBeNull()
  })

  it('leaves alone what somebody else has started, and starts the rest', async () => {
    bench = await openBench({ launches: { zervigo: null, looma: null }, processes: allCommands })
    const stranger = await strangerOn(bench.pair.ports.company, healthOfName('company-service'))
    bench.strangers.push(stranger)
    const up = await bench.run('bring-up')
    expect(up.state).toBe('done')
    expect(stepOf(up, 'start.company').skipped?.reason.zh).toContain(`pid ${stranger.pid}`)
    const down = await bench.shutDown()
    expect(stepOf(down, 'stop.company').state).toBe('skipped')
  })

  it('may start Looma by command and Zervigo by its script', async () => {
    bench = await openBench({
      launches: { looma: null },
      processes: (pair) => ({ looma: loomaCommand(pair) }),
    })
    const up = await bench.run('bring-up')
    expect(up.state).toBe('done')
    expect(stepOf(up, 'start.looma').phase).toBeGreaterThan(stepOf(up, 'start.zervigo').phase)
    const down = await bench.shutDown()
    expect(statesOf(down).slice(0, 2)).toEqual(['stop.looma done', 'stop.zervigo done'])
  })

  it('whose command cannot be started holds the plan with the cause, the others run on', async () => {
    bench = await openBench({
      launches: { zervigo: null, looma: null },
      processes: (pair) => ({
        ...allCommands(pair),
        job: { cwd: pair.zervigo, start: ['./no-such-program'] },
      }),
    })
    const up = await bench.run('bring-up')
    expect(up.state).toBe('held')
    expect(stepOf(up, 'start.job').problem?.code).toBe('PROGRAM_MISSING')
    expect(stepOf(up, 'start.job').problem?.message.en).toContain('no-such-program')
    expect(stepOf(up, 'wait.user').state).toBe('done')
    await bench.own().call('plans:cancel')
    expect((await startedFrom(bench.pair.root)).length).toBeGreaterThan(0)
    await bench.shutDown()
  })
})
