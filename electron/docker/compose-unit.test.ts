import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { composeUnit, type ComposeUnit } from './compose-unit'
import {
  config,
  configOf,
  errorOf,
  fakeDocker,
  isAlive,
  ps,
  psLines,
  psRow,
  stepIo,
  working,
  type FakeDocker,
} from './fake-docker'

let fake: FakeDocker
let unit: ComposeUnit

beforeEach(async () => {
  fake = fakeDocker()
  unit = await composeUnit({ file: fake.file, cli: fake.cli })
})
afterEach(() => fake.remove())

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
    const step = stepIo()
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
    const thrown = await errorOf(unit.up(stepIo()))
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
    await unit.up(stepIo())
    expect(await unit.isRunning()).toBe(false)
  })

  it('says why compose could not', async () => {
    const stderr = 'Error response from daemon: pull access denied for web\n'
    fake.replay('docker', { ...up, '*\\ up\\ *': { stderr, code: 1 } })
    expect((await errorOf(unit.up(stepIo()))).message).toContain('pull access denied for web')
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
    expect(await errorOf(unit.up(step))).toMatchObject({ code: 'aborted' })
    for (const name of ['self', 'child']) expect(isAlive(Number(fake.read(name)))).toBe(false)
  })

  it('does not wait for a slow pull for ever', async () => {
    fake.replay('docker', { ...up, '*\\ up\\ *': { sh: 'exec /bin/sleep 300' } })
    const times = { questionMs: 20_000, upMs: 300, stopMs: 20_000 }
    const hasty = await composeUnit({ file: fake.file, cli: fake.cli, times })
    expect(await errorOf(hasty.up(stepIo()))).toMatchObject({ code: 'timeout' })
  })

  it('stops what runs, and never takes it down', async () => {
    fake.replay('docker', {
      ...up,
      '*\\ ps\\ *': {
        sh: `[ -f "$dir/stopped" ] || echo '${JSON.stringify(web)}'`,
      },
      '*\\ stop': { sh: ': > "$dir/stopped"' },
    })
    expect(await unit.stop(stepIo())).toBe('command')
    expect(await unit.stop(stepIo())).toBe(null)
    const said = fake.calls().flat()
    for (const word of ['down', '-v', '--volumes', 'rm', 'kill']) expect(said).not.toContain(word)
  })

  it('is not stopped while a container still runs', async () => {
    fake.replay('docker', { ...up, ...ps(psLines(web)), '*\\ stop': {} })
    expect(await errorOf(unit.stop(stepIo()))).toMatchObject({
      facts: { code: 'docker-still-running', service: 'web' },
    })
  })

  it('does not call itself stopped when docker cannot say', async () => {
    const stderr =
      'Cannot connect to the Docker daemon at unix:///x. Is the docker daemon running?\n'
    fake.replay('docker', { ...up, ...ps({ stderr, code: 1 }) })
    const facts = { code: 'docker-not-running' }
    expect(await errorOf(unit.isRunning())).toMatchObject({ facts })
    expect(await errorOf(unit.stop(stepIo()))).toMatchObject({ facts })
  })

  it('is never running when its file defines nothing', async () => {
    fake.replay('docker', { ...working, ...config(configOf([])), ...ps(psLines()) })
    expect(await unit.isRunning()).toBe(false)
  })
})
