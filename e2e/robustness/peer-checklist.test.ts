import { afterEach, describe, expect, it } from 'vitest'
import { itemOf, notPassed } from '../../electron/checklist/test-run'
import { startPeer, type Peer } from '../fixtures/peer/peer'
import { runAgainst } from '../fixtures/peer/peer-run'

let peer: Peer
afterEach(() => peer.close())

describe('the checklist against the real system', () => {
  it('passes 18 times once everything is repaired', async () => {
    peer = await startPeer({ base: 'repaired' })
    const report = await runAgainst(peer)
    expect(notPassed(report)).toEqual({})
    expect(report).toMatchObject({ verdict: 'pass', totals: { passed: 18 } })
    expect(Math.max(...peer.requests.map(({ concurrent }) => concurrent))).toBeLessThan(4)
  })

  it('passes no business item as built', async () => {
    peer = await startPeer()
    const report = await runAgainst(peer)
    expect(notPassed(report)).toEqual({
      'auth.middleware': 'fail REACHED_PERMISSIONS',
      'auth.errors': 'fail UNCLEAR_ERROR',
      'api.sync': 'denied DENIAL_UNPROVEN',
      'api.matches': 'denied DENIAL_UNPROVEN',
      'api.ai-process': 'denied DENIAL_UNPROVEN',
      'api.chat': 'denied DENIAL_UNPROVEN',
      'api.sync-all': 'denied DENIAL_UNPROVEN',
      'data.talent-synced': 'blocked BLOCKED',
      'data.ai-result': 'blocked BLOCKED',
      'data.matches': 'blocked BLOCKED',
      'data.chat': 'blocked BLOCKED',
    })
    const failed = itemOf(report, 'auth.middleware').assertions.filter(({ ok }) => !ok)
    expect(failed.map(({ id }) => id)).toEqual(
      ['sync', 'matches', 'ai-process', 'chat', 'sync-all'].flatMap((endpoint) => [
        `${endpoint}.garbage`,
        `${endpoint}.tampered`,
      ]),
    )
  })
})
