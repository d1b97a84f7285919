import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { OpsError } from '../../shared/errors'
import type { Child, LaunchScript } from './launch'
import { nodeLaunch } from './node-launch'
import { createSupervisor, type ProcessSpec, type Supervisor } from './supervisor'

const fixture = `
import { createServer } from 'node:net'
import { spawn } from 'node:child_process'
const [mode, port = '0'] = process.argv.slice(2)
const ready = () => process.send({ type: 'listening' })
const forever = () => setInterval(() => {}, 1000)
process.on('message', (message) => {
  if (message === 'die') process.exit(7)
  if (message === 'ping') process.send({ type: 'pong' })
})
if (mode === 'plain') createServer().listen(Number(port), '127.0.0.1', ready)
if (mode === 'stubborn') { process.on('SIGTERM', () => {}); forever(); ready() }
if (mode === 'exit-3') { console.error('bad config: 数据库'); process.exitCode = 3; process.disconnect() }
if (mode === 'silent') forever()
if (mode === 'flood') {
  const line = 'x'.repeat(99) + '\\n'
  for (let block = 0; block < 300; block += 1) process.stdout.write(line.repeat(1000))
  process.stdout.write('the end', () => { ready(); forever() })
}
if (mode === 'orphan') {
  const code = "require('net').createServer().listen(" + port + ", '127.0.0.1', () => console.log('up')); process.on('SIGTERM', () => {})"
  const inner = spawn(process.execPath, ['-e', code], { stdio: ['ignore', 'pipe', 'ignore'] })
  inner.stdout.once('data', () => { console.log('inner ' + inner.pid); ready() })
}
if (mode === 'quick') process.exit(0)
`

let folder: string
let script: string
let supervisor: Supervisor
let changes: string[]
let messages: unknown[]
let waiters: (() => void)[]
const open: Server[] = []

function create(launch: LaunchScript = nodeLaunch): Supervisor {
  return createSupervisor({
    launch,
    logFolder: join(folder, 'logs'),
    mask: (text) => text.replaceAll('hunter2', '***'),
    now: Date.now,
    timings: { readyMs: 5_000, stopMs: 300, killMs: 3_000, verifyMs: 2_000, drainMs: 1_000 },
    onChange: (id) => {
      changes.push(`${id} ${supervisor.snapshot(id).state}`)
      for (const wake of waiters.splice(0)) wake()
    },
    onMessage: (_id, message) => messages.push(message),
  })
}

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'supervisor-'))
  script = join(folder, 'service.mjs')
  writeFileSync(script, fixture)
  changes = []
  messages = []
  waiters = []
  supervisor = create()
})
afterEach(async () => {
  await supervisor.dispose()
  for (const server of open.splice(0)) server.close()
  rmSync(folder, { recursive: true, force: true })
})

function define(id: string, mode: string, more: Partial<ProcessSpec> = {}): void {
  const env = { PATH: process.env['PATH'] ?? '' }
  const args = [mode, String(more.port ?? 0)]
  supervisor.define({ id, script, args, env, cwd: folder, port: null, dependsOn: [], ...more })
}
async function untilChanged(isDone: () => boolean): Promise<void> {
  while (!isDone()) await new Promise<void>((resolve) => waiters.push(resolve))
}
async function failureOf(work: Promise<unknown>): Promise<OpsError> {
  const error: unknown = await work.then(
    () => null,
    (reason: unknown) => reason,
  )
  if (error instanceof OpsError) return error
  throw new Error(`expected an OpsError, got ${String(error)}`)
}
function isAlive(pid: number | null): boolean {
  if (pid === null) return false
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}
async function listenOnFreePort(): Promise<{ server: Server; port: number }> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  open.push(server)
  const address = server.address()
  return { server, port: typeof address === 'object' && address !== null ? address.port : 0 }
}
async function freePort(): Promise<number> {
  const { server, port } = await listenOnFreePort()
  await new Promise((resolve) => server.close(resolve))
  return port
}

describe('start', () => {
  it('resolves once the child listens', async () => {
    define('job', 'plain')
    await supervisor.start('job')
    const { state, pid, startedAt, exit } = supervisor.snapshot('job')
    expect({ state, exit }).toEqual({ state: 'running', exit: null })
    expect(startedAt).not.toBeNull()
    expect(isAlive(pid)).toBe(true)
    expect(changes).toEqual(['job starting', 'job starting', 'job running'])
  })

  it('is one start when asked twice at once', async () => {
    let launches = 0
    supervisor = create((spec) => {
      launches += 1
      return nodeLaunch(spec)
    })
    define('job', 'plain')
    await Promise.all([supervisor.start('job'), supervisor.start('job')])
    await supervisor.start('job')
    expect(launches).toBe(1)
  })

  it('reports a child that dies while starting, with its code and last lines', async () => {
    define('job', 'exit-3')
    const error = await failureOf(supervisor.start('job'))
    expect(error.code).toBe('process')
    expect(error.facts).toMatchObject({ id: 'job', code: 3 })
    expect(error.facts['tail']).toContain('bad config: 数据库')
    const { state, exit, tail } = supervisor.snapshot('job')
    expect(state).toBe('failed')
    expect(exit).toMatchObject({ code: 3, signal: null, unexpected: true })
    expect(tail.join('\n')).toContain('bad config: 数据库')
  })

  it('gives up on a child that never listens, and leaves nothing behind', async () => {
    supervisor = createSupervisor({
      ...{ launch: nodeLaunch, logFolder: join(folder, 'logs'), mask: (text) => text },
      ...{ now: Date.now, onChange: () => undefined },
      timings: { readyMs: 200, stopMs: 2_000 },
    })
    define('job', 'silent')
    const started = supervisor.start('job')
    const error = await failureOf(started)
    expect(error.facts).toMatchObject({ code: 'timeout' })
    expect(supervisor.snapshot('job')).toMatchObject({ state: 'failed', pid: null })
  })

  it('reports a child that cannot be launched', async () => {
    define('job', 'plain', { cwd: join(folder, 'missing') })
    const error = await failureOf(supervisor.start('job'))
    expect(error.facts).toMatchObject({ code: 'spawn' })
    expect(supervisor.snapshot('job').state).toBe('failed')
  })

  it('names the holder of a busy port before anything starts', async () => {
    const { port } = await listenOnFreePort()
    define('job', 'plain', { port })
    const error = await failureOf(supervisor.start('job'))
    expect(error.code).toBe('port')
    expect(error.facts).toMatchObject({ port, service: 'job' })
    if (process.platform === 'linux') expect(error.facts['pid']).toBe(process.pid)
    expect(supervisor.snapshot('job')).toMatchObject({ state: 'failed', pid: null })
    expect(supervisor.snapshot('job').tail.join()).toContain(String(port))
  })

  it('can be started again after it failed', async () => {
    define('job', 'exit-3')
    await failureOf(supervisor.start('job'))
    define('job', 'plain')
    await supervisor.start('job')
    expect(supervisor.snapshot('job')).toMatchObject({ state: 'running', restarts: 1, tail: [] })
  })

  it('ends as stopped when it is stopped while starting', async () => {
    define('job', 'silent')
    const started = failureOf(supervisor.start('job'))
    await untilChanged(() => supervisor.snapshot('job').pid !== null)
    await supervisor.stop('job')
    expect((await started).code).toBe('aborted')
    expect(supervisor.snapshot('job')).toMatchObject({ state: 'stopped', pid: null })
  })

  it('refuses an unknown service', async () => {
    expect((await failureOf(supervisor.start('nobody'))).code).toBe('missing')
  })
})

describe('stop', () => {
  it('ends a polite child by TERM and frees its port', async () => {
    const port = await freePort()
    define('job', 'plain', { port })
    await supervisor.start('job')
    const { pid } = supervisor.snapshot('job')
    await supervisor.stop('job')
    expect(isAlive(pid)).toBe(false)
    expect(supervisor.snapshot('job')).toMatchObject({
      ...{ state: 'stopped', pid: null, tail: [] },
      exit: { signal: 'SIGTERM', unexpected: false },
    })
    await supervisor.start('job')
    expect(supervisor.snapshot('job').state).toBe('running')
  })

  it('kills a child that ignores TERM', async () => {
    define('job', 'stubborn')
    await supervisor.start('job')
    const { pid } = supervisor.snapshot('job')
    await Promise.all([supervisor.stop('job'), supervisor.stop('job')])
    expect(isAlive(pid)).toBe(false)
    expect(supervisor.snapshot('job').exit).toMatchObject({ signal: 'SIGKILL', unexpected: false })
  })

  it('leaves nothing of a group behind, even what ignores TERM', async () => {
    const port = await freePort()
    define('job', 'orphan', { port })
    await supervisor.start('job')
    const said = supervisor
      .log('job')
      .snapshot()
      .map((line) => line.text)
    const inner = Number(/inner (\d+)/.exec(said.join('\n'))?.[1])
    expect(isAlive(inner)).toBe(true)
    await supervisor.stop('job')
    await supervisor.start('job')
    expect(supervisor.snapshot('job').state).toBe('running')
  })

  it('does nothing to a service that does not run', async () => {
    define('job', 'plain')
    await supervisor.stop('job')
    expect(changes).toEqual([])
  })
})

describe('restart', () => {
  it('starts the new child only after the old one is gone', async () => {
    define('job', 'stubborn')
    await supervisor.start('job')
    const { pid: old } = supervisor.snapshot('job')
    let wasAliveAtStart: boolean | null = null
    waiters.push(function look() {
      if (supervisor.snapshot('job').state === 'starting') wasAliveAtStart = isAlive(old)
      else waiters.push(look)
    })
    await supervisor.restart('job')
    expect(wasAliveAtStart).toBe(false)
    expect(supervisor.snapshot('job')).toMatchObject({ state: 'running', restarts: 1 })
    expect(supervisor.snapshot('job').pid).not.toBe(old)
  })

  it('is not disturbed by a late word or exit of an old child', async () => {
    const children: { child: Child; say: (message: unknown) => void; end: () => void }[] = []
    supervisor = create(() => {
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
    })
    define('job', 'any')
    const begin = async (index: number): Promise<void> => {
      const started = supervisor.start('job')
      await untilChanged(() => supervisor.snapshot('job').pid === 100 + index)
      children[index]?.say({ type: 'listening' })
      await started
    }
    await begin(0)
    await supervisor.stop('job')
    await begin(1)
    children[0]?.end()
    children[0]?.say({ type: 'pong' })
    await Promise.resolve()
    expect(supervisor.snapshot('job')).toMatchObject({ state: 'running', pid: 101, exit: null })
    expect(messages).toEqual([])
  })
})

describe('death', () => {
  it('is noticed by event when somebody else kills the child', async () => {
    define('job', 'plain')
    await supervisor.start('job')
    process.kill(supervisor.snapshot('job').pid ?? 0, 'SIGKILL')
    await untilChanged(() => supervisor.snapshot('job').state === 'failed')
    expect(supervisor.snapshot('job')).toMatchObject({
      ...{ pid: null, startedAt: null },
      exit: { code: null, signal: 'SIGKILL', unexpected: true },
    })
  })

  it('keeps the service failed until a person starts it', async () => {
    define('job', 'plain')
    await supervisor.start('job')
    supervisor.post('job', 'die')
    await untilChanged(() => supervisor.snapshot('job').state === 'failed')
    await supervisor.stop('job')
    expect(supervisor.snapshot('job')).toMatchObject({ state: 'failed', exit: { code: 7 } })
  })

  it('takes every child with it in the last resort', async () => {
    define('job', 'stubborn')
    await supervisor.start('job')
    supervisor.killNow()
    await untilChanged(() => supervisor.snapshot('job').pid === null)
    expect(supervisor.snapshot('job').exit).toMatchObject({ signal: 'SIGKILL' })
  })
})

describe('output and messages', () => {
  it('loses nothing of a flood on disk and stays bounded in memory', async () => {
    define('job', 'flood')
    await supervisor.start('job')
    await supervisor.stop('job')
    expect(supervisor.log('job').snapshot().length).toBeLessThanOrEqual(10_000)
    const logs = join(folder, 'logs')
    const newest = readFileSync(join(logs, 'job.log'), 'utf8')
    expect(newest).toContain('the end')
    expect(readdirSync(logs).sort()).toEqual(['job.log', 'job.log.1', 'job.log.2'])
    const whole = ['job.log.2', 'job.log.1', 'job.log']
      .map((name) => readFileSync(join(logs, name), 'utf8'))
      .join('')
    const lines = whole.split('\n').filter((line) => line.includes(' stdout x'))
    expect(lines.length).toBeGreaterThan(130_000)
    expect(lines.every((line) => line.endsWith('x'.repeat(99)))).toBe(true)
  })

  it('passes messages both ways', async () => {
    define('job', 'plain')
    await supervisor.start('job')
    supervisor.post('job', 'ping')
    while (messages.length === 0) await new Promise((resolve) => setImmediate(resolve))
    expect(messages).toEqual([{ type: 'pong' }])
  })

  it('leaves no zombie of 200 short children', async () => {
    const ids = Array.from({ length: 200 }, (_, index) => `quick-${index}`)
    for (const id of ids) define(id, 'quick')
    for (let from = 0; from < ids.length; from += 10) {
      await Promise.allSettled(ids.slice(from, from + 10).map((id) => supervisor.start(id)))
    }
    expect(ids.every((id) => supervisor.snapshot(id).state === 'failed')).toBe(true)
    if (process.platform === 'linux') expect(zombies()).toEqual([])
  }, 60_000)
})

function zombies(): string[] {
  const found: string[] = []
  for (const name of readdirSync('/proc').filter((entry) => /^\d+$/.test(entry))) {
    let stat = ''
    try {
      stat = readFileSync(`/proc/${name}/stat`, 'utf8')
    } catch {
      continue
    }
    const [state, parent] = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    if (state === 'Z' && Number(parent) === process.pid) found.push(stat)
  }
  return found
}

describe('all', () => {
  it('starts what others need first and stops in the given order', async () => {
    define('looma', 'plain', { dependsOn: ['auth', 'job'] })
    define('job', 'plain', { dependsOn: ['auth'] })
    define('auth', 'plain')
    await supervisor.startAll()
    const running = changes.filter((change) => change.endsWith('running'))
    expect(running).toEqual(['auth running', 'job running', 'looma running'])
    changes = []
    await supervisor.stopAll(['looma', 'job', 'auth', 'nobody'])
    const stopped = [...new Set(changes.filter((change) => change.endsWith('stopped')))]
    expect(stopped).toEqual(['looma stopped', 'job stopped', 'auth stopped'])
  })

  it('does not wait for itself in a circle, and reports a failure at the end', async () => {
    define('a', 'plain', { dependsOn: ['b'] })
    define('b', 'exit-3', { dependsOn: ['c'] })
    define('c', 'plain', { dependsOn: ['a', 'c', 'nobody'] })
    expect((await failureOf(supervisor.startAll())).facts).toMatchObject({ id: 'b', code: 3 })
    expect(supervisor.snapshot('a').state).toBe('running')
    expect(supervisor.snapshot('c').state).toBe('running')
  })

  it('shows a process that it did not start', () => {
    define('job', 'plain')
    supervisor.noteForeign('job', true)
    expect(supervisor.snapshot('job').state).toBe('external')
    supervisor.noteForeign('job', false)
    expect(supervisor.snapshot('job').state).toBe('stopped')
  })
})
