import type { Agent, request as undiciRequest } from 'undici'
import type { z } from 'zod'
import type { ServiceId } from '../../../shared/domain/services'
import { serviceNames } from '../config'
import { forbidden, refuse, unauthorized, type Refusal } from './refusal'

/** An answer of another service; the body is whatever JSON it sent. */
export interface UpstreamAnswer {
  status: number
  body: unknown
}

export interface UpstreamRequest {
  method?: 'GET' | 'POST'
  path: string
  body?: unknown
  token?: string
  requestId?: string
  timeoutMs?: number
}

/** Asks the other services of the stack, only ever over HTTP. */
export interface Upstream {
  /** Rejects with `UpstreamFailure` when there is no usable JSON answer. */
  ask(service: ServiceId, request: UpstreamRequest): Promise<UpstreamAnswer>
  close(): Promise<void>
}

export type UpstreamFailureKind = 'unavailable' | 'timeout' | 'malformed'

/** Another service gave no usable answer. */
export class UpstreamFailure extends Error {
  readonly service: ServiceId
  readonly kind: UpstreamFailureKind

  constructor(service: ServiceId, kind: UpstreamFailureKind, message: string) {
    super(message)
    this.name = 'UpstreamFailure'
    this.service = service
    this.kind = kind
  }
}

const defaultTimeoutMs = 10_000
const maxAnswerBytes = 32 * 1024 * 1024

/** Makes the HTTP side towards the other services; connections are kept alive. */
export function createUpstream(urls: Readonly<Record<ServiceId, string>>): Upstream {
  let agent: Promise<{ agent: Agent; request: typeof undiciRequest }> | null = null
  // Loaded on the first question: a third of a service's start-up time otherwise.
  const transport = () =>
    (agent ??= import('undici').then(({ Agent, request }) => ({
      agent: new Agent({ connect: { timeout: defaultTimeoutMs }, connections: 32 }),
      request,
    })))
  return {
    async ask(service, { method = 'GET', path, body, token, requestId, timeoutMs }) {
      const { agent: dispatcher, request } = await transport()
      const headers: Record<string, string> = { accept: 'application/json' }
      if (body !== undefined) headers['content-type'] = 'application/json'
      if (token !== undefined) headers['authorization'] = `Bearer ${token}`
      if (requestId !== undefined) headers['x-request-id'] = requestId
      const url = new URL(path, urls[service])
      const signal = AbortSignal.timeout(timeoutMs ?? defaultTimeoutMs)
      try {
        const answer = await request(url, {
          method,
          headers,
          body: body === undefined ? null : JSON.stringify(body),
          dispatcher,
          signal,
        })
        const text = await readLimited(answer.body)
        return { status: answer.statusCode, body: parseAnswer(service, answer.statusCode, text) }
      } catch (error) {
        throw asFailure(service, error, signal.aborted)
      }
    },
    async close() {
      if (agent !== null) await (await agent).agent.destroy()
    },
  }
}

async function readLimited(stream: AsyncIterable<Uint8Array>): Promise<string> {
  const chunks: Uint8Array[] = []
  let bytes = 0
  for await (const chunk of stream) {
    bytes += chunk.length
    if (bytes > maxAnswerBytes) throw new Error('answer too large')
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}

function parseAnswer(service: ServiceId, status: number, text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw new UpstreamFailure(
      service,
      'malformed',
      `${serviceNames[service]} answered HTTP ${status} without JSON`,
    )
  }
}

function asFailure(service: ServiceId, error: unknown, timedOut: boolean): UpstreamFailure {
  if (error instanceof UpstreamFailure) return error
  const name = serviceNames[service]
  if (timedOut) return new UpstreamFailure(service, 'timeout', `${name} did not answer in time`)
  const reason = error instanceof Error ? error.message || error.name : String(error)
  return new UpstreamFailure(service, 'unavailable', `${name}: ${reason}`)
}

/** The refusal a caller sees when a service behind this one gave no usable answer. */
function badGateway(failure: UpstreamFailure): Refusal {
  const name = serviceNames[failure.service]
  const extra = { service: failure.service }
  switch (failure.kind) {
    case 'timeout':
      return refuse(504, 'UPSTREAM_TIMEOUT', `${name} 响应超时: ${failure.message}`, extra)
    case 'malformed':
      return refuse(502, 'UPSTREAM_MALFORMED', `${name} 响应无法解析: ${failure.message}`, extra)
    default:
      return refuse(502, 'UPSTREAM_UNAVAILABLE', `${name} 不可用: ${failure.message}`, extra)
  }
}

/** Asks a service and reads its answer; every way this can go wrong becomes a refusal for our own caller. */
export async function askFor<S extends z.ZodType>(
  upstream: Upstream,
  service: ServiceId,
  schema: S,
  request: UpstreamRequest,
  /** Statuses with a meaning of their own to this caller. */
  known: Readonly<Record<number, () => Refusal>> = {},
): Promise<z.infer<S>> {
  let answer: UpstreamAnswer
  try {
    answer = await upstream.ask(service, request)
  } catch (error) {
    throw error instanceof UpstreamFailure ? badGateway(error) : error
  }
  const own = known[answer.status]
  if (own !== undefined) throw own()
  if (answer.status >= 400) throw passRefusal(service, answer)
  const parsed = schema.safeParse(answer.body)
  if (parsed.success) return parsed.data
  const { error, code } = errorTexts(answer.body)
  throw refuse(502, 'UPSTREAM_ERROR', `${serviceNames[service]} 返回了无法使用的结果: ${error}`, {
    service,
    upstream_status: answer.status,
    upstream_code: code,
  })
}

/** Who asks is judged where the answer comes from; everything else is this side's bad gateway. */
function passRefusal(service: ServiceId, answer: UpstreamAnswer): Refusal {
  const { error, code } = errorTexts(answer.body)
  if (answer.status === 403) return forbidden(`${service}:access`)
  if (answer.status === 401) return unauthorized(code ?? 'INVALID_TOKEN', error)
  const extra = { service, upstream_status: answer.status, upstream_code: code }
  if (code === 'AUTH_UNAVAILABLE') return refuse(503, code, error, { ...extra, service: 'auth' })
  return refuse(
    502,
    code === 'LLM_UNAVAILABLE' ? code : 'UPSTREAM_ERROR',
    `${serviceNames[service]} 返回错误 HTTP ${answer.status}: ${error}`,
    extra,
  )
}

function errorTexts(body: unknown): { error: string; code: string | null } {
  if (typeof body !== 'object' || body === null) return { error: 'unexpected body', code: null }
  const text = (key: string) => {
    const value: unknown = Reflect.get(body, key)
    return typeof value === 'string' && value !== '' ? value : null
  }
  return {
    error: (text('message') ?? text('error') ?? 'no reason given').slice(0, 300),
    code: text('code') ?? text('error_code'),
  }
}
