import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { DockerStatus } from '../../shared/domain/docker'
import type { LogLine } from '../../shared/domain/services'
import type { StreamSink } from '../../shared/ipc'
import { readLogLine } from '../docker/compose-log'
import {
  configOf,
  errorOf,
  fakeDocker,
  isAlive,
  psLines,
  psRow,
  working,
  type FakeDocker,
} from '../docker/fake-docker'
import { createDocker, type DockerFeature } from './docker'

let fake: FakeDocker
let docker: DockerFeature
let files: { side: 'zervigo' | 'looma'; file: string }[]

beforeEach(() => {
  fake = fakeDocker()
  files = [{ side: 'zervigo', file: fake.file }]
  docker = createDocker({
    ...{ compose: () => files, cli: fake.cli, now: () => 1_000 },
    mask: (text) => text.replaceAll('hunter2', '***'),
  })
})
afterEach(async () => {
  await docker.dispose()
  fake.remove()
})

const both = {
  ...working,
  '*\\ config\\ *': configOf(['redis', 'web']),
  '*\\ ps\\ *': psLines(psRow('web')),
}

/** A page at the other end of a log. */
function page() {
  const closing = new AbortController()
  const lines: LogLine[] = []
  const waiting: { count: number; resolve: () => void }[] = []
  let end: (how: unknown) => void = () => undefined
  const ended = new Promise<unknown>((resolve) => (end = resolve))
  const sink: StreamSink<LogLine> = {
    push(items) {
      lines.push(...items)
      for (const { count, resolve } of waiting) if (lines.length >= count) resolve()
    },
    drop: () => undefined,
    end: () => end(null),
    fail: (thrown) => end(thrown),
    signal: closing.signal,
  }
  const has = (count: number): Promise<void> =>
    new Promise((resolve) => {
      waiting.push({ count, resolve })
      if (lines.length >= count) resolve()
    })
  return { sink, lines, ended, has, close: () => closing.abort() }
}

describe.skipIf(process.platform === 'win32')('the state of docker', () => {
  it('is what the contract says, with the projects', async () => {
    fake.replay('docker', both)
    const status = await docker.status()
    expect(DockerStatus.parse(status)).toEqual(status)
    expect(status).toMatchObject({
      ...{ at: 1_000, state: 'ready', version: '28.2.2', composeVersion: '2.36.2', detail: null },
      projects: [{ side: 'zervigo', name: 'zervigo', problem: null }],
    })
  })

  it('names the projects when docker cannot be asked, and says why each is empty', async () => {
    const stderr = 'Cannot connect to the Docker daemon at unix:///x. Is the docker daemon running?'
    fake.replay('docker', { ...both, 'version*': { stderr, code: 1 } })
    expect(await docker.status()).toMatchObject({
      ...{ state: 'not-running', detail: stderr },
      projects: [{ file: fake.file, name: 'zervigodemo', containers: [], problem: stderr }],
    })
  })

  it('shows one project although the other is broken', async () => {
    const broken = join(fake.folder, 'broken.yml')
    writeFileSync(broken, 'services: [')
    files.push({ side: 'looma', file: broken })
    const stderr = `yaml: password=hunter2: did not find expected node content`
    const { '*\\ config\\ *': config, ...rest } = both
    fake.replay('docker', {
      ...rest,
      '*broken*': { stderr, code: 14 },
      '*\\ config\\ *': config,
    })
    const { state, projects } = await docker.status()
    expect(state).toBe('ready')
    expect(projects).toMatchObject([
      { side: 'zervigo', problem: null, containers: [{ service: 'web' }] },
      { side: 'looma', containers: [] },
    ])
    expect(projects[1]?.problem).toContain('password=***: did not find')
  })

  it('says of a file that is gone that it is gone', async () => {
    fake.replay('docker', both)
    files = [{ side: 'looma', file: '/no/such/folder/compose.yml' }]
    const { projects } = await docker.status()
    expect(projects[0]?.problem).toBe('the compose file /no/such/folder/compose.yml does not exist')
  })

  it('has no projects when there is no compose file', async () => {
    fake.replay('docker', working)
    files = []
    expect(await docker.status()).toMatchObject({ state: 'ready', projects: [] })
  })
})

describe.skipIf(process.platform === 'win32')('an action', () => {
  it('answers with what is then', async () => {
    fake.replay('docker', { ...both, '*\\ stop\\ web': {} })
    const status = await docker.act('zervigo', 'web', 'stop')
    expect(status.projects[0]?.containers).toHaveLength(1)
    expect(fake.calls().some((call) => call.slice(-2).join(' ') === 'stop web')).toBe(true)
  })

  it('runs alone in its project', async () => {
    fake.replay('docker', { ...both, '*\\ restart\\ web': { sh: '/bin/sleep 1' } })
    const first = docker.act('zervigo', 'web', 'restart')
    expect(await errorOf(docker.act('zervigo', null, 'stop'))).toMatchObject({ code: 'busy' })
    await first
    expect(fake.calls().some((call) => call.includes('stop'))).toBe(false)
    await docker.act('zervigo', 'web', 'restart')
  })

  it('fails with the words of docker and leaves the project free again', async () => {
    const failing = { stderr: 'no such service: web', code: 1 }
    fake.replay('docker', { ...both, '*\\ stop\\ web': failing })
    for (let times = 0; times < 2; times += 1) {
      expect(await errorOf(docker.act('zervigo', 'web', 'stop'))).toMatchObject({
        ...{ code: 'process', message: 'no such service: web (exit code 1)' },
        facts: { code: 'docker-failed', exitCode: 1 },
      })
    }
  })

  it('is refused for a side without a file and for a name like an option', async () => {
    fake.replay('docker', both)
    expect(await errorOf(docker.act('looma', null, 'stop'))).toMatchObject({ code: 'unsupported' })
    expect(await errorOf(docker.act('zervigo', '--rm', 'stop'))).toMatchObject({ code: 'rejected' })
    expect(fake.calls()).toEqual([])
  })

  it('is ended when the profile is left', async () => {
    const sh = 'echo $$ > "$dir/self"; exec /bin/sleep 300'
    fake.replay('docker', { ...both, '*\\ stop\\ web': { sh } })
    const acting = errorOf(docker.act('zervigo', 'web', 'stop'))
    await expect.poll(() => fake.read('self'), { timeout: 15_000 }).not.toBe('')
    await docker.dispose()
    expect(await acting).toMatchObject({ code: 'aborted' })
    expect(isAlive(Number(fake.read('self')))).toBe(false)
    expect(await errorOf(docker.status())).toMatchObject({ code: 'aborted' })
  })
})

describe.skipIf(process.platform === 'win32')('the log of a service', () => {
  const stamp = '2026-06-01T08:00:00.123456789Z'

  it('comes with its own times, without prefix, masked', async () => {
    fake.replay('docker', {
      ...both,
      '*\\ logs\\ *': {
        stdout: `zervigo-web-1  | ${stamp} ready, password hunter2\nzervigo-web-1  | ${stamp} \n`,
        stderr: `zervigo-web-1  | ${stamp} warned\n`,
      },
    })
    const { sink, lines, ended } = page()
    docker.log('zervigo', 'web', sink)
    expect(await ended).toBe(null)
    const at = Date.UTC(2026, 5, 1, 8) + 123
    expect(new Set(lines.map(({ seq }) => seq)).size).toBe(3)
    expect(lines).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ at, source: 'stdout', text: 'ready, password ***' }),
        expect.objectContaining({ at, source: 'stderr', text: 'warned' }),
      ]),
    )
    const args = ['logs', '--follow', '--no-color', '--timestamps', '--tail', '500', 'web']
    expect(
      fake
        .calls()
        .find((call) => call.includes('logs'))
        ?.slice(-7),
    ).toEqual(args)
  })

  it('ends when the page closes it, with everything that was started', async () => {
    const sh = `echo $$ > "$dir/self"\necho 'zervigo-web-1  | ${stamp} ready'\nexec /bin/sleep 300`
    fake.replay('docker', { ...both, '*\\ logs\\ *': { sh } })
    const { sink, lines, ended, has, close } = page()
    docker.log('zervigo', 'web', sink)
    await has(1)
    close()
    await ended
    expect(lines.map(({ text }) => text)).toEqual(['ready'])
    expect(isAlive(Number(fake.read('self')))).toBe(false)
  })

  it('fails with the reason when the engine stops, although compose is content', async () => {
    const stderr = 'Cannot connect to the Docker daemon at unix:///x. Is the docker daemon running?'
    const sh = ': > "$dir/gone"'
    fake.replay('docker', {
      ...both,
      'version*': {
        sh: `[ ! -f "$dir/gone" ] || { echo '${stderr}' >&2; exit 1; }`,
        stdout: '28\n',
      },
      '*\\ logs\\ *': { sh },
    })
    const { sink, ended } = page()
    docker.log('zervigo', 'web', sink)
    expect(await ended).toMatchObject({ message: stderr, facts: { code: 'docker-not-running' } })
  })

  it('fails with what docker said about a service that it does not know', async () => {
    fake.replay('docker', { ...both, '*\\ logs\\ *': { stderr: 'no such service: web', code: 1 } })
    const { sink, lines, ended } = page()
    docker.log('zervigo', 'web', sink)
    expect(await ended).toMatchObject({
      code: 'process',
      message: expect.stringContaining('no such service'),
    })
    expect(lines).toMatchObject([{ source: 'console', text: 'no such service: web' }])
  })

  it('bounds a flood and says how much was left out', async () => {
    const line = `zervigo-web-1  | ${stamp} ${'x'.repeat(40)}\n`
    fake.replay('docker', { ...both, '*\\ logs\\ *': { stdout: line.repeat(60_000) } })
    const { sink, lines, ended } = page()
    let dropped = 0
    docker.log('zervigo', 'web', { ...sink, drop: (count) => void (dropped += count) })
    expect(await ended).toBe(null)
    expect(lines.length + dropped).toBe(60_000)
  })

  it('is refused for a name like an option', () => {
    fake.replay('docker', both)
    expect(() => docker.log('zervigo', '--all', page().sink)).toThrow('not a name')
    expect(fake.calls()).toEqual([])
  })
})

describe('a line of the log', () => {
  it.each([
    ['web-1  | 2026-06-01T08:00:00Z a | b', 'stdout', 'a | b', 'stdout'],
    ['2026-06-01T08:00:00.5Z plain', 'stderr', 'plain', 'stderr'],
    ['web-1  | 2026-06-01T16:00:00+08:00 east', 'stdout', 'east', 'stdout'],
    ['web-1  | 2026-06-01T08:00:00Z', 'stdout', '', 'stdout'],
    ['web-1 exited with code 0', 'stdout', 'web-1 exited with code 0', 'stdout'],
    ['Error response from daemon: gone', 'stderr', 'Error response from daemon: gone', 'console'],
  ] as const)('%s', (text, source, words, from) => {
    expect(readLogLine(text, source)).toMatchObject({ words, from })
  })
})
