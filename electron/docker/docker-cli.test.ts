import { accessSync, constants } from 'node:fs'
import { delimiter, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createDockerCli } from './docker-cli'
import { faultIn } from './docker-fault'
import { fakeDocker, isAlive, working, type FakeDocker } from './fake-docker'

let fake: FakeDocker
const never = new AbortController().signal
const run = { signal: never, deadlineMs: 20_000 }

beforeEach(() => {
  fake = fakeDocker()
})
afterEach(() => fake.remove())

const engineDown =
  'Cannot connect to the Docker daemon at unix:///var/run/docker.sock. Is the docker daemon running?\n'
const refused =
  'permission denied while trying to connect to the Docker daemon socket at unix:///var/run/docker.sock: Get "http://%2Fvar%2Frun%2Fdocker.sock/v1.50/version": dial unix /var/run/docker.sock: connect: permission denied\n'

describe.skipIf(process.platform === 'win32')('whether docker can be used', () => {
  it('is ready with both versions', async () => {
    fake.replay('docker', working)
    expect(await fake.cli.look()).toEqual({
      ...{ state: 'ready', detail: null },
      ...{ version: '28.2.2', composeVersion: '2.36.2' },
    })
  })

  it('is not installed when no folder of PATH has it', async () => {
    expect(await fake.cli.look()).toMatchObject({ state: 'not-installed', version: null })
  })

  it.each([
    ['not-running', engineDown],
    ['not-permitted', refused],
    ['failed', 'Error response from daemon: client version 1.50 is too new.\n'],
  ] as const)('says %s with the sentence that docker printed', async (state, stderr) => {
    fake.replay('docker', { ...working, 'version*': { stdout: '\n', stderr, code: 1 } })
    const look = await fake.cli.look()
    expect(look).toMatchObject({ state, version: null, composeVersion: '2.36.2' })
    expect(look.detail).toContain(stderr.trim())
  })

  it('is not ready when the engine has no version to tell', async () => {
    fake.replay('docker', { ...working, 'version*': { stdout: '<no value>\n' } })
    expect(await fake.cli.look()).toMatchObject({ state: 'failed', version: null })
  })

  it.each([
    ['an unknown command', { stderr: 'docker: unknown command: docker compose\n', code: 1 }],
    ['no docker command', { stderr: "docker: 'compose' is not a docker command.\n", code: 1 }],
    ['its help', { stdout: 'Usage:  docker [OPTIONS] COMMAND\n\nVersion 20.10.7\n' }],
  ])('has no compose when the plug-in is %s', async (_name, compose) => {
    fake.replay('docker', { 'compose*': compose, ...working })
    expect(await fake.cli.look()).toMatchObject({ state: 'no-compose', version: '28.2.2' })
  })

  it('falls back to the docker-compose of version 1', async () => {
    const compose = { stderr: "docker: 'compose' is not a docker command.\n", code: 1 }
    fake.replay('docker', { 'compose*': compose, ...working })
    fake.replay('docker-compose', { 'version*': { stdout: '1.29.2\n' } })
    expect(await fake.cli.look()).toMatchObject({ state: 'ready', composeVersion: '1.29.2' })
    expect(await fake.cli.composeTool()).toMatchObject({ isOld: true, prefix: [] })
  })

  it('sees a docker-compose of version 2 for what it is', async () => {
    fake.replay('docker', { 'compose*': { code: 1 }, ...working })
    fake.replay('docker-compose', { 'version*': { stdout: 'v2.27.0\n' } })
    expect(await fake.cli.composeTool()).toMatchObject({ isOld: false, version: '2.27.0' })
  })

  it('looks again each time: an engine that stops is seen', async () => {
    fake.replay('docker', working)
    expect((await fake.cli.look()).state).toBe('ready')
    fake.replay('docker', { ...working, 'version*': { stderr: engineDown, code: 1 } })
    expect((await fake.cli.look()).state).toBe('not-running')
  })

  it('masks what docker prints', async () => {
    fake.replay('docker', { '*': { stderr: 'error: password hunter2 refused\n', code: 1 } })
    expect((await fake.cli.look()).detail).toContain('password *** refused')
  })
})

describe('failures by their words', () => {
  it.each([
    ['not-running', engineDown],
    [
      'not-running',
      'error during connect: this error may indicate that the docker daemon is not running: Get "http://%2F%2F.%2Fpipe%2Fdocker_engine/v1.24/info": open //./pipe/docker_engine: The system cannot find the file specified.',
    ],
    [
      'not-running',
      'failed to connect to the docker API at npipe:////./pipe/dockerDesktopLinuxEngine; check if the path is correct and if the daemon is running: open //./pipe/dockerDesktopLinuxEngine: The system cannot find the file specified.',
    ],
    [
      'not-running',
      'Cannot connect to the Docker daemon at unix:///Users/jason/.docker/run/docker.sock. Is the docker daemon running?',
    ],
    ['not-running', 'request returned 500; Docker Desktop is unable to start'],
    [
      'not-running',
      "Couldn't connect to Docker daemon at http+docker://localhost - is it running?",
    ],
    [
      'not-running',
      "docker.errors.DockerException: Error while fetching server API version: ('Connection aborted.', FileNotFoundError(2, 'No such file or directory'))",
    ],
    ['not-permitted', refused],
    [
      'not-permitted',
      'permission denied while trying to connect to the docker API at unix:///var/run/docker.sock',
    ],
    [
      'not-permitted',
      'error during connect: Get "http://x/v1.24/info": open //./pipe/docker_engine: Access is denied.',
    ],
    [
      'not-permitted',
      "docker.errors.DockerException: Error while fetching server API version: ('Connection aborted.', PermissionError(13, 'Permission denied'))",
    ],
    ['no-compose', 'docker: unknown command: docker compose'],
    [null, 'service "web" refers to undefined network back: invalid compose project'],
    [null, 'open /srv/.env: permission denied'],
  ] as const)('%s: %s', (fault, text) => {
    expect(faultIn(text)).toBe(fault)
  })
})

describe.skipIf(process.platform === 'win32')('a call', () => {
  it('gets an environment without what loads code or carries secrets', async () => {
    fake.remove()
    fake = fakeDocker({
      ...{ NODE_OPTIONS: '--require x', ELECTRON_RUN_AS_NODE: '1', LOOMA_PASSWORD: 'hunter2' },
      ...{ GITHUB_TOKEN: 'abc', COMPOSE_FILE: 'other.yml', DOCKER_HOST: 'unix:///x.sock' },
    })
    fake.replay('docker', working)
    await fake.cli.look()
    expect(fake.environment()).toContain('DOCKER_HOST=unix:///x.sock')
    expect(fake.environment()).not.toMatch(/NODE_OPTIONS|ELECTRON_|LOOMA_|TOKEN|COMPOSE_/)
  })

  it('is given its arguments as they are, without a shell', async () => {
    fake.replay('docker', { '*': {} })
    const args = ['ps', '$(touch x)', '; rm -rf /', 'a b', '`id`', "'"]
    expect((await fake.cli.docker(args, run)).outcome).toBe('ok')
    expect(fake.calls()).toEqual([['docker', ...args]])
  })

  const stubborn = [
    `(trap '' TERM; while :; do /bin/sleep 1; done) &`,
    'echo $! > "$dir/child"',
    'echo $$ > "$dir/self"',
    `trap '' TERM`,
    'echo "web Pulling"',
    'while :; do /bin/sleep 1; done',
  ].join('\n')
  const pids = () => [Number(fake.read('self')), Number(fake.read('child'))]

  it('is ended with its whole group when its time is up', async () => {
    fake.replay('docker', { '*': { sh: stubborn } })
    const answer = await fake.cli.docker(['pull'], { signal: never, deadlineMs: 4_000 })
    expect(answer).toMatchObject({ outcome: 'failed', how: 'timeout' })
    for (const pid of pids()) {
      expect(pid).toBeGreaterThan(1)
      expect(isAlive(pid)).toBe(false)
    }
  })

  it('is ended with its whole group when nobody waits any more', async () => {
    fake.replay('docker', { '*': { sh: stubborn } })
    const stop = new AbortController()
    const answer = await fake.cli.docker(['pull'], {
      ...{ signal: stop.signal, deadlineMs: 60_000 },
      onLine: () => stop.abort(),
    })
    expect(answer).toMatchObject({ outcome: 'failed', how: 'aborted' })
    for (const pid of pids()) expect(isAlive(pid)).toBe(false)
  })

  it('ends what a docker that ended left behind', async () => {
    const sh = `(trap '' TERM; exec /bin/sleep 300) &\necho $! > "$dir/child"`
    fake.replay('docker', { '*': { sh } })
    expect((await fake.cli.docker(['x'], run)).outcome).toBe('ok')
    const left = Number(fake.read('child'))
    // A killed process takes a moment to leave the system's table.
    await expect.poll(() => isAlive(left)).toBe(false)
  })

  it('runs nothing when it is cancelled before', async () => {
    fake.replay('docker', working)
    const answer = await fake.cli.docker(['version'], { ...run, signal: AbortSignal.abort() })
    expect(answer).toMatchObject({ how: 'aborted' })
    expect(fake.calls()).toEqual([])
  })

  it('is ended when it floods', async () => {
    fake.replay('docker', {
      '*': { sh: 'while :; do echo xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx; done' },
    })
    const answer = await fake.cli.docker(['ps'], run)
    expect(answer).toMatchObject({ outcome: 'failed', how: 'oversized' })
  })

  it('passes a flood on line by line without keeping it', async () => {
    const line = 'x'.repeat(200)
    fake.replay('docker', { '*': { stdout: `${line}\n`.repeat(20_000) } })
    let lines = 0
    const answer = await fake.cli.docker(['logs'], { ...run, onLine: () => (lines += 1) })
    expect(lines).toBe(20_000)
    expect(answer.outcome === 'ok' && answer.stdout.length).toBeLessThan(200_000)
  })

  it('reads bytes that are not UTF-8', async () => {
    const stdout = Buffer.from([0x61, 0xff, 0xfe, 0x62, 0x0a])
    fake.replay('docker', { '*': { stdout } })
    const lines: string[] = []
    await fake.cli.docker(['logs'], { ...run, onLine: (text) => void lines.push(text) })
    expect(lines).toEqual(['a\uFFFD\uFFFDb'])
  })

  it('tells an interrupted one from one that failed', async () => {
    fake.replay('docker', { '*': { stderr: 'canceled\n', code: 130 } })
    const answer = await fake.cli.docker(['up'], run)
    expect(answer).toMatchObject({ outcome: 'failed', exitCode: 130 })
    expect(answer.outcome !== 'ok' && answer.detail).toBe('canceled (interrupted, exit code 130)')
  })

  it('leaves warnings about other things out of the sentence', async () => {
    const stderr =
      'time="2026-01-01T00:00:00Z" level=warning msg="the attribute `version` is obsolete"\nno such service: web\n'
    fake.replay('docker', { '*': { stderr, code: 1 } })
    const answer = await fake.cli.docker(['up'], run)
    expect(answer.outcome !== 'ok' && answer.detail).toBe('no such service: web (exit code 1)')
  })
})

const realDocker = (process.env['PATH'] ?? '').split(delimiter).some((folder) => {
  try {
    accessSync(join(folder, 'docker'), constants.X_OK)
    return true
  } catch {
    return false
  }
})

it.skipIf(!realDocker || process.platform === 'win32')(
  'a real docker whose engine is nowhere is not running',
  async () => {
    const env = { ...process.env, DOCKER_HOST: `unix://${fake.folder}/no.sock`, HOME: fake.folder }
    const cli = createDockerCli({ env, mask: (text) => text })
    expect(await cli.look()).toMatchObject({ state: 'not-running', version: null })
  },
)
