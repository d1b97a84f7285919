import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { startedFrom } from '../fixtures/projects/copy'
import { expectNothingLeft, openBench, stepOf, type ProjectBench } from './project-bench'

let bench: ProjectBench
afterEach(() => bench.dispose())

const go = () => join(bench.pair.root, 'go')
/** A start that nobody answers for until the test says so. */
async function openSlow(): Promise<void> {
  bench = await openBench()
  await bench.writeStart(
    `while [ ! -f '${go()}' ]; do sleep 0.1; done
    for name in "\${services[@]}"; do start_service "$name"; done`,
  )
  await bench.begin('bring-up')
  await bench
    .own()
    .told('plans:changed', (plan) => stepOf(plan, 'start.zervigo').state === 'running')
  const count = async () => (await startedFrom(bench.pair.root)).length
  await expect.poll(count, { timeout: 60_000 }).toBeGreaterThan(0)
}

describe.skipIf(process.platform !== 'linux')('a bring-up', { timeout: 120_000 }, () => {
  it('that is started twice at once, and by hand meanwhile, starts everything once', async () => {
    await openSlow()
    const own = bench.own()
    await expect(own.call('plans:start')).rejects.toMatchObject({ code: 'busy' })
    await expect(own.call('plans:prepare', { kind: 'shutdown' })).rejects.toMatchObject({
      code: 'busy',
    })
    const byHand = own.call('services:start', { id: 'zervigo' })
    await writeFile(go(), '')
    await byHand
    const plan = await bench.settled()
    expect(plan.state).toBe('done')
    const grid = await own.call('services:grid')
    expect(grid.services.every(({ process }) => process.restarts === 0)).toBe(true)
    await bench.shutDown()
  })

  it('prepared once begins once, of two that press start together', async () => {
    bench = await openBench()
    const own = bench.own()
    await own.call('plans:prepare', { kind: 'bring-up' })
    const both = await Promise.allSettled([own.call('plans:start'), own.call('plans:start')])
    expect(both.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected'])
    expect((await bench.settled()).state).toBe('done')
    await bench.shutDown()
  })

  it('that is cancelled waits for nothing more, and a shutdown ends what it began', async () => {
    await openSlow()
    await bench.own().call('plans:cancel')
    const plan = await bench.settled()
    expect(plan.state).toBe('cancelled')
    expect(plan.report).not.toBeNull()
    expect(stepOf(plan, 'start.zervigo').problem).toMatchObject({ code: 'ABORTED' })
    expect(stepOf(plan, 'start.looma').state).toBe('waiting')
    const down = await bench.shutDown()
    expect(stepOf(down, 'ports-free').state).toBe('done')
  })

  it('whose console ends leaves nothing running, and is told as interrupted by the next', async () => {
    await openSlow()
    await bench.reopen()
    await expectNothingLeft(bench.pair, [])
    const plan = await bench.own().call('plans:current')
    expect(plan?.state).toBe('interrupted')
    expect(plan === null ? null : stepOf(plan, 'start.zervigo').problem?.code).toBe('INTERRUPTED')
    await writeFile(go(), '')
    await bench.own().call('plans:start')
    expect((await bench.settled()).state).toBe('done')
    await bench.shutDown()
  })

  it('whose profile is left ends its processes with it', async () => {
    await openSlow()
    const text = JSON.stringify({ ...bench.pair.profile, id: 'another', name: 'another' })
    await bench.own().call('profiles:import', { name: 'another.json', text })
    await bench.own().call('profiles:use', { id: 'another' })
    await expectNothingLeft(bench.pair, [])
    expect(await bench.own().call('plans:current')).toBeNull()
  })
})
