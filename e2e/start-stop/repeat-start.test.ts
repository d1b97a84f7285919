import { readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import type { Plan } from '../../shared/domain/plans'
import { startedFrom } from '../fixtures/projects/copy'
import {
  expectHeld,
  openBench,
  startScript,
  stepOf,
  type BenchOptions,
  type ProjectBench,
} from './project-bench'
import { quietPort } from '../../electron/process/test-ports'
import { strangerOn } from './stranger'

let bench: ProjectBench
afterEach(() => bench.dispose())

const broken = (): string => join(bench.pair.zervigo, 'backend/job.broken')

/** A bring-up that is held because one of the six ended right after its start. */
async function openHeld(options: BenchOptions = {}): Promise<{ plan: Plan; pids: number[] }> {
  bench = await openBench({
    timings: { waitMs: 2_000 },
    ...options,
    change: ({ zervigo }) => writeFile(join(zervigo, 'backend/job.broken'), ''),
  })
  const plan = await bench.run('bring-up')
  expectHeld(plan, 'wait.job', 'NOT_READY', ['job'])
  return { plan, pids: await startedFrom(bench.pair.root) }
}

/** Six services and Looma; the script that started them ends a moment later. */
async function allStarted(): Promise<number[]> {
  const pids = () => startedFrom(bench.pair.root)
  await expect.poll(async () => (await pids()).length, { timeout: 30_000 }).toBe(7)
  return pids()
}

/** The first time it starts five of the six and then does not end. */
const hangsOnce = `first=
mkdir "$ROOT/first" 2>/dev/null && first=1
for name in "\${services[@]}"; do
  [ -n "$first" ] && [ "$name" = job ] || start_service "$name"
done
[ -z "$first" ] || sleep 300`

async function repeat(): Promise<Plan> {
  await bench.own().call('plans:repeat', { step: 'wait.job' })
  return bench.settled()
}

describe.skipIf(process.platform !== 'linux')(
  'a start that is repeated',
  { timeout: 120_000 },
  () => {
    it('ends what it left by the stop script, starts everything once, and is on record', async () => {
      const { plan, pids } = await openHeld()
      expect(pids.length).toBeGreaterThan(4)
      const offer = stepOf(plan, 'wait.job').repeat
      expect(offer?.step).toBe('start.zervigo')
      expect(offer?.command).toContain('smart-shutdown.sh')
      // The same program outside the console, without a tag of ours.
      bench.strangers.push(await strangerOn(await quietPort(), { hello: 'world' }))
      await rm(broken())
      const done = await repeat()
      expect(done.state).toBe('done')
      const now = await allStarted()
      expect(now.filter((pid) => pids.includes(pid))).toEqual([])
      const start = stepOf(done, 'start.zervigo')
      expect(JSON.stringify(start.output)).toContain('已用它自己的停止命令停止')
      expect(start.attempts).toMatchObject([{ state: 'done' }])
      expect(stepOf(done, 'wait.job').attempts).toMatchObject([{ state: 'failed' }])
      expect(stepOf(done, 'wait.auth').attempts).toMatchObject([{ state: 'done' }])
      const report = await readFile(
        join(done.report?.folder ?? '', done.report?.file ?? ''),
        'utf8',
      )
      expect(report).toContain('## 先前的尝试')
      expect(report).toMatch(/等待 job 应答\*\* \(1\): ✘ 失败/)
      await bench.shutDown()
    })

    it('ends by its tag what no stop script is chosen for', async () => {
      const launch = { kind: 'script' as const, start: startScript, stop: null }
      const { plan, pids } = await openHeld({ launches: { zervigo: launch } })
      expect(stepOf(plan, 'wait.job').repeat?.command).toBeNull()
      await rm(broken())
      expect((await repeat()).state).toBe('done')
      const now = await allStarted()
      expect(now.filter((pid) => pids.includes(pid))).toEqual([])
      await bench.shutDown()
    })

    it('starts nothing while a stranger holds a port of it, whom it names and leaves alone', async () => {
      await openHeld()
      const port = bench.pair.ports.job
      const stranger = await strangerOn(port, { hello: 'world' })
      bench.strangers.push(stranger)
      await rm(broken())
      const plan = await repeat()
      expectHeld(plan, 'start.zervigo', 'PORT_HELD', [String(port), `pid ${stranger.pid}`])
      expectHeld(plan, 'wait.auth', 'START_FAILED', ['auth'])
      expect(await startedFrom(bench.pair.root)).toEqual([])
      expect(await stranger.isAlive()).toBe(true)
      stranger.end()
      await expect.poll(() => stranger.isAlive()).toBe(false)
      bench.strangers.length = 0
      await bench.own().call('plans:retry', { step: 'start.zervigo' })
      expect((await bench.settled()).state).toBe('done')
      await bench.shutDown()
    })

    it('is refused a second time while it is under way, and starts everything once', async () => {
      await openHeld()
      await rm(broken())
      const own = bench.own()
      const both = await Promise.allSettled([
        own.call('plans:repeat', { step: 'wait.job' }),
        own.call('plans:repeat', { step: 'wait.job' }),
      ])
      expect(both.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected'])
      expect((await bench.settled()).state).toBe('done')
      await allStarted()
      await bench.shutDown()
    })

    it('that a person gave up while it hung is ended first, and its end is not taken for the next', async () => {
      bench = await openBench()
      await bench.writeStart(hangsOnce)
      const own = bench.own()
      await bench.begin('bring-up')
      const stateOf = async (id: string) => {
        const plan = await own.call('plans:current')
        return plan === null ? null : stepOf(plan, id).state
      }
      for (const id of ['auth', 'user']) {
        await expect.poll(() => stateOf(`wait.${id}`), { timeout: 60_000 }).toBe('done')
      }
      await own.call('plans:give-up', { step: 'start.zervigo' })
      await own.call('plans:give-up', { step: 'wait.job' })
      expect((await bench.settled()).state).toBe('held')
      const before = await startedFrom(bench.pair.root)
      await own.call('plans:repeat', { step: 'start.zervigo' })
      expect((await bench.settled()).state).toBe('done')
      const now = await allStarted()
      expect(now.filter((pid) => before.includes(pid))).toEqual([])
      await bench.shutDown()
    })

    it('that is cut off by the end of the console leaves nothing running', async () => {
      await openHeld()
      await bench.own().call('plans:repeat', { step: 'wait.job' })
      await bench.reopen()
      expect(await startedFrom(bench.pair.root)).toEqual([])
      expect((await bench.own().call('plans:current'))?.state).toBe('interrupted')
      await rm(broken())
      await bench.own().call('plans:start')
      expect((await bench.settled()).state).toBe('done')
      await bench.shutDown()
    })
  },
)
