import { readFile, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { differenceFrom, proofOf, type Difference } from './adoption'
import { createCommandBench, isRunning, type CommandBench } from './command-fixture'
import { takeLock } from './console-lock'
import { systemTable, type ProcessTable } from './process-table'
import { RunRecord } from './run-record'
import { failureOf } from './supervisor-fixture'
import { quietPort } from './test-ports'
import { newTag } from './tag'

const benches: CommandBench[] = []
afterEach(async () => {
  for (const bench of benches.splice(0).reverse()) await bench.dispose()
})
type Options = Parameters<typeof createCommandBench>[0]
function open(options: Options): CommandBench {
  const bench = createCommandBench(options)
  benches.push(bench)
  return bench
}
const lockOf = ({ folder }: CommandBench) => join(folder, 'processes', 'console.lock')
const recordOf = ({ folder }: CommandBench) => join(folder, 'processes', 'run', 'job', 'run.json')

/** What a killed console leaves: the service, its record, and a lock of nobody. */
async function crashed(more: Partial<Options> = {}) {
  const port = await quietPort()
  const specs: Options['specs'] = ({ spec }) => [spec('job', { port })]
  const first = open({ specs, ...more })
  await first.supervisor.start('job')
  const { pid } = first.supervisor.snapshot('job')
  await writeFile(lockOf(first), JSON.stringify({ pid: 2 ** 22 - 1, ticks: 1, bootId: 'gone' }))
  const again = (options: Partial<Options> = {}) =>
    open({ specs, reuse: first.folder, ...more, ...options })
  return { first, port, pid, again }
}

describe.skipIf(process.platform !== 'linux')('a console after a crash', () => {
  it('takes over what it proves to be its own, follows its log and can stop it', async () => {
    const { first, pid, again } = await crashed()
    expect((await stat(recordOf(first))).mode & 0o777).toBe(0o600)
    const record = RunRecord.parse(JSON.parse(await readFile(recordOf(first), 'utf8')))
    expect(record).toMatchObject({ pid, service: 'job', consoleVersion: '1.2.3' })
    const next = again()
    expect(await next.supervisor.opened).toEqual({ adopted: ['job'], stale: [], heldBy: null })
    expect(next.supervisor.snapshot('job')).toMatchObject({
      ...{ state: 'running', pid, adopted: true, startedAt: record.startedAt },
    })
    const output = join(next.folder, 'processes', 'run', 'job', 'output.log')
    await writeFile(output, 'said later\n', { flag: 'a' })
    await next.supervisor.start('job')
    expect(await next.pidsSeen()).toHaveLength(1)
    await next.supervisor.stop('job')
    expect(next.supervisor.snapshot('job')).toMatchObject({ state: 'stopped', adopted: false })
    expect(await next.tagged()).toEqual([])
    const lines = next.supervisor.log('job').snapshot()
    expect(lines.map(({ text }) => text)).toContain('said later')
    await expect(stat(recordOf(next))).rejects.toThrow('ENOENT')
  })

  it('notices the end of what it took over', async () => {
    const { pid, again } = await crashed()
    const next = again()
    await next.supervisor.opened
    process.kill(pid ?? 0, 'SIGKILL')
    await next.until(() => next.supervisor.snapshot('job').state === 'failed')
    expect(next.supervisor.snapshot('job')).toMatchObject({ pid: null, nextStartAt: null })
  })

  it('takes over what a start script left that has ended meanwhile', async () => {
    const { first, pid, again } = await crashed()
    const record = RunRecord.parse(JSON.parse(await readFile(recordOf(first), 'utf8')))
    await writeFile(recordOf(first), JSON.stringify({ ...record, pid: 2 ** 22 - 1 }))
    const next = again()
    expect(await next.supervisor.opened).toEqual({ adopted: ['job'], stale: [], heldBy: null })
    expect(next.supervisor.snapshot('job')).toMatchObject({ state: 'running', pid })
    await next.supervisor.stop('job')
    expect(await next.tagged()).toEqual([])
  })

  it('signals nobody when anything differs, and keeps the record aside', async () => {
    const changes: [Difference | 'unreadable', (record: RunRecord) => unknown][] = [
      ['boot', (record) => ({ ...record, bootId: 'another boot' })],
      ['start', (record) => ({ ...record, startTicks: record.startTicks - 1 })],
      ['tag', (record) => ({ ...record, tag: newTag() })],
      ['group', (record) => ({ ...record, pgid: record.pgid + 1 })],
      ['exe', ({ exe, ...rest }) => ({ ...rest, exe: { path: exe?.path ?? '', inode: 1 } })],
      ['argv', (record) => ({ ...record, argvHash: 'f'.repeat(64) })],
      ['gone', (record) => ({ ...record, pid: 2 ** 22 - 1, tag: newTag() })],
      ['unreadable', () => '{"schema": 1, "pi'],
    ]
    const { first, pid, again } = await crashed()
    const record = RunRecord.parse(JSON.parse(await readFile(recordOf(first), 'utf8')))
    for (const [difference, change] of changes) {
      await writeFile(recordOf(first), JSON.stringify(change(record)))
      await rm(lockOf(first), { force: true })
      const signals: number[] = []
      const send = (target: number): void => void signals.push(target)
      const next = again({ signals: { group: send, one: send } })
      const { adopted, stale } = await next.supervisor.opened
      expect({ adopted, stale }).toEqual({ adopted: [], stale: [{ id: 'job', difference }] })
      const said = next.supervisor.log('job').snapshot()
      expect(said.at(-1)?.text).toContain(`(${difference})`)
      expect((await failureOf(next.supervisor.start('job'))).code).toBe('port')
      expect((await stat(recordOf(next).replace('run.json', 'run.stale.json'))).isFile()).toBe(true)
      await next.supervisor.dispose(1_000)
      expect(signals).toEqual([])
      expect(await isRunning(pid)).toBe(true)
    }
  }, 60_000)

  it('of two at once only one runs the processes', async () => {
    const specs: Options['specs'] = ({ spec }) => [spec('job')]
    const first = open({ specs, isReady: () => Promise.resolve(true) })
    await first.supervisor.start('job')
    const second = open({ specs, reuse: first.folder })
    expect((await second.supervisor.opened).heldBy).toBe(process.pid)
    expect(second.supervisor.snapshot('job').state).toBe('stopped')
    const refused = await failureOf(second.supervisor.start('job'))
    expect(refused).toMatchObject({ code: 'busy', facts: { pid: process.pid } })
    await second.supervisor.dispose(1_000)
    expect(first.supervisor.snapshot('job').state).toBe('running')
    expect(await isRunning(first.supervisor.snapshot('job').pid)).toBe(true)
  })

  it('of many that come at once exactly one gets the lock of a dead one', async () => {
    const own = open({ specs: () => [] })
    await own.supervisor.opened
    for (let round = 0; round < 20; round += 1) {
      await writeFile(lockOf(own), JSON.stringify({ pid: 2 ** 22 - 1, ticks: 1, bootId: 'gone' }))
      const folder = join(own.folder, 'processes')
      const locks = await Promise.all(
        Array.from({ length: 4 }, () => takeLock(folder, systemTable())),
      )
      expect(locks.filter(({ ok }) => ok)).toHaveLength(1)
    }
  })
})

describe('a number that passed to a stranger', () => {
  /** One process whose number is given to another at the same tick. */
  function table(row: { tag: string | null; ticks: number }): ProcessTable {
    const full = { pid: 500, ppid: 1, pgid: 500, isZombie: false, ...row }
    return {
      list: () => Promise.resolve([full]),
      row: (pid) => Promise.resolve(pid === 500 ? full : null),
      exeOf: () => Promise.resolve({ path: '/usr/bin/python3', inode: 7 }),
      argvHashOf: () => Promise.resolve('a'.repeat(64)),
      bootId: () => Promise.resolve('this boot'),
    }
  }

  it('is refused by the tag even within the same hundredth of a second', async () => {
    const tag = newTag()
    const proof = await proofOf(500, table({ tag, ticks: 77 }))
    const record = RunRecord.parse({
      ...{ schema: 1, service: 'job', ...proof, tag, port: null, log: 'x', startedAt: 1 },
      consoleVersion: '1',
    })
    expect(await differenceFrom(record, table({ tag, ticks: 77 }))).toBeNull()
    expect(await differenceFrom(record, table({ tag: newTag(), ticks: 77 }))).toBe('tag')
    expect(await differenceFrom(record, table({ tag: null, ticks: 77 }))).toBe('tag')
    expect(await differenceFrom(record, table({ tag, ticks: 78 }))).toBe('start')
  })
})
