import { mkdtempSync, rmSync } from 'node:fs'
import { mkdir, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { Profile } from '../../shared/domain/profile'
import { Grid, serviceIds } from '../../shared/domain/services'
import { createClosers } from '../test-closers'
import { createHealth } from '../process/health'
import { createProfileLibrary } from '../profile/library'
import { createProfiles, kindOf } from './profiles'
import { createServices } from './services'

const { add, closeAll } = createClosers()
afterEach(closeAll)

const at = (port: number) => ({ url: `http://127.0.0.1:${port}` })
const file = {
  name: '开发环境',
  looma: at(1),
  zervigo: { auth: at(2), ai: at(3), resume: at(4), job: at(5), company: at(6), user: at(7) },
}
const profileOf = (more: object = {}) => ({ ...Profile.parse({ ...file, ...more }), id: 'dev' })

describe('profiles', () => {
  function open(given: Profile | null = null) {
    const folder = mkdtempSync(join(tmpdir(), 'profiles-'))
    add(() => rmSync(folder, { recursive: true, force: true }))
    const used: (string | null)[] = []
    let active = 'embedded'
    const profiles = createProfiles({
      given,
      library: createProfileLibrary(folder),
      embedded: () => null,
      activeId: () => active,
      activate(profile) {
        used.push(profile?.id ?? null)
        active = profile?.id ?? 'embedded'
        return Promise.resolve()
      },
    })
    return { profiles, used, folder }
  }

  it('lists the embedded stack first, then every stored file with its problems', async () => {
    const { profiles, folder } = open()
    await mkdir(folder, { recursive: true })
    await writeFile(join(folder, 'broken.json'), '{"name": 1}')
    await profiles.importText(JSON.stringify(file), 'dev.json')
    const list = await profiles.list()
    expect(list[0]).toMatchObject({ id: 'embedded', active: true, kind: 'embedded' })
    expect(list.find(({ id }) => id === 'dev')).toMatchObject({ kind: 'remote', problems: [] })
    expect(list.find(({ id }) => id === 'broken')?.problems.length).toBeGreaterThan(0)
  })

  it('lists the one that the console was opened with, and goes back to it', async () => {
    const given = { ...profileOf(), id: 'given' }
    const { profiles, used } = open(given)
    expect((await profiles.list())[1]).toMatchObject({ id: 'given', name: file.name })
    await profiles.use('given')
    expect(used).toEqual(['given'])
  })

  it('changes to a profile and back, once each; a wrong one changes nothing', async () => {
    const { profiles, used, folder } = open()
    await profiles.importText(JSON.stringify(file), 'dev.json')
    await writeFile(join(folder, 'broken.json'), '{')
    await profiles.use('dev')
    await profiles.use('dev')
    await expect(profiles.use('broken')).rejects.toMatchObject({ code: 'profile' })
    await expect(profiles.use('nowhere')).rejects.toMatchObject({ code: 'profile' })
    await profiles.use('embedded')
    expect(used).toEqual(['dev', null])
  })

  it('stores no wrong profile and none under the name of the embedded stack', async () => {
    const { profiles } = open()
    const wrong = await profiles.importText(JSON.stringify({ ...file, colour: 'red' }), 'x.json')
    expect(wrong).toMatchObject({
      ok: false,
      problems: [{ path: expect.stringContaining('colour') }],
    })
    const taken = await profiles.importText(JSON.stringify({ ...file, id: 'embedded' }), 'x.json')
    expect(taken.ok).toBe(false)
    expect((await profiles.list()).map(({ id }) => id)).not.toContain('x')
  })

  it('tells local from remote by its processes', () => {
    const looma = { cwd: '/', start: ['./start.sh'] }
    expect(kindOf(profileOf())).toBe('remote')
    expect(kindOf(profileOf({ processes: { looma } }))).toBe('local')
  })
})

describe('services of a profile that is only looked at', () => {
  function open() {
    const profile = profileOf({
      monitors: [
        { id: 'redis', name: 'Redis', kind: 'tcp', host: '127.0.0.1', port: 9 },
        { id: 'gateway', name: 'AI 网关', kind: 'http', url: 'http://127.0.0.1:9' },
      ],
      dependsOn: { job: ['company'] },
    })
    const health = createHealth({
      targets: [...serviceIds, 'redis', 'gateway'].map((id) => ({
        id,
        kind: id === 'redis' || id === 'gateway' ? ('monitor' as const) : ('service' as const),
        probe: () => Promise.reject(new Error('not asked')),
      })),
      intervalMs: 60_000,
      timeoutMs: 100,
      now: Date.now,
      onChange: () => {},
      witness: () => Promise.resolve(null),
    })
    add(() => health.dispose())
    return createServices({
      ...{ profile, kind: 'remote', health, supervisor: null, now: Date.now },
      stackStatus: () => null,
      listIncidents: () => [],
    })
  }

  it('shows seven services and the monitors, nothing of them controllable', () => {
    const grid = Grid.parse(open().grid())
    expect(grid.services.map(({ id }) => id)).toEqual([...serviceIds, 'redis', 'gateway'])
    expect(grid.services.some(({ process }) => process.controllable)).toBe(false)
    expect(grid.services.find(({ id }) => id === 'redis')).toMatchObject({
      ...{ kind: 'monitor', name: 'Redis', url: 'tcp://127.0.0.1:9' },
    })
    expect(grid.services.find(({ id }) => id === 'job')?.dependsOn).toEqual(['company'])
  })

  it('refuses to start, stop, break or follow what it does not run', async () => {
    const services = open()
    const refused = { code: 'unsupported' }
    for (const act of ['start', 'stop', 'restart'] as const) {
      await expect(services[act]('auth')).rejects.toMatchObject(refused)
    }
    expect(() => services.fault('auth', 'crash')).toThrow(expect.objectContaining(refused))
    const sink = {
      ...{ push: () => {}, drop: () => {}, end: () => {}, fail: () => {} },
      signal: new AbortController().signal,
    }
    expect(() => services.log('auth', sink)).toThrow(expect.objectContaining(refused))
  })
})
