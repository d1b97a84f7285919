import { execFile } from 'node:child_process'
import { createServer } from 'node:net'
import { promisify } from 'node:util'
import { linuxHolders, linuxListeners, linuxOwners } from './ports-linux'
import {
  parseLsof,
  parseLsofListeners,
  parseNetstat,
  parseNetstatListeners,
  parseTasklist,
  parseTasklistNames,
} from './ports-parse'

/** Who listens on a port. */
export interface PortHolder {
  /** The local address it listens on, e.g. `127.0.0.1`, `::`. */
  address: string
  /** Null when the system does not show it, as for another user's process. */
  pid: number | null
  command: string | null
  user: string | null
}

/** A holder together with the port it holds. */
export interface PortListener extends PortHolder {
  port: number
}

/** Stands for a holder that the system does not show. */
export const unseenHolder: PortHolder = { address: '', pid: null, command: null, user: null }

const run = promisify(execFile)
const toolTimeoutMs = 5_000

/** Everybody who listens on a TCP port of this machine. */
export async function portOwners(port: number): Promise<PortHolder[]> {
  if (process.platform === 'linux') return linuxOwners(port)
  if (process.platform === 'win32') return windowsOwners(port)
  return lsofOwners(port)
}

/** Everybody who listens on one of these ports, asked for in one go. */
export async function portListeners(ports: ReadonlySet<number>): Promise<PortListener[]> {
  if (process.platform === 'linux') return linuxHolders(ports)
  const all = process.platform === 'win32' ? await windowsListeners() : await lsofListeners()
  return all.filter(({ port }) => ports.has(port))
}

/** The one whom a connection to this host and port would reach; null when nobody listens. */
export async function portOwner(port: number, host = 'localhost'): Promise<PortHolder | null> {
  const reached = (await portOwners(port)).filter((owner) => isReached(owner.address, host))
  return reached.find((owner) => owner.pid !== null) ?? reached[0] ?? null
}

/** Tells whether somebody listens where a service of this machine would want to. */
export async function isPortBusy(port: number, host = 'localhost'): Promise<boolean> {
  if (process.platform === 'linux') {
    const listeners = await linuxListeners(port)
    return listeners.some((listener) => isReached(listener.address, host))
  }
  for (const address of addressesOf(host)) if (!(await canListen(port, address))) return true
  return false
}

const anyAddresses = ['0.0.0.0', '::']

function addressesOf(host: string): string[] {
  return host === 'localhost' ? ['127.0.0.1', '::1', ...anyAddresses] : [host, ...anyAddresses]
}

/** An address that stands for all of them is reached through any; a v4 one also when mapped. */
export function isReached(address: string, host: string): boolean {
  const plain = address.replace(/^::ffff:/, '')
  if (anyAddresses.includes(host)) return true
  if (host === 'localhost') return plain.startsWith('127.') || addressesOf(host).includes(plain)
  if (plain === '0.0.0.0') return !host.includes(':')
  return plain === '::' || plain === host
}

function canListen(port: number, host: string): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer()
    server.once('error', (error: NodeJS.ErrnoException) => resolve(error.code !== 'EADDRINUSE'))
    server.listen({ port, host, exclusive: true }, () => server.close(() => resolve(true)))
  })
}

/** Owners as `lsof` tells them. */
export async function lsofOwners(port: number): Promise<PortHolder[]> {
  const args = ['-nP', `-iTCP:${port}`, '-sTCP:LISTEN', '-FpcLn']
  return parseLsof(await output('lsof', args))
}

async function lsofListeners(): Promise<PortListener[]> {
  return parseLsofListeners(await output('lsof', ['-nP', '-iTCP', '-sTCP:LISTEN', '-FpcLn']))
}

async function windowsListeners(): Promise<PortListener[]> {
  const [v4, v6, tasks] = await Promise.all([
    output('netstat.exe', ['-ano', '-p', 'TCP']),
    output('netstat.exe', ['-ano', '-p', 'TCPv6']),
    output('tasklist.exe', ['/FO', 'CSV', '/NH']),
  ])
  const names = parseTasklistNames(tasks)
  const found = [...parseNetstatListeners(v4), ...parseNetstatListeners(v6)]
  return found.map((one) => ({ ...one, command: names.get(one.pid) ?? null, user: null }))
}

async function windowsOwners(port: number): Promise<PortHolder[]> {
  const found = parseNetstat(await output('netstat.exe', ['-ano', '-p', 'TCP']), port)
  const found6 = parseNetstat(await output('netstat.exe', ['-ano', '-p', 'TCPv6']), port)
  return Promise.all(
    [...found, ...found6].map(async ({ address, pid }) => {
      const args = ['/FI', `PID eq ${pid}`, '/FO', 'CSV', '/NH']
      return {
        address,
        pid,
        command: parseTasklist(await output('tasklist.exe', args)),
        user: null,
      }
    }),
  )
}

/** A tool that is missing or finds nothing ends with an error; both mean nothing is known. */
async function output(tool: string, args: readonly string[]): Promise<string> {
  try {
    return (await run(tool, args, { timeout: toolTimeoutMs, windowsHide: true })).stdout
  } catch {
    return ''
  }
}
