import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { hasDrift } from '../../shared/domain/contracts'
import { serviceIds } from '../../shared/domain/services'
import { buildServiceForTests } from '../localstack/build-service-for-tests'
import { isHealthy, openConsole, tileOf, type TestConsole } from './test-console'

const talent = '上海研发/2019#07 旧档?'
let built: Awaited<ReturnType<typeof buildServiceForTests>>
let own: TestConsole
beforeAll(async () => {
  built = await buildServiceForTests()
  own = await openConsole({ serviceScript: built.script })
  own.program.begin()
  await own.told('services:changed', isHealthy)
}, 60_000)
afterAll(async () => {
  await own.dispose()
  await built.remove()
})

describe('the grid', () => {
  it('became healthy by events, every service in a process of its own', async () => {
    const grid = await own.call('services:grid')
    const pids = grid.services.map(({ process }) => process.pid)
    expect(new Set(pids).size).toBe(7)
    expect(grid.stack).toMatchObject({ state: 'running', freePorts: true, conflicts: [] })
    expect(grid.services.every(({ process }) => process.controllable)).toBe(true)
    expect(own.bugs).toEqual([])
  })

  it('shows a killed service at once, from its exit, and what it takes down', async () => {
    own.forget()
    const before = tileOf(await own.call('services:grid'), 'resume')
    process.kill(before.process.pid ?? -1, 'SIGKILL')
    const grid = await own.told(
      'services:changed',
      (one) => tileOf(one, 'resume').health.state === 'unreachable',
    )
    const { process: dead, health } = tileOf(grid, 'resume')
    expect(dead).toMatchObject({ state: 'failed', exit: { signal: 'SIGKILL', unexpected: true } })
    expect(health.lastError?.detail).toContain('SIGKILL')
    // No probe asked in between: the newest one is still the good one before.
    expect(health.probes.at(-1)?.outcome).toBe(before.health.probes.at(-1)?.outcome)
    expect(await own.call('services:incidents', { limit: 10 })).toMatchObject([
      { service: 'resume', state: 'unreachable', endedAt: null },
    ])
  })

  it('recovers by a restart, and ends the incident', async () => {
    own.forget()
    await own.call('services:restart', { id: 'resume' })
    await own.told('services:changed', isHealthy)
    const [incident] = await own.call('services:incidents', { limit: 10 })
    expect(incident).toMatchObject({ service: 'resume', endedAt: expect.any(Number) })
  })

  it('stops and starts one on purpose; a drill needs a running service', async () => {
    own.forget()
    await own.call('services:stop', { id: 'company' })
    const grid = await own.told(
      'services:changed',
      (one) => tileOf(one, 'company').process.state === 'stopped',
    )
    expect(tileOf(grid, 'company').process.exit?.unexpected).toBe(false)
    const drill = own.call('services:fault', { id: 'company', fault: 'error' })
    await expect(drill).rejects.toMatchObject({ code: 'process' })
    own.forget()
    await own.call('services:start', { id: 'company' })
    await own.told('services:changed', isHealthy)
  })

  it('follows the log of a service', async () => {
    const end = new AbortController()
    const lines: string[] = []
    own.program.sources['services:log'](
      { id: 'auth' },
      {
        push: (items) => lines.push(...items.map(({ text }) => text)),
        drop: () => {},
        end: () => {},
        fail: () => {},
        signal: end.signal,
      },
    )
    expect(lines.length).toBeGreaterThan(0)
    end.abort()
  })
})

describe('what a person does', () => {
  it('nothing business without a login', async () => {
    const refused = own.call('talents:sync', { id: talent })
    await expect(refused).rejects.toMatchObject({ code: 'session' })
  })

  it('logs in, syncs, processes, asks for matches and chats about one talent', async () => {
    const session = await own.call('session:login', { username: 'admin', password: 'password' })
    expect(session).toMatchObject({ state: 'active', role: 'super_admin', wildcard: true })
    const page = await own.call('talents:list', { query: '', offset: 0, limit: 1_000 })
    expect(page.items.map(({ id }) => id)).toContain(talent)
    const synced = await own.call('talents:sync', { id: talent })
    const detail = await own.call('talents:get', { id: talent })
    expect(detail).toMatchObject({ id: talent, resumeId: synced.resumeId })
    const result = await own.call('talents:process', { id: talent })
    expect(result.skills.length).toBeGreaterThan(0)
    expect(await own.call('talents:result', { id: talent })).toEqual(result)
    const found = await own.call('matches:find', { id: talent })
    expect(found.matches.length).toBeGreaterThan(0)
    const chat = await own.call('chat:send', { id: talent, text: `${detail.name}有几年经验？` })
    expect(chat.map(({ author, state }) => [author, state])).toEqual([
      ['person', 'answered'],
      ['assistant', 'answered'],
    ])
    expect(await own.call('chat:history', { id: talent })).toEqual(chat)
    const call = await own.call('calls:get', { id: synced.callId })
    expect(call).toMatchObject({ operation: 'talent.sync', status: 200 })
    expect(call.curl).toContain('curl')
  })

  it('finds a call again in the logs of the services that it went through', async () => {
    const { id } = (await own.call('calls:list', { limit: 100 })).find(
      ({ operation }) => operation === 'talent.sync',
    ) ?? { id: '' }
    const { correlationId } = await own.call('calls:get', { id })
    const { folder, file } = await own.call('logs:save', { services: [...serviceIds] })
    const text = await readFile(join(folder, file), 'utf8')
    const lines = text.split('\n').filter((line) => line.includes(correlationId))
    const services = new Set(lines.map((line) => line.split(' ')[1]))
    expect(services).toContain('looma')
    expect(services.size).toBeGreaterThan(1)
  })

  it('syncs everything, with progress by events', async () => {
    own.forget()
    const job = await own.call('sync:start', { ids: null })
    expect(job.total).toBe(240)
    const done = await own.told('sync:changed', ({ finishedAt }) => finishedAt !== null)
    expect(done).toMatchObject({ id: job.id, state: 'finished', done: 240, failed: 0 })
  })

  it('runs the checklist and finds it again', async () => {
    own.forget()
    const { id } = await own.call('checklist:start', { talentId: talent })
    await expect(own.call('checklist:start', {})).rejects.toMatchObject({ code: 'busy' })
    const { report } = await own.told('checklist:changed', (run) => run.report !== null)
    expect(report?.totals).toEqual({ passed: 18, failed: 0, unproven: 0, total: 18 })
    expect(await own.call('runs:get', { id })).toMatchObject({ verdict: 'pass' })
    expect((await own.call('runs:list', { limit: 5 })).map((run) => run.id)).toEqual([id])
    const { files } = await own.call('runs:export', { id, formats: ['html', 'csv'] })
    expect(files).toEqual(['report.html', 'report.csv'])
    await expect(own.call('runs:reveal', { id: '../../..' })).rejects.toMatchObject({
      code: 'missing',
    })
  })

  it('has learned what every endpoint of the run answers, and takes it by name', async () => {
    const entries = await own.call('contracts:list')
    expect(entries.filter(({ diff }) => hasDrift(diff))).toEqual([])
    expect(entries.find(({ operation }) => operation === 'zervigo.health')).toMatchObject({
      source: 'documented',
      observed: { shape: { 'services.ai.url': 'string' } },
    })
    const by = { name: '李雷', note: '按现状接受' }
    const accepted = await own.call('contracts:accept', { operation: 'talent.sync', ...by })
    expect(accepted).toMatchObject({ source: 'accepted', accepted: { name: '李雷' } })
    await expect(
      own.call('contracts:accept', { operation: 'auth.roles', ...by }),
    ).rejects.toMatchObject({ code: 'missing' })
  })

  it('runs the permission matrix without touching the session', async () => {
    own.forget()
    const { suggestions, expectations } = await own.call('permissions:plan')
    const accounts = suggestions.map(({ username }) => ({ username, password: null }))
    await own.call('permissions:start', { accounts, expectations })
    await expect(own.call('permissions:start', { accounts, expectations })).rejects.toMatchObject({
      code: 'busy',
    })
    const done = await own.told('permissions:changed', ({ finishedAt }) => finishedAt !== null)
    expect(done.accounts.map(({ role }) => role)).toEqual([
      ...['super_admin', 'guest', 'system_admin', 'guest'],
    ])
    // Nobody has said what a system_admin should be able to do.
    expect(done).toMatchObject({
      state: 'finished',
      verdict: 'incomplete',
      totals: { passed: 15, failed: 0, unproven: 5, total: 20 },
    })
    expect(await own.call('permissions:current')).toEqual(done)
    expect(await own.call('session:get')).toMatchObject({ username: 'admin' })
  })

  it('finds a drill, and recovers from it', async () => {
    own.forget()
    await own.call('services:fault', { id: 'ai', fault: 'lie' })
    await own.call('checklist:start', { only: ['data.chat', 'data.ai-result'] })
    const { report } = await own.told('checklist:changed', (run) => run.report !== null)
    expect(report?.verdict).toBe('fail')
    await own.call('services:fault', { id: 'ai', fault: 'none' })
  })
})

describe('secrets', () => {
  it('never reach the page or a file', async () => {
    await own.call('session:login', { username: 'admin', password: 'password' })
    await own.call('session:renew')
    const jwt = /eyJ[\w-]{10,}\.[\w-]{10,}\.[\w-]{20,}/
    expect(own.seen().length).toBeGreaterThan(50_000)
    expect(own.seen()).not.toMatch(jwt)
    expect(own.seen()).not.toMatch(/"password": ?"password"|\\"password\\": ?\\"password\\"/)
    const files = await own.files()
    expect(files.length).toBeGreaterThan(100_000)
    expect(files).not.toMatch(jwt)
    expect(own.bugs).toEqual([])
  })
})
