import { OpsError } from '../../shared/errors'
import { createSession } from '../features/session'
import { createClient } from '../zervigo/client'
import { createSecrets } from '../zervigo/secrets'
import type { CliIo } from './io'
import { openTarget } from './target'
import { exitCodes, UsageError, type Command } from './usage'

type TokenCommand = Extract<Command, { name: 'token' }>

/** Says who the account is, what it may do and for how long; never the token. */
export async function token(command: TokenCommand, io: CliIo): Promise<number> {
  const secrets = createSecrets()
  const target = await openTarget(command.profile, io, secrets)
  const { profile, account } = target
  const session = createSession({ profile, secrets, now: Date.now, onChange: () => undefined })
  const { tokens } = session
  const client = createClient({ profile, tokens, secrets, onCall: () => undefined })
  session.bind(client)
  try {
    if (account === null) throw new UsageError('set LOOMA_USERNAME and LOOMA_PASSWORD')
    const { username, userId, role, permissions, wildcard, expiresAt } = await session.login(
      account,
      io.signal,
    )
    const minutesLeft = expiresAt === null ? null : Math.floor((expiresAt - Date.now()) / 60_000)
    const who = { username, userId, role, permissions, wildcard, minutesLeft }
    io.out(command.json ? `${JSON.stringify({ schema: 1, ...who })}\n` : lines(who))
    return exitCodes.pass
  } catch (error) {
    if (!(error instanceof OpsError)) throw error
    io.err(`${error.code}: ${secrets.mask(error.message)}\n`)
    return exitCodes.fail
  } finally {
    await session.logout()
    await client.close()
    await target.close()
  }
}

function lines(who: Readonly<Record<string, unknown>>): string {
  const text = (value: unknown) => (Array.isArray(value) ? value.join(', ') : String(value ?? '-'))
  return Object.entries(who)
    .map(([name, value]) => `${name.padEnd(12)} ${text(value)}\n`)
    .join('')
}
