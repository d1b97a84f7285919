import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { promisify } from 'node:util'
import type { ProcessRow, ProcessTable } from './process-table'
import { tagInPsLine } from './tag'

/** Runs a tool with argv and returns what it printed. */
export type RunTool = (tool: string, args: readonly string[]) => Promise<string>

const execute = promisify(execFile)
const toolTimeoutMs = 5_000
const toolBytes = 64 * 1024 * 1024

const runTool: RunTool = async (tool, args) => {
  const env = { LC_ALL: 'C', TZ: 'UTC' }
  const options = { timeout: toolTimeoutMs, maxBuffer: toolBytes, env }
  return (await execute(tool, args, options)).stdout
}

/** `e` adds the environment of one's own processes, `ww` keeps long lines whole. */
const columns = ['eww', '-o', 'pid=,ppid=,pgid=,state=,lstart=,command=']

/** The table of a system without `/proc`, such as macOS, told by `ps`. */
export function psTable(run: RunTool = runTool): ProcessTable {
  const ask = async (...args: string[]): Promise<string> => run('/bin/ps', args).catch(() => '')
  return {
    list: async () => parsePs(await ask('ax', ...columns)),
    row: async (pid) => parsePs(await ask(...columns, '-p', String(pid)))[0] ?? null,
    async exeOf(pid) {
      const path = (await ask('-o', 'comm=', '-p', String(pid))).trim()
      return path === '' ? null : { path, inode: 0 }
    },
    async argvHashOf(pid) {
      const command = (await ask('ww', '-o', 'command=', '-p', String(pid))).trim()
      return command === '' ? null : createHash('sha256').update(command).digest('hex')
    },
    async bootId() {
      const text = await run('/usr/sbin/sysctl', ['-n', 'kern.bootsessionuuid']).catch(() => '')
      return text.trim() === '' ? null : text.trim()
    },
  }
}

/** Reads lines of pid, ppid, pgid, state, start (five words) and command with environment. */
export function parsePs(text: string): ProcessRow[] {
  const shape = /^\s*(\d+)\s+(\d+)\s+(\d+)\s+(\S+)\s+(\S+\s+\S+\s+\S+\s+\S+\s+\d{4})\s*(.*)$/
  return text.split('\n').flatMap((line) => {
    const found = shape.exec(line)
    if (found === null) return []
    const [, pid, ppid, pgid, state = '', start = '', command = ''] = found
    return [
      {
        ...{ pid: Number(pid), ppid: Number(ppid), pgid: Number(pgid) },
        ticks: Date.parse(`${start} UTC`) / 1_000,
        isZombie: state.startsWith('Z'),
        tag: tagInPsLine(command),
      },
    ]
  })
}
