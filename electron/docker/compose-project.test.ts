import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { OpsError } from '../../shared/errors'
import { composeFile, folderName, type ComposeFile } from './compose-project'
import { composeUnit, type ComposeUnit } from './compose-unit'
import { dockerCheck } from './docker-check'
import {
  configOf,
  fakeDocker,
  isAlive,
  psLines,
  psRow,
  working,
  type FakeDocker,
  type Replay,
} from './fake-docker'

let fake: FakeDocker
let compose: ComposeFile
let unit: ComposeUnit
const never = new AbortController().signal

beforeEach(async () => {
  fake = fakeDocker()
  compose = composeFile({ file: fake.file, cli: fake.cli })
  unit = await composeUnit({ file: fake.file, cli: fake.cli })
})
afterEach(() => fake.remove())

const config = (answer: Replay) => ({ '*\\ config\\ *': answer })
const ps = (answer: Replay) => ({ '*\\ ps\\ *': answer })
const io = (signal = never) => {
  const lines: string[] = []
  return { signal, lines, line: (text: string) => void lines.push(text) }
}
const error = (promise: Promise<unknown>): Promise<OpsError> =>
  promise.then(
    () => Promise.reject(new Error('it resolved')),
    (thrown: OpsError) => thrown,
  )
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
    const step = io()
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
    expect(await error(compose.act('start', name, io()))).toMatchObject({ code: 'rejected' })
    expect(await error(compose.follow(name, { signal: never }))).toMatchObject({ code: 'rejected' })
    expect(fake.calls()).toEqual([])
  })

  it.each(['compose.yml', '-f', '--help', '/srv/a\nb/compose.yml', '/srv/a\0b.yml', ''])(
    'refuses the file %j before anything runs',
    async (file) => {
      fake.replay('docker', { '*': {} })
      const other = composeFile({ file, cli: fake.cli })
      expect(await error(other.act('stop', null, io()))).toMatchObject({ code: 'rejected' })
      expect((await other.look('looma', never)).problem).toContain('not an absolute path')
      expect(fake.calls()).toEqual([])
    },
  )

  it('goes no further when compose gives the project a name like an option', async () => {
    fake.replay('docker', { ...working, '*': configOf(['web'], '--volumes') })
    expect(await error(compose.act('stop', null, io()))).toMatchObject({ code: 'malformed' })
    expect(composeCalls()).toHaveLength(1)
  })
})

describe.skipIf(process.platform === 'win32')('a project as a unit', () => {
  const up = { ...working, ...config(configOf(['redis', 'web'])) }
  const redis = psRow('redis')
  const web = psRow('web')

  it('is up once every service runs, and shows what compose prints', async () => {
    fake.replay('docker', {
      ...up,
      ...ps(psLines(redis, web)),
      '*\\ up\\ *': { stderr: ' web Pulling \n web Pulled \n' },
    })
    const step = io()
    await unit.up(step)
    expect(step.lines).toEqual([' web Pulling ', ' web Pulled '])
    expect(
      fake
        .calls()
        .find((call) => call.includes('up'))
        ?.slice(-2),
    ).toEqual(['up', '-d'])
    expect(await unit.isRunning()).toBe(true)
  })

  it.each([
    ['has no container', [redis], 'web does not run: it has no container'],
    ['ended badly', [redis, psRow('web', { State: 'exited', ExitCode: 1 })], 'exit code 1'],
    [
      'restarts again and again',
      [redis, psRow('web', { State: 'restarting', Status: 'Restarting (1) 2 seconds ago' })],
      'Restarting (1)',
    ],
    [
      'is unhealthy',
      [redis, psRow('web', { Health: 'unhealthy', Status: 'Up (unhealthy)' })],
      'Up (unhealthy)',
    ],
    ['is in no known state', [redis, psRow('web', { State: 'odd', Status: 'odd' })], 'odd'],
  ])('is not up when a service %s, although compose was content', async (_name, rows, words) => {
    fake.replay('docker', { ...up, ...ps(psLines(...rows)), '*\\ up\\ *': {} })
    const thrown = await error(unit.up(io()))
    expect(thrown).toMatchObject({
      code: 'process',
      facts: { code: 'docker-not-up', service: 'web' },
    })
    expect(thrown.message).toContain(words)
    expect(await unit.isRunning()).toBe(false)
    expect(await unit.hasAny()).toBe(true)
  })

  it('takes a task that ended well for done right after the start, not for running later', async () => {
    const done = psRow('web', { State: 'exited', ExitCode: 0 })
    fake.replay('docker', { ...up, ...ps(psLines(redis, done)), '*\\ up\\ *': {} })
    await unit.up(io())
    expect(await unit.isRunning()).toBe(false)
  })

  it('says why compose could not', async () => {
    const stderr = 'Error response from daemon: pull access denied for web\n'
    fake.replay('docker', { ...up, '*\\ up\\ *': { stderr, code: 1 } })
    expect((await error(unit.up(io()))).message).toContain('pull access denied for web')
  })

  it('ends a slow pull with everything it started when the plan is cancelled', async () => {
    const sh = [
      '(/bin/sleep 300) & echo $! > "$dir/child"',
      'echo $$ > "$dir/self"',
      'echo "web Pulling"',
      'wait',
    ].join('\n')
    fake.replay('docker', { ...up, '*\\ up\\ *': { sh } })
    const stop = new AbortController()
    const step = { signal: stop.signal, line: () => stop.abort() }
    expect(await error(unit.up(step))).toMatchObject({ code: 'aborted' })
    for (const name of ['self', 'child']) expect(isAlive(Number(fake.read(name)))).toBe(false)
  })

  it('does not wait for a slow pull for ever', async () => {
    fake.replay('docker', { ...up, '*\\ up\\ *': { sh: 'exec /bin/sleep 300' } })
    const times = { questionMs: 20_000, upMs: 300, stopMs: 20_000 }
    const hasty = await composeUnit({ file: fake.file, cli: fake.cli, times })
    expect(await error(hasty.up(io()))).toMatchObject({ code: 'timeout' })
  })

  it('stops what runs, and never takes it down', async () => {
    fake.replay('docker', {
      ...up,
      '*\\ ps\\ *': {
        sh: `[ -f "$dir/stopped" ] || echo '${JSON.stringify(web)}'`,
      },
      '*\\ stop': { sh: ': > "$dir/stopped"' },
    })
    expect(await unit.stop(io())).toBe('command')
    expect(await unit.stop(io())).toBe(null)
    const said = fake.calls().flat()
    for (const word of ['down', '-v', '--volumes', 'rm', 'kill']) expect(said).not.toContain(word)
  })

  it('is not stopped while a container still runs', async () => {
    fake.replay('docker', { ...up, ...ps(psLines(web)), '*\\ stop': {} })
    expect(await error(unit.stop(io()))).toMatchObject({
      facts: { code: 'docker-still-running', service: 'web' },
    })
  })

  it('does not call itself stopped when docker cannot say', async () => {
    const stderr =
      'Cannot connect to the Docker daemon at unix:///x. Is the docker daemon running?\n'
    fake.replay('docker', { ...up, ...ps({ stderr, code: 1 }) })
    const facts = { code: 'docker-not-running' }
    expect(await error(unit.isRunning())).toMatchObject({ facts })
    expect(await error(unit.stop(io()))).toMatchObject({ facts })
  })

  it('is never running when its file defines nothing', async () => {
    fake.replay('docker', { ...working, ...config(configOf([])), ...ps(psLines()) })
    expect(await unit.isRunning()).toBe(false)
  })
})

describe.skipIf(process.platform === 'win32')('the step that looks for docker', () => {
  const down = {
    ...working,
    'version*': {
      stderr: 'Cannot connect to the Docker daemon. Is the docker daemon running?',
      code: 1,
    },
  }

  it('is done with both versions', async () => {
    fake.replay('docker', working)
    const result = await dockerCheck({ cli: fake.cli, need: 'required' }).run(io())
    expect(result).toMatchObject({
      state: 'done',
      result: { zh: '可以使用：Docker 28.2.2, Compose 2.36.2' },
    })
  })

  it.each([
    ['linux', 'sudo systemctl start docker'],
    ['darwin', 'Docker Desktop'],
    ['win32', 'Docker Desktop'],
  ] as const)('fails with the next step of %s when docker is needed', async (platform, next) => {
    fake.replay('docker', down)
    const result = await dockerCheck({ cli: fake.cli, need: 'required', platform }).run(io())
    expect(result).toMatchObject({ state: 'failed', problem: { code: 'DOCKER_NOT_RUNNING' } })
    if (result.state !== 'failed') return
    expect(result.problem.message.zh).toContain('Cannot connect to the Docker daemon')
    expect(result.problem.hint.zh).toContain(next)
    expect(result.problem.hint.en).toContain(next)
  })

  it('names the group when only the permission is missing', async () => {
    const stderr = 'permission denied while trying to connect to the docker API at unix:///x'
    fake.replay('docker', { ...working, 'version*': { stderr, code: 1 } })
    const result = await dockerCheck({ cli: fake.cli, need: 'required', platform: 'linux' }).run(
      io(),
    )
    expect(result).toMatchObject({ problem: { code: 'DOCKER_NOT_PERMITTED' } })
    expect(result.state === 'failed' && result.problem.hint.en).toContain('usermod -aG docker')
  })

  it('only warns when a script merely mentions docker', async () => {
    const result = await dockerCheck({ cli: fake.cli, need: 'mentioned' }).run(io())
    expect(result).toMatchObject({ state: 'warned', warnings: [{ zh: expect.any(String) }] })
  })

  it('is skipped when nothing needs docker, without running it', async () => {
    fake.replay('docker', working)
    const step = dockerCheck({ cli: fake.cli, need: 'none' })
    expect(await step.run(io())).toMatchObject({ state: 'skipped' })
    expect(step.command).toBe(null)
    expect(fake.calls()).toEqual([])
  })

  it('says nothing about docker when it was cancelled', async () => {
    fake.replay('docker', working)
    const step = dockerCheck({ cli: fake.cli, need: 'required' })
    expect(await error(step.run(io(AbortSignal.abort())))).toMatchObject({ code: 'aborted' })
  })
})
