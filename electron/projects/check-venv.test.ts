import { execFileSync } from 'node:child_process'
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { StepResult } from '../plans/step'
import { presets } from '../profile/presets'
import { venvCheck } from './check-venv'
import { runProgram, type RunProgram } from './run-program'
import { createTestFolder, type TestFolder } from './test-folder'
import { fitOf } from './versions'

let folder: TestFolder
beforeEach(() => {
  folder = createTestFolder()
})
afterEach(() => folder.dispose())

const io = { signal: new AbortController().signal, line: () => undefined }
async function venvStep(run: RunProgram = runProgram): Promise<StepResult> {
  const [profile] = presets
  if (profile === undefined) throw new Error('no preset')
  const deps = {
    ...{ profile, otherFolder: null, platform: process.platform, now: Date.now, run },
    base: { PATH: process.env['PATH'] ?? '' },
  }
  return venvCheck({ side: 'looma', folder: folder.path, otherFolder: null }, deps).run(io)
}
const answers =
  (found: Record<string, string | null>): RunProgram =>
  () => {
    const facts = { version: '3.11.7', prefix: '/v', base: '/p', found }
    return Promise.resolve({ code: 0, stdout: JSON.stringify(facts), problem: '' })
  }
const codeOf = (result: StepResult) => (result.state === 'failed' ? result.problem.code : null)
const warningsOf = (result: StepResult): string =>
  result.state === 'warned' ? result.warnings.map(({ en }) => en).join('\n') : ''

describe.skipIf(process.platform === 'win32')('the packages that a project asks for', () => {
  it('takes every way to write a name for the same package, in a real python', async () => {
    execFileSync('python3', ['-m', 'venv', '--without-pip', join(folder.path, 'venv')])
    const [lib = ''] = readdirSync(join(folder.path, 'venv/lib'))
    for (const [name, version] of [
      ['zope.interface', '6.0'],
      ['Flask_SQLAlchemy', '3.1.1'],
    ] as const) {
      const info = `venv/lib/${lib}/site-packages/${name}-${version}.dist-info`
      folder.write(
        `${info}/METADATA`,
        `Metadata-Version: 2.1\nName: ${name}\nVersion: ${version}\n`,
      )
    }
    folder.write('requirements.txt', 'Zope_Interface>=5\nflask.sqlalchemy==3.1.1\n-r base.txt\n')
    folder.write('base.txt', 'ZOPE--INTERFACE~=6.0\n')
    expect(await venvStep()).toMatchObject({ state: 'done' })
    folder.write('base.txt', 'zope.interface<6\n')
    const low = await venvStep()
    expect(codeOf(low)).toBe('PACKAGES_MISSING')
    expect(JSON.stringify(low)).toContain('(1): zope.interface<6 (6.0)')
  })

  it('is not green for extras, addresses, markers and constraints, which it cannot judge', async () => {
    folder.write('venv/bin/python', '', 0o755)
    const lines = [
      ...['uvicorn[standard]>=0.20', 'own @ https://me:pw@example.org/own.whl', '-c pins.txt'],
      ...['win; sys_platform == "win32"', 'beta>=2.0', 'six >= 1.0 , < 2', 'odd=>1'],
    ]
    folder.write('requirements.txt', lines.join('\n'))
    const found = { uvicorn: '0.30.1', own: '1.0', beta: '2.1rc1', six: '1.16.0' }
    const result = await venvStep(answers(found))
    expect(result.state).toBe('warned')
    expect(warningsOf(result)).toContain('6 lines')
    expect(warningsOf(result)).not.toContain('six')
    expect(JSON.stringify(result)).not.toContain('me:pw')
    const old = await venvStep(answers({ ...found, uvicorn: '0.19' }))
    expect(JSON.stringify(old)).toContain('(1): uvicorn>=0.20 (0.19)')
  })

  it.each([
    ['1.16', '>=2.0', 'wrong'],
    ['1.10', '>=1.9', 'fits'],
    ['2.0', '<2', 'wrong'],
    ['1.0.0', '<=1', 'fits'],
    ['1.5', '>1.4,!=1.5', 'wrong'],
    ['1.5', '~=1.4', 'fits'],
    ['2.0', '~=1.4', 'wrong'],
    ['1.4.9', '~=1.4.2', 'fits'],
    ['1.5', '~=1.4.2', 'wrong'],
    ['2.1+cpu', '>=2.1', 'fits'],
    ['2.1.post1', '>=2.1', 'unjudged'],
    ['2.1', '>=1!2', 'unjudged'],
  ] as const)('holds %s against %s', (installed, range, fit) => {
    expect(fitOf(installed, range)).toBe(fit)
  })
})
