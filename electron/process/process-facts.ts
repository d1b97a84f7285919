import { execFile } from 'node:child_process'
import { readFile, stat } from 'node:fs/promises'
import { promisify } from 'node:util'
import { userName } from './ports-parse'
import {
  parsePs,
  parseStat,
  parseWindowsProcesses,
  psArgv,
  windowsProcessesArgv,
  type ProcessFacts,
} from './process-parse'
import { startOf } from './start-time'

/** Looks a process up; null when there is none, or only what a dead one left behind. */
export type ReadProcess = (pid: number) => Promise<ProcessFacts | null>

const run = promisify(execFile)
const toolTimeoutMs = 5_000
const mostOutputBytes = 16 * 1024 * 1024
const longestChain = 32

/** Makes a reader for one look: each process is read once, and a listing tool runs at most once. */
export function createProcessReader(): ReadProcess {
  if (process.platform === 'linux') {
    const known = new Map<number, Promise<ProcessFacts | null>>()
    return (pid) => {
      const found = known.get(pid) ?? linuxProcess(pid)
      known.set(pid, found)
      return found
    }
  }
  let listing: Promise<Map<number, ProcessFacts>> | null = null
  return async (pid) => (await (listing ??= listProcesses())).get(pid) ?? null
}

/** The parents of a process, nearest first, without the system's first process. */
export async function parentsOf(pid: number, read: ReadProcess): Promise<ProcessFacts[]> {
  const parents: ProcessFacts[] = []
  const seen = new Set([pid])
  let next = (await read(pid))?.parent ?? null
  while (next !== null && next > 1 && !seen.has(next) && parents.length < longestChain) {
    seen.add(next)
    const parent = await read(next)
    if (parent === null) break
    parents.push(parent)
    next = parent.parent
  }
  return parents
}

async function linuxProcess(pid: number): Promise<ProcessFacts | null> {
  try {
    const [status, system, line, owner, passwd] = await Promise.all([
      readFile(`/proc/${pid}/stat`, 'utf8'),
      readFile('/proc/stat', 'utf8'),
      readFile(`/proc/${pid}/cmdline`, 'utf8'),
      stat(`/proc/${pid}`),
      readFile('/etc/passwd', 'utf8').catch(() => ''),
    ])
    const parsed = parseStat(status)
    if (parsed === null || parsed.isDead) return null
    const args = line.split('\0').filter((word) => word !== '')
    return {
      pid,
      parent: parsed.parent,
      args: args.length > 0 ? args : [parsed.name],
      user: userName(passwd, owner.uid) ?? String(owner.uid),
      startedAt: startOf(status, system),
      startMark: parsed.startTicks,
    }
  } catch {
    return null
  }
}

async function listProcesses(): Promise<Map<number, ProcessFacts>> {
  const isWindows = process.platform === 'win32'
  const [tool, ...args] = isWindows ? windowsProcessesArgv : psArgv
  const env = { ...process.env, LC_ALL: 'C' }
  const limits = { timeout: toolTimeoutMs, maxBuffer: mostOutputBytes, windowsHide: true, env }
  const text = await run(tool, args, limits).then(
    ({ stdout }) => stdout,
    () => '',
  )
  const found = isWindows ? parseWindowsProcesses(text) : parsePs(text)
  return new Map(found.map((facts) => [facts.pid, facts]))
}
