import { createServer as createHttpServer, type RequestListener, type Server } from 'node:http'
import { createServer as createTcpServer, type Server as TcpServer, type Socket } from 'node:net'
import { gzipSync } from 'node:zlib'
import { afterEach, describe, expect, it } from 'vitest'
import type { ServiceId } from '../../shared/domain/services'
import { probeHttp, probeTcp, type ProbeResult } from './probe'

const open: (Server | TcpServer)[] = []
const sockets = new Set<Socket>()

afterEach(async () => {
  for (const socket of sockets) socket.destroy()
  await Promise.all(open.splice(0).map((server) => new Promise((resolve) => server.close(resolve))))
})

async function portOf<T extends Server | TcpServer>(
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
async function serve(listener: RequestListener): Promise<string> {
  return `http://127.0.0.1:${await portOf(createHttpServer(listener))}/health`
}
async function serveRaw(talk: (socket: Socket) => void): Promise<string> {
  return `http://127.0.0.1:${await portOf(createTcpServer(talk))}/health`
}
interface Asked {
  url: string
  expected?: ServiceId | null
  timeoutMs?: number
  slowMs?: number
  signal?: AbortSignal
}
function ask({ url, expected = 'auth', timeoutMs = 2_000, slowMs = 2_000, signal }: Asked) {
  const given = signal ?? new AbortController().signal
  return probeHttp({ url, expected, timeoutMs, slowMs, signal: given, now: () => 7 })
}

interface Reply {
  body: unknown
  status?: number
  type?: string | null
  expected?: ServiceId | null
}
async function judge({
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

const auth = { service: 'unified-auth-service', version: '2.0.0' }
const ai = { service: 'ai-service-with-zervigo', version: '1.0.0' }
const coreHealth = (status: string) => ({
  status,
  database: { status, mysql: { status: 'healthy' }, redis: { status, error: {} } },
})

describe('healthy answers', () => {
  it.each<[string, ServiceId, unknown]>([
    ['unified auth', 'auth', { ...auth, status: 'healthy', features: ['access_logging'] }],
    [
      'auth, keys in any order',
      'auth',
      { version: '2.0.0', status: 'healthy', service: auth.service },
    ],
    ['a word in capitals', 'auth', { ...auth, status: 'UP' }],
    ['ok', 'auth', { ...auth, status: 'ok' }],
    ['running', 'auth', { ...auth, status: 'Running' }],
    ['ready', 'auth', { ...auth, status: 'ready' }],
    ['alive', 'auth', { ...auth, status: 'alive' }],
    ['true as text', 'auth', { ...auth, status: 'true' }],
    ['true', 'auth', { ...auth, status: true }],
    [
      'AI with auth',
      'ai',
      {
        ...ai,
        status: 'healthy',
        unified_auth_client_status: 'reachable',
        job_matching_initialized: true,
      },
    ],
    [
      'AI container',
      'ai',
      {
        service: 'ai-service-containerized',
        status: 'healthy',
        database_status: 'healthy',
        ai_model_status: 'healthy',
      },
    ],
    ['AI plain', 'ai', { service: 'ai-service', status: 'healthy' }],
    ['go-zervi AI mock', 'ai', { service: 'zervigo-ai-mock', status: 'ok' }],
    ['resume', 'resume', { service: 'resume-service', status: 'healthy', version: '3.1.0' }],
    ['job', 'job', { service: 'job-service', status: 'healthy' }],
    [
      'company',
      'company',
      { service: 'company-service', status: 'healthy', core_health: coreHealth('healthy') },
    ],
    [
      'user',
      'user',
      { service: 'user-service', status: 'healthy', core_health: coreHealth('healthy') },
    ],
    [
      'go-zervi envelope',
      'job',
      {
        code: 0,
        message: 'ok',
        data: { status: 'UP', version: '1' },
        timestamp: 1_730_000_000_000,
      },
    ],
    ['gateway code 200', 'job', { code: 200, message: 'ok', data: { status: 'healthy' } }],
    ['Looma', 'looma', { service: 'looma-crm', status: 'healthy', version: '1.0.0' }],
    ['Looma by its display name', 'looma', { service: 'Looma CRM', status: 'healthy' }],
    [
      'Looma future, constant time',
      'looma',
      {
        service: 'looma-crm-future',
        status: 'healthy',
        redis: 'connected',
        timestamp: '2025-09-29T11:40:00Z',
      },
    ],
    ['Looma backend', 'looma', { service: 'looma-backend', status: 'ok', version: 'v1' }],
    [
      'Looma while all six are down',
      'looma',
      {
        service: 'looma-crm',
        status: 'healthy',
        zervigo_services: {
          success: true,
          services: { auth: { healthy: false, status: 'unhealthy' } },
        },
      },
    ],
    [
      'unknown keys, nulls and a negative uptime',
      'auth',
      { ...auth, status: 'healthy', uptime: -5, extra: null, list: [null] },
    ],
  ])('%s', async (_name, expected, body) => {
    const { probe } = await judge({ body, expected })
    expect(probe).toMatchObject({
      at: 7,
      outcome: 'healthy',
      fault: null,
      detail: null,
      status: 200,
    })
    expect(probe.latencyMs).toBeGreaterThan(0)
  })

  it('reports name, version and body', async () => {
    const result = await judge({ body: { ...auth, status: 'healthy' } })
    expect(result).toMatchObject({ reportedName: 'unified-auth-service', version: '2.0.0' })
    expect(result.body).toEqual({ ...auth, status: 'healthy' })
    const enveloped = { code: 0, data: { status: 'UP', service: 'job-service', version: '9' } }
    const wrapped = await judge({ body: enveloped, expected: 'job' })
    expect(wrapped).toMatchObject({ reportedName: 'job-service', version: '9' })
  })

  it('takes JSON without a content type', async () => {
    const body = { ...auth, status: 'healthy' }
    expect((await judge({ body, type: null })).probe.outcome).toBe('healthy')
  })

  it('reads an answer that was compressed unasked', async () => {
    const url = await serve((request, response) => {
      expect(request.headers['accept-encoding']).toBe('identity')
      response.setHeader('content-type', 'application/json')
      response.setHeader('content-encoding', 'gzip')
      response.end(gzipSync(JSON.stringify({ ...auth, status: 'healthy' })))
    })
    expect((await ask({ url })).probe.outcome).toBe('healthy')
  })
})

describe('answers that are not healthy', () => {
  it.each<[string, 'degraded' | 'failing', string, Reply]>([
    ['degraded with 200', 'degraded', 'unhealthy', { body: { ...auth, status: 'degraded' } }],
    ['loading', 'degraded', 'unhealthy', { body: { ...auth, status: 'loading' } }],
    [
      'bad core_health',
      'degraded',
      'unhealthy',
      {
        expected: 'user',
        body: { service: 'user-service', status: 'healthy', core_health: coreHealth('unhealthy') },
      },
    ],
    [
      'bad database_status',
      'degraded',
      'unhealthy',
      { expected: 'ai', body: { ...ai, status: 'healthy', database_status: 'unhealthy' } },
    ],
    [
      'AI model loading',
      'degraded',
      'unhealthy',
      { expected: 'ai', body: { ...ai, status: 'healthy', ai_model_status: 'loading' } },
    ],
    [
      'auth client unreachable',
      'degraded',
      'unhealthy',
      {
        expected: 'ai',
        body: { ...ai, status: 'healthy', unified_auth_client_status: 'unreachable' },
      },
    ],
    [
      'matching not initialized',
      'degraded',
      'unhealthy',
      { expected: 'ai', body: { ...ai, status: 'healthy', job_matching_initialized: false } },
    ],
    [
      'a check with status false',
      'degraded',
      'unhealthy',
      { body: { ...auth, status: 'healthy', checks: { cache: { status: false } } } },
    ],
    [
      'a part with healthy false',
      'degraded',
      'unhealthy',
      { body: { ...auth, status: 'healthy', dependencies: { redis: { healthy: false } } } },
    ],
    [
      'redis as plain text',
      'degraded',
      'unhealthy',
      {
        expected: 'looma',
        body: { service: 'looma-crm-future', status: 'healthy', redis: 'error' },
      },
    ],
    ['unhealthy with 200', 'failing', 'unhealthy', { body: { ...auth, status: 'unhealthy' } }],
    ['false', 'failing', 'unhealthy', { body: { ...auth, status: false } }],
    ['a number', 'failing', 'unhealthy', { body: { ...auth, status: 1 } }],
    ['unknown', 'failing', 'unhealthy', { body: { ...auth, status: 'unknown' } }],
    ['not_ready', 'failing', 'unhealthy', { body: { ...auth, status: 'not_ready' } }],
    ['empty status', 'failing', 'unhealthy', { body: { ...auth, status: '' } }],
    [
      'healthy, but success false',
      'failing',
      'unhealthy',
      { body: { ...auth, status: 'healthy', success: false } },
    ],
    [
      'go-zervi error code with a good status',
      'failing',
      'unhealthy',
      { expected: 'job', body: { code: 500, data: { status: 'UP' } } },
    ],
    [
      'go-zervi error',
      'failing',
      'shape',
      { expected: 'job', body: { code: 500, message: 'x', data: null } },
    ],
    [
      'healthy with 503',
      'failing',
      'status',
      { status: 503, body: { ...auth, status: 'healthy' } },
    ],
    [
      'unhealthy with 500',
      'failing',
      'status',
      { expected: 'ai', status: 500, body: { ...ai, status: 'unhealthy', error: 'x' } },
    ],
    [
      '404 as text',
      'failing',
      'status',
      { status: 404, type: 'text/plain', body: '404 page not found\n' },
    ],
    [
      'HTML with 502',
      'failing',
      'status',
      { status: 502, type: 'text/html', body: '<html>Bad Gateway</html>' },
    ],
    ['empty 500', 'failing', 'status', { status: 500, type: null, body: '' }],
    ['missing status', 'failing', 'shape', { body: auth }],
    ['null status', 'failing', 'shape', { body: { ...auth, status: null } }],
    [
      'HTML with 200',
      'failing',
      'shape',
      { type: 'text/html', body: '<!doctype html><title>Vite</title>' },
    ],
    [
      'JSON as text/plain',
      'failing',
      'shape',
      { type: 'text/plain; charset=utf-8', body: { ...auth, status: 'healthy' } },
    ],
    ['empty 200', 'failing', 'shape', { body: '' }],
    ['204', 'failing', 'shape', { status: 204, body: '' }],
    ['cut JSON', 'failing', 'shape', { body: '{"status":"healthy","service":"unified-au' }],
    ['two documents', 'failing', 'shape', { body: '{"status":"healthy"}{"status":"healthy"}' }],
    [
      'a byte order mark',
      'failing',
      'shape',
      { body: `\ufeff${JSON.stringify({ ...auth, status: 'healthy' })}` },
    ],
    ['a list', 'failing', 'shape', { body: [{ ...auth, status: 'healthy' }] }],
    ['null', 'failing', 'shape', { body: 'null' }],
    ['a string', 'failing', 'shape', { body: '"127.0.0.1:8300"' }],
    ['true alone', 'failing', 'shape', { body: 'true' }],
    [
      'Prometheus on the auth port',
      'failing',
      'shape',
      { type: 'text/plain', body: 'Prometheus Server is Healthy.\n' },
    ],
    ['a very deep answer', 'failing', 'shape', { body: '['.repeat(200_000) }],
    [
      'more than 1 MiB',
      'failing',
      'shape',
      { body: { ...auth, status: 'healthy', more: 'x'.repeat(1_100_000) } },
    ],
    [
      'another service on the port',
      'failing',
      'identity',
      { expected: 'company', body: { service: 'user-service', status: 'healthy' } },
    ],
    [
      'an unknown program',
      'failing',
      'identity',
      { expected: 'company', body: { service: 'banner-service', status: 'healthy' } },
    ],
    [
      'Looma on the auth port',
      'failing',
      'identity',
      { body: { service: 'looma-crm', status: 'healthy' } },
    ],
    [
      'another service, unhealthy',
      'failing',
      'identity',
      { expected: 'job', status: 503, body: { service: 'user-service', status: 'unhealthy' } },
    ],
    [
      'basic-server on the auth port',
      'failing',
      'identity',
      { body: { status: true, mode: 'basic', checks: { database: { status: true } } } },
    ],
    [
      'basic-server with 503',
      'failing',
      'identity',
      { status: 503, body: { status: false, checks: {} } },
    ],
    [
      'AI models container',
      'failing',
      'identity',
      { expected: 'ai', body: { status: 'healthy', models_loaded: 1, device: 'cpu' } },
    ],
    ['no name at all', 'failing', 'identity', { expected: 'job', body: { status: 'healthy' } }],
    [
      'multi-database, constant time',
      'failing',
      'identity',
      {
        body: { service: 'multi-database', status: 'unhealthy', timestamp: '2024-01-01T00:00:00Z' },
      },
    ],
  ])('%s is %s: %s', async (_name, outcome, fault, reply) => {
    const { probe } = await judge(reply)
    expect(probe).toMatchObject({ outcome, fault, status: reply.status ?? 200 })
    expect(probe.detail).not.toBe('')
    expect(probe.detail?.length).toBeLessThanOrEqual(300)
  })

  it('names what it found', async () => {
    const stranger = await judge({
      expected: 'company',
      body: { service: 'user-service', status: 'ok' },
    })
    expect(stranger.probe.detail).toContain('"user-service"')
    expect(stranger.reportedName).toBe('user-service')
    const part = await judge({
      expected: 'ai',
      body: { ...ai, status: 'ok', database_status: 'unhealthy' },
    })
    expect(part.probe.detail).toBe('database_status="unhealthy"')
  })

  it('does not follow a redirect', async () => {
    let calls = 0
    const url = await serve((_request, response) => {
      calls += 1
      response.writeHead(301, { location: '/health/' }).end()
    })
    const { probe } = await ask({ url })
    expect(probe).toMatchObject({ outcome: 'failing', fault: 'status', status: 301 })
    expect(probe.detail).toContain('/health/')
    expect(calls).toBe(1)
  })

  it('refuses a small answer that unfolds to a large one', async () => {
    const bomb = gzipSync(Buffer.alloc(50_000_000, 0x20))
    const url = await serve((_request, response) => {
      response.setHeader('content-encoding', 'gzip')
      response.end(bomb)
    })
    expect((await ask({ url })).probe).toMatchObject({ outcome: 'failing', fault: 'shape' })
  })

  it('calls a good answer slow that took too long', async () => {
    const url = await serve((_request, response) => {
      response.setHeader('content-type', 'application/json')
      setTimeout(() => response.end(JSON.stringify({ ...auth, status: 'healthy' })), 60)
    })
    const { probe } = await ask({ url, slowMs: 30 })
    expect(probe).toMatchObject({ outcome: 'degraded', fault: 'slow', status: 200 })
  })
})

describe('monitors', () => {
  it.each<[string, string, Reply]>([
    ['Prometheus text', 'healthy', { type: 'text/plain', body: 'Prometheus Server is Healthy.\n' }],
    ['Consul leader', 'healthy', { body: '"127.0.0.1:8300"' }],
    ['nameless JSON', 'healthy', { body: { status: 'healthy', models_loaded: 1 } }],
    ['JSON without status', 'healthy', { body: { tagline: 'You Know, for Search' } }],
    ['unhealthy with 200', 'failing', { body: { status: 'unhealthy' } }],
    ['cut JSON', 'failing', { body: '{"status":' }],
    ['503', 'failing', { status: 503, body: { status: 'ready' } }],
  ])('%s is %s', async (_name, outcome, reply) => {
    expect((await judge({ ...reply, expected: null })).probe.outcome).toBe(outcome)
  })
})

describe('no answer', () => {
  it('refused', async () => {
    const url = await serve(() => undefined)
    await new Promise((resolve) => open.pop()?.close(resolve))
    const { probe } = await ask({ url })
    expect(probe).toMatchObject({
      outcome: 'unreachable',
      fault: 'refused',
      latencyMs: null,
      status: null,
    })
    expect(probe.detail).toContain('ECONNREFUSED')
  })

  it('refused on every address of localhost', async () => {
    const url = await serve(() => undefined)
    await new Promise((resolve) => open.pop()?.close(resolve))
    const { probe } = await ask({ url: url.replace('127.0.0.1', 'localhost') })
    expect(probe).toMatchObject({ outcome: 'unreachable', fault: 'refused' })
    expect(probe.detail).toContain('ECONNREFUSED')
  })

  it('reaches a service that listens on v4 only through localhost', async () => {
    const url = await serve((_request, response) => {
      response.end(JSON.stringify({ ...auth, status: 'healthy' }))
    })
    const { probe } = await ask({ url: url.replace('127.0.0.1', 'localhost') })
    expect(probe.outcome).toBe('healthy')
  })

  it('closed at once', async () => {
    const url = await serveRaw((socket) => socket.destroy())
    expect((await ask({ url })).probe).toMatchObject({ outcome: 'unreachable', fault: 'reset' })
  })

  it('cut in the middle of the body', async () => {
    const url = await serveRaw((socket) => {
      socket.write('HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{"status":"hea', () =>
        socket.destroy(),
      )
    })
    const { probe } = await ask({ url })
    expect(probe).toMatchObject({ outcome: 'unreachable', fault: 'reset', status: 200 })
  })

  it.each([
    ['never answering', () => undefined],
    [
      'headers and then nothing',
      (socket: Socket) => void socket.write('HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\n{'),
    ],
  ])('%s', async (_name, talk) => {
    const { probe } = await ask({ url: await serveRaw(talk), timeoutMs: 150 })
    expect(probe).toMatchObject({ outcome: 'unreachable', fault: 'timeout', latencyMs: null })
    expect(probe.detail).toBe('no answer within 150 ms')
  })

  it('one byte at a time, for ever', async () => {
    const url = await serveRaw((socket) => {
      socket.write('HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n')
      const drip = setInterval(() => socket.write('1\r\n \r\n'), 20)
      socket.on('close', () => clearInterval(drip))
    })
    const { probe } = await ask({ url, timeoutMs: 150 })
    expect(probe).toMatchObject({ outcome: 'unreachable', fault: 'timeout' })
  })

  it.each([
    ['SSH', 'SSH-2.0-OpenSSH_9.2\r\n'],
    ['Redis', '-ERR unknown command\r\n'],
    ['MySQL', '\u0000\u0000\u0000\n8.0.36\u0000'],
  ])('%s on the port', async (_name, greeting) => {
    const url = await serveRaw((socket) => void socket.write(greeting))
    const { probe } = await ask({ url })
    expect(probe).toMatchObject({ outcome: 'failing', fault: 'shape', status: null })
  })

  it('an unknown host', async () => {
    const { probe } = await ask({ url: 'http://no-such-host.invalid:8207/health' })
    expect(probe).toMatchObject({ outcome: 'unreachable', fault: 'dns' })
  })

  it('cancelled before and during', async () => {
    const url = await serveRaw(() => undefined)
    const before = ask({ url, signal: AbortSignal.abort() })
    await expect(before).rejects.toMatchObject({ code: 'aborted' })
    const stop = new AbortController()
    const during = ask({ url, signal: stop.signal, timeoutMs: 60_000 })
    stop.abort()
    await expect(during).rejects.toMatchObject({ code: 'aborted' })
  })
})

describe('probeTcp', () => {
  const options = { timeoutMs: 1_000, slowMs: 1_000, now: () => 7 }

  it('is healthy once connected', async () => {
    const port = await portOf(createTcpServer())
    const { signal } = new AbortController()
    const { probe } = await probeTcp({ ...options, host: '127.0.0.1', port, signal })
    expect(probe).toMatchObject({ at: 7, outcome: 'healthy', status: null, fault: null })
  })

  it('names a refusal and an unknown host', async () => {
    const port = await portOf(createTcpServer())
    await new Promise((resolve) => open.pop()?.close(resolve))
    const { signal } = new AbortController()
    const refused = await probeTcp({ ...options, host: 'localhost', port, signal })
    expect(refused.probe).toMatchObject({ outcome: 'unreachable', fault: 'refused' })
    const lost = await probeTcp({ ...options, host: 'no-such-host.invalid', port, signal })
    expect(lost.probe).toMatchObject({ outcome: 'unreachable', fault: 'dns' })
  })

  it('rejects when cancelled', async () => {
    const port = await portOf(createTcpServer())
    const asked = probeTcp({ ...options, host: '127.0.0.1', port, signal: AbortSignal.abort() })
    await expect(asked).rejects.toMatchObject({ code: 'aborted' })
  })
})
