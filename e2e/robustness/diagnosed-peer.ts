import { expect } from 'vitest'
import { itemOf } from '../../electron/checklist/test-run'
import type { ItemId, RunReport } from '../../shared/domain/checklist'
import type { PeerOptions } from '../fixtures/peer/options'
import type { Peer } from '../fixtures/peer/peer'
import { profileOfPeer, runAgainst } from '../fixtures/peer/peer-run'
import type { OnClose } from '../../electron/test-closers'
import { openPeer } from './peer-side'

/** Every item that is neither passed nor skipped stands under exactly one root cause. */
export function expectFolded({ items, rootCauses }: RunReport): void {
  const open = items.filter(({ verdict }) => verdict !== 'pass' && verdict !== 'skipped')
  const explained = rootCauses.flatMap(({ explains }) => explains)
  expect([...explained].sort()).toEqual(open.map(({ id }) => id).sort())
  for (const { cause } of [...open, ...rootCauses]) {
    const texts = [cause?.message.zh, cause?.message.en, cause?.hint.zh, cause?.hint.en]
    for (const text of texts) expect(text).not.toMatch(/\{\w+\}/)
  }
}

export const reasonOf = (report: RunReport, id: ItemId) => itemOf(report, id).cause?.reason

/** A whole run against a peer that is like this. */
export async function runOn(
  options: PeerOptions,
  onClose: OnClose,
  more: Parameters<typeof runAgainst>[1] = {},
  profileMore: Record<string, unknown> = {},
): Promise<{ report: RunReport; peer: Peer }> {
  const peer = await openPeer(options, onClose)
  const report = await runAgainst(peer, { profile: profileOfPeer(peer, profileMore), ...more })
  expectFolded(report)
  return { report, peer }
}
