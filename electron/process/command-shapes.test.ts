import { afterEach, describe, expect, it } from 'vitest'
import {
  createCommandBench,
  isRunning,
  shapeCommand,
  shapeNames,
  type CommandBench,
} from './command-fixture'
import { isPortBusy } from './ports'
import { failureOf } from './supervisor-fixture'
import { quietPort } from './test-ports'

let bench: CommandBench | null = null
afterEach(async () => {
  await bench?.dispose()
  bench = null
})

describe.skipIf(process.platform !== 'linux')('stop', () => {
  it.each(shapeNames)('leaves no process of the shape %s', async (shape) => {
    const port = await quietPort()
    bench = createCommandBench({
      specs: ({ spec }) => [spec('job', { port, start: shapeCommand(shape) })],
    })
    const { supervisor } = bench
    // Twice, because what the first stop missed would be in the way of the second start.
    for (let round = 1; round <= 2; round += 1) {
      await supervisor.start('job')
      const seen = await bench.pidsSeen()
      expect(seen).toHaveLength(round)
      const { state, pid } = supervisor.snapshot('job')
      expect(state).toBe('running')
      expect(await Promise.all([seen.at(-1) ?? 0, pid].map(isRunning))).toEqual([true, true])

      await supervisor.stop('job')
      expect(supervisor.snapshot('job')).toMatchObject({ state: 'stopped', pid: null })
      expect(await bench.marked()).toEqual([])
      expect(await isRunning(pid)).toBe(false)
      expect(await isPortBusy(port)).toBe(false)
    }
  })

  it('does not sweep what dropped the tag and left the group, and does not hide it', async () => {
    const port = await quietPort()
    bench = createCommandBench({
      specs: ({ spec }) => [spec('job', { port, start: shapeCommand('lost') })],
    })
    const { supervisor } = bench
    expect((await failureOf(supervisor.start('job'))).code).toBe('process')
    expect(supervisor.snapshot('job').state).toBe('failed')
    // Whether it was up before or after that, the next start finds its port held and says by whom.
    await expect.poll(() => isPortBusy(port), { timeout: 15_000 }).toBe(true)
    const [pid] = await bench.marked()
    expect((await failureOf(supervisor.start('job'))).facts).toMatchObject({ port, pid })
  })
})
