import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { createServer as createRawServer, type AddressInfo, type Socket } from 'node:net'
import type { CallRecord } from '../../shared/domain/calls'
import { Profile } from '../../shared/domain/profile'
import type { OnClose } from '../test-closers'
import { createClient, type Client } from './client'
import type { Operation } from './operation'
import { createSecrets, type Secrets } from './secrets'
import type { TokenSource } from './token'

/** A request as a test server saw it. */
export interface Seen {
  method: string
  path: string
  headers: IncomingMessage['headers']
  body: string
}

/** A real server of a test. */
export interface TestServer {
  url: string
  port: number
  /** Every request that arrived, in order. */
  journal: Seen[]
  close(): Promise<void>
}

/** Answers of a scripted HTTP server. */
export type Script = (seen: Seen, response: ServerResponse) => void | Promise<void>

/** Starts an HTTP server on a free port. */
export async function startHttp(script: Script): Promise<TestServer> {
  const journal: Seen[] = []
  const server = createServer((request, response) => {
    let body = ''
    request.setEncoding('utf8')
    request.on('data', (chunk: string) => (body += chunk))
    request.on('end', () => {
      const { method = '', url = '', headers } = request
      const seen = { method, path: url, headers, body }
      journal.push(seen)
      void script(seen, response)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    port,
    journal,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

/** Starts a server that speaks bytes; the journal keeps the first line of each request. */
export async function startRaw(
  onRequest: (socket: Socket, text: string, index: number) => void,
  host = '127.0.0.1',
): Promise<TestServer> {
  const journal: Seen[] = []
  const sockets = new Set<Socket>()
  const server = createRawServer((socket) => {
    sockets.add(socket)
    socket.on('error', () => {})
    socket.on('close', () => sockets.delete(socket))
    socket.on('data', (bytes) => {
      const text = bytes.toString()
      const [method = '', path = ''] = text.split(' ', 2)
      journal.push({ method, path, headers: {}, body: text })
      onRequest(socket, text, journal.length)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, host, resolve))
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    port,
    journal,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        for (const socket of sockets) socket.destroy()
      }),
  }
}

/** Answers with JSON. */
export function answer(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' })
  response.end(JSON.stringify(body))
}

/** A profile whose services all live on one server, except those given apart. */
export function profileOn(url: string, apart: Partial<Record<string, string>> = {}, more = {}) {
  const at = (id: string) => ({ url: apart[id] ?? url })
  const parsed = Profile.parse({
    name: 'test',
    looma: { concurrency: 1, ...at('looma') },
    zervigo: {
      auth: at('auth'),
      ai: at('ai'),
      resume: at('resume'),
      job: at('job'),
      company: at('company'),
      user: at('user'),
    },
    requestTimeoutMs: 2_000,
    chatTimeoutMs: 2_000,
    ...more,
  })
  return { ...parsed, id: 'test' }
}

/** Tokens of nobody. */
export const noTokens: TokenSource = {
  tokenFor: () => null,
  renew: () => Promise.resolve(false),
}

/** A client with its records, closed by the test. */
export function clientOn(
  profile: ReturnType<typeof profileOn>,
  {
    tokens = noTokens,
    secrets = createSecrets(),
  }: { tokens?: TokenSource; secrets?: Secrets } = {},
): { client: Client; calls: CallRecord[]; secrets: Secrets } {
  const calls: CallRecord[] = []
  const client = createClient({ profile, tokens, secrets, onCall: (call) => calls.push(call) })
  return { client, calls, secrets }
}

/** A client whose whole system is one server, closed after the test. */
export function openClient(url: string, onClose: OnClose, more = {}) {
  const opened = clientOn(profileOn(url, {}, more))
  onClose(() => opened.client.close())
  return opened
}

/** What the client makes of an answer that a server really sends. */
export async function readFrom<A, T>(
  op: Operation<A, T>,
  args: A,
  body: unknown,
  onClose: OnClose,
): Promise<T> {
  const server = await startHttp((_seen, response) => answer(response, 200, body))
  onClose(() => server.close())
  const { client } = openClient(server.url, onClose)
  return (await client.call(op, args)).value
}

/** A token that looks like one; its signature is made of the given character. */
export function fakeToken(claims: object, mark = 's'): string {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
  return `${part({ alg: 'HS256', typ: 'JWT' })}.${part(claims)}.${mark.repeat(43)}`
}
