import { describe, expect, it } from 'vitest'
import { createRunTokens } from './run-tokens'

const origins = new Set(['http://looma'])

describe('createRunTokens', () => {
  it('gives the token to its own origins only', () => {
    const tokens = createRunTokens(origins, () => Promise.resolve(null))
    expect(tokens.tokenFor('http://looma')).toBeNull()
    tokens.set('t1')
    expect(tokens.tokenFor('http://looma')).toBe('t1')
    expect(tokens.tokenFor('http://elsewhere')).toBeNull()
  })

  it('logs in once for all who were refused at the same time', async () => {
    let logins = 0
    let answer = (_token: string) => {}
    const login = new Promise<string>((resolve) => (answer = resolve))
    const tokens = createRunTokens(origins, () => {
      logins += 1
      return login
    })
    tokens.set('old')
    const renewals = ['old', 'old', 'old'].map((stale) => tokens.renew(stale))
    answer('new')
    expect(await Promise.all(renewals)).toEqual([true, true, true])
    expect([logins, tokens.current(), tokens.renewals()]).toEqual([1, 'new', 1])
    // One that comes late with the old token finds the new one.
    expect(await tokens.renew('old')).toBe(true)
    expect(logins).toBe(1)
  })

  it('keeps the token when nobody can log in, and may try again later', async () => {
    const answers = [null, 'second']
    const tokens = createRunTokens(origins, () => Promise.resolve(answers.shift() ?? null))
    tokens.set('old')
    expect(await tokens.renew('old')).toBe(false)
    expect([tokens.current(), tokens.renewals()]).toEqual(['old', 0])
    expect(await tokens.renew('old')).toBe(true)
    expect([tokens.current(), tokens.renewals()]).toEqual(['second', 1])
  })

  it('passes a failed login on to everybody and is free again', async () => {
    let fails = true
    const tokens = createRunTokens(origins, () =>
      fails ? Promise.reject(new Error('down')) : Promise.resolve('new'),
    )
    tokens.set('old')
    const both = await Promise.allSettled([tokens.renew('old'), tokens.renew('old')])
    expect(both.map(({ status }) => status)).toEqual(['rejected', 'rejected'])
    fails = false
    expect(await tokens.renew('old')).toBe(true)
  })
})
