import { afterEach, describe, expect, it } from 'vitest'
import { itemOf } from '../../electron/checklist/test-run'
import { type ServiceId } from '../../shared/domain/services'
import { createClosers } from '../../electron/test-closers'
import type { HealthBehaviour } from '../fixtures/peer/health'
import { runAgainst } from '../fixtures/peer/peer-run'
import type { PeerOptions } from '../fixtures/peer/options'
import { probeOf } from './console-side'
import { openPeer, probeWith } from './peer-side'

const { add, closeAll } = createClosers()
afterEach(closeAll)

const open = (options: PeerOptions = {}) => openPeer(options, add)
const probed = (id: ServiceId, health: HealthBehaviour) => probeWith(id, health, add)

const word = (status: unknown, id = 'job-service') => ({ body: { service: id, status } })

describe('19. status words', () => {
  it.each(['healthy', 'ok', 'UP', 'Running', 'ready', 'alive', 'HEALTHY', true])(
    '%s is healthy',
    async (status) => expect(await probed('job', word(status))).toBe('healthy'),
  )
  it.each(['degraded', 'loading'])('%s is degraded', async (status) =>
    expect(await probed('job', word(status))).toBe('degraded unhealthy'),
  )
  it.each([
    ...['unhealthy', 'not_ready', 'unreachable', 'disconnected', 'error', 'unknown'],
    ...[false, 1, 0, '', 'fine, thank you'],
  ])('%s is not healthy', async (status) =>
    expect(await probed('job', word(status))).toBe('failing unhealthy'),
  )
  it.each([undefined, null])('%s is no health answer', async (status) =>
    expect(await probed('job', word(status))).toBe('failing shape'),
  )
})

describe('20. status and word that disagree', () => {
  it.each([
    ['unhealthy-200', 'failing unhealthy'],
    ['healthy-503', 'failing status'],
    ['degraded-200', 'degraded unhealthy'],
  ] as const)('%s', async (health, expected) => expect(await probed('job', health)).toBe(expected))
})

describe('21. shapes of the programs', () => {
  it.each([
    ['auth', 'built', 'healthy'],
    ['ai', 'built', 'healthy'],
    ['ai', 'ai-plain', 'healthy'],
    ['ai', 'ai-container', 'healthy'],
    ['ai', 'ai-mock', 'healthy'],
    ['ai', 'ai-error', 'failing status'],
    ['job', 'go-zervi', 'healthy'],
    ['job', 'go-zervi-failed', 'failing unhealthy'],
    ['looma', 'looma-zervi', 'healthy'],
    ['user', 'basic-server', 'failing identity'],
    ['user', 'basic-server-bad', 'failing identity'],
    ['ai', 'models', 'failing identity'],
    ['ai', 'mineru', 'failing identity'],
    ['ai', 'blockchain', 'failing identity'],
  ] as const)('%s as %s', async (id, health, expected) =>
    expect(await probed(id, health)).toBe(expected),
  )
})

describe('22. another service under the URL', () => {
  it('is found by probe and checklist', async () => {
    const peer = await open({ base: 'repaired', company: { callsItself: 'user-service' } })
    expect((await probeOf(peer.url('company'), 'company')).probe).toMatchObject({
      outcome: 'failing',
      fault: 'identity',
    })
    const report = await runAgainst(peer, {
      options: { only: ['basic.zervigo-health', 'basic.network'] },
    })
    for (const id of ['basic.zervigo-health', 'basic.network'] as const) {
      expect(itemOf(report, id)).toMatchObject({
        verdict: 'fail',
        cause: { code: 'WRONG_IDENTITY' },
      })
    }
  })

  it('is found when two URLs are swapped', async () => {
    const peer = await open({ base: 'repaired' })
    const { user, company, ...rest } = peer.ports
    const swapped = { ...peer, ports: { ...rest, user: company, company: user } }
    const report = await runAgainst(swapped, { options: { only: ['basic.zervigo-health'] } })
    const failed = itemOf(report, 'basic.zervigo-health').assertions.filter(({ ok }) => !ok)
    expect(failed.map(({ id }) => id)).toEqual(['company.healthy', 'user.healthy'])
  })
})

describe('23. timestamps of every kind', () => {
  it.each([
    ['constant', '2024-01-01T00:00:00Z'],
    ['constant of the other Looma', '2025-09-29T11:40:00Z'],
    ['future', '2099-01-01T00:00:00+08:00'],
    ['naive', '2025-09-23T17:02:58.123456'],
    ['seconds', 1_758_618_178],
    ['milliseconds', 1_758_618_178_000],
    ['float', 1_758_618_178.25],
    ['nonsense', 'yesterday'],
    ['missing', undefined],
  ])('%s is no reason to doubt', async (_name, timestamp) => {
    const body = { service: 'job-service', status: 'healthy', timestamp }
    expect(await probed('job', { body })).toBe('healthy')
  })

  it('the other Looma with its constant time is a stranger', async () => {
    const peer = await open({ looma: { health: 'multi-database' } })
    expect((await probeOf(peer.url('looma'), 'looma')).probe.fault).toBe('identity')
  })
})

describe('24. bad parts under a healthy top', () => {
  it.each([
    ['user', 'core-good', 'healthy'],
    ['user', 'core-bad', 'degraded unhealthy'],
    ['company', 'core-bad', 'degraded unhealthy'],
    ['ai', 'ai-container-bad', 'degraded unhealthy'],
  ] as const)('%s with %s', async (id, health, expected) =>
    expect(await probed(id, health)).toBe(expected),
  )

  it('is no pass of the checklist', async () => {
    const peer = await open({ base: 'repaired', user: { health: 'core-bad' } })
    const report = await runAgainst(peer, { options: { only: ['basic.zervigo-health'] } })
    expect(itemOf(report, 'basic.zervigo-health')).toMatchObject({
      verdict: 'fail',
      cause: { code: 'SERVICE_UNHEALTHY' },
    })
  })
})

describe('25. negative uptime', () => {
  it('is no reason to doubt', async () =>
    expect(await probed('job', 'negative-uptime')).toBe('healthy'))
})
