import { spawn } from 'node:child_process'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('../..', import.meta.url))

/** What a finished command left behind. */
export interface Ended {
  code: number | null
  signal: NodeJS.Signals | null
  out: string
  err: string
}

/** A command under way, in a process of its own. */
export interface RunningCommand {
  pid: number
  /** All that was printed, once it holds this text; rejects when the command ends before. */
  printed(stream: 'out' | 'err', text: RegExp): Promise<string>
  kill(signal: NodeJS.Signals): void
  ended: Promise<Ended>
}

/** Starts the built command line, which builds itself when stale. */
export function startCli(
  args: readonly string[],
  env: Record<string, string> = {},
): RunningCommand {
  const { PATH = '', HOME = '' } = process.env
  const child = spawn(process.execPath, [join(root, 'build/cli.mjs'), ...args], {
    cwd: root,
    env: { PATH, HOME, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const text = { out: '', err: '' }
  const watchers = new Set<() => void>()
  const collect = (stream: 'out' | 'err') => (chunk: string) => {
    text[stream] += chunk
    for (const watch of watchers) watch()
  }
  child.stdout.setEncoding('utf8').on('data', collect('out'))
  child.stderr.setEncoding('utf8').on('data', collect('err'))
  const ended = new Promise<Ended>((resolve) => {
    child.once('close', (code, signal) => resolve({ code, signal, ...text }))
  })
  return {
    pid: child.pid ?? -1,
    printed: (stream, pattern) =>
      new Promise((resolve, reject) => {
        const watch = () => {
          if (!pattern.test(text[stream])) return
          watchers.delete(watch)
          resolve(text[stream])
        }
        watchers.add(watch)
        watch()
        void ended.then(() => reject(new Error(`ended before ${String(pattern)}: ${text.err}`)))
      }),
    kill: (signal) => void child.kill(signal),
    ended,
  }
}

/** Runs a command to its end. */
export function runCommand(args: readonly string[], env: Record<string, string> = {}) {
  return startCli(args, env).ended
}

/** Ids of every process that descends from this one. */
export async function descendantsOf(pid: number): Promise<number[]> {
  const children = new Map<number, number[]>()
  for (const name of (await readdir('/proc')).filter((entry) => /^\d+$/.test(entry))) {
    const stat = await readFile(`/proc/${name}/stat`, 'utf8').catch(() => '')
    const parent = Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1])
    children.set(parent, [...(children.get(parent) ?? []), Number(name)])
  }
  const all: number[] = []
  for (const next of [...(children.get(pid) ?? [])]) all.push(next, ...(await descendantsOf(next)))
  return all
}

/** True while a process of this id is there and not a zombie. */
export async function isAlive(pid: number): Promise<boolean> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '')
  return stat !== '' && !/\) [ZX] /.test(stat)
}
