import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { createServer, type Server } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { serviceIds } from '../../shared/domain/services'
import { profileOf } from '../checklist/test-run'
import { buildServiceForTests } from '../localstack/build-service-for-tests'
import { startTestStack, type TestStack } from '../localstack/test-stack'
import { isPortBusy } from '../process/ports'
import { healthOf, isHealthy, openConsole, tileOf, type TestConsole } from './test-console'

let built: Awaited<ReturnType<typeof buildServiceForTests>>
let remote: TestStack
beforeAll(async () => {
  built = await buildServiceForTests()
  remote = await startTestStack()
}, 60_000)
afterAll(async () => {
  await remote.dispose()
  await built.remove()
})

const closers: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close()
})
async function open(more: Partial<Parameters<typeof openConsole>[0]> = {}): Promise<TestConsole> {
  const own = await openConsole({ serviceScript: built.script, ...more })
  closers.push(() => own.dispose())
  return own
}

const remoteText = (name: string) => {
  const { id: _id, ...profile } = profileOf(remote.ports, { poll: { intervalMs: 250 } })
  return JSON.stringify({ ...profile, name })
}

describe('profiles', () => {
  it('changes to another system and back; the own stack ends and begins with it', async () => {
    const own = await open()
    own.program.begin()
    const first = await own.told('services:changed', isHealthy)
    const ports = first.services.map(({ url }) => Number(new URL(url).port))
    await own.call('session:login', { username: 'admin', password: 'password' })
    const added = await own.call('profiles:import', {
      text: remoteText('远程'),
      name: 'remote.json',
    })
    expect(added).toEqual({ ok: true, id: 'remote' })

    own.forget()
    await own.call('profiles:use', { id: 'remote' })
    const there = await own.told(
      'services:changed',
      (grid) => grid.profile.id === 'remote' && isHealthy(grid),
    )
    expect(there).toMatchObject({ profile: { name: '远程', kind: 'remote' }, stack: null })
    expect(tileOf(there, 'auth').process).toMatchObject({ state: 'external', controllable: false })
    expect((await own.call('session:get')).state).toBe('none')
    expect((await Promise.all(ports.map((port) => isPortBusy(port)))).includes(true)).toBe(false)
    // Ending the own stack on purpose is no incident of anybody.
    expect(await own.call('services:incidents', { limit: 10 })).toEqual([])
    await expect(own.call('stack:start', { freePorts: true })).rejects.toMatchObject({
      code: 'unsupported',
    })
    const stopping = own.call('services:stop', { id: 'auth' })
    await expect(stopping).rejects.toMatchObject({ code: 'unsupported' })

    await remote.stop('job')
    await own.told('services:changed', (grid) => tileOf(grid, 'job').health.state === 'unreachable')
    await remote.restart('job')

    own.forget()
    await own.call('profiles:use', { id: 'embedded' })
    await own.told('services:changed', (grid) => grid.profile.id === 'embedded' && isHealthy(grid))
    expect(own.bugs).toEqual([])
  }, 40_000)

  it('remembers the profile, and says so when it can no longer be used', async () => {
    const dataFolder = await mkdtemp(join(tmpdir(), 'console-'))
    closers.push(() => rm(dataFolder, { recursive: true, force: true }))
    const first = await openConsole({ serviceScript: built.script, dataFolder })
    await first.call('profiles:import', { text: remoteText('远程'), name: 'remote.json' })
    await first.call('profiles:use', { id: 'remote' })
    await first.dispose()
    const second = await openConsole({ serviceScript: built.script, dataFolder })
    expect((await second.call('services:grid')).profile.id).toBe('remote')
    await second.dispose()
    await writeFile(join(dataFolder, 'profiles', 'remote.json'), '{"name":')
    const third = await openConsole({ serviceScript: built.script, dataFolder })
    expect((await third.call('services:grid')).profile.id).toBe('embedded')
    expect((await third.call('app:info')).notices).toMatchObject([{ code: 'profile-unusable' }])
    await third.dispose()
  })

  it('takes a profile of the command line, also one that calls itself embedded', async () => {
    const own = await open({ profile: { ...profileOf(remote.ports), id: 'embedded' } })
    own.program.begin()
    const grid = await own.told('services:changed', isHealthy)
    expect([grid.profile.id, grid.profile.kind, grid.stack]).toEqual(['file', 'remote', null])
  })
})

describe('taken ports', () => {
  it('block the stack with their owner; free ports get it going', async () => {
    const holder = await hold(8888)
    const own = await open({ stackPorts: 'default' })
    own.program.begin()
    const { stack } = await own.call('services:grid')
    expect(stack?.state).toBe('blocked')
    const conflict = stack?.conflicts.find(({ port }) => port === 8888)
    expect(conflict?.service).toBe('looma')
    expect(conflict?.pid).toBeGreaterThan(0)
    if (holder !== null) expect(conflict?.pid).toBe(process.pid)
    await expect(own.call('stack:start', { freePorts: false })).rejects.toMatchObject({
      code: 'port',
      facts: { pid: conflict?.pid },
    })
    await own.call('stack:start', { freePorts: true })
    const grid = await own.told('services:changed', isHealthy)
    expect(grid.stack).toMatchObject({ state: 'running', freePorts: true, conflicts: [] })
    own.forget()
    await own.call('stack:stop')
    const off = await own.told('services:changed', (one) => one.stack?.state === 'off')
    expect(healthOf(off)).toEqual(serviceIds.map(() => 'unreachable'))
  }, 40_000)
})

/** Null when somebody else on this machine holds the port already, which is as good. */
function hold(port: number): Promise<Server | null> {
  const server = createServer((socket) => socket.destroy())
  closers.push(() => new Promise((resolve) => server.close(resolve)))
  return new Promise((resolve) => {
    server.once('error', () => resolve(null))
    server.listen(port, '127.0.0.1', () => resolve(server))
  })
}

describe('the database', () => {
  it('that is none is kept aside, and a person is told', async () => {
    const dataFolder = await mkdtemp(join(tmpdir(), 'console-'))
    closers.push(() => rm(dataFolder, { recursive: true, force: true }))
    await writeFile(join(dataFolder, 'console.db'), 'this is a shopping list\n'.repeat(400))
    const own = await openConsole({ serviceScript: built.script, dataFolder })
    const { notices } = await own.call('app:info')
    expect(notices).toMatchObject([{ code: 'database-set-aside' }])
    const aside = (await readdir(dataFolder)).filter((name) => name.includes('.corrupt-'))
    expect(aside).toHaveLength(1)
    expect(await own.files()).toContain('this is a shopping list')
    await own.call('settings:update', { tester: '王' })
    expect((await own.call('settings:get')).tester).toBe('王')
    await own.dispose()
  })
})
