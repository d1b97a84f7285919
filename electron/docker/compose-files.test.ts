import { writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { composeFile, type ComposeFile } from './compose-project'
import { composeUnit } from './compose-unit'
import { configOf, fakeDocker, psLines, psRow, working, type FakeDocker } from './fake-docker'

let fake: FakeDocker
let compose: ComposeFile
const never = new AbortController().signal
const io = () => ({ signal: never, line: () => undefined })

beforeEach(() => {
  fake = fakeDocker()
  compose = composeFile({ file: fake.file, cli: fake.cli })
})
afterEach(() => fake.remove())

describe.skipIf(process.platform === 'win32')('a compose file with an override beside it', () => {
  const beside = (name: string): string => {
    const path = join(dirname(fake.file), name)
    writeFileSync(path, 'services: {}\n')
    return path
  }
  const replies = {
    ...working,
    // Only whoever names both files is told of both services.
    '*override.yml\\ config\\ *': configOf(['mailhog', 'web']),
    '*\\ config\\ *': configOf(['web']),
    '*\\ ps\\ *': psLines(psRow('web')),
    '*': {},
  }

  it('is what compose makes of both, in everything that is asked and done', async () => {
    const override = beside('docker-compose.override.yml')
    fake.replay('docker', replies)
    expect(await compose.look('zervigo', never)).toMatchObject({
      ...{ file: fake.file, override, services: ['mailhog', 'web'], problem: null },
    })
    await compose.act('up', null, io())
    await compose.follow('web', { signal: never, onLine: () => undefined })
    const calls = fake.calls().filter(([, , first]) => first !== 'version')
    const files = calls.map((call) => call.filter((_, at) => call[at - 1] === '-f'))
    expect(files.length).toBeGreaterThan(4)
    expect(files).toEqual(files.map(() => [fake.file, override]))
    const shown = await composeUnit({ file: fake.file, cli: fake.cli })
    expect(shown.startCommand).toBe(`docker compose -f ${fake.file} -f ${override} up -d`)
  })

  it('does not call up what only the override adds while it does not run', async () => {
    beside('docker-compose.override.yml')
    fake.replay('docker', replies)
    const unit = await composeUnit({ file: fake.file, cli: fake.cli })
    expect(await unit.isRunning()).toBe(false)
    await expect(unit.up(io())).rejects.toMatchObject({ facts: { service: 'mailhog' } })
  })

  it('is the file alone when compose would take another one by itself', async () => {
    beside('docker-compose.override.yml')
    beside('compose.yaml')
    fake.replay('docker', replies)
    expect(await compose.look('zervigo', never)).toMatchObject({
      ...{ override: null, services: ['web'] },
    })
  })

  it('is merged with the first of several, which only version 1 refuses', async () => {
    beside('docker-compose.override.yml')
    const first = beside('compose.override.yml')
    fake.replay('docker', replies)
    expect(await compose.look('zervigo', never)).toMatchObject({ override: first })
    fake.replay('docker', { 'compose*': { code: 1 } })
    fake.replay('docker-compose', { 'version*': { stdout: '1.29.2\n' }, '*': {} })
    const old = composeFile({ file: fake.file, cli: fake.newCli() })
    const { problem } = await old.look('zervigo', never)
    expect(problem).toContain('no more than one')
  })
})
