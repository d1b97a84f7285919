import { gzipSync } from 'node:zlib'
import { afterEach, describe, expect, it } from 'vitest'
import { ask, closeAll, judge, serve, type Reply } from './probe-fixture'

afterEach(closeAll)

const auth = { service: 'unified-auth-service', version: '2.0.0' }
const ai = { service: 'ai-service-with-zervigo', version: '1.0.0' }
const coreHealth = (status: string) => ({
  status,
  database: { status, mysql: { status: 'healthy' }, redis: { status, error: {} } },
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
        body: { ...ai, status: 'healthy', zervigo_auth_status: 'unreachable' },
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
        body: { service: 'looma-crm', status: 'healthy', redis: 'error' },
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
      'Looma future, which begins like Looma',
      'failing',
      'identity',
      {
        expected: 'looma',
        body: {
          service: 'looma-crm-future',
          status: 'healthy',
          redis: 'connected',
          timestamp: '2025-09-29T11:40:00Z',
        },
      },
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
