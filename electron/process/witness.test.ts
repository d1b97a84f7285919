import { describe, expect, it } from 'vitest'
import { contradicts, readWitness } from './witness'

const up = { success: true, healthy: true, status: 'healthy' }
const refused = 'Cannot connect to host localhost:8206 ssl:default [Connection refused]'
const services = { auth: up, ai: { success: false, healthy: false, error: refused }, user: up }

describe('readWitness', () => {
  it.each([
    ['the flat form of the guide', { success: true, message: 'ok', services }],
    ['/api/zervigo/health as built', { success: true, health_status: { success: true, services } }],
    ['/health as built', { status: 'healthy', zervigo_services: { success: true, services } }],
    ['both forms side by side', { services, health_status: { services } }],
  ])('reads %s', (_name, body) => {
    expect(readWitness(body, 5)).toEqual({
      auth: { at: 5, healthy: true, status: 'healthy', error: null },
      ai: { at: 5, healthy: false, status: null, error: refused },
      user: { at: 5, healthy: true, status: 'healthy', error: null },
    })
  })

  it('keeps a claim of health as it is, with the word that denies it', () => {
    const body = { services: { job: { success: true, healthy: true, status: 'unhealthy' } } }
    expect(readWitness(body, 5)?.job).toMatchObject({ healthy: true, status: 'unhealthy' })
  })

  it('reads odd entries without believing them', () => {
    const odd = {
      ...{ auth: {}, ai: { healthy: 'true' }, resume: { healthy: false, error: '' } },
      ...{ job: { healthy: false, error: { code: 500 } }, company: [], user: null, banner: up },
    }
    expect(readWitness({ services: odd }, 5)).toEqual({
      auth: { at: 5, healthy: false, status: null, error: null },
      ai: { at: 5, healthy: false, status: null, error: null },
      resume: { at: 5, healthy: false, status: null, error: '' },
      job: { at: 5, healthy: false, status: null, error: '{"code":500}' },
    })
  })

  it.each([
    ['an empty inner check', { status: 'healthy', zervigo_services: {} }],
    ['no services', { services: {} }],
    ['an error', { success: false, error: 'x' }],
    ['a list', [services]],
    ['a list of services', { services: [up] }],
    ['null', null],
    ['text', 'healthy'],
  ])('sees no claim in %s', (_name, body) => {
    expect(readWitness(body, 5)).toBeNull()
  })
})

describe('contradicts', () => {
  it.each([
    [true, 'healthy', false],
    [true, 'degraded', false],
    [true, 'unreachable', true],
    [true, 'failing', true],
    [false, 'healthy', true],
    [false, 'unreachable', false],
    [true, 'unknown', false],
    [false, 'unknown', false],
  ] as const)('a claim of %s against %s: %s', (healthy, state, expected) => {
    expect(contradicts({ at: 0, healthy, status: null, error: null }, state)).toBe(expected)
  })
})
