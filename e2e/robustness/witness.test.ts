import { afterEach, describe, expect, it } from 'vitest'
import { askWitness, healthTargets } from '../../electron/console/probes'
import { itemOf } from '../../electron/checklist/test-run'
import { contradicts, readWitness } from '../../electron/process/witness'
import { createGate } from '../../electron/zervigo/gate'
import { looma } from '../../electron/zervigo/looma'
import { zervigoIds, type ServiceId } from '../../shared/domain/services'
import { createClosers } from '../../electron/test-closers'
import { askHttp } from '../fixtures/peer/ask'
import type { HealthBehaviour } from '../fixtures/peer/health'
import { type Peer } from '../fixtures/peer/peer'
import { profileOfPeer, runAgainst } from '../fixtures/peer/peer-run'
import type { PeerOptions } from '../fixtures/peer/options'
import { openConsoleSide, probeOf } from './console-side'
import { openPeer, probeWith } from './peer-side'

const { add, closeAll } = createClosers()
afterEach(closeAll)

const open = (options: PeerOptions = {}) => openPeer(options, add)
const probed = (id: ServiceId, health: HealthBehaviour) => probeWith(id, health, add)

describe('26. Looma healthy while the six are down', () => {
  it('is up itself, and proves nothing about them', async () => {
    const peer = await open()
    for (const id of zervigoIds) await peer.stop(id)
    const report = await runAgainst(peer)
    expect(itemOf(report, 'basic.looma-up').verdict).toBe('pass')
    expect(itemOf(report, 'basic.zervigo-health')).toMatchObject({
      verdict: 'fail',
      cause: { code: 'SERVICE_DOWN' },
    })
    expect(report.totals.passed).toBeLessThanOrEqual(2)
    expect(report.items.filter(({ id }) => /^(api|data)\./.test(id))).not.toContainEqual(
      expect.objectContaining({ verdict: 'pass' }),
    )
  })

  it('a top-level success beside six failures is found', async () => {
    const peer = await open({ base: 'repaired' })
    for (const id of ['ai', 'job'] as const) await peer.stop(id)
    const report = await runAgainst(peer, { options: { only: ['api.health'] } })
    const item = itemOf(report, 'api.health')
    expect(item.verdict).toBe('fail')
    expect(item.assertions.flatMap(({ id, ok }) => (ok ? [] : [id]))).toEqual([
      'ai.healthy',
      'job.healthy',
      'flags.agree',
    ])
  })

  it('zervigo_services {} is no view at all', () => {
    expect(readWitness({ status: 'healthy', zervigo_services: {} }, 1)).toBeNull()
    expect(readWitness({ success: true, health_status: { success: true } }, 1)).toBeNull()
  })
})

describe('27. an empty error text', () => {
  it('is a service that Looma could not reach in time', async () => {
    const peer = await open({
      looma: { upstreamTimeoutMs: 80 },
      ai: { planted: [{ path: '/health', reply: 'hang' }] },
    })
    const { client } = openConsoleSide(profileOfPeer(peer), add)
    const witness = await askWitness(client, new AbortController().signal)
    expect(witness?.ai).toMatchObject({ healthy: false, error: '', status: null })
    expect(witness?.job).toMatchObject({ healthy: true })
  })
})

describe('28. the shared session of Looma', () => {
  const spoiled = (error: string) => ({
    success: true,
    services: Object.fromEntries(
      zervigoIds.map((id) => [
        id,
        id === 'ai'
          ? { success: false, healthy: false, error }
          : { success: true, healthy: true, status: 'healthy' },
      ]),
    ),
  })

  it.each(['Session is closed', 'Connector is closed.', 'Server disconnected'])(
    '%s is asked again, once',
    async (error) => {
      const body = { success: true, health_status: spoiled(error) }
      const planted = [{ path: '/api/zervigo/health', times: 1, reply: { body } }]
      const peer = await open({ looma: { planted } })
      const { client, calls } = openConsoleSide(profileOfPeer(peer), add)
      const witness = await askWitness(client, new AbortController().signal)
      expect(witness?.ai).toMatchObject({ healthy: true })
      expect(calls).toHaveLength(2)
    },
  )

  it('keeps its words when it happens every time', async () => {
    const body = { success: true, health_status: spoiled('Session is closed') }
    const peer = await open({ looma: { planted: [{ path: /zervigo/, reply: { body } }] } })
    const { client, calls } = openConsoleSide(profileOfPeer(peer), add)
    const witness = await askWitness(client, new AbortController().signal)
    expect(witness?.ai).toMatchObject({ healthy: false, error: 'Session is closed' })
    expect(calls).toHaveLength(2)
  })

  it('is never met by the console alone', async () => {
    const peer = await open({ ai: { delayMs: 5 }, auth: { delayMs: 5 } })
    const profile = profileOfPeer(peer)
    const { client } = openConsoleSide(profile, add)
    const answers = await Promise.all(
      [1, 2, 3, 4].map(() => client.exchange(looma.zervigoHealth, undefined)),
    )
    expect(answers.map(({ text }) => /closed|disconnected/.test(text))).not.toContain(true)
  })
})

describe('29. the sentence about the mimetype', () => {
  it('names URL and type where the checklist shows it', async () => {
    const peer = await open({
      base: 'repaired',
      resume: { health: { contentType: 'text/html', body: '<html></html>' } },
    })
    const report = await runAgainst(peer, { options: { only: ['api.health'] } })
    const failed = itemOf(report, 'api.health').assertions.find(({ ok }) => !ok)
    expect(failed).toMatchObject({ id: 'resume.healthy' })
    expect(failed?.actual).toContain(`${peer.url('resume')}/health`)
    expect(failed?.actual).toContain('text/html')
  })
})

describe('30. Looma 500 when all six hang', () => {
  it('is a failing Looma, and no word about the six', async () => {
    const hang = { planted: [{ path: '/health', reply: 'hang' as const }] }
    const peer = await open({ looma: { responseTimeoutMs: 150 }, auth: hang, ai: hang })
    const { client } = openConsoleSide(profileOfPeer(peer), add)
    expect((await probeOf(peer.url('looma'), 'looma')).probe).toMatchObject({
      outcome: 'failing',
      fault: 'status',
      status: 500,
    })
    expect(await askWitness(client, new AbortController().signal)).toBeNull()
  })
})

describe('31. texts and words where a service should be', () => {
  it.each([
    ['auth', 'prometheus', 'failing shape'],
    ['auth', 'consul', 'failing shape'],
    ['auth', 'consul-no-leader', 'failing shape'],
  ] as const)('%s as %s', async (id, health, expected) =>
    expect(await probed(id, health)).toBe(expected),
  )
})

describe('32. two witnesses that disagree', () => {
  const views = async (peer: Peer, id: 'ai' | 'job') => {
    const { client } = openConsoleSide(profileOfPeer(peer), add)
    const witness = await askWitness(client, new AbortController().signal)
    const { probe } = await probeOf(peer.url(id), id)
    return { claim: witness?.[id], outcome: probe.outcome }
  }

  it('probe up, Looma says down', async () => {
    const peer = await open({ looma: { urls: { ai: 'http://127.0.0.1:1' } } })
    const { claim, outcome } = await views(peer, 'ai')
    expect(outcome).toBe('healthy')
    expect(claim !== undefined && contradicts(claim, outcome)).toBe(true)
  })

  it('probe failing, Looma says up', async () => {
    const peer = await open({ job: { callsItself: 'company-service' } })
    const { claim, outcome } = await views(peer, 'job')
    expect(outcome).toBe('failing')
    expect(claim !== undefined && contradicts(claim, outcome)).toBe(true)
  })

  it('probe unhealthy with 200, Looma believes the 200', async () => {
    const peer = await open({ job: { health: 'unhealthy-200' } })
    const { claim, outcome } = await views(peer, 'job')
    expect(claim).toMatchObject({ healthy: true, status: 'unhealthy' })
    expect(claim !== undefined && contradicts(claim, outcome)).toBe(true)
  })

  it('is no pass of basic.network', async () => {
    const peer = await open({ base: 'repaired', looma: { urls: { ai: 'http://127.0.0.1:1' } } })
    const report = await runAgainst(peer, { options: { only: ['basic.network', 'api.health'] } })
    const network = itemOf(report, 'basic.network')
    expect(network).toMatchObject({ verdict: 'fail' })
    expect(network.assertions.flatMap(({ id, ok }) => (ok ? [] : [id]))).toEqual(['ai.witnesses'])
    expect(itemOf(report, 'api.health').verdict).toBe('fail')
  })
})

describe('33. lists of services of any length', () => {
  const entries = (ids: readonly string[]) =>
    Object.fromEntries(ids.map((id) => [id, { success: true, healthy: true, status: 'healthy' }]))
  const run = async (ids: readonly string[]) => {
    const body = { success: true, message: '', timestamp: '', services: entries(ids) }
    const planted = [{ path: '/api/zervigo/health', reply: { body } }]
    const peer = await open({ base: 'repaired', looma: { planted } })
    const report = await runAgainst(peer, { options: { only: ['api.health'] } })
    return itemOf(report, 'api.health')
  }

  it.each([
    ['six', zervigoIds, 'pass'],
    ['seven, one unknown', [...zervigoIds, 'gateway'], 'pass'],
    ['five', zervigoIds.filter((id) => id !== 'ai'), 'fail'],
    ['none', [], 'fail'],
    ['other names', ['AI', 'auth-service'], 'fail'],
  ] as const)('%s', async (_name, ids, verdict) => expect((await run(ids)).verdict).toBe(verdict))
})

describe('the grid’s own targets', () => {
  it('ask the seven in parallel, each once', async () => {
    const peer = await open({ base: 'repaired' })
    const targets = healthTargets(profileOfPeer(peer), createGate(1))
    const { signal } = new AbortController()
    const results = await Promise.all(targets.map(({ probe }) => probe(signal)))
    expect(results.map(({ probe }) => probe.outcome)).toEqual(targets.map(() => 'healthy'))
    expect(peer.requests.filter(({ service }) => service === 'company')).toHaveLength(2)
    expect((await askHttp(`${peer.url('looma')}/health`)).status).toBe(200)
  })
})
