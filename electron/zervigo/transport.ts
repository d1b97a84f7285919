import diagnosticsChannel from 'node:diagnostics_channel'
import type { Socket } from 'node:net'
import { Agent, buildConnector, type Dispatcher } from 'undici'
import type { Headers } from '../../shared/domain/calls'
import { largestBodyBytes, OversizedBody } from './answer'

/** One request as it goes on the wire. */
export interface WireRequest {
  origin: string
  /** Path and query, already encoded. */
  path: string
  method: string
  headers: Record<string, string>
  body: string | null
  /** Value of the `x-request-id` header; ties the request to its socket. */
  correlationId: string
  signal: AbortSignal
}

/** What came back; a failed request still tells how far it got. */
export interface WireAnswer {
  status: number | null
  headers: Headers
  /** As received, before content decoding. */
  body: Buffer
  /** Null when a kept-alive connection was used or none was made. */
  connectMs: number | null
  firstByteMs: number | null
  /** True when the request went out on a connection that had served another one before. */
  isReused: boolean
  /** Null when the answer is complete. */
  error: unknown
}

/** Sends single requests over kept-alive connections; follows nothing, retries nothing. */
export interface Transport {
  /** Never rejects. */
  send(request: WireRequest): Promise<WireAnswer>
  close(): Promise<void>
}

const connectTimeoutMs = 3_000
/** Time for one address before the next is tried beside it. */
const familyAttemptTimeoutMs = 250
const keepAliveMs = 4_000

interface SocketFacts {
  connectMs: number
  uses: number
}

/** Makes a transport that ignores proxy settings and speaks HTTP/1.1 only. */
export function createTransport(): Transport {
  const sockets = new WeakMap<object, SocketFacts>()
  const pending = new Map<string, (facts: SocketFacts) => void>()
  const agent = new Agent({
    connect: timedConnector(sockets),
    keepAliveTimeout: keepAliveMs,
    pipelining: 1,
    // The deadline is one for the whole call; these two only measure gaps.
    headersTimeout: 0,
    bodyTimeout: 0,
  })

  // The dispatcher tells nobody which connection it picked, except here.
  const onSend = (message: unknown) => {
    const sent = readSendMessage(message)
    if (sent === null) return
    const facts = sockets.get(sent.socket)
    const id = sent.headers.find((header) => pending.has(header))
    if (facts === undefined || id === undefined) return
    facts.uses += 1
    pending.get(id)?.(facts)
  }
  diagnosticsChannel.subscribe('undici:client:sendHeaders', onSend)

  return {
    send: (request) =>
      new Promise((resolve) => {
        const collector = createCollector(request, (answer) => {
          pending.delete(request.correlationId)
          resolve(answer)
        })
        pending.set(request.correlationId, collector.onSocket)
        const { origin, path, headers, body } = request
        // Servers may use methods outside the registry; the dispatcher takes any token.
        const method = request.method as Dispatcher.HttpMethod
        try {
          agent.dispatch({ origin, path, method, headers, body }, collector.handler)
        } catch (error) {
          collector.fail(error)
        }
      }),
    async close() {
      diagnosticsChannel.unsubscribe('undici:client:sendHeaders', onSend)
      await agent.destroy()
    },
  }
}

interface Collector {
  handler: Dispatcher.DispatchHandler
  onSocket(facts: SocketFacts): void
  fail(error: unknown): void
}

function createCollector(request: WireRequest, finish: (answer: WireAnswer) => void): Collector {
  const startedAt = performance.now()
  const chunks: Buffer[] = []
  let bytes = 0
  let isSettled = false
  let controller: Dispatcher.DispatchController | null = null
  const answer: WireAnswer = {
    status: null,
    headers: [],
    body: Buffer.alloc(0),
    connectMs: null,
    firstByteMs: null,
    isReused: false,
    error: null,
  }

  const settle = (error: unknown) => {
    if (isSettled) return
    isSettled = true
    request.signal.removeEventListener('abort', onAbort)
    answer.body = chunks.length === 1 && chunks[0] !== undefined ? chunks[0] : Buffer.concat(chunks)
    answer.error = error
    if (error !== null) return finish(answer)
    // The dispatcher hands the connection on one turn of the event loop after the answer; a caller
    // that goes on at once would open a second one each time.
    setImmediate(() => setImmediate(() => finish(answer)))
  }
  const stop = (reason: Error) => {
    settle(reason)
    controller?.abort(reason)
  }
  const onAbort = () => stop(abortError(request.signal))

  if (request.signal.aborted) queueMicrotask(onAbort)
  else request.signal.addEventListener('abort', onAbort, { once: true })

  return {
    onSocket(facts) {
      answer.isReused = facts.uses > 1
      answer.connectMs = facts.uses > 1 ? null : facts.connectMs
    },
    fail: settle,
    handler: {
      onRequestStart(started) {
        controller = started
        // Given up while it waited for a connection: nothing may be sent any more.
        if (isSettled) started.abort(abortError(request.signal))
      },
      onResponseStart(_controller, status, headers) {
        answer.firstByteMs = performance.now() - startedAt
        answer.status = status
        answer.headers = flatten(headers)
      },
      onResponseData(_controller, chunk) {
        bytes += chunk.length
        if (bytes > largestBodyBytes) return stop(new OversizedBody())
        chunks.push(chunk)
      },
      onResponseEnd: () => settle(null),
      onResponseError: (_controller, error) => settle(error),
    },
  }
}

function abortError(signal: AbortSignal): Error {
  const reason: unknown = signal.reason
  return reason instanceof Error ? reason : new Error('aborted')
}

function flatten(headers: Record<string, string | string[] | undefined>): Headers {
  return Object.entries(headers).flatMap(([name, value]): Headers => {
    if (value === undefined) return []
    return (Array.isArray(value) ? value : [value]).map((line) => [name, line])
  })
}

function timedConnector(sockets: WeakMap<object, SocketFacts>): buildConnector.connector {
  const connect = buildConnector({
    timeout: connectTimeoutMs,
    autoSelectFamily: true,
    autoSelectFamilyAttemptTimeout: familyAttemptTimeoutMs,
  })
  return (options, callback) => {
    const startedAt = performance.now()
    connect(options, (...result) => {
      const socket = result[1]
      if (socket !== null && socket !== undefined) {
        sockets.set(socket, { connectMs: performance.now() - startedAt, uses: 0 })
      }
      callback(...result)
    })
  }
}

function readSendMessage(message: unknown): { socket: Socket; headers: string[] } | null {
  if (typeof message !== 'object' || message === null) return null
  if (!('socket' in message) || !('request' in message)) return null
  const { socket, request } = message as { socket: Socket; request: { headers?: unknown } }
  return Array.isArray(request.headers) ? { socket, headers: request.headers } : null
}
