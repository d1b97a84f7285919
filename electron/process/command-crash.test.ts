import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { createCommandBench, isRunning, python, type CommandBench } from './command-fixture'
import { crashLoopLimits } from './crash-loop'
import { failureOf } from './supervisor-fixture'
import { quietPort } from './test-ports'

let bench: CommandBench | null = null
afterEach(async () => {
  await bench?.dispose()
  bench = null
})

/** The clock stands still and every wait is as short as it may be. */
const fixed = { now: () => 1_000_000, random: () => 0 }

describe.skipIf(process.platform !== 'linux')('a crash', () => {
  it('is answered by a later start, which stopping cancels', async () => {
    const port = await quietPort()
    bench = createCommandBench({
      ...fixed,
      specs: ({ spec, folder }) => [
        spec('job', { port, start: [python, join(folder, 'service.py'), 'plain', String(port)] }),
      ],
    })
    const { supervisor } = bench
    await supervisor.start('job')
    const first = supervisor.snapshot('job').pid ?? 0
    process.kill(first, 'SIGKILL')
    await bench.until(() => supervisor.snapshot('job').nextStartAt !== null)
    expect(supervisor.snapshot('job')).toMatchObject({
      ...{ state: 'failed', pid: null, nextStartAt: 1_000_800, crashLoop: false },
      exit: { signal: 'SIGKILL', unexpected: true },
    })
    await bench.until(() => supervisor.snapshot('job').state === 'running')
    const second = supervisor.snapshot('job').pid ?? 0
    expect(second).not.toBe(first)
    expect(supervisor.snapshot('job')).toMatchObject({ restarts: 1, nextStartAt: null })

    process.kill(second, 'SIGKILL')
    await bench.until(() => supervisor.snapshot('job').nextStartAt !== null)
    await supervisor.stop('job')
    expect(supervisor.snapshot('job')).toMatchObject({ state: 'failed', nextStartAt: null })
    expect(await bench.tagged()).toEqual([])
  })

  it('takes what it left behind along, so that the port is free for the next start', async () => {
    const port = await quietPort()
    bench = createCommandBench({
      ...fixed,
      specs: ({ spec }) => [
        spec('job', {
          port,
          start: ['/bin/sh', '-c', 'setsid "$PYTHON" "$SERVICE" plain "$PORT" & wait'],
        }),
      ],
    })
    const { supervisor } = bench
    await supervisor.start('job')
    const [service = 0] = await bench.pidsSeen()
    process.kill(supervisor.snapshot('job').pid ?? 0, 'SIGKILL')
    await bench.until(() => supervisor.snapshot('job').restarts === 1)
    await bench.until(() => supervisor.snapshot('job').state === 'running')
    expect(await isRunning(service)).toBe(false)
  })

  it('ends in a named state after five starts, until a person starts it', async () => {
    bench = createCommandBench({
      ...fixed,
      crashLimits: { ...crashLoopLimits, firstMs: 20 },
      isReady: () => Promise.resolve(true),
      specs: ({ spec }) => [spec('job', { start: ['/bin/sh', '-c', 'sleep 0.4; exit 7'] })],
    })
    const { supervisor } = bench
    await supervisor.start('job')
    await bench.until(() => supervisor.snapshot('job').crashLoop)
    const { state, restarts, nextStartAt, exit } = supervisor.snapshot('job')
    expect({ state, restarts, nextStartAt }).toEqual({
      ...{ state: 'failed', restarts: 4, nextStartAt: null },
    })
    expect(exit).toMatchObject({ code: 7, unexpected: true })
    await supervisor.start('job')
    expect(supervisor.snapshot('job').crashLoop).toBe(false)
  }, 60_000)

  it('is no reason to start again when somebody ended it on purpose', async () => {
    const port = await quietPort()
    bench = createCommandBench({ specs: ({ spec }) => [spec('job', { port })] })
    const { supervisor } = bench
    await supervisor.start('job')
    process.kill(supervisor.snapshot('job').pid ?? 0, 'SIGTERM')
    await bench.until(() => supervisor.snapshot('job').state === 'failed')
    expect(supervisor.snapshot('job')).toMatchObject({ nextStartAt: null, crashLoop: false })
  })

  it('of a service in the background is noticed by looking', async () => {
    const port = await quietPort()
    bench = createCommandBench({
      specs: ({ spec }) => [
        spec('job', {
          port,
          start: ['/bin/sh', '-c', 'setsid "$PYTHON" "$SERVICE" plain "$PORT" & exit 0'],
        }),
      ],
    })
    const { supervisor } = bench
    await supervisor.start('job')
    const [service = 0] = await bench.pidsSeen()
    await bench.until(() => supervisor.snapshot('job').pid === service)
    process.kill(service, 'SIGKILL')
    await bench.until(() => supervisor.snapshot('job').state === 'failed')
    expect(supervisor.snapshot('job').exit).toMatchObject({ unexpected: true })
    expect(supervisor.snapshot('job')).toMatchObject({ pid: null, nextStartAt: null })
  })

  it('does not hide a command that fails at the first start', async () => {
    bench = createCommandBench({
      specs: ({ spec }) => [spec('job', { start: ['/bin/sh', '-c', 'exit 9'] })],
    })
    expect((await failureOf(bench.supervisor.start('job'))).facts).toMatchObject({ code: 9 })
    expect(bench.supervisor.snapshot('job')).toMatchObject({ state: 'failed', nextStartAt: null })
  })
})
