import { execFileSync } from 'node:child_process'
import {
  existsSync,
  lstatSync,
  readFileSync,
  readdirSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { EnvProposal } from '../../shared/domain/plans'
import type { Project, ProjectSide } from '../../shared/domain/projects'
import type { StepResult, StepSpec } from '../plans/step'
import { presets } from '../profile/presets'
import { projectChecks, type CheckDeps } from './checks'
import { runProgram, type RunProgram } from './run-program'
import { createTestFolder, type TestFolder } from './test-folder'

let folder: TestFolder
let other: TestFolder
beforeEach(() => {
  folder = createTestFolder()
  other = createTestFolder()
})
afterEach(() => {
  folder.dispose()
  other.dispose()
})

const bash = '#!/usr/bin/env bash\n'
const base = { PATH: process.env['PATH'] ?? '' }
const io = { signal: new AbortController().signal, line: () => undefined }

async function checks(
  side: ProjectSide,
  project: Partial<Project> = {},
  deps: Partial<CheckDeps> = {},
): Promise<StepSpec[]> {
  const [profile] = presets
  if (profile === undefined) throw new Error('no preset')
  const given: Project = {
    ...{ side, folder: folder.path, problem: null, launch: null, offers: [], scripts: [] },
    ...{ composeFiles: [], isRunning: false, isInProfile: false, ...project },
  }
  const phases = await projectChecks(given, {
    ...{ profile, otherFolder: null, base, platform: process.platform },
    ...{ run: runProgram, now: () => Date.UTC(2026, 10, 24, 16, 51, 11), ...deps },
  })
  return phases.flat()
}
async function step(id: string, ...args: Parameters<typeof checks>): Promise<StepSpec> {
  const found = (await checks(...args)).find((one) => one.id === id)
  if (found === undefined) throw new Error(`no step ${id}`)
  return found
}
const codeOf = (result: StepResult) => (result.state === 'failed' ? result.problem.code : null)
const warningsOf = (result: StepResult): string =>
  result.state === 'warned' ? result.warnings.map(({ en }) => en).join('\n') : ''
function proposalOf(result: StepResult): EnvProposal {
  if (result.state !== 'failed' || result.proposal === undefined) throw new Error('no proposal')
  return result.proposal
}

describe('the steps of a project', () => {
  it('are those that its folder calls for', async () => {
    const ids = async (project: Partial<Project> = {}) =>
      (await checks('looma', project)).map(({ id }) => id)
    folder.write('quick_start.sh', bash, 0o755)
    expect(await ids()).toEqual(['folder.looma'])
    expect(await ids({ launch: { kind: 'app' } })).toEqual(['folder.looma', 'venv.looma'])
    folder.write('requirements.txt', '')
    folder.write('env.example', '')
    expect(await ids()).toEqual(['folder.looma', 'venv.looma', 'env.looma'])
    expect(await ids({ folder: null })).toEqual(['folder.looma'])
  })
})

describe('folder', () => {
  const folderStep = async (project: Partial<Project>, deps: Partial<CheckDeps> = {}) =>
    (await step('folder.looma', 'looma', project, deps)).run(io)
  const script = (start: string, stop: string | null = null) => ({
    launch: { kind: 'script' as const, start, stop },
  })

  it('fails for a folder that cannot be used', async () => {
    expect(codeOf(await folderStep({ folder: null }))).toBe('FOLDER_NOT_CHOSEN')
    expect(codeOf(await folderStep({}))).toBe('FOLDER_NOT_A_PROJECT')
    expect(codeOf(await folderStep({ folder: `${folder.path}/x` }))).toBe('FOLDER_MISSING')
  })

  it('warns when nobody will start it, unless the profile does', async () => {
    folder.write('quick_start.sh', bash, 0o755)
    expect((await folderStep({})).state).toBe('warned')
    expect((await folderStep({ isInProfile: true })).state).toBe('done')
    expect((await folderStep(script('quick_start.sh'))).state).toBe('done')
  })

  it.each([
    ['SCRIPT_NOT_EXECUTABLE', bash, 0o644],
    ['SCRIPT_CRLF', '#!/bin/bash\r\necho\r\n', 0o755],
    ['SCRIPT_NO_INTERPRETER', 'echo hello\n', 0o755],
    ['SCRIPT_NO_INTERPRETER', '\uFEFF#!/bin/bash\n', 0o755],
    ['SCRIPT_INTERPRETER_MISSING', '#!/opt/none/bash\n', 0o755],
    ['SCRIPT_INTERPRETER_MISSING', '#!/usr/bin/env none-such-shell\n', 0o755],
  ])('names %s', async (code, text, mode) => {
    folder.write('quick_start.sh', text, mode)
    expect(codeOf(await folderStep(script('quick_start.sh')))).toBe(code)
  })

  it('looks at the stop script too, and at what is gone', async () => {
    folder.write('quick_start.sh', bash, 0o755)
    expect(codeOf(await folderStep(script('quick_start.sh', 'stop.sh')))).toBe('FILE_LOST')
    expect(codeOf(await folderStep({ launch: { kind: 'app' } }))).toBe('FILE_LOST')
    const compose = { kind: 'compose' as const, file: 'compose.yaml' }
    expect(codeOf(await folderStep({ launch: compose }))).toBe('FILE_LOST')
  })
})

describe('venv', () => {
  const venvStep = async (deps: Partial<CheckDeps> = {}) =>
    (await step('venv.looma', 'looma', { launch: { kind: 'app' } }, deps)).run(io)
  const answers =
    (found: Record<string, string | null>): RunProgram =>
    () => {
      const facts = { version: '3.11.7', prefix: '/v', base: '/p', found }
      return Promise.resolve({ code: 0, stdout: JSON.stringify(facts), problem: '' })
    }

  it('says how to make one that is missing or broken', async () => {
    folder.write('requirements.txt', 'sanic==23.12.1\n')
    const missing = await venvStep()
    expect(codeOf(missing)).toBe('VENV_MISSING')
    expect(JSON.stringify(missing)).toContain('venv/bin/python -m pip install -r requirements.txt')
    folder.write('venv/bin/python', 'not a program', 0o755)
    expect(codeOf(await venvStep())).toBe('VENV_BROKEN')
    folder.write('venv/bin/python', '#!/bin/sh\nexit 3\n', 0o755)
    expect(codeOf(await venvStep())).toBe('VENV_BROKEN')
  })

  it('asks the real python, which a module of the project does not disturb', async () => {
    execFileSync('python3', ['-m', 'venv', '--without-pip', join(folder.path, 'venv')])
    folder.write('json.py', 'raise SystemExit(9)\n')
    folder.write('requirements.txt', '# nothing\n')
    const done = await venvStep()
    expect(done).toMatchObject({ state: 'done', result: { en: expect.stringMatching(/3\.\d+/) } })
    folder.write('requirements.txt', 'no-such-package-at-all==1.0\n')
    expect(codeOf(await venvStep())).toBe('PACKAGES_MISSING')
  })

  it('compares versions and lists what is wrong', async () => {
    folder.write('venv/bin/python', '', 0o755)
    folder.write(
      'requirements.txt',
      [
        ...['sanic==23.12.1', 'aiohttp[speedups]==3.9.1  # pinned', 'Torch==2.0', 'six>=1.0'],
        ...['yarl==1.*', 'missing-one', '-r more.txt', '--index-url https://example.org'],
      ].join('\r\n'),
    )
    folder.write('more.txt', 'redis == 5.0.0\n-r requirements.txt\n')
    const found = {
      ...{ sanic: '23.12.1', aiohttp: '3.8.4', torch: '2.0.0+cpu', six: '1.16', yarl: '1.9.4' },
      ...{ redis: '5.0', 'missing-one': null },
    }
    const result = await venvStep({ run: answers(found) })
    const message = result.state === 'failed' ? result.problem.message.en : ''
    expect(message).toContain('(2): aiohttp==3.9.1 (3.8.4), missing-one')
  })

  it('does not claim what it could not check', async () => {
    folder.write('venv/bin/python', '', 0o755)
    folder.write(
      'requirements.txt',
      'git+https://me:pw@example.org/x.git\nx==1; python_version<"3"\n',
    )
    const result = await venvStep({ run: answers({}) })
    expect(warningsOf(result)).toContain('2 lines')
    expect(JSON.stringify(result)).not.toContain('me:pw')
  })
})

describe('env', () => {
  const env = (deps: Partial<CheckDeps> = {}, side: ProjectSide = 'looma') =>
    step(`env.${side}`, side, {}, deps)
  const example = 'A=1\n# about B\nexport B="two words"\nJWT_SECRET=hunter2\nURL=http://u:pw@h/x\n'

  it('proposes what is missing, shows no secret, and writes nothing before it may', async () => {
    folder.write('env.example', example)
    folder.write('.env', 'A=9\n')
    const proposal = proposalOf(await (await env()).run(io))
    expect(proposal).toEqual({
      file: join(folder.path, '.env'),
      example: 'env.example',
      isNew: false,
      added: [
        { key: 'B', value: 'two words' },
        { key: 'JWT_SECRET', value: '***' },
        { key: 'URL', value: 'http://u:***@h/x' },
      ],
    })
    expect(readFileSync(join(folder.path, '.env'), 'utf8')).toBe('A=9\n')
  })

  it('appends, keeps every byte that was there, and leaves a backup of the same mode', async () => {
    folder.write('env.example', 'A=1\nB="x\ny"\nC=3\n')
    const before = Buffer.concat([
      Buffer.from('\uFEFF# 注释\r\nC = 7 \r\n\r\nodd line\r\nD=', 'utf8'),
      Buffer.from([0xc3, 0x28]),
    ])
    const file = folder.write('.env', before, 0o640)
    const spec = await env()
    expect(proposalOf(await spec.run(io)).added.map(({ key }) => key)).toEqual(['A', 'B'])
    await spec.apply?.()
    const after = readFileSync(file)
    expect(after.subarray(0, before.length).equals(before)).toBe(true)
    expect(after.subarray(before.length).toString()).toBe(
      '\r\n# Added by Looma Console from env.example\r\nA=1\r\nB="x\r\ny"\r\n',
    )
    const backup = `${file}.backup-20261124-165111`
    expect(readFileSync(backup).equals(before)).toBe(true)
    expect([statSync(file).mode & 0o777, statSync(backup).mode & 0o777]).toEqual([0o640, 0o640])
    expect((await spec.run(io)).state).toBe('done')
    await expect(spec.apply?.()).rejects.toMatchObject({ code: 'rejected' })
    expect(readdirSync(folder.path).filter((name) => name.endsWith('.tmp'))).toEqual([])
  })

  it('makes a private file when there is none', async () => {
    folder.write('.env.example', 'A=1\n')
    const spec = await env()
    expect(proposalOf(await spec.run(io)).isNew).toBe(true)
    await spec.apply?.()
    const file = join(folder.path, '.env')
    expect(readFileSync(file, 'utf8')).toContain('A=1\n')
    expect(statSync(file).mode & 0o777).toBe(0o600)
  })

  it('refuses when the file changed, appeared or went meanwhile', async () => {
    folder.write('env.example', 'A=1\n')
    const first = await env()
    await first.run(io)
    const file = folder.write('.env', 'MINE=1\n')
    await expect(first.apply?.()).rejects.toMatchObject({ code: 'busy' })
    const second = await env()
    await second.run(io)
    writeFileSync(file, 'MINE=2\n')
    await expect(second.apply?.()).rejects.toMatchObject({ code: 'busy' })
    expect(readFileSync(file, 'utf8')).toBe('MINE=2\n')
    expect(readdirSync(folder.path).sort()).toEqual(['.env', 'env.example'])
  })

  it('leaves the original as it is when the disk refuses', async () => {
    folder.write('env.example', 'A=1\n')
    const file = folder.write('.env', 'B=1\n')
    const spec = await env()
    await spec.run(io)
    folder.write(`.env.${process.pid}.tmp/in-the-way`, '')
    await expect(spec.apply?.()).rejects.toMatchObject({ code: 'storage' })
    expect(readFileSync(file, 'utf8')).toBe('B=1\n')
  })

  it('follows a link inside the project and refuses one that leads out', async () => {
    folder.write('env.example', 'A=1\n')
    const real = folder.write('config/dev.env', 'B=1\n')
    const link = join(folder.path, '.env')
    symlinkSync('config/dev.env', link)
    const spec = await env()
    await spec.run(io)
    await spec.apply?.()
    expect(lstatSync(link).isSymbolicLink()).toBe(true)
    expect(readFileSync(real, 'utf8')).toContain('A=1')

    const target = other.write('.env', 'C=1\n')
    other.write('quick_start.sh', bash)
    other.write('env.example', 'A=1\n')
    const elsewhere = createTestFolder()
    elsewhere.write('env.example', 'A=1\n')
    symlinkSync(target, join(elsewhere.path, '.env'))
    const out = await step('env.looma', 'looma', { folder: elsewhere.path })
    const result = await out.run(io)
    expect(codeOf(result)).toBe('ENV_UNUSABLE')
    await expect(out.apply?.()).rejects.toMatchObject({ code: 'rejected' })
    expect(readFileSync(target, 'utf8')).toBe('C=1\n')
    elsewhere.dispose()
  })

  it.each([
    ['a broken link', () => symlinkSync('gone', join(folder.path, '.env'))],
    ['a folder', () => folder.write('.env/x', '')],
    ['UTF-16', () => folder.write('.env', Buffer.from('\uFEFFA=1\n', 'utf16le'))],
  ])('cannot use %s', async (_name, prepare) => {
    folder.write('env.example', 'A=1\n')
    prepare()
    expect(codeOf(await (await env()).run(io))).toBe('ENV_UNUSABLE')
  })

  it('warns where a file contradicts the profile, with key and both values', async () => {
    folder.write(
      '.env',
      [
        ...['ZERVIGO_AUTH_URL=http://127.0.0.1:8207/', 'ZERVIGO_AI_URL=http://u:pw@localhost:8000'],
        ...['PORT=7500', 'DEBUG=true', 'PORT=7500'],
      ].join('\n'),
    )
    const text = warningsOf(await (await env()).run(io))
    expect(text).toContain(
      'ZERVIGO_AI_URL is http://***@localhost:8000 in .env and http://localhost:8206',
    )
    expect(text).toContain('PORT is 7500 in .env and 8888 in the profile')
    expect(text).toContain('Looma never reads .env')
    expect(text).toContain('more than once')
    expect(text).not.toMatch(/AUTH_URL|DEBUG|pw/)
  })

  it('compares the secrets of both sides without showing them', async () => {
    folder.write('.env', 'AUTH_SERVICE_PORT=8207\nJWT_SECRET=hunter2\n')
    other.write('.env', 'JWT_SECRET=hunter3\n')
    const deps = { otherFolder: other.path }
    const result = await (await env(deps, 'zervigo')).run(io)
    expect(warningsOf(result)).toContain('JWT_SECRET differs')
    expect(JSON.stringify(result)).not.toContain('hunter')
    other.write('.env', 'JWT_SECRET="hunter2"\n')
    expect((await (await env(deps, 'zervigo')).run(io)).state).toBe('done')
    expect(existsSync(join(folder.path, '.env'))).toBe(true)
  })
})
