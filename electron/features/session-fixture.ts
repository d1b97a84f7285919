import type { CallRecord } from '../../shared/domain/calls'
import type { Session } from '../../shared/domain/session'
import type { OnClose } from '../test-closers'
import { createClient, type Client } from '../zervigo/client'
import { createSecrets } from '../zervigo/secrets'
import { profileOn, startHttp, type Script, type TestServer } from '../zervigo/test-servers'
import { createSession, type SessionFeature } from './session'

export interface OpenedSession {
  session: SessionFeature
  client: Client
  calls: CallRecord[]
  changes: Session[]
  server: TestServer
}

export interface OpenOptions {
  now?: () => number
}

/** A session on a client of its own, against one scripted server. */
export async function openSession(
  script: Script,
  onClose: OnClose,
  { now = Date.now }: OpenOptions = {},
): Promise<OpenedSession> {
  const server = await startHttp(script)
  const profile = profileOn(server.url)
  const secrets = createSecrets()
  const calls: CallRecord[] = []
  const changes: Session[] = []
  const session = createSession({ profile, secrets, now, onChange: (next) => changes.push(next) })
  const client = createClient({
    profile,
    tokens: session.tokens,
    secrets,
    onCall: (call) => calls.push(call),
    now,
  })
  session.bind(client)
  onClose(
    () => server.close(),
    () => client.close(),
  )
  return { session, client, calls, changes, server }
}
