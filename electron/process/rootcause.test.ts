import { describe, expect, it } from 'vitest'
import { rootCauses } from './rootcause'

const graph = {
  looma: ['auth', 'resume', 'job', 'ai'],
  resume: ['auth'],
  job: ['auth', 'resume'],
  ai: ['auth'],
}

describe('rootCauses', () => {
  it('is silent while all is well', () => {
    expect(rootCauses({ looma: 'healthy', auth: 'unknown' }, graph)).toEqual({
      looma: null,
      auth: null,
    })
  })

  it('points at the deepest dependency in trouble', () => {
    const states = {
      looma: 'failing',
      job: 'failing',
      resume: 'unreachable',
      auth: 'healthy',
      ai: 'healthy',
    } as const
    expect(rootCauses(states, graph)).toEqual({
      looma: 'resume',
      job: 'resume',
      resume: null,
      auth: null,
      ai: null,
    })
  })

  it('goes to the root whatever the order of the needs', () => {
    const states = {
      looma: 'failing',
      job: 'failing',
      resume: 'failing',
      auth: 'unreachable',
    } as const
    const reordered = { ...graph, looma: ['job', 'resume', 'auth'], job: ['resume', 'auth'] }
    for (const needs of [graph, reordered]) {
      expect(rootCauses(states, needs)).toMatchObject({
        looma: 'auth',
        job: 'auth',
        resume: 'auth',
      })
    }
  })

  it('does not explain an outage by a limping service', () => {
    expect(rootCauses({ job: 'unreachable', auth: 'degraded' }, graph)['job']).toBeNull()
    expect(rootCauses({ job: 'degraded', auth: 'degraded' }, graph)['job']).toBe('auth')
  })

  it('lets a circle explain nothing, and everything below it still', () => {
    const circle = { a: ['b'], b: ['a', 'c'], c: [], d: ['a'], self: ['self'] }
    const down = { a: 'failing', b: 'failing', d: 'failing', self: 'failing' } as const
    expect(rootCauses(down, circle)).toMatchObject({ a: null, b: null, self: null })
    expect(['a', 'b']).toContain(rootCauses(down, circle)['d'])
    expect(rootCauses({ ...down, c: 'failing' }, circle)).toMatchObject({ a: 'c', b: 'c', d: 'c' })
  })
})
