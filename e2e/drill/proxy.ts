import {
  Agent,
  createServer as createHttpServer,
  request as httpRequest,
  type IncomingMessage,
  type ServerResponse,
} from 'node:http'
import { createServer, type Socket } from 'node:net'

/** Who sent a request: the console under test, or a service of the system. */
export type Caller = 'console' | 'service'

/** One request as a rule sees it. */
export interface Seen {
  method: string
  /** Path without its query. */
  path: string
  url: string
  caller: Caller
  headers: Readonly<Record<string, string>>
  /** The bearer token; null when there is none. */
  token: string | null
  body: string
}

/** An HTTP answer with its whole body. */
export interface Answer {
  status: number
  headers: Readonly<Record<string, string>>
  body: Buffer
}

/** What a request is answered with; raw bytes go out without any HTTP around them. */
export type Reply =
  | Answer
  | 'hang'
  | { raw: Buffer | string; then: 'close' | 'reset' | 'open' }
  | { dribble: Answer; everyMs: number }

/** A planted defect at one place; the first rule that matches a request answers it. */
export interface Rule {
  matches(seen: Seen): boolean
  reply(seen: Seen, next: () => Promise<Answer>): Reply | Promise<Reply>
}

/** What happens to a connection before any HTTP; `greet` is another protocol on the port. */
export type Mode = 'http' | 'close' | { greet: string; then: string }

/** A proxy that answers as its rules say and is transparent without any. */
export interface Proxy {
  readonly port: number
  readonly url: string
  add(rule: Rule): void
  setMode(mode: Mode): void
  forwardTo(port: number): void
  /** Stops listening, so that connections are refused. */
  refuse(): Promise<void>
  /** Transparent again, on the same port, every open connection gone. */
  reset(): Promise<void>
  close(): Promise<void>
}

const host = '127.0.0.1'
const keepAliveMs = 60_000

/** Opens a transparent proxy in front of a port. */
export async function openProxy(targetPort: number): Promise<Proxy> {
  const agent = new Agent({ keepAlive: true })
  const sockets = new Set<Socket>()
  const timers = new Set<NodeJS.Timeout>()
  let rules: Rule[] = []
  let mode: Mode = 'http'
  let target = targetPort

  const http = createHttpServer((incoming, response) => {
    handle(incoming, response).catch(() => response.destroy())
  })
  http.keepAliveTimeout = keepAliveMs
  const server = createServer((socket) => {
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
    socket.on('error', () => undefined)
    if (mode === 'http') http.emit('connection', socket)
    else if (mode === 'close') socket.destroy()
    else {
      const { greet, then } = mode
      if (greet !== '') socket.write(greet, 'latin1')
      socket.on('data', () => socket.end(then, 'latin1'))
    }
  })

  async function handle(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const seen = await read(incoming)
    const next = () => forward(seen, target, agent)
    const rule = rules.find((candidate) => candidate.matches(seen))
    send(rule === undefined ? await next() : await rule.reply(seen, next), response, timers)
  }
  const listen = (port: number) =>
    new Promise<void>((resolve, reject) => {
      server.once('error', reject)
      server.listen({ host, port, exclusive: true }, () => {
        server.off('error', reject)
        resolve()
      })
    })
  const cut = () => {
    for (const timer of timers) clearInterval(timer)
    timers.clear()
    for (const socket of sockets) socket.destroy()
  }
  const stop = () =>
    new Promise<void>((resolve) => {
      if (!server.listening) return resolve()
      server.close(() => resolve())
      cut()
    })
  await listen(0)
  const port = portOf(server.address())
  return {
    port,
    url: `http://${host}:${port}`,
    add: (rule) => void rules.push(rule),
    setMode: (value) => {
      mode = value
      cut()
    },
    forwardTo: (value) => {
      target = value
    },
    refuse: stop,
    async reset() {
      rules = []
      mode = 'http'
      target = targetPort
      cut()
      if (!server.listening) await listen(port)
    },
    async close() {
      await stop()
      agent.destroy()
    },
  }
}

function portOf(address: unknown): number {
  if (typeof address !== 'object' || address === null || !('port' in address)) {
    throw new Error('the proxy has no port')
  }
  return Number(address.port)
}

async function read(incoming: IncomingMessage): Promise<Seen> {
  const chunks: Buffer[] = []
  for await (const chunk of incoming) chunks.push(Buffer.from(chunk))
  const { method = 'GET', url = '/' } = incoming
  const headers = flat(incoming.headers)
  const bearer = /^Bearer (.*)$/.exec(headers.authorization ?? '')
  // The console's client names itself, its probes ask for an unpacked body; services do neither.
  const isConsole =
    headers['user-agent'] === 'looma-console' || headers['accept-encoding'] === 'identity'
  return {
    method,
    path: url.split('?', 1)[0] ?? '/',
    url,
    caller: isConsole ? 'console' : 'service',
    headers,
    token: bearer?.[1] ?? null,
    body: Buffer.concat(chunks).toString('utf8'),
  }
}

/** Sends a request on as it came and reads the whole answer. */
function forward(seen: Seen, port: number, agent: Agent): Promise<Answer> {
  const { connection: _, ...headers } = seen.headers
  return new Promise((resolve, reject) => {
    const options = { host, port, method: seen.method, path: seen.url, headers, agent }
    const outgoing = httpRequest(options, (answer) => {
      const chunks: Buffer[] = []
      answer.on('data', (chunk: Buffer) => chunks.push(chunk))
      answer.on('error', reject)
      answer.on('end', () => {
        const { status = 502, body } = { status: answer.statusCode, body: Buffer.concat(chunks) }
        resolve({ status, headers: ownHeaders(flat(answer.headers)), body })
      })
    })
    outgoing.on('error', reject)
    outgoing.end(seen.body)
  })
}

function flat(headers: IncomingMessage['headers']): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, Array.isArray(value) ? value.join(', ') : value]],
    ),
  )
}

/** Headers of an answer without those of the connection it came on. */
function ownHeaders(headers: Record<string, string>): Record<string, string> {
  const ofConnection = new Set(['connection', 'keep-alive', 'transfer-encoding', 'content-length'])
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !ofConnection.has(name)))
}

function send(reply: Reply, response: ServerResponse, timers: Set<NodeJS.Timeout>): void {
  if (reply === 'hang') return
  if ('raw' in reply) return sendRaw(reply, response, timers)
  const { status, headers, body } = 'dribble' in reply ? reply.dribble : reply
  const hasBody = status !== 204 && status !== 304
  response.writeHead(status, {
    ...headers,
    ...(hasBody ? { 'content-length': String(body.length) } : {}),
  })
  if (!('dribble' in reply)) return void response.end(hasBody ? body : undefined)
  let sent = 0
  const timer = setInterval(() => {
    response.write(body.subarray(sent, sent + 1))
    sent += 1
    if (sent < body.length) return
    clearInterval(timer)
    timers.delete(timer)
    response.end()
  }, reply.everyMs)
  timers.add(timer)
}

function sendRaw(
  { raw, then }: { raw: Buffer | string; then: 'close' | 'reset' | 'open' },
  response: ServerResponse,
  timers: Set<NodeJS.Timeout>,
): void {
  const { socket } = response
  if (socket === null) return
  if (then === 'open') return void socket.write(raw)
  if (then === 'close') return void socket.end(raw)
  // Bytes still on their way would be thrown away by the reset.
  socket.write(raw, () => {
    const timer = setTimeout(() => socket.resetAndDestroy(), 20)
    timers.add(timer)
  })
}
