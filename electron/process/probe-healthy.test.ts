import { gzipSync } from 'node:zlib'
import { afterEach, describe, expect, it } from 'vitest'
import type { ServiceId } from '../../shared/domain/services'
import { ask, closeAll, judge, serve, type Reply } from './probe-fixture'

afterEach(closeAll)

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
      'AI with its broken look at auth',
      'ai',
      { ...ai, status: 'healthy', unified_auth_client_status: 'unreachable' },
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
