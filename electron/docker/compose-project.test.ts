import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { composeFile, folderName, type ComposeFile } from './compose-project'
import {
  config,
  configOf,
  errorOf,
  fakeDocker,
  ps,
  psLines,
  psRow,
  stepIo,
  working,
  type FakeDocker,
} from './fake-docker'

let fake: FakeDocker
let compose: ComposeFile
const never = new AbortController().signal

beforeEach(() => {
  fake = fakeDocker()
  compose = composeFile({ file: fake.file, cli: fake.cli })
})
afterEach(() => fake.remove())

/** Calls of compose without the question for its version. */
const composeCalls = () => fake.calls().filter(([, , first]) => first !== 'version')

describe.skipIf(process.platform === 'win32')('a compose project', () => {
  it('is asked for by the name that compose gives it', async () => {
    fake.replay('docker', {
      ...working,
      ...config(configOf(['web', 'redis'], 'named-in-file')),
      ...ps(psLines(psRow('web'))),
    })
    const project = await compose.look('zervigo', never)
    expect(project).toMatchObject({
      ...{ side: 'zervigo', name: 'named-in-file', services: ['redis', 'web'], problem: null },
      containers: [{ service: 'web', state: 'running' }],
    })
    const file = fake.file
    expect(composeCalls()).toEqual([
      ['docker', 'compose', '-f', file, 'config', '--format', 'json'],
      ['docker', 'compose', '-p', 'named-in-file', '-f', file, 'ps', '--all', '--format', 'json'],
    ])
  })

  it('has the name of its folder when compose leaves it out', async () => {
    const plain = JSON.stringify({ services: { web: {} } })
    fake.replay('docker', { ...working, ...config({ stdout: plain }), ...ps(psLines()) })
    expect(await compose.look('zervigo', never)).toMatchObject({
      ...{ name: 'zervigodemo', services: ['web'], containers: [], problem: null },
    })
  })

  it.each([
    ['/srv/Zervigo.Demo/docker-compose.yml', 'zervigodemo'],
    ['/srv/__x-Y_1/compose.yml', 'x-y_1'],
    ['/srv/联调/compose.yml', 'default'],
    ['/compose.yml', 'default'],
  ])('%s is called %s', (file, name) => {
    expect(folderName(file)).toBe(name)
  })

  it('is a problem when its file is broken, in docker’s words', async () => {
    const stderr = 'services.web.image must be a string\n'
    fake.replay('docker', { ...working, ...config({ stderr, code: 15 }) })
    const project = await compose.look('looma', never)
    expect(project).toMatchObject({ services: [], containers: [] })
    expect(project.problem).toBe('services.web.image must be a string (exit code 15)')
  })

  it('keeps its services when the containers cannot be read', async () => {
    fake.replay('docker', {
      ...working,
      ...config(configOf(['web'])),
      ...ps({ stdout: 'NAME   STATE\n' }),
    })
    expect(await compose.look('looma', never)).toMatchObject({
      ...{ services: ['web'], containers: [], problem: 'compose ps: not JSON: NAME   STATE' },
    })
  })

  it('is read through docker inspect where compose is version 1', async () => {
    const inspected = {
      ...{ id: 'c0ffee00c0ff', name: '/zervigodemo_web_1', image: 'web:1' },
      labels: { 'com.docker.compose.service': 'web' },
      state: { Status: 'exited', ExitCode: 3, Health: null },
      ports: {},
    }
    fake.replay('docker', {
      'compose*': { code: 1 },
      'inspect*': { stdout: JSON.stringify(inspected) },
    })
    fake.replay('docker-compose', {
      'version*': { stdout: '1.29.2\n' },
      '*config*': { stdout: 'web\nredis\n' },
      '*ps\\ -q': { stdout: 'c0ffee00c0ff\n' },
    })
    expect(await compose.look('zervigo', never)).toMatchObject({
      ...{ name: 'zervigodemo', services: ['redis', 'web'], problem: null },
      containers: [{ service: 'web', state: 'exited', exitCode: 3 }],
    })
  })
})

describe.skipIf(process.platform === 'win32')('what is done to a service', () => {
  const acting = { ...working, ...config(configOf(['web'])) }

  it.each([
    ['start', ['up', '-d', '--no-recreate', 'web']],
    ['stop', ['stop', 'web']],
    ['restart', ['restart', 'web']],
  ] as const)('%s', async (action, args) => {
    fake.replay('docker', { ...acting, '*': { stderr: ' Container zervigo-web-1  Started\n' } })
    const step = stepIo()
    await compose.act(action, 'web', step)
    expect(composeCalls().at(-1)).toEqual(
      ['docker', 'compose', '-p', 'zervigo', '-f', fake.file].concat(args),
    )
    expect(step.lines).toEqual([' Container zervigo-web-1  Started'])
  })

  it.each([
    '--rm',
    '-d',
    '-f/etc/passwd',
    'web db',
    ' web',
    '$(id)',
    '`id`',
    'web;id',
    'web\n',
    'web\n--rm',
    'we\0b',
    '../web',
    '服务',
    '',
    'a'.repeat(64),
  ])('refuses the name %j before anything runs', async (name) => {
    fake.replay('docker', { '*': {} })
    expect(await errorOf(compose.act('start', name, stepIo()))).toMatchObject({ code: 'rejected' })
    expect(await errorOf(compose.follow(name, { signal: never }))).toMatchObject({
      code: 'rejected',
    })
    expect(fake.calls()).toEqual([])
  })

  it.each(['compose.yml', '-f', '--help', '/srv/a\nb/compose.yml', '/srv/a\0b.yml', ''])(
    'refuses the file %j before anything runs',
    async (file) => {
      fake.replay('docker', { '*': {} })
      const other = composeFile({ file, cli: fake.cli })
      expect(await errorOf(other.act('stop', null, stepIo()))).toMatchObject({ code: 'rejected' })
      expect((await other.look('looma', never)).problem).toContain('not an absolute path')
      expect(fake.calls()).toEqual([])
    },
  )

  it('goes no further when compose gives the project a name like an option', async () => {
    fake.replay('docker', { ...working, '*': configOf(['web'], '--volumes') })
    expect(await errorOf(compose.act('stop', null, stepIo()))).toMatchObject({ code: 'malformed' })
    expect(composeCalls()).toHaveLength(1)
  })
})
