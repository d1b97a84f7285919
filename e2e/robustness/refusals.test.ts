import { afterEach, describe, expect, it } from 'vitest'
import type { RunReport } from '../../shared/domain/checklist'
import { guest, itemOf, withVerdict } from '../../electron/checklist/test-run'
import { csvReport } from '../../electron/reports/csv'
import { htmlReport } from '../../electron/reports/html'
import { junitReport } from '../../electron/reports/junit'
import { markdownReport } from '../../electron/reports/markdown'
import { auth } from '../../electron/zervigo/auth'
import { asCurl } from '../../electron/zervigo/curl'
import { looma } from '../../electron/zervigo/looma'
import { readClaims } from '../../electron/zervigo/token'
import { createClosers } from '../../electron/test-closers'
import { loginShapes } from '../fixtures/peer/login-shapes'
import type { PeerOptions } from '../fixtures/peer/options'
import { runAgainst } from '../fixtures/peer/peer-run'
import { codeOf, reading } from './console-side'
import { account, openSigningSide } from './peer-side'

const { add, closeAll } = createClosers()
afterEach(closeAll)

const open = (options: PeerOptions = {}, profileMore: Record<string, unknown> = {}) =>
  openSigningSide(options, add, profileMore)

describe('40. 401 because auth is down, 401 because the token is bad', () => {
  it('are told apart by a direct validate', async () => {
    const { peer, session, client } = await open({ base: 'repaired' })
    await session.login(account)
    const token = session.rawToken() ?? ''
    const bad = { authorization: 'Bearer x.y.z' }
    const refused = await client.exchange(looma.sync, { id: 't' }, { auth: bad })
    peer.set('looma', { urls: { auth: 'http://127.0.0.1:1' } })
    const blind = await client.exchange(looma.sync, { id: 't' })
    expect([refused, blind].map(({ status, text }) => [status, text])).toEqual([
      [401, refused.text],
      [401, refused.text],
    ])
    expect(reading(await client.exchange(auth.validate, { token: 'x.y.z' }))).toBe('unauthorized')
    expect(reading(await client.exchange(auth.validate, { token }))).toBe('good')
  })

  it('with auth gone the checklist names auth', async () => {
    const { peer, sign } = await open({ base: 'repaired' })
    await peer.stop('auth')
    const report = await runAgainst(peer, { account: null, token: sign({}) })
    expect(itemOf(report, 'auth.jwt')).toMatchObject({
      verdict: 'fail',
      cause: { code: 'SERVICE_DOWN' },
    })
    expect(withVerdict(report, 'pass').filter((id) => !id.startsWith('basic.'))).toEqual([])
  })
})

describe('41. three kinds of 403', () => {
  it('a bad token: validate refuses it', async () => {
    const { client } = await open()
    const authorization = 'Bearer x.y.z'
    const exchange = await client.exchange(looma.sync, { id: 't' }, { auth: { authorization } })
    expect(reading(exchange)).toBe('denied')
    expect(reading(await client.exchange(auth.validate, { token: 'x.y.z' }))).toBe('unauthorized')
  })

  it.each(['identityKey', 'permissionPath', 'wildcard', 'vocabulary'] as const)(
    'the break %s: auth says allowed, so nothing is proven',
    async (name) => {
      const { peer } = await open({ base: 'repaired', breaks: { [name]: true } })
      const report = await runAgainst(peer, { options: { only: ['api.matches'] } })
      expect(itemOf(report, 'api.matches')).toMatchObject({
        verdict: 'denied',
        cause: { code: 'DENIAL_UNPROVEN' },
      })
    },
  )

  it('a true lack: auth agrees', async () => {
    const { peer } = await open({ base: 'repaired' })
    const report = await runAgainst(peer, { account: guest, options: { only: ['api.matches'] } })
    expect(itemOf(report, 'api.matches')).toMatchObject({
      verdict: 'denied',
      cause: { code: 'NOT_ALLOWED' },
    })
  })
})

describe('42. 401 after a long wait, because auth hangs', () => {
  it('is no pass, and a direct validate times out', async () => {
    const { peer, session, client } = await open(
      { base: 'repaired', looma: { upstreamTimeoutMs: 150 } },
      { requestTimeoutMs: 500 },
    )
    await session.login(account)
    peer.set('auth', { planted: [{ path: '/api/v1/auth/validate', reply: 'hang' }] })
    const authorization = `Bearer ${session.rawToken() ?? ''}`
    const exchange = await client.exchange(looma.sync, { id: 't' }, { auth: { authorization } })
    expect(exchange.status).toBe(401)
    const direct = await client.exchange(auth.validate, { token: session.rawToken() ?? '' })
    expect(reading(direct)).toBe('timeout answer')
  })
})

describe('43. login shapes of five issuers', () => {
  it.each(loginShapes)('%s', async (login) => {
    const { session } = await open({ auth: { login } })
    const current = await session.login(account)
    expect(current).toMatchObject({ state: 'active', source: 'password', renewable: true })
    expect(current.userId).toBe(
      login === 'looma-zervi' ? '3f2b8c1e-9a54-4d0f-8b6a-1c7d2e5f9a01' : '1',
    )
    expect(readClaims(session.rawToken() ?? '')).not.toBeNull()
  })

  it.each(loginShapes)('%s refuses a wrong password', async (login) => {
    const { session } = await open({ auth: { login } })
    const wrong = { username: 'admin', password: 'not this' }
    expect(await codeOf(session.login(wrong))).toBe('credentials')
  })
})

describe('44. the validate shape of the guide', () => {
  const user = { user_id: 9, username: 'u', role: 'admin', level: 3 }
  it('is tolerated', async () => {
    const { session, sign, peer } = await open()
    const body = { valid: true, expires_at: '2099-01-01T00:00:00Z', user }
    peer.set('auth', { planted: [{ path: '/api/v1/auth/validate', reply: { body } }] })
    expect(await session.useToken(sign({}))).toMatchObject({ userId: '9', role: 'admin' })
  })

  it('valid: false refuses', async () => {
    const { session, sign, peer } = await open()
    const body = { valid: false, error: 'expired', user }
    peer.set('auth', { planted: [{ path: '/api/v1/auth/validate', reply: { body } }] })
    expect(await codeOf(session.useToken(sign({})))).toBe('unauthorized')
  })

  it('neither of the two proves nothing', async () => {
    const { session, sign, peer } = await open()
    peer.set('auth', { planted: [{ path: '/api/v1/auth/validate', reply: { body: { user } } }] })
    expect(await codeOf(session.useToken(sign({})))).toBe('malformed')
  })
})

describe('45. passwords of every kind', () => {
  it.each(['q"uo\'te', 'back\\slash\\n', '密码🔑', 'x'.repeat(100), ' leading and trailing '])(
    '%j arrives as it is and stays out of the record',
    async (password) => {
      const { peer, session, calls } = await open()
      expect(await codeOf(session.login({ username: 'admin', password }))).toBe('credentials')
      expect(JSON.parse(peer.requests.at(-1)?.body ?? '')).toEqual({ username: 'admin', password })
      expect(JSON.stringify(calls)).not.toContain(JSON.stringify(password).slice(1, -1))
    },
  )
})

describe('46. secrets stay inside', () => {
  const password = '@SZxym2006'
  const rendered = (report: RunReport) =>
    [csvReport, htmlReport, junitReport, markdownReport]
      .map((render) => render(report, 'zh-CN'))
      .join('\n')

  it.each(['as-built', 'repaired'] as const)('in a run on a system %s', async (base) => {
    const { peer } = await open({ base })
    const calls: string[] = []
    const report = await runAgainst(peer, {
      account: { username: 'szjason72', password },
      onCall: (call) => calls.push(JSON.stringify(call), asCurl(call)),
    })
    const tokens = peer.requests.flatMap(({ headers }) => {
      const token = /^Bearer (eyJ[\w-]+\.[\w-]+\.([\w-]{20,}))$/.exec(
        headers['authorization'] ?? '',
      )
      return token === null ? [] : [token[1] ?? '', token[2] ?? '']
    })
    expect(tokens.length).toBeGreaterThan(0)
    const everything = `${JSON.stringify(report)}\n${rendered(report)}\n${calls.join('\n')}`
    for (const secret of [password, ...new Set(tokens)]) {
      expect(everything.includes(secret), secret.slice(0, 12)).toBe(false)
    }
  })

  it('in an error that echoes them', async () => {
    const { peer, session, calls } = await open()
    const body = { success: false, error: `bad password ${password} for admin` }
    peer.set('auth', { planted: [{ path: /login/, reply: { body } }] })
    const failure = await session.login({ username: 'admin', password }).catch(String)
    expect(`${String(failure)}${JSON.stringify(calls)}`).not.toContain(password)
  })
})
