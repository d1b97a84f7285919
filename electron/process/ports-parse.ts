import type { PortHolder, PortListener } from './ports'

/** A listening socket as `/proc/net/tcp` shows it. */
export interface Listener {
  address: string
  port: number
  uid: number
  inode: string
}

const listenState = '0A'

/** Reads the listening sockets from `/proc/net/tcp` or `/proc/net/tcp6`. */
export function parseProcNet(text: string): Listener[] {
  const listeners: Listener[] = []
  for (const line of text.split('\n').slice(1)) {
    const [, local, , state, , , , uid, , inode] = line.trim().split(/\s+/)
    if (local === undefined || state !== listenState || inode === undefined) continue
    const [address = '', port = ''] = local.split(':')
    listeners.push({
      address: address.length === 8 ? v4(address) : v6(address),
      port: Number.parseInt(port, 16),
      uid: Number(uid),
      inode,
    })
  }
  return listeners
}

/** The kernel prints each 32-bit word in host order, which is little-endian where we run. */
function bytesOf(hex: string): number[] {
  const words = hex.match(/.{8}/g) ?? []
  return words.flatMap((word) =>
    (word.match(/../g) ?? []).map((pair) => Number.parseInt(pair, 16)).reverse(),
  )
}

function v4(hex: string): string {
  return bytesOf(hex).join('.')
}

function v6(hex: string): string {
  const bytes = bytesOf(hex)
  if (bytes.every((byte) => byte === 0)) return '::'
  if (bytes.slice(0, 15).every((byte) => byte === 0) && bytes[15] === 1) return '::1'
  const isMapped = bytes.slice(0, 10).every((byte) => byte === 0) && bytes[10] === 255
  if (isMapped && bytes[11] === 255) return `::ffff:${bytes.slice(12).join('.')}`
  const groups = Array.from({ length: 8 }, (_, index) =>
    (((bytes[index * 2] ?? 0) << 8) | (bytes[index * 2 + 1] ?? 0)).toString(16),
  )
  return groups.join(':')
}

/** Finds a user's name in the text of `/etc/passwd`. */
export function userName(passwd: string, uid: number): string | null {
  for (const line of passwd.split('\n')) {
    const [name, , id] = line.split(':')
    if (id === String(uid) && name !== undefined && name !== '') return name
  }
  return null
}

/** Reads the field output of `lsof -F pcLn`: one letter, then the value, one per line. */
export function parseLsof(text: string): PortHolder[] {
  return parseLsofListeners(text).map(({ port: _port, ...holder }) => holder)
}

/** The same with the port of each listener. */
export function parseLsofListeners(text: string): PortListener[] {
  const owners: PortListener[] = []
  let pid: number | null = null
  let command: string | null = null
  let user: string | null = null
  for (const line of text.split('\n')) {
    const value = line.slice(1)
    if (line.startsWith('p')) {
      pid = Number(value)
      command = null
      user = null
    } else if (line.startsWith('c')) command = value
    else if (line.startsWith('L')) user = value
    else if (line.startsWith('n')) {
      owners.push({ address: hostOf(value), port: portOf(value), pid, command, user })
    }
  }
  return owners
}

function hostOf(endpoint: string): string {
  const host = endpoint.slice(0, endpoint.lastIndexOf(':')).replace(/^\[|\]$/g, '')
  return host === '*' ? '0.0.0.0' : host
}

function portOf(endpoint: string): number {
  return Number(endpoint.slice(endpoint.lastIndexOf(':') + 1))
}

/**
 * Reads `netstat -ano`. The state column is translated on localized systems, so a listener is
 * known by its foreign port 0.
 */
export function parseNetstatListeners(
  text: string,
): { address: string; port: number; pid: number }[] {
  const found: { address: string; port: number; pid: number }[] = []
  for (const line of text.split(/\r?\n/)) {
    const [protocol, local = '', foreign = '', , pid = ''] = line.trim().split(/\s+/)
    if (protocol !== 'TCP' || !foreign.endsWith(':0') || !/^\d+$/.test(pid)) continue
    found.push({ address: hostOf(local), port: portOf(local), pid: Number(pid) })
  }
  return found
}

/** The listeners of one port in `netstat -ano`. */
export function parseNetstat(text: string, port: number): { address: string; pid: number }[] {
  return parseNetstatListeners(text)
    .filter((listener) => listener.port === port)
    .map(({ address, pid }) => ({ address, pid }))
}

/** Reads every program's name by pid from `tasklist /FO CSV /NH`. */
export function parseTasklistNames(text: string): Map<number, string> {
  const lines = text.matchAll(/^"([^"]+)","(\d+)"/gm)
  return new Map([...lines].map(([, name = '', pid = '']) => [Number(pid), name]))
}

/** Reads the program's name from `tasklist /FO CSV /NH`. */
export function parseTasklist(text: string): string | null {
  return /^"([^"]+)","\d+"/m.exec(text)?.[1] ?? null
}
