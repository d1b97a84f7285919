import { describe, expect, it } from 'vitest'
import { checkProfile, parseProfile } from './parse'
import { presets } from './presets'

const at = (port: number) => ({ url: `http://localhost:${port}` })

function valid() {
  return {
    name: 'dev',
    looma: at(8888) as Record<string, unknown>,
    zervigo: {
      auth: at(8207),
      ai: at(8206),
      resume: at(8082),
      job: at(8089),
      company: at(8083),
      user: at(8081),
    },
  }
}

function problems(value: unknown) {
  const parsed = checkProfile(value, 'x')
  return parsed.ok ? [] : parsed.problems
}

describe('parseProfile', () => {
  it('fills in every default', () => {
    const parsed = parseProfile(JSON.stringify(valid()), 'dev')
    expect(parsed).toMatchObject({
      ok: true,
      profile: {
        id: 'dev',
        looma: { concurrency: 1 },
        requestTimeoutMs: 15_000,
        chatTimeoutMs: 120_000,
        poll: { intervalMs: 10_000, timeoutMs: 3_000 },
      },
    })
  })

  it('accepts a byte order mark', () => {
    expect(parseProfile(`\uFEFF${JSON.stringify(valid())}`, 'dev').ok).toBe(true)
  })

  it('names the place in text that is not JSON', () => {
    const parsed = parseProfile('{"name": "x",}', 'x')
    expect(parsed).toMatchObject({ ok: false, problems: [{ path: '$' }] })
    expect(parsed.ok ? '' : parsed.problems[0]?.allowed).toContain('valid JSON')
  })

  it('names an unknown key and the known ones', () => {
    const [problem] = problems({ ...valid(), zervigo: { ...valid().zervigo, gateway: at(9000) } })
    expect(problem).toMatchObject({ path: '$.zervigo.gateway' })
    expect(problem?.allowed).toContain('auth, ai, resume, job, company, user')
  })

  it('reports every problem at once with path, value and what is allowed', () => {
    const found = problems({ ...valid(), requestTimeoutMs: 5, poll: { intervalMs: 'fast' } })
    expect(found).toEqual([
      { path: '$.requestTimeoutMs', value: '5', allowed: 'at least 100' },
      { path: '$.poll.intervalMs', value: 'fast', allowed: 'expected number' },
    ])
  })

  it.each([
    ['localhost:8888', '$.looma.url'],
    ['ftp://localhost:8888', '$.looma.url'],
    ['http://0.0.0.0:8888', '$.looma.url'],
    ['http://me:secret@localhost:8888', '$.looma.url'],
    ['http://localhost:0', '$.looma.url'],
    ['http://localhost:70000', '$.looma.url'],
    ['http://localhost:8888/?a=1', '$.looma.url'],
  ])('refuses %s', (url, path) => {
    expect(problems({ ...valid(), looma: { url } })[0]).toMatchObject({ path, value: url })
  })

  it('refuses two services on one port, whatever loopback name they use', () => {
    const value = valid()
    value.zervigo.job = { url: 'http://127.0.0.1:8082/' }
    expect(problems(value)).toEqual([
      {
        path: '$.zervigo.job.url',
        value: 'http://127.0.0.1:8082/',
        allowed: 'an address of its own; $.zervigo.resume.url has this one',
      },
    ])
  })

  it('refuses ids that name nothing', () => {
    expect(problems({ ...valid(), dependsOn: { looma: ['authh'] } })[0]).toMatchObject({
      path: '$.dependsOn.looma[0]',
      value: 'authh',
    })
    const monitors = [
      { id: 'redis', name: 'Redis', kind: 'tcp', host: 'localhost', port: 6379 },
      { id: 'redis', name: 'Redis 2', kind: 'tcp', host: 'localhost', port: 6380 },
    ]
    expect(problems({ ...valid(), monitors })[0]).toMatchObject({ path: '$.monitors[1].id' })
  })

  it('survives any value in any place', () => {
    for (const value of [null, 1, 'x', [], { __proto__: null }, { name: {} }]) {
      expect(problems(value).length).toBeGreaterThan(0)
    }
  })

  it('ships presets that it accepts itself', () => {
    expect(presets.map((profile) => profile.id)).toContain('joint-8xxx')
  })
})
