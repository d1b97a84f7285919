import { readFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { afterEach, describe, expect, it } from 'vitest'
import { startedFrom } from '../fixtures/projects/copy'
import { expectHeld, openBench, stepOf, type ProjectBench } from './project-bench'

let bench: ProjectBench
afterEach(() => bench.dispose())

const startAll = 'for name in "${services[@]}"; do start_service "$name"; done'
const waitAll = 'for name in "${services[@]}"; do wait_for_service "$name"; done'
/** Leaves a process of the project behind. */
const sleeper = 'python3 -c "import time; time.sleep(3600)" "$ROOT" &'

describe.skipIf(process.platform !== 'linux')('a start script that', { timeout: 120_000 }, () => {
  it.each([
    ['exits 3', 'echo no database; exit 3', '3', 'no database'],
    ['exits 3 after it started half', `${sleeper}\nstart_service auth\nexit 3`, '3', null],
    ['is killed while starting', `${sleeper}\nkill -KILL $$`, 'SIGKILL', null],
    ['prints no UTF-8', `printf 'bad \\xff\\xfe \\xc3( end\\n'; exit 4`, '4', 'bad �� �( end'],
  ])('%s holds the plan and leaves nothing', async (_name, body, how, line) => {
    bench = await openBench()
    // Nobody answers before the script has ended, however slow the machine is.
    await bench.writeStart(`export AUTH_SERVICE_PORT=1\n${body}`)
    const plan = await bench.run('bring-up')
    expectHeld(plan, 'start.zervigo', 'EXITED', ['zervigo', how])
    expectHeld(plan, 'wait.auth', 'START_FAILED', ['auth'])
    expect(stepOf(plan, 'start.looma').state).toBe('waiting')
    expect(await startedFrom(bench.pair.root)).toEqual([])
    if (line !== null) expect(stepOf(plan, 'start.zervigo').output).toContain(line)
    await bench.shutDown()
  })

  it('exits 0 and leaves nothing is told at once, and holds the plan when no manager shows', async () => {
    bench = await openBench({ leftAloneMs: 3_000 })
    await bench.writeStart('echo all fine; exit 0')
    await bench.begin('bring-up')
    const waits = await bench
      .own()
      .told('plans:changed', (plan) =>
        JSON.stringify(stepOf(plan, 'wait.auth').output).includes('服务管理器'),
      )
    expect(stepOf(waits, 'start.zervigo').state).toBe('running')
    const plan = await bench.settled()
    expectHeld(plan, 'start.zervigo', 'LEFT_NOTHING', ['zervigo', '0'])
    expectHeld(plan, 'wait.auth', 'START_FAILED', ['auth'])
    await bench.writeStart(`${startAll}\n${waitAll}\nexit 0`)
    await bench.own().call('plans:retry', { step: 'start.zervigo' })
    expect((await bench.settled()).state).toBe('done')
    await bench.shutDown()
  })

  it('exits 0 and leaves nothing can be given up at once, and started again', async () => {
    bench = await openBench({ leftAloneMs: 600_000 })
    await bench.writeStart('exit 0')
    await bench.begin('bring-up')
    const own = bench.own()
    await own.told('plans:changed', (plan) =>
      JSON.stringify(stepOf(plan, 'wait.auth').output).includes('服务管理器'),
    )
    await own.call('plans:give-up', { step: 'start.zervigo' })
    const plan = await bench.settled()
    expectHeld(plan, 'start.zervigo', 'GIVEN_UP', [])
    await bench.writeStart(`${startAll}\n${waitAll}\nexit 0`)
    await own.call('plans:repeat', { step: 'start.zervigo' })
    expect((await bench.settled()).state).toBe('done')
    const count = async () => (await startedFrom(bench.pair.root)).length
    await expect.poll(count, { timeout: 30_000 }).toBe(7)
    await bench.shutDown()
  })

  it('exits 3 once some services run is named by those that are waited for', async () => {
    bench = await openBench()
    const go = join(bench.pair.root, 'go')
    const body = `start_service auth; while [ ! -f '${go}' ]; do sleep 0.1; done; echo gave up; exit 3`
    await bench.writeStart(body)
    await bench.begin('bring-up')
    await bench
      .own()
      .told('plans:changed', (plan) => stepOf(plan, 'start.zervigo').state === 'done')
    await writeFile(go, '')
    const plan = await bench.settled()
    expectHeld(plan, 'wait.job', 'ENDED', ['3', 'job'])
    expect(stepOf(plan, 'wait.job').output).toContain('gave up')
    await bench.shutDown()
  })

  it('says success although one service is broken holds the plan at that service', async () => {
    bench = await openBench({
      timings: { waitMs: 2_000 },
      change: ({ zervigo }) => writeFile(join(zervigo, 'backend/job.broken'), ''),
    })
    const plan = await bench.run('bring-up')
    expect(stepOf(plan, 'start.zervigo').state).toBe('done')
    expect(stepOf(plan, 'wait.company').state).toBe('done')
    expectHeld(plan, 'wait.job', 'NOT_READY', ['job'])
    expect(stepOf(plan, 'verify').state).toBe('waiting')
    await bench.shutDown()
  })

  it('goes into the background in a session of its own is found and ended', async () => {
    bench = await openBench()
    await bench.writeStart(`(setsid bash -c '
      source "$1"; ${startAll}
      sleep 3600
    ' _ "$ROOT/scripts/maintenance/services.bash" & ) ; exit 0`)
    const plan = await bench.run('bring-up')
    expect(plan.state).toBe('done')
    const down = await bench.shutDown()
    expect(stepOf(down, 'ports-free').state).toBe('done')
  })

  it('leaves a service that its stop script does not know is ended by its tag', async () => {
    bench = await openBench()
    await bench.writeStart(`${startAll}\nrm "$LOGS/auth.pid"\n${waitAll}\nexit 0`)
    await bench.run('bring-up')
    const down = await bench.shutDown()
    expect(stepOf(down, 'stop.zervigo').state).toBe('done')
    expect(stepOf(down, 'ports-free').state).toBe('done')
  })

  it('starts a service without our tag in another group: its port is told, with its pid', async () => {
    bench = await openBench()
    const { pair } = bench
    const port = pair.ports.auth
    await bench.writeStart(`
      (env -i PATH="$PATH" setsid python3 "$SERVICE" auth ${port} >/dev/null 2>&1 &)
      until is_open ${port}; do sleep 0.1; done
      start_service user; sleep 3600`)
    const plan = await bench.run('bring-up')
    const [pid = 0, ...others] = await startedFrom(pair.root)
    expect(others).toEqual([])
    expectHeld(plan, 'start.zervigo', 'PORT_HELD', [String(port), String(pid)])
    const down = await bench.run('shutdown')
    // It cannot be told from anybody else's: left alone, and named.
    expect(stepOf(down, 'ports-free').state).toBe('warned')
    expect(stepOf(down, 'ports-free').warnings[0]?.zh).toContain(String(pid))
    expect(await startedFrom(pair.root)).toEqual([pid])
  })

  it('ignores TERM is ended by force, which is said', async () => {
    bench = await openBench()
    await bench.writeStart(`trap '' TERM\n${startAll}\nwhile true; do sleep 1; done`)
    await bench.run('bring-up')
    const stop = stepOf(await bench.shutDown(), 'stop.zervigo')
    expect(stop.state).toBe('warned')
    expect(stop.warnings.length).toBeGreaterThan(0)
  })

  it('floods its output neither blocks nor fills anything', async () => {
    bench = await openBench()
    await bench.writeStart(
      `head -c 100000000 /dev/zero | tr '\\0' x | fold -w 199\necho the end\n${startAll}\n${waitAll}`,
    )
    const plan = await bench.run('bring-up')
    expect(plan.state).toBe('done')
    expect(stepOf(plan, 'start.zervigo').output.length).toBeLessThanOrEqual(200)
    const folder = join(bench.own().dataFolder, 'processes', bench.pair.profile.id)
    const log = join(folder, 'logs', 'zervigo.log')
    for (let isThere = false; !isThere; await pause(100)) {
      isThere = (await readFile(log, 'utf8')).includes('the end')
    }
    expect((await stat(log)).size).toBeLessThan(11 * 1024 * 1024)
    await bench.shutDown()
  })
})
