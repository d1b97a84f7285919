import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { startedFrom } from '../fixtures/projects/copy'
import { expectHeld, openBench, stepOf, type ProjectBench } from './project-bench'
import { healthOfName, strangerOn } from './stranger'

let bench: ProjectBench
afterEach(() => bench.dispose())

/** Zervigo without the one that somebody else has started. */
const startBut = (name: string) =>
  `for name in "\${services[@]}"; do [ "$name" = ${name} ] || start_service "$name"; done`

describe.skipIf(process.platform !== 'linux')('a bring-up', { timeout: 120_000 }, () => {
  it('is held by a stranger on a port, names it and starts nothing', async () => {
    bench = await openBench()
    const port = bench.pair.ports.resume
    const stranger = await strangerOn(port, { hello: 'world' })
    bench.strangers.push(stranger)
    const plan = await bench.run('bring-up')
    expectHeld(plan, 'ports', 'PORT_HELD', [String(port), `pid ${stranger.pid}`, 'python3'])
    expect(stepOf(plan, 'ports').problem?.port).toBe(port)
    expect(stepOf(plan, 'start.zervigo').state).toBe('waiting')
    expect(await startedFrom(bench.pair.root)).toEqual([])
    await bench.own().call('plans:cancel')
    const down = await bench.shutDown()
    expect(stepOf(down, 'stop.zervigo').skipped?.reason.zh).toContain('不是控制台启动的')
  })

  it('goes on past the expected service that runs already, which a shutdown leaves alone', async () => {
    bench = await openBench()
    const port = bench.pair.ports.looma
    const answer = { ...healthOfName('looma-crm'), zervigo_services: {} }
    const stranger = await strangerOn(port, answer)
    bench.strangers.push(stranger)
    const plan = await bench.run('bring-up')
    expect(stepOf(plan, 'ports').state).toBe('done')
    const start = stepOf(plan, 'start.looma')
    expect(start.state).toBe('skipped')
    expect(start.skipped?.reason.zh).toContain(`pid ${stranger.pid}`)
    const down = await bench.shutDown()
    expect(stepOf(down, 'stop.looma').state).toBe('skipped')
    expect(stepOf(down, 'stop.zervigo').state).toBe('done')
    expect(stepOf(down, 'ports-free').warnings[0]?.en).toContain(`pid ${stranger.pid}`)
  })

  it('never takes a service that answers with the name of another for the one it waits for', async () => {
    bench = await openBench({ timings: { waitMs: 2_000 } })
    const { ports } = bench.pair
    await bench.writeStart(
      `${startBut('job')}\npython3 "$SERVICE" user ${ports.job} >/dev/null 2>&1 &`,
    )
    const plan = await bench.run('bring-up')
    expectHeld(plan, 'wait.job', 'WRONG_NAME', ['user-service'])
    const grid = await bench.own().call('services:probe')
    expect(grid.services.find(({ id }) => id === 'job')?.health.state).not.toBe('healthy')
    await bench.shutDown()
  })

  it('is done with a warning when Looma calls a healthy service unhealthy', async () => {
    bench = await openBench({
      timings: { verifyRounds: 3, verifyPauseMs: 100 },
      async change({ looma }) {
        const file = join(looma, 'utils/shared/integration/zervigo_client.py')
        const claim = '"healthy": False, "status": "unhealthy", "error": "no"'
        const text = await readFile(file, 'utf8')
        const changed = text.replace(
          'for name, url in URLS.items()}',
          `for name, url in URLS.items()}\n    services["job"] = {"success": False, ${claim}}`,
        )
        await writeFile(file, changed)
      },
    })
    const plan = await bench.run('bring-up')
    expect(plan.state).toBe('done')
    const verify = stepOf(plan, 'verify')
    expect(verify.state).toBe('warned')
    expect(verify.warnings.map(({ zh }) => zh).join()).toContain('job')
    expect(verify.warnings.map(({ en }) => en).join()).toContain('job')
    await bench.shutDown()
  })
})
