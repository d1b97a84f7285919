import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { OpsError } from '../../shared/errors'
import { createDockerCli, type DockerCli } from './docker-cli'

/** What the fake prints when its arguments match, and how it ends. */
export interface Replay {
  stdout?: string | Buffer
  stderr?: string
  code?: number
  /** Lines of sh that run first. */
  sh?: string
}

/** A `docker` on a PATH of its own, replaying recorded output; each call leaves its arguments. */
export interface FakeDocker {
  folder: string
  file: string
  cli: DockerCli
  /** One that has asked nothing yet. */
  newCli(): DockerCli
  /** Patterns of sh over the arguments; the first that matches answers. */
  replay(program: 'docker' | 'docker-compose', answers: Readonly<Record<string, Replay>>): void
  /** Arguments of every call so far, the program first. */
  calls(): string[][]
  /** Environment that the last call saw. */
  environment(): string
  /** What a script wrote under this name, e.g. a pid; empty before. */
  read(name: string): string
  remove(): void
}

/** Makes an empty one: nothing is installed before something is replayed. */
export function fakeDocker(env: Record<string, string> = {}): FakeDocker {
  const folder = mkdtempSync(join(tmpdir(), 'console-docker-'))
  const bin = join(folder, 'bin')
  const project = join(folder, 'Zervigo.Demo')
  mkdirSync(bin)
  mkdirSync(project)
  const file = join(project, 'docker-compose.yml')
  writeFileSync(file, 'services: {}\n')
  const read = (name: string): string => {
    const path = join(folder, name)
    return existsSync(path) ? readFileSync(path, 'utf8') : ''
  }
  const newCli = (): DockerCli =>
    createDockerCli({
      env: { ...env, PATH: bin, HOME: folder },
      mask: (text) => text.replaceAll('hunter2', '***'),
      platform: 'linux',
    })
  let answers = 0
  return {
    folder,
    file,
    read,
    ...{ cli: newCli(), newCli },
    replay(program, replays) {
      const cases = Object.entries(replays).map(
        ([pattern, { stdout = '', stderr = '', code = 0, sh = '' }]) => {
          const base = join(folder, `answer-${(answers += 1)}`)
          writeFileSync(`${base}.out`, stdout)
          writeFileSync(`${base}.err`, stderr)
          return `${pattern})\n${sh}\n/bin/cat '${base}.err' >&2\n/bin/cat '${base}.out'\nexit ${code};;`
        },
      )
      const script = [
        '#!/bin/sh',
        `dir='${folder}'`,
        `{ printf '%s\\0' '${program}' "$@"; printf '\\n'; } >> "$dir/calls"`,
        `/usr/bin/env > "$dir/env"`,
        'case "$*" in',
        ...cases,
        `*) echo "unexpected: $*" >&2; exit 64;;`,
        'esac',
        '',
      ].join('\n')
      writeFileSync(join(bin, program), script)
      chmodSync(join(bin, program), 0o755)
    },
    calls: () =>
      read('calls')
        .split('\0\n')
        .filter((call) => call !== '')
        .map((call) => call.split('\0')),
    environment: () => read('env'),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  }
}

/** A docker and a compose that work. */
export const working: Readonly<Record<string, Replay>> = {
  'version*': { stdout: '28.2.2\n' },
  'compose\\ version*': { stdout: 'Docker Compose version v2.36.2\n' },
}

/** What `compose config --format json` prints of a project with these services. */
export function configOf(services: readonly string[], name = 'zervigo'): Replay {
  const entries = services.map((service) => [service, { image: `${service}:1` }])
  return { stdout: JSON.stringify({ name, services: Object.fromEntries(entries) }) }
}

/** A row of `compose ps --format json`. */
export function psRow(service: string, change: Record<string, unknown> = {}) {
  return {
    ...{ ID: 'c0ffee00c0ffee00', Name: `zervigo-${service}-1`, Service: service },
    ...{ Image: `${service}:1`, State: 'running', Status: 'Up 3 minutes', Health: '', ExitCode: 0 },
    Publishers: [],
    ...change,
  }
}

/** Rows as newer releases print them, one a line. */
export function psLines(...rows: readonly Record<string, unknown>[]): Replay {
  return { stdout: rows.map((row) => `${JSON.stringify(row)}\n`).join('') }
}

/** True while a process runs; one that only waits to be reaped does not. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
  } catch {
    return false
  }
  const stat = `/proc/${pid}/stat`
  if (!existsSync('/proc/self/stat')) return true
  try {
    return !/\) Z /.test(readFileSync(stat, 'utf8'))
  } catch {
    return false
  }
}

/** The answers to compose's questions for its configuration and its containers. */
export const config = (answer: Replay) => ({ '*\\ config\\ *': answer })
export const ps = (answer: Replay) => ({ '*\\ ps\\ *': answer })

/** What a step is given; it keeps what it is told. */
export interface StepIo {
  signal: AbortSignal
  lines: string[]
  line(text: string): void
}

export function stepIo(signal: AbortSignal = new AbortController().signal): StepIo {
  const lines: string[] = []
  return { signal, lines, line: (text) => void lines.push(text) }
}

/** The failure a promise rejects with; fails the test when it does not. */
export const errorOf = (promise: Promise<unknown>): Promise<OpsError> =>
  promise.then(
    () => Promise.reject(new Error('it resolved')),
    (thrown: OpsError) => thrown,
  )
