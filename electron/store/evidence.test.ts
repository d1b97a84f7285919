import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { RunEvidence } from '../../shared/domain/evidence'
import type { Probe } from '../../shared/domain/services'
import { connect } from './connection'
import { type Store } from './database'
import { storeFolder, type StoreFolder } from './store-fixture'

let own: StoreFolder
let store: Store
beforeEach(() => {
  own = storeFolder()
  store = own.open()
})
afterEach(() => {
  store.close()
  own.remove()
})

function evidence(text: string): RunEvidence {
  const line = { seq: 0, at: 1, source: 'stdout', text } as const
  return {
    ...{ calls: [], timeline: [], incidents: [] },
    logs: [{ service: 'auth', items: [], from: 0, to: 2, lines: [line], omitted: 0 }],
    fingerprint: {
      ...{ takenAt: 1, platform: 'linux', osRelease: '6', consoleVersion: '1' },
      ...{ profileSha256: 'a', files: [], services: [] },
    },
  }
}
const probeOf = (at: number): Probe => ({
  ...{ at, outcome: 'healthy', latencyMs: 1.5, status: 200, fault: null, detail: null },
})

describe('evidence of a run', () => {
  it('is kept masked, replaced by a later one, and found again', () => {
    expect(store.evidence.get('r')).toBeNull()
    store.evidence.save('r', evidence('first'))
    store.evidence.save('r', evidence('with hunter2'))
    store.close()
    store = own.open()
    expect(store.evidence.get('r')).toEqual(evidence('with ***'))
  })

  it('is refused by name when it is damaged', () => {
    store.evidence.save('r', evidence('x'))
    const raw = connect(own.file)
    raw.prepare("UPDATE run_evidence SET evidence = '{}'").run()
    raw.close()
    expect(() => store.evidence.get('r')).toThrow('the stored evidence of run r is damaged')
  })
})

describe('the chain of bundles', () => {
  it('knows every bundle and names the last', () => {
    expect(store.bundles.last()).toBeNull()
    store.bundles.add({ runId: 'r', at: 9, sha256: 'a'.repeat(64) })
    store.bundles.add({ runId: 'q', at: 3, sha256: 'b'.repeat(64) })
    store.close()
    store = own.open()
    expect(store.bundles.last()).toEqual({ runId: 'q', at: 3, sha256: 'b'.repeat(64) })
    expect(store.bundles.has('a'.repeat(64))).toBe(true)
    expect(store.bundles.has('c'.repeat(64))).toBe(false)
    const twice = () => store.bundles.add({ runId: 'q', at: 4, sha256: 'b'.repeat(64) })
    expect(twice).toThrow('keep bundle')
  })
})

describe('the span of a run', () => {
  it('holds the newest probes since a moment, of one profile, oldest first', () => {
    for (const at of [1, 2, 3]) store.probes.append('p', [{ id: 'auth', probe: probeOf(at) }])
    store.probes.append('p', [{ id: 'redis', probe: probeOf(3) }])
    store.probes.append('q', [{ id: 'auth', probe: probeOf(3) }])
    const found = (at: number, limit: number) =>
      store.probes.since('p', at, limit).map(({ id, probe }) => `${id} ${probe.at}`)
    expect(found(2, 9)).toEqual(['auth 2', 'auth 3', 'redis 3'])
    expect(found(0, 2)).toEqual(['auth 3', 'redis 3'])
  })

  it('holds the incidents that touch it', () => {
    const start = { state: 'failing', fault: 'status', detail: null } as const
    for (const [service, from, to] of [
      ['auth', 10, 20],
      ['ai', 30, 40],
      ['job', 35, null],
      ['user', 60, null],
    ] as const) {
      store.incidents.open('p', { ...start, service, startedAt: from })
      if (to !== null) store.incidents.close('p', service, to)
    }
    const found = (from: number, to: number) =>
      store.incidents.during('p', from, to).map(({ service }) => service)
    expect(found(20, 34)).toEqual(['auth', 'ai'])
    expect(found(21, 29)).toEqual([])
    expect(found(50, 60)).toEqual(['job', 'user'])
  })
})
