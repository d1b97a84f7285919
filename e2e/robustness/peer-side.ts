import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { ItemId } from '../../shared/domain/checklist'
import type { ServiceId } from '../../shared/domain/services'
import { itemOf } from '../../electron/checklist/test-run'
import type { OnClose } from '../../electron/test-closers'
import { openClient } from '../../electron/zervigo/test-servers'
import type { HealthBehaviour } from '../fixtures/peer/health'
import type { PeerOptions } from '../fixtures/peer/options'
import { startPeer, type Peer } from '../fixtures/peer/peer'
import { profileOfPeer, runAgainst } from '../fixtures/peer/peer-run'
import { startRawFault, startRawTalk, type RawFault, type Talk } from '../fixtures/peer/raw'
import { signToken, type Algorithm } from '../fixtures/peer/token'
import type { Fields } from '../fixtures/peer/wire'
import { openConsoleSide, openFeatures, probeOf } from './console-side'

export const account = { username: 'admin', password: 'password' }

export const hour = 3_600
export const inSeconds = (seconds: number): number => Math.floor(Date.now() / 1_000) + seconds

/** A peer that is closed after the test. */
export async function openPeer(options: PeerOptions, onClose: OnClose): Promise<Peer> {
  const peer = await startPeer(options)
  onClose(() => peer.close())
  return peer
}

/** A peer and the console's own client and session on it. */
export async function openPeerSide(
  options: PeerOptions,
  onClose: OnClose,
  profileMore: Record<string, unknown> = {},
) {
  const peer = await openPeer(options, onClose)
  return { peer, ...openConsoleSide(profileOfPeer(peer, profileMore), onClose) }
}

/** The same, with the peer's own key to sign tokens by. */
export async function openSigningSide(
  options: PeerOptions,
  onClose: OnClose,
  profileMore: Record<string, unknown> = {},
) {
  const side = await openPeerSide(options, onClose, profileMore)
  const sign = (claims: Fields, algorithm?: Algorithm) =>
    signToken(
      { user_id: 1, sub: '1', role: 'super_admin', exp: inSeconds(hour), ...claims },
      side.peer.behaviour.auth.secret,
      algorithm,
    )
  return { sign, ...side }
}

/** The console with its features, logged in at a peer whose Looma can be made to say anything. */
export async function openFeatureSide(options: PeerOptions, onClose: OnClose) {
  const side = await openPeerSide(options, onClose)
  const { peer, client, session } = side
  const features = openFeatures(profileOfPeer(peer), client, onClose)
  await session.login(account)
  const plant = (path: string | RegExp, body: unknown, status = 200) =>
    peer.set('looma', { planted: [{ path, reply: { status, body } }] })
  const item = async (only: ItemId) =>
    itemOf(await runAgainst(peer, { options: { only: [only] } }), only)
  return { plant, item, ...side, ...features }
}

/** A client whose whole system is one raw server. */
export async function openRawSide(talk: RawFault | Talk, onClose: OnClose, timeoutMs = 1_500) {
  const server = typeof talk === 'string' ? await startRawFault(talk) : await startRawTalk(talk)
  onClose(() => server.close())
  return { server, ...openClient(server.url, onClose, { requestTimeoutMs: timeoutMs }) }
}

/** Probe of one service whose health is this; `outcome fault`. */
export async function probeWith(
  id: ServiceId,
  health: HealthBehaviour,
  onClose: OnClose,
): Promise<string> {
  const peer = await openPeer({ [id]: { health } }, onClose)
  const { probe } = await probeOf(peer.url(id), id)
  return probe.fault === null ? probe.outcome : `${probe.outcome} ${probe.fault}`
}

/** A folder of its own that goes after the test. */
export function openFolder(onClose: OnClose): string {
  const folder = mkdtempSync(join(tmpdir(), 'robustness-'))
  onClose(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}
