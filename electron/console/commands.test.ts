import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import type { Profile } from '../../shared/domain/profile'
import type { LogLine } from '../../shared/domain/services'
import { checkProfile } from '../profile/parse'
import { isPortBusy } from '../process/ports'
import { quietPort } from '../process/test-ports'
import { commandSpecs } from './commands'
import { openConsole, tileOf, type TestConsole } from './test-console'

const closers: (() => unknown)[] = []
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close()
})

const service = `
import { createServer } from 'node:http'
const [name, port] = process.argv.slice(2)
const body = JSON.stringify({ service: name, status: 'healthy', version: '1.0' })
createServer((request, response) => {
  if (request.url === '/die') process.exit(5)
  response.setHeader('content-type', 'application/json').end(body)
}).listen(Number(port), '127.0.0.1', () => console.log(name + ' 已启动'))
`

/** A profile whose auth and job are run by command; the others are nowhere. */
async function openProject(more: (profile: Record<string, unknown>) => void = () => undefined) {
  const folder = mkdtempSync(join(tmpdir(), '项目 '))
  closers.push(() => rmSync(folder, { recursive: true, force: true }))
  writeFileSync(join(folder, 'service.mjs'), service)
  const ports: Record<string, number> = {}
  for (const id of ['looma', 'auth', 'ai', 'resume', 'job', 'company', 'user']) {
    ports[id] = await quietPort()
  }
  const at = (id: string) => ({ url: `http://127.0.0.1:${ports[id]}` })
  const run = (id: string, name = `${id}-service`) => ({
    cwd: folder,
    start: [process.execPath, 'service.mjs', name, String(ports[id])],
    readyTimeoutMs: 15_000,
  })
  const raw: Record<string, unknown> = {
    ...{ name: '本地脚本', looma: at('looma'), poll: { intervalMs: 250, timeoutMs: 2_000 } },
    zervigo: {
      ...{ auth: at('auth'), ai: at('ai'), resume: at('resume'), job: at('job') },
      ...{ company: at('company'), user: at('user') },
    },
    processes: { auth: run('auth', 'unified-auth-service'), job: run('job') },
  }
  more(raw)
  const parsed = checkProfile(raw, 'scripts')
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems))
  return { profile: parsed.profile, ports, folder }
}

async function open(profile: Profile): Promise<TestConsole> {
  const own = await openConsole({ serviceScript: 'unused', profile })
  closers.push(() => own.dispose())
  own.program.begin()
  return own
}

describe('a profile with processes', () => {
  it('is started, followed, restarted and stopped from the grid', async () => {
    const { profile, ports } = await openProject()
    const own = await open(profile)
    const grid = await own.call('services:grid')
    expect(grid.profile.kind).toBe('local')
    expect(tileOf(grid, 'auth').process).toMatchObject({ state: 'stopped', controllable: true })
    expect(tileOf(grid, 'user').process).toMatchObject({ state: 'external', controllable: false })

    await own.call('services:start', { id: 'auth' })
    const up = await own.told('services:changed', (one) => {
      const { process: running, health } = tileOf(one, 'auth')
      return running.state === 'running' && health.state === 'healthy'
    })
    const first = tileOf(up, 'auth').process
    expect(first).toMatchObject({ state: 'running', restarts: 0, adopted: false })

    const lines: LogLine[] = []
    const stream = new AbortController()
    const sink = {
      push: (batch: LogLine[]) => void lines.push(...batch),
      ...{
        drop: () => undefined,
        end: () => undefined,
        fail: () => undefined,
        signal: stream.signal,
      },
    }
    own.program.sources['services:log']({ id: 'auth' }, sink)
    await own.call('services:restart', { id: 'auth' })
    stream.abort()
    expect(lines.map(({ text }) => text).join('\n')).toContain('已启动')
    const again = tileOf(await own.call('services:grid'), 'auth').process
    expect(again).toMatchObject({ state: 'running', restarts: 1 })
    expect(again.pid).not.toBe(first.pid)

    own.forget()
    await own.call('services:stop', { id: 'auth' })
    const down = await own.told(
      'services:changed',
      (one) => tileOf(one, 'auth').process.state === 'stopped',
    )
    expect(tileOf(down, 'auth').process.exit).toMatchObject({ unexpected: false })
    expect(await isPortBusy(ports['auth'] ?? 0)).toBe(false)
    expect(own.bugs).toEqual([])
  }, 60_000)

  it('turns red at once when one dies, starts it again, and ends all of it on closing', async () => {
    const { profile, ports } = await openProject()
    const own = await open(profile)
    await own.call('services:start', { id: 'auth' })
    await own.call('services:start', { id: 'job' })
    const healthy = await own.told('services:changed', (one) =>
      ['auth', 'job'].every((id) => tileOf(one, id).health.state === 'healthy'),
    )
    own.forget()
    process.kill(tileOf(healthy, 'job').process.pid ?? 0, 'SIGKILL')
    const red = await own.told(
      'services:changed',
      (one) => tileOf(one, 'job').process.nextStartAt !== null,
    )
    expect(tileOf(red, 'job')).toMatchObject({
      process: { state: 'failed', exit: { signal: 'SIGKILL', unexpected: true } },
      health: { state: 'unreachable' },
    })
    own.forget()
    await own.told('services:changed', (one) => tileOf(one, 'job').health.state === 'healthy')
    await own.program.dispose()
    closers.pop()
    for (const id of ['auth', 'job']) expect(await isPortBusy(ports[id] ?? 0)).toBe(false)
    rmSync(own.dataFolder, { recursive: true, force: true })
  }, 60_000)

  it('shows what a person started by hand as foreign and leaves it alone', async () => {
    const { profile, ports, folder } = await openProject()
    const argv = ['service.mjs', 'unified-auth-service', String(ports['auth'])]
    const foreign = spawn(process.execPath, argv, { cwd: folder, stdio: 'ignore' })
    closers.push(() => foreign.kill('SIGKILL'))
    const own = await open(profile)
    await own.told('services:changed', (one) => tileOf(one, 'auth').process.state === 'external')
    await expect(own.call('services:start', { id: 'auth' })).rejects.toMatchObject({
      ...{ code: 'port', facts: { pid: foreign.pid, port: ports['auth'] } },
    })
    await own.call('services:stop', { id: 'auth' })
    expect([foreign.exitCode, foreign.signalCode]).toEqual([null, null])
  }, 60_000)

  it('does not call a service started that names itself as another', async () => {
    const { profile } = await openProject((raw) => {
      const { auth } = raw['processes'] as Record<string, { start: string[] }>
      if (auth !== undefined) auth.start[2] = 'job-service'
      Object.assign(auth ?? {}, { readyTimeoutMs: 2_000 })
    })
    const own = await open(profile)
    await expect(own.call('services:start', { id: 'auth' })).rejects.toMatchObject({
      ...{ code: 'process', facts: { id: 'auth', code: 'timeout' } },
    })
    expect(tileOf(await own.call('services:grid'), 'auth').process.state).toBe('failed')
  }, 60_000)
})

describe('commandSpecs', () => {
  it('guards the port of an address on this machine only, and passes on a clean environment', async () => {
    const { profile, folder } = await openProject((raw) => {
      raw['looma'] = { url: 'http://looma.example:8888' }
      const processes = raw['processes'] as Record<string, unknown>
      processes['looma'] = { cwd: folderOf(raw), start: ['./start.sh'], log: 'logs/looma.log' }
    })
    const env = { PATH: '/bin', NODE_OPTIONS: '--inspect', LOOMA_PASSWORD: 'x', HOME: '/h' }
    const specs = commandSpecs(profile, env)
    const looma = specs.find(({ id }) => id === 'looma')
    expect(looma).toMatchObject({
      ...{ ports: [], stop: null, env: { PATH: '/bin', HOME: '/h' }, readyTimeoutMs: 60_000 },
      ...{ log: join(folder, 'logs', 'looma.log'), dependsOn: expect.arrayContaining(['auth']) },
    })
    expect(specs.find(({ id }) => id === 'job')?.ports).toEqual([
      Number(new URL(profile.zervigo.job.url).port),
    ])
  })
})

function folderOf(raw: Record<string, unknown>): string {
  const { auth } = raw['processes'] as Record<string, { cwd: string }>
  return auth?.cwd ?? ''
}
