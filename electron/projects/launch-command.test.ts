import { delimiter, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { presets } from '../profile/presets'
import type { Profile } from '../../shared/domain/profile'
import type { ProjectSide } from '../../shared/domain/projects'
import {
  launchCommandOf,
  launchNeedsDocker,
  type LaunchPlan,
  type RunnableLaunch,
} from './launch-command'
import { createTestFolder, type TestFolder } from './test-folder'

let folder: TestFolder
beforeEach(() => {
  folder = createTestFolder()
})
afterEach(() => folder.dispose())

const bash = '#!/usr/bin/env bash\n'
const path = ['/usr/bin', '/bin'].join(delimiter)

function guide(): Profile {
  const [profile] = presets
  if (profile === undefined) throw new Error('no preset')
  return profile
}
function make(
  side: ProjectSide,
  launch: RunnableLaunch,
  more: { platform?: NodeJS.Platform; profile?: Profile } = {},
): Promise<LaunchPlan> {
  const { platform = 'linux', profile = guide() } = more
  const base = { PATH: path, HOME: '/home/me' }
  return launchCommandOf({ side, folder: folder.path, launch, profile, base, platform })
}
async function made(...args: Parameters<typeof make>) {
  const plan = await make(...args)
  if (!plan.ok) throw new Error(plan.problem.code)
  return plan.command
}
async function refusal(...args: Parameters<typeof make>) {
  const plan = await make(...args)
  return plan.ok ? null : plan.problem
}

describe('launchCommandOf', () => {
  it('runs scripts as a person would, without a shell and without an argument', async () => {
    folder.write('quick_start.sh', bash, 0o755)
    folder.write('scripts/stop it.sh', bash, 0o755)
    const launch = { kind: 'script' as const, start: 'quick_start.sh', stop: 'scripts/stop it.sh' }
    expect(await made('looma', launch)).toMatchObject({
      argv: ['./quick_start.sh'],
      stopArgv: ['./scripts/stop it.sh'],
      cwd: folder.path,
      startCommand: './quick_start.sh',
      stopCommand: "'./scripts/stop it.sh'",
    })
    const alone = await made('looma', { ...launch, stop: null })
    expect(alone).toMatchObject({ stopArgv: null, stopCommand: null })
  })

  it('adds the one argument that a known script cannot do without', async () => {
    const path = 'scripts/dev/start-dev-environment.sh'
    folder.write(path, bash, 0o755)
    const command = await made('zervigo', { kind: 'script', start: path, stop: path })
    expect(command.argv).toEqual([`./${path}`, 'start'])
    expect(command.stopArgv).toEqual([`./${path}`, 'stop'])
  })

  it('refuses what is gone, outside or not executable', async () => {
    folder.write('quick_start.sh', bash)
    const script = (start: string) => ({ kind: 'script' as const, start, stop: null })
    const refused = await refusal('looma', script('quick_start.sh'))
    expect(refused).toMatchObject({ code: 'SCRIPT_NOT_EXECUTABLE', port: null })
    expect(refused?.hint.zh).toContain('chmod +x quick_start.sh')
    expect((await refusal('looma', script('gone.sh')))?.code).toBe('FILE_LOST')
    expect((await refusal('looma', script('../../etc/passwd')))?.code).toBe('FILE_LOST')
    expect((await refusal('looma', { kind: 'app' }))?.code).toBe('FILE_LOST')
    folder.write('looma_crm/app.py', '')
    expect((await refusal('looma', { kind: 'app' }))?.code).toBe('VENV_MISSING')
  })

  it('gives Looma what it really reads, from the profile', async () => {
    folder.write('looma_crm/app.py', '')
    const python = folder.write('venv/bin/python', '', 0o755)
    const { argv, stopArgv, env, startCommand } = await made('looma', { kind: 'app' })
    expect(argv).toEqual([python, 'looma_crm/app.py'])
    expect(stopArgv).toBeNull()
    const venv = join(folder.path, 'venv')
    expect(env).toEqual({
      HOME: '/home/me',
      PATH: [join(venv, 'bin'), path].join(delimiter),
      VIRTUAL_ENV: venv,
      ...{ PYTHONPATH: 'utils', HOST: '127.0.0.1', PORT: '8888' },
      ...{ DEBUG: 'false', AUTO_RELOAD: 'false' },
      ZERVIGO_AUTH_URL: 'http://localhost:8207',
      ZERVIGO_AI_URL: 'http://localhost:8206',
      ZERVIGO_RESUME_URL: 'http://localhost:8082',
      ZERVIGO_JOB_URL: 'http://localhost:8089',
      ZERVIGO_COMPANY_URL: 'http://localhost:8083',
      ZERVIGO_USER_URL: 'http://localhost:8081',
    })
    expect(startCommand).toBe(
      'PYTHONPATH=utils HOST=127.0.0.1 PORT=8888 venv/bin/python looma_crm/app.py',
    )
  })

  it('finds the python of a venv on Windows', async () => {
    folder.write('looma_crm/app.py', '')
    const python = folder.write('.venv/Scripts/python.exe', '')
    const { argv } = await made('looma', { kind: 'app' }, { platform: 'win32' })
    expect(argv[0]).toBe(python)
  })

  it('gives Zervigo its ports and nothing of Looma', async () => {
    folder.write('safe-startup.sh', bash, 0o755)
    const profile = guide()
    const zervigo = { ...profile.zervigo, auth: { url: 'http://[::1]/' } }
    const launch = { kind: 'script' as const, start: 'safe-startup.sh', stop: null }
    const { env } = await made('zervigo', launch, { profile: { ...profile, zervigo } })
    expect(env).toMatchObject({ AUTH_SERVICE_PORT: '80', AI_SERVICE_PORT: '8206' })
    expect(env['ZERVIGO_AUTH_URL']).toBe('http://[::1]')
    expect(Object.keys(env)).not.toContain('PYTHONPATH')
  })

  it('knows which launch needs docker', async () => {
    folder.write('a.sh', `${bash}docker info\n`)
    folder.write('b.sh', bash)
    const needs = (start: string) =>
      launchNeedsDocker(folder.path, { kind: 'script', start, stop: null })
    expect([await needs('a.sh'), await needs('b.sh'), await needs('gone.sh')]).toEqual([
      ...[true, false, false],
    ])
    expect(await launchNeedsDocker(folder.path, { kind: 'compose', file: 'x' })).toBe(true)
    expect(await launchNeedsDocker(folder.path, { kind: 'app' })).toBe(false)
  })
})
