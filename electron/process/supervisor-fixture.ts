import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { OpsError } from '../../shared/errors'
import type { LaunchScript } from './launch'
import { nodeLaunch } from './node-launch'
import {
  createSupervisor,
  type ProcessSpec,
  type Supervisor,
  type SupervisorTimings,
} from './supervisor'

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

const quick = { readyMs: 5_000, stopMs: 300, killMs: 3_000, verifyMs: 2_000, drainMs: 1_000 }

/** A supervisor of real children in a temp folder, with a diary of what it told. */
export interface Bench {
  folder: string
  logs: string
  supervisor: Supervisor
  changes: string[]
  messages: unknown[]
  /** Called once each, at the next change. */
  waiters: (() => void)[]
  define(id: string, mode: string, more?: Partial<ProcessSpec>): void
  untilChanged(isDone: () => boolean): Promise<void>
  dispose(): Promise<void>
}

export interface BenchOptions {
  launch?: LaunchScript
  timings?: Partial<SupervisorTimings>
}

/** Makes a bench; a test disposes it. */
export function createBench({ launch = nodeLaunch, timings = quick }: BenchOptions = {}): Bench {
  const folder = mkdtempSync(join(tmpdir(), 'supervisor-'))
  const script = join(folder, 'service.mjs')
  const logs = join(folder, 'logs')
  writeFileSync(script, fixture)
  const changes: string[] = []
  const messages: unknown[] = []
  const waiters: (() => void)[] = []
  const supervisor = createSupervisor({
    ...{ launch, timings, logFolder: logs, now: Date.now },
    mask: (text) => text.replaceAll('hunter2', '***'),
    onChange: (id) => {
      changes.push(`${id} ${supervisor.snapshot(id).state}`)
      for (const wake of waiters.splice(0)) wake()
    },
    onMessage: (_id, message) => messages.push(message),
  })
  return {
    ...{ folder, logs, supervisor, changes, messages, waiters },
    define(id, mode, more = {}) {
      const env = { PATH: process.env['PATH'] ?? '' }
      const args = [mode, String(more.port ?? 0)]
      supervisor.define({ id, script, args, env, cwd: folder, port: null, dependsOn: [], ...more })
    },
    async untilChanged(isDone) {
      while (!isDone()) await new Promise<void>((resolve) => waiters.push(resolve))
    },
    async dispose() {
      await supervisor.dispose()
      for (const server of open.splice(0)) server.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

export async function failureOf(work: Promise<unknown>): Promise<OpsError> {
  const error: unknown = await work.then(
    () => null,
    (reason: unknown) => reason,
  )
  if (error instanceof OpsError) return error
  throw new Error(`expected an OpsError, got ${String(error)}`)
}
export function isAlive(pid: number | null): boolean {
  if (pid === null) return false
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}
/** Servers that a test leaves listening. */
const open: Server[] = []

export async function listenOnFreePort(): Promise<{ server: Server; port: number }> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  open.push(server)
  const address = server.address()
  return { server, port: typeof address === 'object' && address !== null ? address.port : 0 }
}
