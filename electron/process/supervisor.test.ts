import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Child, LaunchScript } from './launch'
import { nodeLaunch } from './node-launch'
import {
  createBench,
  failureOf,
  isAlive,
  listenOnFreePort,
  type Bench,
  type BenchOptions,
} from './supervisor-fixture'
import { quietPort } from './test-ports'

let bench: Bench

beforeEach(() => {
  bench = createBench()
})
afterEach(() => bench.dispose())

async function rebench(options: BenchOptions): Promise<void> {
  await bench.dispose()
  bench = createBench(options)
}

describe('start', () => {
  it('resolves once the child listens', async () => {
    bench.define('job', 'plain')
    await bench.supervisor.start('job')
    const { state, pid, startedAt, exit } = bench.supervisor.snapshot('job')
    expect({ state, exit }).toEqual({ state: 'running', exit: null })
    expect(startedAt).not.toBeNull()
    expect(isAlive(pid)).toBe(true)
    expect(bench.changes).toEqual(['job starting', 'job starting', 'job running'])
  })

  it('is one start when asked twice at once', async () => {
    let launches = 0
    await rebench({
      launch: (spec) => {
        launches += 1
        return nodeLaunch(spec)
      },
    })
    bench.define('job', 'plain')
    await Promise.all([bench.supervisor.start('job'), bench.supervisor.start('job')])
    await bench.supervisor.start('job')
    expect(launches).toBe(1)
  })

  it('reports a child that dies while starting, with its code and last lines', async () => {
    bench.define('job', 'exit-3')
    const error = await failureOf(bench.supervisor.start('job'))
    expect(error.code).toBe('process')
    expect(error.facts).toMatchObject({ id: 'job', code: 3 })
    expect(error.facts['tail']).toContain('bad config: 数据库')
    const { state, exit, tail } = bench.supervisor.snapshot('job')
    expect(state).toBe('failed')
    expect(exit).toMatchObject({ code: 3, signal: null, unexpected: true })
    expect(tail.join('\n')).toContain('bad config: 数据库')
  })

  it('gives up on a child that never listens, and leaves nothing behind', async () => {
    await rebench({ timings: { readyMs: 200, stopMs: 2_000 } })
    bench.define('job', 'silent')
    const started = bench.supervisor.start('job')
    const error = await failureOf(started)
    expect(error.facts).toMatchObject({ code: 'timeout' })
    expect(bench.supervisor.snapshot('job')).toMatchObject({ state: 'failed', pid: null })
  })

  it('reports a child that cannot be launched', async () => {
    bench.define('job', 'plain', { cwd: join(bench.folder, 'missing') })
    const error = await failureOf(bench.supervisor.start('job'))
    expect(error.facts).toMatchObject({ code: 'spawn' })
    expect(bench.supervisor.snapshot('job').state).toBe('failed')
  })

  it('names the holder of a busy port before anything starts', async () => {
    const { port } = await listenOnFreePort()
    bench.define('job', 'plain', { port })
    const error = await failureOf(bench.supervisor.start('job'))
    expect(error.code).toBe('port')
    expect(error.facts).toMatchObject({ port, service: 'job' })
    if (process.platform === 'linux') expect(error.facts['pid']).toBe(process.pid)
    expect(bench.supervisor.snapshot('job')).toMatchObject({ state: 'failed', pid: null })
    expect(bench.supervisor.snapshot('job').tail.join()).toContain(String(port))
  })

  it('can be started again after it failed', async () => {
    bench.define('job', 'exit-3')
    await failureOf(bench.supervisor.start('job'))
    bench.define('job', 'plain')
    await bench.supervisor.start('job')
    expect(bench.supervisor.snapshot('job')).toMatchObject({
      state: 'running',
      restarts: 1,
      tail: [],
    })
  })

  it('ends as stopped when it is stopped while starting', async () => {
    bench.define('job', 'silent')
    const started = failureOf(bench.supervisor.start('job'))
    await bench.untilChanged(() => bench.supervisor.snapshot('job').pid !== null)
    await bench.supervisor.stop('job')
    expect((await started).code).toBe('aborted')
    expect(bench.supervisor.snapshot('job')).toMatchObject({ state: 'stopped', pid: null })
  })

  it('refuses an unknown service', async () => {
    expect((await failureOf(bench.supervisor.start('nobody'))).code).toBe('missing')
  })
})

describe('stop', () => {
  it('ends a polite child by TERM and frees its port', async () => {
    const port = await quietPort()
    bench.define('job', 'plain', { port })
    await bench.supervisor.start('job')
    const { pid } = bench.supervisor.snapshot('job')
    await bench.supervisor.stop('job')
    expect(isAlive(pid)).toBe(false)
    expect(bench.supervisor.snapshot('job')).toMatchObject({
      ...{ state: 'stopped', pid: null, tail: [] },
      exit: { signal: 'SIGTERM', unexpected: false },
    })
    await bench.supervisor.start('job')
    expect(bench.supervisor.snapshot('job').state).toBe('running')
  })

  it('kills a child that ignores TERM', async () => {
    bench.define('job', 'stubborn')
    await bench.supervisor.start('job')
    const { pid } = bench.supervisor.snapshot('job')
    await Promise.all([bench.supervisor.stop('job'), bench.supervisor.stop('job')])
    expect(isAlive(pid)).toBe(false)
    expect(bench.supervisor.snapshot('job').exit).toMatchObject({
      signal: 'SIGKILL',
      unexpected: false,
    })
  })

  it('leaves nothing of a group behind, even what ignores TERM', async () => {
    const port = await quietPort()
    bench.define('job', 'orphan', { port })
    await bench.supervisor.start('job')
    const said = bench.supervisor
      .log('job')
      .snapshot()
      .map((line) => line.text)
    const inner = Number(/inner (\d+)/.exec(said.join('\n'))?.[1])
    expect(isAlive(inner)).toBe(true)
    await bench.supervisor.stop('job')
    await bench.supervisor.start('job')
    expect(bench.supervisor.snapshot('job').state).toBe('running')
  })

  it('does nothing to a service that does not run', async () => {
    bench.define('job', 'plain')
    await bench.supervisor.stop('job')
    expect(bench.changes).toEqual([])
  })
})

describe('restart', () => {
  it('starts the new child only after the old one is gone', async () => {
    bench.define('job', 'stubborn')
    await bench.supervisor.start('job')
    const { pid: old } = bench.supervisor.snapshot('job')
    let wasAliveAtStart: boolean | null = null
    bench.waiters.push(function look() {
      if (bench.supervisor.snapshot('job').state === 'starting') wasAliveAtStart = isAlive(old)
      else bench.waiters.push(look)
    })
    await bench.supervisor.restart('job')
    expect(wasAliveAtStart).toBe(false)
    expect(bench.supervisor.snapshot('job')).toMatchObject({ state: 'running', restarts: 1 })
    expect(bench.supervisor.snapshot('job').pid).not.toBe(old)
  })

  it('is not disturbed by a late word or exit of an old child', async () => {
    const children: { child: Child; say: (message: unknown) => void; end: () => void }[] = []
    const launch: LaunchScript = () => {
      let say: (message: unknown) => void = () => undefined
      let end: () => void = () => undefined
      const exited = new Promise<{ code: number | null; signal: string | null }>((resolve) => {
        end = () => resolve({ code: 1, signal: null })
      })
      const child: Child = {
        ...{ spawned: Promise.resolve(100 + children.length), exited, stdout: null, stderr: null },
        ...{ post: () => undefined, kill: () => end() },
        onMessage: (listener) => {
          say = listener
        },
      }
      children.push({ child, say: (message) => say(message), end: () => end() })
      return child
    }
    await rebench({ launch })
    bench.define('job', 'any')
    const begin = async (index: number): Promise<void> => {
      const started = bench.supervisor.start('job')
      await bench.untilChanged(() => bench.supervisor.snapshot('job').pid === 100 + index)
      children[index]?.say({ type: 'listening' })
      await started
    }
    await begin(0)
    await bench.supervisor.stop('job')
    await begin(1)
    children[0]?.end()
    children[0]?.say({ type: 'pong' })
    await Promise.resolve()
    expect(bench.supervisor.snapshot('job')).toMatchObject({
      state: 'running',
      pid: 101,
      exit: null,
    })
    expect(bench.messages).toEqual([])
  })
})

describe('death', () => {
  it('is noticed by event when somebody else kills the child', async () => {
    bench.define('job', 'plain')
    await bench.supervisor.start('job')
    process.kill(bench.supervisor.snapshot('job').pid ?? 0, 'SIGKILL')
    await bench.untilChanged(() => bench.supervisor.snapshot('job').state === 'failed')
    expect(bench.supervisor.snapshot('job')).toMatchObject({
      ...{ pid: null, startedAt: null },
      exit: { code: null, signal: 'SIGKILL', unexpected: true },
    })
  })

  it('keeps the service failed until a person starts it', async () => {
    bench.define('job', 'plain')
    await bench.supervisor.start('job')
    bench.supervisor.post('job', 'die')
    await bench.untilChanged(() => bench.supervisor.snapshot('job').state === 'failed')
    await bench.supervisor.stop('job')
    expect(bench.supervisor.snapshot('job')).toMatchObject({ state: 'failed', exit: { code: 7 } })
  })

  it('takes every child with it in the last resort', async () => {
    bench.define('job', 'stubborn')
    await bench.supervisor.start('job')
    bench.supervisor.killNow()
    await bench.untilChanged(() => bench.supervisor.snapshot('job').pid === null)
    expect(bench.supervisor.snapshot('job').exit).toMatchObject({ signal: 'SIGKILL' })
  })
})

describe('all', () => {
  it('starts what others need first and stops in the given order', async () => {
    bench.define('looma', 'plain', { dependsOn: ['auth', 'job'] })
    bench.define('job', 'plain', { dependsOn: ['auth'] })
    bench.define('auth', 'plain')
    await bench.supervisor.startAll()
    const running = bench.changes.filter((change) => change.endsWith('running'))
    expect(running).toEqual(['auth running', 'job running', 'looma running'])
    bench.changes.length = 0
    await bench.supervisor.stopAll(['looma', 'job', 'auth', 'nobody'])
    const stopped = [...new Set(bench.changes.filter((change) => change.endsWith('stopped')))]
    expect(stopped).toEqual(['looma stopped', 'job stopped', 'auth stopped'])
  })

  it('does not wait for itself in a circle, and reports a failure at the end', async () => {
    bench.define('a', 'plain', { dependsOn: ['b'] })
    bench.define('b', 'exit-3', { dependsOn: ['c'] })
    bench.define('c', 'plain', { dependsOn: ['a', 'c', 'nobody'] })
    expect((await failureOf(bench.supervisor.startAll())).facts).toMatchObject({ id: 'b', code: 3 })
    expect(bench.supervisor.snapshot('a').state).toBe('running')
    expect(bench.supervisor.snapshot('c').state).toBe('running')
  })

  it('shows a process that it did not start', () => {
    bench.define('job', 'plain')
    bench.supervisor.noteForeign('job', true)
    expect(bench.supervisor.snapshot('job').state).toBe('external')
    bench.supervisor.noteForeign('job', false)
    expect(bench.supervisor.snapshot('job').state).toBe('stopped')
  })
})
