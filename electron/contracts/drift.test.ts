import { describe, expect, it } from 'vitest'
import { hasDrift } from '../../shared/domain/contracts'
import { documentedBaseline, documentedOperations } from './documented'
import { driftFindings } from './drift'
import { endpointOf, endpoints } from './endpoints'
import { loomaHealth } from './guide-examples'
import { diffShapes, shapeOf } from './shape'

const observed = (operation: string, body: unknown) => {
  const endpoint = endpointOf(operation)
  if (endpoint === null) throw new Error(`no endpoint ${operation}`)
  return { ...endpoint, shape: shapeOf(body) }
}
const entry = { success: true, healthy: true, status: 'healthy' }
const nested = { success: true, services: { auth: entry, ai: entry }, timestamp: 't' }

describe('endpoints', () => {
  it('name every place of a path and no query', () => {
    expect(endpointOf('talent.sync')).toEqual({
      operation: 'talent.sync',
      service: 'looma',
      method: 'POST',
      path: '/api/zervigo/talents/{id}/sync',
    })
    expect(endpointOf('job.match')?.path).toBe('/api/jobs/match/{id}')
    expect(endpointOf('auth.permission')?.path).toBe('/api/v1/auth/permission')
    expect(endpoints.filter(({ path }) => path.includes('?'))).toEqual([])
    expect(new Set(endpoints.map(({ operation }) => operation)).size).toBe(endpoints.length)
    expect(endpointOf('looma.request')).toBeNull()
  })
})

describe('documented contracts', () => {
  it('are of endpoints that the console knows, and of nothing else', () => {
    for (const operation of documentedOperations) {
      expect(endpointOf(operation), operation).not.toBeNull()
      expect(documentedBaseline(operation)?.source).toBe('documented')
    }
    expect(documentedBaseline('talent.sync')).toBeNull()
  })

  it('take health with or without the service that the guide left out', () => {
    const shape = documentedBaseline('looma.health')?.shape ?? {}
    const printed = JSON.parse(loomaHealth)
    const { services } = printed.zervigo_services
    const whole = {
      ...printed,
      zervigo_services: { success: true, services: { ...services, ai: entry } },
    }
    expect(hasDrift(diffShapes(shape, shapeOf(printed)))).toBe(false)
    expect(hasDrift(diffShapes(shape, shapeOf(whole)))).toBe(false)
    delete services.auth
    expect(diffShapes(shape, shapeOf(printed)).removed).toEqual([
      { path: 'zervigo_services.services.auth', type: 'object' },
    ])
  })
})

describe('driftFindings', () => {
  it('names the first three paths and how many there are', () => {
    const body = { success: 'yes', health_status: nested }
    const [finding, ...more] = driftFindings([observed('zervigo.health', body)], documentedBaseline)
    expect(more).toEqual([])
    expect(finding).toMatchObject({ code: 'contract-drift', detail: 'zervigo.health' })
    expect(finding?.message).toEqual({
      zh: 'GET /api/zervigo/health 的回答与文档不一致：−message、−services、−timestamp 等 5 处',
      en: 'The answer of GET /api/zervigo/health differs from the document: −message, −services, −timestamp and 2 more',
    })
    expect(finding?.diff?.changed).toEqual([
      { path: 'success', before: 'boolean', after: 'string' },
    ])
  })

  it('knows the refusal that is really built from the one that is printed', () => {
    const built = { error: '认证失败', code: 'INVALID_TOKEN', message: 'x' }
    const [finding] = driftFindings([observed('looma.unauthorized', built)], documentedBaseline)
    expect(finding?.diff).toEqual({
      added: [],
      removed: [{ path: 'status', type: 'number' }],
      changed: [],
    })
    expect(finding?.message.zh).toContain('/api/zervigo/*')
    const whole = { ...built, status: 401 }
    expect(driftFindings([observed('looma.unauthorized', whole)], documentedBaseline)).toEqual([])
  })

  it('prefers nothing to a guess: without a baseline there is no drift', () => {
    expect(driftFindings([observed('talent.sync', { odd: 1 })], documentedBaseline)).toEqual([])
  })

  it('says when the difference is to what a person accepted', () => {
    const accepted = { source: 'accepted', shape: shapeOf({ id: 1 }) } as const
    const [finding] = driftFindings([observed('talent.sync', { id: 'x' })], () => accepted)
    expect(finding?.message.zh).toContain('已接受的契约不一致：id (number → string)')
  })

  it('cuts a path that would fill the screen', () => {
    const deep = { ['长'.repeat(60)]: { ['名'.repeat(60)]: 1 }, id: 1 }
    const accepted = {
      source: 'accepted',
      shape: shapeOf({ ...deep, ['长'.repeat(60)]: {} }),
    } as const
    const [finding] = driftFindings([observed('talent.sync', deep)], () => accepted)
    expect(finding?.message.zh.length).toBeLessThan(150)
  })
})
