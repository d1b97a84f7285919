import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { CallRecord } from '../../shared/domain/calls'
import type { Profile } from '../../shared/domain/profile'
import type { ServiceId } from '../../shared/domain/services'
import type { OnClose } from '../../electron/test-closers'
import { createChat } from '../../electron/features/chat'
import { createMatches } from '../../electron/features/matches'
import { createSession } from '../../electron/features/session'
import { createTalents } from '../../electron/features/talents'
import { probeHttp } from '../../electron/process/probe'
import { openStore } from '../../electron/store/database'
import { createClient, type Client } from '../../electron/zervigo/client'
import type { Exchange } from '../../electron/zervigo/exchange'
import { createGate } from '../../electron/zervigo/gate'
import { judge } from '../../electron/zervigo/judge'
import { createSecrets } from '../../electron/zervigo/secrets'
import { OpsError } from '../../shared/errors'

/** The console's own client and session on a profile, without its window. */
export function openConsoleSide(profile: Profile, onClose: OnClose) {
  const secrets = createSecrets()
  const calls: CallRecord[] = []
  const now = Date.now
  const session = createSession({ profile, secrets, now, onChange: () => {} })
  const loomaGate = createGate(profile.looma.concurrency)
  const client = createClient({
    ...{ profile, secrets, loomaGate, now, tokens: session.tokens },
    onCall: (call) => calls.push(call),
  })
  session.bind(client)
  onClose(() => session.logout())
  onClose(() => client.close())
  return { client, session, calls, secrets, loomaGate }
}

/** The features that keep what they find, on a store of their own. */
export function openFeatures({ id }: Profile, client: Client, onClose: OnClose) {
  const now = Date.now
  const folder = mkdtempSync(join(tmpdir(), 'robustness-'))
  const store = openStore({ file: join(folder, 'console.db'), now })
  onClose(() => rmSync(folder, { recursive: true, force: true }))
  onClose(() => store.close())
  return {
    talents: createTalents({ profileId: id, client, results: store.talentResults, now }),
    matches: createMatches(client, now),
    chat: createChat({ profileId: id, client, chats: store.chats, now }),
  }
}

/** One probe of a health URL as the console sends it. */
export async function probeOf(url: string, expected: ServiceId | null, timeoutMs = 2_000) {
  const signal = new AbortController().signal
  return probeHttp({ url: `${url}/health`, expected, timeoutMs, slowMs: timeoutMs, signal })
}

/** What the console makes of an answer: a code with its reason, or `good`. */
export function reading(exchange: Exchange): string {
  const problem = judge(exchange)
  if (problem === null) return 'good'
  const { reason } = problem.facts
  return reason === undefined ? problem.code : `${problem.code} ${reason}`
}

/** Code of the error a promise rejects with; fails the test when it does not. */
export async function codeOf(work: Promise<unknown>): Promise<string> {
  try {
    await work
  } catch (error) {
    if (error instanceof OpsError) return error.code
    throw error
  }
  throw new Error('nothing was thrown')
}
