import { mkdirSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { ProjectSide } from '../../shared/domain/projects'
import { findProject } from './find-project'
import { launchWarnings } from './launch-offers'
import { createTestFolder, type TestFolder } from './test-folder'

let folder: TestFolder
let outside: TestFolder
beforeEach(() => {
  folder = createTestFolder()
  outside = createTestFolder()
})
afterEach(() => {
  folder.dispose()
  outside.dispose()
})

const bash = '#!/usr/bin/env bash\n'
const scriptsOf = async (side: ProjectSide) =>
  (await findProject(side, folder.path)).scripts.map(({ path }) => path)

describe('findProject', () => {
  it('names what is wrong with a folder', async () => {
    const file = folder.write('file', '')
    const problemOf = async (path: string) => (await findProject('looma', path)).problem
    expect(await problemOf(join(folder.path, 'gone'))).toBe('missing')
    expect(await problemOf('relative/path')).toBe('missing')
    expect(await problemOf(file)).toBe('not-a-folder')
    expect(await problemOf(join(file, 'below'))).toBe('not-a-folder')
    expect(await problemOf(join(folder.path, 'x'.repeat(400)))).toBe('unreadable')
    expect(await problemOf(folder.path)).toBe('not-a-project')
  })

  it.each<[ProjectSide, string]>([
    ['looma', 'looma_crm/app.py'],
    ['looma', 'quick_start.sh'],
    ['looma', 'utils/scripts/get_jwt_token.sh'],
    ['zervigo', 'scripts/maintenance/anything'],
    ['zervigo', 'backend/main.go'],
    ['zervigo', 'start-zervigo-future.sh'],
    ['zervigo', 'scripts/dev/start-dev-environment.sh'],
    ['zervigo', 'docker-compose.microservices.yml'],
    ['zervigo', 'compose.yaml'],
  ])('%s is known by %s', async (side, mark) => {
    folder.write(mark, bash)
    expect((await findProject(side, folder.path)).problem).toBeNull()
  })

  it('does not take one project for the other', async () => {
    folder.write('scripts/smart-shutdown.sh', bash)
    expect((await findProject('looma', folder.path)).problem).toBe('not-a-project')
    folder.write('quick_start.sh', bash)
    expect((await findProject('looma', folder.path)).problem).toBeNull()
    expect((await findProject('zervigo', folder.path)).problem).toBe('not-a-project')
  })

  it('looks in a few folders alone and follows no link out of the project', async () => {
    folder.write('quick_start.sh', bash, 0o755)
    folder.write('scripts/deep/er/hidden.sh', bash)
    folder.write('node_modules/x/y.sh', bash)
    mkdirSync(join(folder.path, 'folder.sh'))
    const secret = outside.write('secret.sh', bash)
    symlinkSync(secret, join(folder.path, 'linked.sh'))
    symlinkSync(outside.path, join(folder.path, 'utils'))
    symlinkSync('gone', join(folder.path, 'broken.sh'))
    symlinkSync('quick_start.sh', join(folder.path, 'alias.sh'))
    expect(await scriptsOf('looma')).toEqual(['alias.sh', 'quick_start.sh'])
  })

  it('keeps to its bounds however many scripts there are', async () => {
    folder.write('quick_start.sh', bash)
    for (let at = 0; at < 300; at += 1) folder.write(`scripts/s${at}.sh`, bash)
    const { scripts, offers } = await findProject('looma', folder.path)
    expect(scripts).toHaveLength(200)
    expect(offers.length).toBeLessThanOrEqual(60)
  })

  it('explains known scripts with their traps, and others by their text', async () => {
    folder.write('scripts/maintenance/safe-startup.sh', bash, 0o755)
    folder.write('own.sh', `${bash}sudo id\n`, 0o644)
    const { scripts } = await findProject('zervigo', folder.path)
    const [own, safe] = scripts
    expect(own).toMatchObject({ path: 'own.sh', isKnown: false, isExecutable: false })
    expect(own?.explains.zh).toContain('控制台不认识这个脚本')
    expect(own?.warnings.map(({ en }) => en).join()).toContain('sudo')
    expect(safe).toMatchObject({ purpose: 'start', isKnown: true, isExecutable: true })
    expect(safe?.warnings.map(({ en }) => en).join()).toContain('STARTS everything')
  })

  it('says each trap once, whether it is known or shows', async () => {
    const text = `${bash}docker system prune -af --volumes\ncd /Users/nobody/zervi-basic\n`
    const path = 'scripts/maintenance/smart-startup-enhanced.sh'
    folder.write(path, text, 0o755)
    const { scripts } = await findProject('zervigo', folder.path)
    const warnings = scripts[0]?.warnings.map(({ en }) => en) ?? []
    expect(warnings.filter((warning) => warning.includes('Prunes docker volumes'))).toHaveLength(1)
    expect(warnings.join()).toContain('/Users/nobody/zervi-basic')
    const launch = { kind: 'script' as const, start: path, stop: null }
    const asked = launchWarnings({ launch, scripts })
    expect([asked.start.length, asked.stop]).toEqual([warnings.length, []])
    expect(launchWarnings({ launch: { kind: 'app' }, scripts }).start).toEqual([])
  })

  it('offers the safest launch first and never the shutdown that hits Zervigo', async () => {
    for (const name of ['quick_start.sh', 'start_looma_crm.sh', 'stop_looma_crm.sh', 'own.sh']) {
      folder.write(name, bash, 0o755)
    }
    folder.write('scripts/smart-shutdown.sh', bash, 0o755)
    folder.write('utils/scripts/shutdown_looma_crm_ai.sh', bash, 0o755)
    folder.write('looma_crm/app.py', '')
    folder.write('docker-compose.yml', 'services: {}\n')
    // Compose merges it over the file beside it; alone it is no project.
    folder.write('docker-compose.override.yml', 'services: {}\n')
    const { offers } = await findProject('looma', folder.path)
    expect(offers.slice(0, 3)).toEqual([
      { kind: 'app' },
      { kind: 'script', start: 'quick_start.sh', stop: 'stop_looma_crm.sh' },
      { kind: 'script', start: 'quick_start.sh', stop: null },
    ])
    expect(offers.at(-1)).toEqual({ kind: 'script', start: 'own.sh', stop: null })
    expect(offers).toContainEqual({ kind: 'compose', file: 'docker-compose.yml' })
    expect(JSON.stringify(offers)).not.toMatch(/smart-shutdown|shutdown_looma_crm_ai|override/)
  })

  it('puts the script that prunes volumes behind the careful ones', async () => {
    const names = ['smart-startup-enhanced.sh', 'smart-startup.sh', 'safe-startup.sh']
    const stops = ['safe-shutdown.sh', 'smart-shutdown.sh']
    for (const name of [...names, ...stops]) {
      folder.write(`scripts/maintenance/${name}`, bash, 0o755)
    }
    const { offers } = await findProject('zervigo', folder.path)
    expect(offers[0]).toMatchObject({ start: expect.stringContaining('safe-startup.sh') as string })
    expect(offers.at(-1)).toMatchObject({
      start: expect.stringContaining('smart-startup-enhanced.sh') as string,
    })
  })
})
