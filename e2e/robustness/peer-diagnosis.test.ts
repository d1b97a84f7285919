import { afterEach, describe, expect, it } from 'vitest'
import { itemOf } from '../../electron/checklist/test-run'
import { createClosers } from '../../electron/test-closers'
import { itemIds } from '../../shared/domain/checklist'
import { runAgainst } from '../fixtures/peer/peer-run'
import { expectFolded, reasonOf, runOn } from './diagnosed-peer'
import { openPeer } from './peer-side'

const { add, closeAll } = createClosers()
afterEach(closeAll)

const business = itemIds.filter((id) => id.startsWith('api.') && id !== 'api.health')

describe('a refusal', () => {
  it('names the first of the four breaks and lists the others, as built', async () => {
    const { report, peer } = await runOn({}, add)
    for (const id of business) {
      const { cause, verdict } = itemOf(report, id)
      expect([verdict, cause?.code, cause?.reason]).toEqual([
        ...['denied', 'DENIAL_UNPROVEN', 'IDENTITY_KEY'],
      ])
      const names = cause?.facts.map(({ name }) => name)
      expect(names).toEqual(
        expect.arrayContaining(['IDENTITY_KEY', 'PERMISSION_PATH', 'WILDCARD', 'VOCABULARY']),
      )
    }
    expect(report.rootCauses[0]?.cause.reason).toBe('IDENTITY_KEY')
    expect(report.rootCauses[0]?.explains).toHaveLength(9)
    expect(reasonOf(report, 'auth.middleware')).toBe('MIDDLEWARE_TAKES_200')
    expect(reasonOf(report, 'auth.errors')).toBe('ERROR_NOT_JSON')
    // Five endpoints, one question: the token, the look-up and the roles are asked about once.
    const asked = (part: string) => peer.requests.filter(({ path }) => path.includes(part))
    expect(asked('/api/users/1/permissions')).toHaveLength(1)
    expect(asked('/auth/roles')).toHaveLength(1)
  })

  const breaks = {
    IDENTITY_KEY: { identityKey: true },
    PERMISSION_PATH: { permissionPath: true },
    WILDCARD: { wildcard: true },
    VOCABULARY: { vocabulary: true },
  }
  it.each(Object.entries(breaks))('tells %s apart when it stands alone', async (reason, alone) => {
    const { report } = await runOn({ base: 'repaired', breaks: alone }, add)
    for (const id of business) {
      expect(itemOf(report, id).cause).toMatchObject({ code: 'DENIAL_UNPROVEN', reason })
    }
    expect(report.rootCauses).toHaveLength(1)
  })

  it.each([
    ['testuser', 'ROLE_LACKS'],
    ['testuser2', 'NO_PERMISSIONS_KEY'],
  ])('of %s is a true one: %s', async (username, reason) => {
    const account = { username, password: 'testuser123' }
    const { report } = await runOn({ base: 'repaired' }, add, { account })
    for (const id of business) {
      expect(itemOf(report, id).cause).toMatchObject({ code: 'NOT_ALLOWED', reason })
    }
  })

  it('of an expired token says so', async () => {
    const peer = await openPeer({ auth: { clockSkewMs: -3_600_000, lifetimeSeconds: 1_800 } }, add)
    const body = JSON.stringify({ username: 'admin', password: 'password' })
    const login = await fetch(`${peer.url('auth')}/api/v1/auth/login`, { method: 'POST', body })
    const { token } = (await login.json()) as { token: string }
    peer.set('auth', { clockSkewMs: 0 })
    const report = await runAgainst(peer, { account: null, token })
    expect(itemOf(report, 'auth.jwt').cause?.reason).toBe('TOKEN_EXPIRED')
    expectFolded(report)
  })
})

describe('root causes', () => {
  it('put everything under the service that is down', async () => {
    const peer = await openPeer({ base: 'repaired' }, add)
    await peer.stop('auth')
    const report = await runAgainst(peer)
    expectFolded(report)
    expect(report.rootCauses[0]?.cause).toMatchObject({
      code: 'SERVICE_DOWN',
      reason: 'NOT_RUNNING',
    })
    expect(report.rootCauses).toHaveLength(1)
  })

  it('say that nothing runs rather than six times that one does not', async () => {
    const peer = await openPeer({ base: 'repaired' }, add)
    for (const id of ['auth', 'ai', 'resume', 'job', 'company', 'user'] as const)
      await peer.stop(id)
    const report = await runAgainst(peer)
    expectFolded(report)
    expect(report.rootCauses[0]?.cause.reason).toBe('ALL_DOWN')
    expect(report.rootCauses).toHaveLength(1)
  })
})

describe('two witnesses', () => {
  it('a Looma that calls a stopped service healthy is a cause of its own', async () => {
    const services = Object.fromEntries(
      ['auth', 'ai', 'resume', 'job', 'company', 'user'].map((id) => [
        id,
        { success: true, healthy: true, status: 'healthy' },
      ]),
    )
    const body = { success: true, health_status: { success: true, services } }
    const lie = { path: '/api/zervigo/health', reply: { body } }
    const peer = await openPeer({ base: 'repaired', looma: { planted: [lie] } }, add)
    await peer.stop('company')
    const report = await runAgainst(peer)
    expect(itemOf(report, 'basic.network').cause).toMatchObject({
      ...{ code: 'VIEWS_DISAGREE', reason: 'WITNESS_ALWAYS_HEALTHY' },
    })
    expect(reasonOf(report, 'basic.zervigo-health')).toBe('NOT_RUNNING')
    expectFolded(report)
  })
})

describe('findings', () => {
  it('tell of a token from another place that works all the same', async () => {
    const { report } = await runOn({ base: 'repaired', auth: { login: 'user-service' } }, add)
    expect(report.findings.map(({ code }) => code)).toContain('TOKEN_NESTED')
  })

  it('tell of fields that are known to be wrong, as built', async () => {
    const { report } = await runOn({}, add)
    expect(report.findings.map(({ code }) => code)).toContain('AI_AUTH_FIELD_STALE')
  })
})
