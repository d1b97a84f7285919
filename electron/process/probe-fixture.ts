import { createServer as createHttpServer, type RequestListener, type Server } from 'node:http'
import { createServer as createTcpServer, type Server as TcpServer, type Socket } from 'node:net'
import type { ServiceId } from '../../shared/domain/services'
import { probeHttp, type ProbeResult } from './probe'

/** How the real services name themselves. */
export const auth = { service: 'unified-auth-service', version: '2.0.0' }
export const ai = { service: 'ai-service-with-zervigo', version: '1.0.0' }
/** What a service of the core says of its parts. */
export const coreHealth = (status: string) => ({
  status,
  database: { status, mysql: { status: 'healthy' }, redis: { status, error: {} } },
})

const open: (Server | TcpServer)[] = []
const sockets = new Set<Socket>()

/** Ends every server of a test. */
export async function closeAll(): Promise<void> {
  for (const socket of sockets) socket.destroy()
  await Promise.all(open.splice(0).map((server) => new Promise((resolve) => server.close(resolve))))
}
/** Ends the newest server, so that its port answers nobody. */
export async function closeNewest(): Promise<void> {
  await new Promise((resolve) => open.pop()?.close(resolve))
}

export async function portOf<T extends Server | TcpServer>(
  server: T,
  host = '127.0.0.1',
): Promise<number> {
  server.on('connection', (socket: Socket) => {
    sockets.add(socket)
    socket.on('error', () => undefined)
  })
  await new Promise<void>((resolve) => server.listen(0, host, resolve))
  open.push(server)
  const address = server.address()
  return typeof address === 'object' && address !== null ? address.port : 0
}
export async function serve(listener: RequestListener): Promise<string> {
  return `http://127.0.0.1:${await portOf(createHttpServer(listener))}/health`
}
export async function serveRaw(talk: (socket: Socket) => void): Promise<string> {
  return `http://127.0.0.1:${await portOf(createTcpServer(talk))}/health`
}
export interface Asked {
  url: string
  expected?: ServiceId | null
  timeoutMs?: number
  slowMs?: number
  signal?: AbortSignal
}
export function ask({ url, expected = 'auth', timeoutMs = 2_000, slowMs = 2_000, signal }: Asked) {
  const given = signal ?? new AbortController().signal
  return probeHttp({ url, expected, timeoutMs, slowMs, signal: given, now: () => 7 })
}

export interface Reply {
  body: unknown
  status?: number
  type?: string | null
  expected?: ServiceId | null
}
export async function judge({
  body,
  status = 200,
  type = 'application/json',
  expected,
}: Reply): Promise<ProbeResult> {
  const url = await serve((_request, response) => {
    if (type !== null) response.setHeader('content-type', type)
    response.statusCode = status
    response.end(typeof body === 'string' ? body : JSON.stringify(body))
  })
  return ask({ url, ...(expected === undefined ? {} : { expected }) })
}
