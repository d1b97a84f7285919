import { mkdtemp, rm } from 'node:fs/promises'
import { existsSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Profile } from '../../shared/domain/profile'
import { embeddedAdmin } from '../localstack/accounts'
import { createLocalStack, llmFrom } from '../localstack/stack'
import { createProfileLibrary, readProfileFile } from '../profile/library'
import type { Secrets } from '../zervigo/secrets'
import type { CliIo } from './io'
import { UsageError } from './usage'

/** The system a command looks at. */
export interface Target {
  profile: Profile
  /** Null when the environment names no account. */
  account: { username: string; password: string } | null
  close(): Promise<void>
}

/** Opens a profile, or without one an embedded stack of its own on free ports. */
export async function openTarget(
  name: string | null,
  io: CliIo,
  secrets: Secrets,
): Promise<Target> {
  const account = accountOf(io)
  if (account !== null) secrets.add(account.password)
  if (name !== null) {
    const profile = await findProfile(name, io.dataFolder)
    return { profile, account, close: () => Promise.resolve() }
  }
  const folder = await mkdtemp(join(tmpdir(), 'looma-console-'))
  const stack = createLocalStack({
    launch: io.launch,
    serviceScript: io.serviceScript,
    dataDir: join(folder, 'stack'),
    logFolder: join(folder, 'logs'),
    talents: 240,
    ...llmFrom(io.env),
    mask: (line) => secrets.mask(line),
    now: Date.now,
    onChange: () => undefined,
  })
  const close = async () => {
    await stack.supervisor.dispose()
    await rm(folder, { recursive: true, force: true })
  }
  try {
    const profile = await stack.plan('auto')
    io.err('starting the embedded stack…\n')
    await stack.start()
    return { profile, account: account ?? embeddedAdmin, close }
  } catch (error) {
    await close()
    throw error
  }
}

function accountOf({ env }: CliIo): Target['account'] {
  const { LOOMA_USERNAME: username, LOOMA_PASSWORD: password } = env
  if (username === undefined && password === undefined) return null
  if (!username || !password) {
    throw new UsageError('LOOMA_USERNAME and LOOMA_PASSWORD must both be set')
  }
  return { username, password }
}

async function findProfile(name: string, dataFolder: string): Promise<Profile> {
  if (existsSync(name)) return readProfileFile(name)
  return createProfileLibrary(join(dataFolder, 'profiles')).get(name)
}
