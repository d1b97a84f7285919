import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import {
  createCommandBench,
  isRunning,
  python,
  quickTimings,
  type CommandBench,
  type CommandBenchOptions,
  type SpecParts,
} from './command-fixture'
import { commandEnvironment, launchCommand } from './command-launch'
import { systemTable } from './process-table'
import { failureOf, listenOnFreePort } from './supervisor-fixture'
import { quietPort } from './test-ports'

let bench: CommandBench | null = null
afterEach(async () => {
  await bench?.dispose()
  bench = null
})

/** A bench with one service `job`. */
function open(
  more: (own: Pick<CommandBench, 'folder'>) => SpecParts,
  options: Partial<CommandBenchOptions> = {},
): CommandBench {
  bench = createCommandBench({
    ...options,
    specs: ({ spec, folder }) => [spec('job', more({ folder }))],
  })
  return bench
}
const service = (folder: string, mode: string, port = 0): string[] => [
  ...[python, join(folder, 'service.py'), mode, String(port)],
]
const logOf = ({ supervisor }: CommandBench): string =>
  supervisor
    .log('job')
    .snapshot()
    .map(({ text }) => text)
    .join('\n')
const ready = () => Promise.resolve(true)
const never = () => Promise.resolve(false)

/** A running service that no signal reaches until it is told to hear. */
async function startDeaf() {
  let isDeaf = true
  const own = open(({ folder }) => ({ start: service(folder, 'silent') }), {
    timings: { ...quickTimings, stopMs: 80, killMs: 80 },
    isReady: ready,
    signals: {
      group: (pgid, signal) => void (isDeaf || process.kill(-pgid, signal)),
      one: (pid, signal) => void (isDeaf || process.kill(pid, signal)),
    },
  })
  await own.supervisor.start('job')
  const hear = () => {
    isDeaf = false
  }
  return { own, pid: own.supervisor.snapshot('job').pid, hear }
}

describe.skipIf(process.platform !== 'linux')('a start', () => {
  it('is running once the service answers, with its output in the log', async () => {
    const port = await quietPort()
    const own = open(() => ({ port }))
    await Promise.all([own.supervisor.start('job'), own.supervisor.start('job')])
    expect(own.supervisor.snapshot('job')).toMatchObject({
      ...{ state: 'running', exit: null, restarts: 0, controllable: true, adopted: false },
    })
    expect(await own.pidsSeen()).toHaveLength(1)
    await own.supervisor.stop('job')
    expect(logOf(own)).toContain(`up ${own.folder}`)
  })

  it('fails with the code and last lines of a command that ends while starting', async () => {
    const own = open(() => ({
      start: ['/bin/sh', '-c', 'echo "bad config: 数据库 hunter2" >&2; exit 3'],
    }))
    const error = await failureOf(own.supervisor.start('job'))
    expect(error).toMatchObject({ code: 'process', facts: { id: 'job', code: 3 } })
    const { state, exit, tail, pid } = own.supervisor.snapshot('job')
    expect({ state, pid }).toEqual({ state: 'failed', pid: null })
    expect(exit).toMatchObject({ code: 3, unexpected: true })
    expect(tail.join('\n')).toContain('bad config: 数据库 ***')
    expect(own.supervisor.snapshot('job').nextStartAt).toBeNull()
  })

  it.each([
    ['missing', () => ({ start: ['no-such-program-here'] })],
    ['cwd-missing', ({ folder }: { folder: string }) => ({ cwd: join(folder, 'nowhere') })],
    ['cwd-missing', ({ folder }: { folder: string }) => ({ cwd: join(folder, 'service.py') })],
    ['cwd-relative', () => ({ cwd: 'somewhere' })],
    ['not-executable', () => ({ start: ['./service.py'] })],
  ])('names what is %s', async (reason, more) => {
    const own = open(more)
    const error = await failureOf(own.supervisor.start('job'))
    expect(error).toMatchObject({ code: 'process', facts: { id: 'job', code: reason } })
    expect(own.supervisor.snapshot('job')).toMatchObject({ state: 'failed', pid: null })
    expect(own.supervisor.snapshot('job').tail.join()).toContain(error.message)
  })

  it('runs a script in a folder with spaces, quotes and Chinese, with arguments as they are', async () => {
    const base = mkdtempSync(join(tmpdir(), 'names-'))
    const folder = join(base, `it's "my" 项目 $(touch x)`)
    mkdirSync(folder)
    const script = join(folder, 'quick start.sh')
    writeFileSync(script, '#!/bin/sh\nprintf "<%s>\\n" "$PWD" "$@"\nsleep 3600\n')
    chmodSync(script, 0o755)
    const args = ['a b', "'", '"', '$(id)', '*', ';', '']
    const own = open(() => ({ cwd: folder, start: ['./quick start.sh', ...args] }), {
      isReady: ready,
    })
    await own.supervisor.start('job')
    await own.supervisor.stop('job')
    for (const text of [folder, ...args]) expect(logOf(own)).toContain(`<${text}>`)
    rmSync(base, { recursive: true })
  })

  it('takes any bytes and any amount of output', async () => {
    const port = await quietPort()
    const own = open(({ folder }) => ({ port, start: service(folder, 'junk-flood', port) }))
    await own.supervisor.start('job')
    await own.supervisor.stop('job')
    const text = logOf(own)
    expect(text).toContain('the end')
    const lines = own.supervisor.log('job').snapshot()
    expect(lines.at(-1)?.seq).toBeGreaterThan(50_000)
  })

  it('is given up at its deadline and leaves nothing behind', async () => {
    const own = open(({ folder }) => ({ readyTimeoutMs: 600, start: service(folder, 'silent') }), {
      isReady: never,
    })
    const error = await failureOf(own.supervisor.start('job'))
    expect(error.facts).toMatchObject({ code: 'timeout', limitMs: 600 })
    expect(own.supervisor.snapshot('job')).toMatchObject({ state: 'failed', pid: null })
    expect(await own.tagged()).toEqual([])
  })

  it('can be cancelled, also while the health question hangs', async () => {
    const own = open(({ folder }) => ({ start: service(folder, 'silent') }), {
      isReady: () => new Promise(() => undefined),
    })
    const started = failureOf(own.supervisor.start('job'))
    await own.until(() => own.supervisor.snapshot('job').pid !== null)
    await own.supervisor.stop('job')
    expect((await started).code).toBe('aborted')
    expect(own.supervisor.snapshot('job')).toMatchObject({ state: 'stopped', pid: null })
    expect(await own.tagged()).toEqual([])
  })

  it('counts a command that ended well and left nobody as failed', async () => {
    const own = open(() => ({ start: ['/bin/sh', '-c', 'exit 0'] }), { isReady: never })
    const error = await failureOf(own.supervisor.start('job'))
    expect(error.facts).toMatchObject({ code: 0 })
    expect(error.message).toContain('left no process behind')
  })

  describe('whose command leaves nothing, but has a stop command', () => {
    const stop = ['/bin/sh', '-c', 'exit 0']
    const timings = { ...quickTimings, leftAloneMs: 200 }

    it('is waited for in case of a manager, until none comes to its port', async () => {
      const port = await quietPort()
      const start = ['/bin/sh', '-c', 'exit 0']
      const seen: unknown[] = []
      const own = open(() => ({ port, start, stop, readyTimeoutMs: 600_000 }), {
        timings,
        isReady(id) {
          seen.push(own.supervisor.isLeftAlone?.(id))
          return never()
        },
      })
      const error = await failureOf(own.supervisor.start('job'))
      expect(error.facts).toMatchObject({ id: 'job', code: 'left-nothing' })
      expect(seen).toContain(true)
      expect(own.supervisor.isLeftAlone?.('job')).toBe(false)
      expect(own.supervisor.snapshot('job')).toMatchObject({ state: 'failed', pid: null })
    })

    it('is given its whole time once somebody without our tag holds its port', async () => {
      const port = await quietPort()
      const start = [
        ...['/bin/bash', '-c'],
        `env -i PATH="$PATH" PIDS="$PIDS" setsid "$PYTHON" "$SERVICE" plain "$PORT" &
        until (exec 3<>"/dev/tcp/127.0.0.1/$PORT") 2>/dev/null; do sleep 0.05; done`,
      ]
      const own = open(() => ({ port, start, stop, readyTimeoutMs: 5_000 }), {
        ...{ timings, isReady: never },
      })
      const error = await failureOf(own.supervisor.start('job'))
      expect(error.facts).toMatchObject({ code: 'timeout' })
      const [pid = 0] = await own.pidsSeen()
      // Nothing shows that it is ours.
      expect(await isRunning(pid)).toBe(true)
      process.kill(pid, 'SIGKILL')
    })
  })

  it('is refused while somebody else holds the port, who is named and left alone', async () => {
    const { port } = await listenOnFreePort()
    const own = open(() => ({ port }))
    const error = await failureOf(own.supervisor.start('job'))
    expect(error).toMatchObject({ code: 'port', facts: { port, pid: process.pid } })
    expect(await own.pidsSeen()).toEqual([])
  })

  it('does not believe an answer that a stranger gives on its port meanwhile', async () => {
    const { port } = await listenOnFreePort()
    const own = open(({ folder }) => ({ port, start: service(folder, 'silent') }), {
      isBusy: () => Promise.resolve(false),
      isReady: ready,
    })
    const error = await failureOf(own.supervisor.start('job'))
    expect(error).toMatchObject({ code: 'port', facts: { port, pid: process.pid } })
    expect(own.supervisor.snapshot('job').state).toBe('failed')
    expect(await own.tagged()).toEqual([])
  })

  it('gives the command none of the variables that change programs or carry secrets', () => {
    const dangerous = ['NODE_OPTIONS', 'ELECTRON_RUN_AS_NODE', 'LOOMA_PASSWORD', 'LD_PRELOAD']
    const env = Object.fromEntries([...dangerous, 'PATH', 'TZ'].map((name) => [name, 'x']))
    expect(commandEnvironment(env)).toEqual({ PATH: 'x', TZ: 'x' })
  })
})

describe.skipIf(process.platform !== 'linux')('a stop', () => {
  it('uses the stop command of the profile, and ends a service that a manager keeps', async () => {
    const port = await quietPort()
    // `env -i` takes the tag away, as a manager such as docker or brew does.
    const own = open(({ folder }) => ({
      port,
      start: [
        ...['/bin/sh', '-c'],
        'env -i PATH="$PATH" PIDS="$PIDS" setsid "$PYTHON" "$SERVICE" plain "$PORT" & exit 0',
      ],
      stop: ['/bin/sh', '-c', `echo stopping; kill $(cat "${folder}/pids")`],
    }))
    await own.supervisor.start('job')
    expect(own.supervisor.snapshot('job')).toMatchObject({ state: 'running', pid: null })
    const [pid = 0] = await own.pidsSeen()
    expect(await isRunning(pid)).toBe(true)
    await own.supervisor.stop('job')
    expect(own.supervisor.snapshot('job').state).toBe('stopped')
    expect(await isRunning(pid)).toBe(false)
    expect(logOf(own)).toContain('stopping')
  })

  it('goes on by signal when the stop command fails, hangs or is missing', async () => {
    for (const stop of [['/bin/sh', '-c', 'exit 1'], ['sleep', '3600'], ['no-such-program']]) {
      const port = await quietPort()
      const own = open(() => ({ port, stop }), {
        timings: { ...quickTimings, stopCommandMs: 300 },
      })
      await own.supervisor.start('job')
      await own.supervisor.stop('job')
      expect(own.supervisor.snapshot('job').state).toBe('stopped')
      expect(await own.tagged()).toEqual([])
      await own.dispose()
    }
  })

  it('says who still holds the port, and leaves a stranger alone', async () => {
    const { port } = await listenOnFreePort()
    let isHeld = false
    const own = open(({ folder }) => ({ port, start: service(folder, 'silent') }), {
      timings: { ...quickTimings, verifyMs: 80 },
      isBusy: () => Promise.resolve(isHeld),
      holderOf: () =>
        Promise.resolve(
          isHeld ? { address: '127.0.0.1', pid: process.pid, command: 'me', user: 'root' } : null,
        ),
      isReady: ready,
    })
    await own.supervisor.start('job')
    isHeld = true
    const error = await failureOf(own.supervisor.stop('job'))
    expect(error).toMatchObject({ code: 'port', facts: { port, pid: process.pid, command: 'me' } })
    expect(own.supervisor.snapshot('job')).toMatchObject({ state: 'failed', pid: null })
    expect(await own.tagged()).toEqual([])
    isHeld = false
    await own.supervisor.start('job')
    expect(own.supervisor.snapshot('job').state).toBe('running')
  })

  it('names the processes that survive the last signal, and can be tried again', async () => {
    const { own, pid, hear } = await startDeaf()
    const error = await failureOf(own.supervisor.stop('job'))
    expect(error).toMatchObject({ code: 'process', facts: { code: 'stuck', pids: String(pid) } })
    expect(own.supervisor.snapshot('job')).toMatchObject({ state: 'failed', pid })
    const refused = await failureOf(own.supervisor.start('job'))
    expect(refused.facts).toMatchObject({ code: 'stuck' })
    hear()
    await own.supervisor.start('job')
    expect(await isRunning(pid)).toBe(false)
    expect(own.supervisor.snapshot('job').state).toBe('running')
  })

  it('is called off by a stop that comes while it clears away what an earlier stop left', async () => {
    const { own, pid, hear } = await startDeaf()
    expect((await failureOf(own.supervisor.stop('job'))).facts).toMatchObject({ code: 'stuck' })
    hear()
    const refused = failureOf(own.supervisor.start('job'))
    await own.supervisor.stop('job')
    expect(await refused).toMatchObject({ code: 'aborted' })
    expect(own.supervisor.snapshot('job')).toMatchObject({ state: 'stopped', pid: null })
    expect(await isRunning(pid)).toBe(false)
    expect(await own.tagged()).toEqual([])
  })

  it('that waits for a stop is called off by another stop', async () => {
    const own = open(({ folder }) => ({ start: service(folder, 'silent') }), { isReady: ready })
    await own.supervisor.start('job')
    const first = own.supervisor.stop('job')
    const refused = failureOf(own.supervisor.start('job'))
    await Promise.all([first, own.supervisor.stop('job')])
    expect(await refused).toMatchObject({ code: 'aborted' })
    expect(own.supervisor.snapshot('job')).toMatchObject({ state: 'stopped', pid: null })
    expect(await own.tagged()).toEqual([])
  })

  it('leaves no zombie of 500 short commands', async () => {
    const own = open(() => ({}))
    const launch = { argv: ['/bin/true'], cwd: own.folder, env: {} }
    const outputFile = join(own.folder, 'short.log')
    for (let round = 0; round < 20; round += 1) {
      const commands = Array.from({ length: 25 }, () => launchCommand({ ...launch, outputFile }))
      for (const { exited } of await Promise.all(commands)) expect((await exited).code).toBe(0)
    }
    const rows = await systemTable().list()
    expect(rows.filter((row) => row.isZombie && row.ppid === process.pid)).toEqual([])
  }, 60_000)
})
