import { createHash } from 'node:crypto'
import { readFile, readdir, readlink, stat } from 'node:fs/promises'
import { psTable } from './process-table-ps'
import { tagInEnviron } from './tag'

/** One process as the system shows it. */
export interface ProcessRow {
  pid: number
  ppid: number
  pgid: number
  /** When it began, in the unit of the system; compared, never computed with. */
  ticks: number
  /** Dead, but not yet asked for by its parent; it holds nothing any more. */
  isZombie: boolean
  /** Our mark in its environment; null when it has none or the system does not show it. */
  tag: string | null
}

/** Which program a process runs. */
export interface ProcessExe {
  path: string
  inode: number
}

/** The processes of this machine. */
export interface ProcessTable {
  list(): Promise<ProcessRow[]>
  row(pid: number): Promise<ProcessRow | null>
  exeOf(pid: number): Promise<ProcessExe | null>
  /** A hash, because a command line may carry somebody's password. */
  argvHashOf(pid: number): Promise<string | null>
  /** Differs after every boot; null where the system has none. */
  bootId(): Promise<string | null>
}

/** The table of the system that this runs on. */
export function systemTable(): ProcessTable {
  if (process.platform === 'linux') return linuxTable
  return process.platform === 'win32' ? hiddenTable : psTable()
}

const linuxTable: ProcessTable = {
  async list() {
    const names = (await readdir('/proc')).filter((name) => /^\d+$/.test(name))
    const rows = await Promise.all(names.map((name) => linuxRow(Number(name))))
    return rows.filter((row) => row !== null)
  },
  row: linuxRow,
  async exeOf(pid) {
    const link = `/proc/${pid}/exe`
    try {
      const [path, { ino }] = await Promise.all([readlink(link), stat(link)])
      return { path, inode: ino }
    } catch {
      return null
    }
  },
  async argvHashOf(pid) {
    const argv = await readFile(`/proc/${pid}/cmdline`).catch(() => null)
    return argv === null ? null : hashOf(argv)
  },
  async bootId() {
    const text = await readFile('/proc/sys/kernel/random/boot_id', 'utf8').catch(() => null)
    return text?.trim() ?? null
  },
}

async function linuxRow(pid: number): Promise<ProcessRow | null> {
  const text = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => null)
  const fields = text === null ? null : parseStat(text)
  if (fields === null) return null
  // Another user's environment is not ours to read: such a process has no tag.
  const environ = await readFile(`/proc/${pid}/environ`, 'latin1').catch(() => '')
  return { pid, ...fields, tag: tagInEnviron(environ) }
}

/** Reads what matters from `/proc/<pid>/stat`. */
export function parseStat(text: string): Omit<ProcessRow, 'pid' | 'tag'> | null {
  // The name, field 2, may hold spaces and brackets; the last bracket ends it.
  const fields = text
    .slice(text.lastIndexOf(')') + 1)
    .trim()
    .split(/\s+/)
  const [state = '', ppid, pgid] = fields
  const ticks = fields[19]
  if (ppid === undefined || pgid === undefined || ticks === undefined) return null
  return {
    ppid: Number(ppid),
    pgid: Number(pgid),
    ticks: Number(ticks),
    isZombie: state === 'Z' || state === 'X',
  }
}

/** Windows shows no environments: nothing is found there, so nothing is adopted or swept. */
const hiddenTable: ProcessTable = {
  list: () => Promise.resolve([]),
  row: () => Promise.resolve(null),
  exeOf: () => Promise.resolve(null),
  argvHashOf: () => Promise.resolve(null),
  bootId: () => Promise.resolve(null),
}

function hashOf(data: Buffer): string {
  return createHash('sha256').update(data).digest('hex')
}
