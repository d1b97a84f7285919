import { readFile, readdir, readlink } from 'node:fs/promises'
import type { PortHolder, PortListener } from './ports'
import { parseProcNet, userName, type Listener } from './ports-parse'

/** The listening sockets of one port, from the kernel's own tables. */
export async function linuxListeners(port: number): Promise<Listener[]> {
  return listenersOn((candidate) => candidate === port)
}

/** Everybody who listens on a port, without any tool. */
export async function linuxOwners(port: number): Promise<PortHolder[]> {
  return ownersOf(await linuxListeners(port))
}

/** Everybody who listens on one of these ports, found in one pass. */
export async function linuxHolders(ports: ReadonlySet<number>): Promise<PortListener[]> {
  const listeners = await listenersOn((port) => ports.has(port))
  const owners = await ownersOf(listeners)
  return owners.map((owner, index) => ({ ...owner, port: listeners[index]?.port ?? 0 }))
}

async function listenersOn(isWanted: (port: number) => boolean): Promise<Listener[]> {
  const tables = await Promise.all(['/proc/net/tcp', '/proc/net/tcp6'].map(readOrEmpty))
  return tables.flatMap(parseProcNet).filter(({ port }) => isWanted(port))
}

async function ownersOf(listeners: readonly Listener[]): Promise<PortHolder[]> {
  if (listeners.length === 0) return []
  const wanted = new Set(listeners.map((listener) => `socket:[${listener.inode}]`))
  const [pids, passwd] = await Promise.all([pidsOfSockets(wanted), readOrEmpty('/etc/passwd')])
  return Promise.all(
    listeners.map(async ({ address, inode, uid }) => {
      const pid = pids.get(`socket:[${inode}]`) ?? null
      const command = pid === null ? null : await commandOf(pid)
      return { address, pid, command, user: userName(passwd, uid) ?? String(uid) }
    }),
  )
}

async function pidsOfSockets(wanted: ReadonlySet<string>): Promise<Map<string, number>> {
  const found = new Map<string, number>()
  const names = (await readdir('/proc')).filter((name) => /^\d+$/.test(name))
  await Promise.all(
    names.map(async (name) => {
      // A process of another user, or one that has just ended, shows nothing.
      const handles = await readdir(`/proc/${name}/fd`).catch(() => [])
      for (const handle of handles) {
        const target = await readlink(`/proc/${name}/fd/${handle}`).catch(() => '')
        if (wanted.has(target)) found.set(target, Number(name))
      }
    }),
  )
  return found
}

async function commandOf(pid: number): Promise<string | null> {
  const line = (await readOrEmpty(`/proc/${pid}/cmdline`)).split('\0').join(' ').trim()
  if (line !== '') return line
  const name = (await readOrEmpty(`/proc/${pid}/comm`)).trim()
  return name === '' ? null : name
}

async function readOrEmpty(path: string): Promise<string> {
  return readFile(path, 'utf8').catch(() => '')
}
