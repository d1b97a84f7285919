import { fork, type ChildProcess } from 'node:child_process'
import { z } from 'zod'
import { floodRole } from './flood'
import { serverRole } from './server'

/** What a child of the bench does instead of measuring, so that its work is not measured. */
const RoleName = z.enum(['server', 'flood'])
export type RoleName = z.infer<typeof RoleName>

const marker = '--role'
const variable = 'LOOMA_BENCH_ROLE'
const readyLimitMs = 20_000

/** The role this process was started in; null for the bench itself. */
export function roleOf(argv: readonly string[]): RoleName | null {
  return argv[2] === marker ? RoleName.parse(argv[3]) : null
}

/** Plays a role until the parent lets go of it. */
export async function playRole(name: RoleName): Promise<void> {
  process.on('disconnect', () => process.exit(0))
  const input: unknown = JSON.parse(process.env[variable] ?? 'null')
  const send = (message: unknown) => void process.send?.(message)
  await (name === 'server' ? serverRole(input, send) : floodRole(input, send))
}

export interface Helper {
  /** The next thing the child says. */
  next(limitMs: number): Promise<unknown>
  end(): Promise<void>
}

/** Starts a child of the bench. */
export function startHelper(script: string, name: RoleName, input: unknown): Helper {
  const child = fork(script, [marker, name], {
    env: { ...process.env, [variable]: JSON.stringify(input) },
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  })
  const said: unknown[] = []
  child.on('message', (message) => said.push(message))
  return {
    next: (limitMs) => nextOf(child, said, limitMs),
    async end() {
      if (child.exitCode !== null || child.signalCode !== null) return
      const gone = new Promise((resolve) => child.once('exit', resolve))
      child.kill('SIGKILL')
      await gone
    },
  }
}

function nextOf(child: ChildProcess, said: unknown[], limitMs: number): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const look = () => {
      if (said.length === 0) return
      finish()
      resolve(said.shift())
    }
    const gone = () => {
      finish()
      reject(new Error('a helper process of the bench ended too early'))
    }
    const timer = setTimeout(() => {
      finish()
      reject(new Error(`a helper process of the bench said nothing within ${limitMs} ms`))
    }, limitMs)
    const finish = () => {
      clearTimeout(timer)
      child.off('message', look)
      child.off('exit', gone)
    }
    child.on('message', look)
    child.on('exit', gone)
    look()
  })
}

const Ports = z.array(z.number().int())

export interface ServerHelper extends Pick<Helper, 'end'> {
  /** In the order of the listeners that were asked for. */
  ports: readonly number[]
}

export interface Listener {
  /** The name it gives itself. */
  name: string
  delayMs: number
}

/** Starts HTTP services in a process of their own. */
export async function startServers(
  script: string,
  listeners: readonly Listener[],
): Promise<ServerHelper> {
  const helper = startHelper(script, 'server', listeners)
  try {
    return { ports: Ports.parse(await helper.next(readyLimitMs)), end: helper.end }
  } catch (error) {
    await helper.end()
    throw error
  }
}
