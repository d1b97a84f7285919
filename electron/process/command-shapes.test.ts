import { afterEach, describe, expect, it } from 'vitest'
import {
  createCommandBench,
  isRunning,
  shapeCommand,
  shapeNames,
  type CommandBench,
} from './command-fixture'
import { isPortBusy } from './ports'
import { freePort } from './supervisor-fixture'

let bench: CommandBench | null = null
afterEach(async () => {
  await bench?.dispose()
  bench = null
})

describe.skipIf(process.platform !== 'linux')('stop', () => {
  it.each(shapeNames)('leaves no process of the shape %s', async (shape) => {
    const port = await freePort()
    bench = createCommandBench({
      specs: ({ spec }) => [spec('job', { port, start: shapeCommand(shape) })],
    })
    const { supervisor } = bench
    await supervisor.start('job')
    const seen = await bench.pidsSeen()
    expect(await Promise.all(seen.map(isRunning))).toEqual([true])
    expect((await bench.tagged()).length).toBeGreaterThanOrEqual(1)
    const { state, pid } = supervisor.snapshot('job')
    expect(state).toBe('running')
    expect(await isRunning(pid)).toBe(true)

    await supervisor.stop('job')
    expect(supervisor.snapshot('job')).toMatchObject({ state: 'stopped', pid: null })
    expect(await bench.tagged()).toEqual([])
    expect(await Promise.all([...seen, pid].map(isRunning))).toEqual([false, false])
    expect(await isPortBusy(port)).toBe(false)
  })
})
