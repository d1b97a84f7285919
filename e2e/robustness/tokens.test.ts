import { afterEach, describe, expect, it } from 'vitest'
import { itemOf } from '../../electron/checklist/test-run'
import { ai } from '../../electron/zervigo/ai'
import { auth } from '../../electron/zervigo/auth'
import { looma } from '../../electron/zervigo/looma'
import { readClaims } from '../../electron/zervigo/token'
import { createClosers } from '../../electron/test-closers'
import type { PeerOptions } from '../fixtures/peer/options'
import { profileOfPeer, runAgainst } from '../fixtures/peer/peer-run'
import { signToken } from '../fixtures/peer/token'
import { codeOf, openFeatures, reading } from './console-side'
import { account, hour, inSeconds, openSigningSide } from './peer-side'

const { add, closeAll } = createClosers()
afterEach(closeAll)

const open = (options: PeerOptions = {}, profileMore: Record<string, unknown> = {}) =>
  openSigningSide(options, add, profileMore)

describe('34. a token as people paste it', () => {
  it.each([
    ['spaces', (token: string) => `  ${token}  \n`],
    ['quotes', (token: string) => `"${token}"`],
    ['Chinese quotes', (token: string) => `“${token}”`],
    ['Bearer in front', (token: string) => `Bearer ${token}`],
    ['a whole header', (token: string) => `Authorization: Bearer ${token}`],
    ['JSON around it', (token: string) => `"token": "${token}",`],
    ['line breaks inside', (token: string) => `${token.slice(0, 40)}\n${token.slice(40)}`],
  ])('with %s is understood', async (_name, paste) => {
    const { session, sign, client, peer } = await open()
    const token = sign({})
    expect(await session.useToken(paste(token))).toMatchObject({ state: 'active', userId: '1' })
    await client.exchange(ai.userInfo, undefined)
    expect(peer.requests.findLast(({ service }) => service === 'ai')?.headers).toMatchObject({
      authorization: `Bearer ${token}`,
    })
  })

  it.each(['', '   ', 'Bearer ', '""'])('%j is no token', async (text) => {
    const { session, peer } = await open()
    expect(await codeOf(session.useToken(text))).toBe('invalid')
    expect(peer.requests).toEqual([])
  })
})

describe('35. tokens that are not good', () => {
  const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')

  it.each([
    ['expired', 'expired', { exp: inSeconds(-hour) }],
    ['not yet valid', 'unauthorized', { nbf: inSeconds(hour) }],
    ['of an unknown user', 'unauthorized', { user_id: 999 }],
  ])('%s', async (_name, code, claims) => {
    const { session, sign } = await open()
    expect(await codeOf(session.useToken(sign(claims)))).toBe(code)
    expect(session.current().state).toBe('none')
  })

  it.each([
    ['of another secret', () => signToken({ user_id: 1, exp: inSeconds(hour) }, 'other')],
    ['with alg none', () => `${part({ alg: 'none' })}.${part({ exp: inSeconds(hour) })}.x`],
    ['with alg RS256', () => `${part({ alg: 'RS256' })}.${part({ exp: inSeconds(hour) })}.x`],
  ])('%s', async (_name, make) => {
    const { session } = await open()
    expect(await codeOf(session.useToken(make()))).toBe('unauthorized')
  })

  it.each(['HS384', 'HS512'] as const)('%s passes as upstream lets it pass', async (algorithm) => {
    const { session, sign } = await open()
    expect(await session.useToken(sign({}, algorithm))).toMatchObject({ state: 'active' })
  })

  it.each([
    ['four parts', `${part({ alg: 'HS256' })}.${part({})}.x.y`],
    ['no signature', `${part({ alg: 'none' })}.${part({})}.`],
    ['a payload that is no JSON', `${part({ alg: 'HS256' })}.bm90IGpzb24.x`],
    ['20,000 characters', `${part({ alg: 'HS256' })}.${part({ pad: 'x'.repeat(20_000) })}.x`],
  ])('%s is refused without asking anybody', async (_name, token) => {
    const { session, peer } = await open()
    expect(await codeOf(session.useToken(token))).toBe('invalid')
    expect(peer.requests).toEqual([])
  })
})

describe('36. claims of every kind', () => {
  it.each([
    ['no exp', { exp: undefined }, { expiresAt: null }],
    ['exp as float', { exp: 4_102_444_800.5 }, { expiresAt: 4_102_444_800_500 }],
    ['exp as string', { exp: '4102444800' }, { expiresAt: 4_102_444_800_000 }],
    ['exp in milliseconds', { exp: 4_102_444_800_000 }, { expiresAt: 4_102_444_800_000 }],
    ['exp as nonsense', { exp: 'soon' }, { expiresAt: null }],
    ['sub as int', { user_id: undefined, sub: 7 }, { userId: '7' }],
    ['sub as uuid', { user_id: undefined, sub: '3f2b-9a' }, { userId: '3f2b-9a' }],
    ['user_id as string', { user_id: '12' }, { userId: '12' }],
  ])('%s', async (_name, claims, read) => {
    const { session, sign, peer } = await open()
    const token = sign(claims)
    expect(readClaims(token)).toMatchObject(read)
    const body = { success: true }
    peer.set('auth', { planted: [{ path: '/api/v1/auth/validate', reply: { body } }] })
    expect(await session.useToken(token)).toMatchObject({ state: 'active', ...read })
  })
})

describe('37. lists of permissions', () => {
  const many = Array.from({ length: 26 }, (_, index) => `resource${index}:read`)
  it.each([
    ['missing', undefined, [], false],
    ['null', null, [], false],
    ['the wildcard', ['*'], ['*'], true],
    ['26 names', many, many, false],
    ['twice the same', ['a:b', 'a:b', 'c:d'], ['a:b', 'c:d'], false],
    ['objects', [{ code: 'ai:chat' }, { name: 'user:read' }], ['ai:chat', 'user:read'], false],
  ])('%s', async (_name, permissions, expected, wildcard) => {
    const { session, sign, peer } = await open()
    const user = { id: 4, username: 'x', role: 'nobody' }
    const body = { success: true, user, permissions }
    peer.set('auth', { planted: [{ path: '/api/v1/auth/validate', reply: { body } }] })
    const current = await session.useToken(sign({ permissions: undefined }))
    expect(current).toMatchObject({ permissions: expected, wildcard })
  })
})

describe('38. roles that differ', () => {
  it('the answer counts before the token (basic-server)', async () => {
    const { session } = await open({ auth: { login: 'basic-server' } })
    const current = await session.login(account)
    expect(current.role).toBe('super_admin')
    expect(readClaims(session.rawToken() ?? '')?.role).toBe('user')
  })

  it('the database counts before the token, whose permissions are stale', async () => {
    const { session, sign } = await open({ auth: { roles: { admin: 'guest' } } })
    const current = await session.useToken(sign({ role: 'super_admin', permissions: ['*'] }))
    expect(current).toMatchObject({ role: 'guest', permissions: ['*'] })
  })

  it('a changed role is asked back and is no pass', async () => {
    const { peer } = await open({ base: 'repaired', auth: { roles: { admin: 'guest' } } })
    const report = await runAgainst(peer, { options: { only: ['api.sync'] } })
    expect(itemOf(report, 'api.sync')).toMatchObject({
      verdict: 'denied',
      cause: { code: 'NOT_ALLOWED' },
    })
  })
})

describe('39. clocks that disagree', () => {
  it.each([
    ['ahead', 600_000],
    ['behind', -600_000],
  ])('the server is %s by ten minutes', async (_name, clockSkewMs) => {
    const { session } = await open({ auth: { clockSkewMs } })
    const current = await session.login(account)
    expect(current.state).toBe('active')
    const error = Math.abs((current.clockSkewMs ?? 0) + clockSkewMs)
    expect(error).toBeLessThan(60_000)
  })

  it('a token that ends during a run is renewed where Looma says 401', async () => {
    const { peer, session, client } = await open({ base: 'repaired', resume: { secret: null } })
    const { talents } = openFeatures(profileOfPeer(peer), client, add)
    await session.login(account)
    peer.set('auth', { clockSkewMs: 200 * hour * 1_000 })
    expect((await talents.sync('test_talent_123')).resumeId).toBe('101')
    const logins = peer.requests.filter(({ path }) => path === '/api/v1/auth/login')
    expect(logins).toHaveLength(2)
  })

  it('a token that ends during a run is 403 as built, and validate tells why', async () => {
    const { peer, session, client } = await open()
    await session.login(account)
    peer.set('auth', { clockSkewMs: 200 * hour * 1_000 })
    expect(reading(await client.exchange(looma.sync, { id: 't' }))).toBe('denied')
    const token = session.rawToken() ?? ''
    expect(reading(await client.exchange(auth.validate, { token }))).toBe('unauthorized')
  })
})
