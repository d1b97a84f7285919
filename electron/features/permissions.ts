import type {
  Expectations,
  MatrixLogin,
  PermissionPlan,
  PermissionRun,
} from '../../shared/domain/permissions'
import type { Credentials } from '../../shared/domain/session'
import { OpsError } from '../../shared/errors'
import { protectedEndpoints } from '../permissions/endpoints'
import type { PermissionInput } from '../permissions/run'
import type { PermissionRunStore } from '../store/permission-runs'
import { segment } from '../zervigo/operation'

/** The permission matrix: one at a time, the last one kept. */
export interface PermissionsFeature {
  plan(): PermissionPlan
  start(accounts: readonly MatrixLogin[], expectations: Expectations): PermissionRun
  cancel(): void
  current(): PermissionRun | null
  dispose(): Promise<void>
}

/** What the permission matrix needs; the engine comes as a function. */
export interface PermissionsDeps {
  profileId: string
  run(
    input: Pick<
      PermissionInput,
      'accounts' | 'expectations' | 'talentId' | 'signal' | 'onProgress'
    >,
  ): Promise<PermissionRun>
  store: PermissionRunStore
  /** Accounts whose passwords are known: the embedded stack's, and none of any other system. */
  knownAccounts: readonly Credentials[]
  sessionUsername(): string | null
  expectations: { get(): Expectations; save(expectations: Expectations): void }
  talentId(): string
  addSecret(value: string): void
  now: () => number
  onChange(run: PermissionRun): void
  onBug(message: string, error: unknown): void
}

/** Makes the permissions feature of one profile. */
export function createPermissions(deps: PermissionsDeps): PermissionsFeature {
  const { profileId, store, knownAccounts, onBug } = deps
  let shown: PermissionRun | null = null
  let running: { abort: AbortController; ended: Promise<void> } | null = null

  const show = (next: PermissionRun) => {
    shown = next
    deps.onChange(next)
  }

  /** Always resolves, and leaves no matrix under way behind. */
  async function run(
    input: Pick<PermissionInput, 'accounts' | 'expectations' | 'talentId'>,
    abort: AbortController,
  ): Promise<void> {
    const before = shown
    let last: PermissionRun | null = null
    const onProgress = (next: PermissionRun) => {
      if (next.finishedAt === null) show(next)
      else last = next
    }
    try {
      last = await deps.run({ ...input, signal: abort.signal, onProgress })
      store.save(profileId, last)
    } catch (error) {
      onBug('a permission matrix broke off', error)
      if (last === null && shown !== null && shown !== before) {
        last = { ...shown, state: 'cancelled', finishedAt: deps.now(), verdict: 'incomplete' }
      }
    }
    running = null
    if (last !== null) show(last)
  }

  return {
    plan: () => ({
      endpoints: [...protectedEndpoints],
      expectations: deps.expectations.get(),
      suggestions: suggestionsOf(knownAccounts, deps.sessionUsername()),
    }),
    start(logins, expectations) {
      if (running !== null) throw new OpsError('busy', 'a permission matrix is under way')
      const accounts = accountsOf(logins, knownAccounts)
      const talentId = deps.talentId()
      // Refused now and by name, before anyone is logged in.
      segment(talentId)
      deps.expectations.save(expectations)
      for (const { password } of accounts) deps.addSecret(password)
      const before = shown
      const abort = new AbortController()
      const own = { abort, ended: Promise.resolve() }
      running = own
      own.ended = run({ accounts, expectations, talentId }, abort)
      if (shown === null || shown === before) {
        throw new OpsError('internal', 'the permission matrix did not begin')
      }
      return shown
    },
    cancel() {
      if (running === null || running.abort.signal.aborted) return
      running.abort.abort()
      if (shown?.state === 'running') show({ ...shown, state: 'cancelling' })
    },
    current: () => shown ?? store.last(profileId),
    async dispose() {
      running?.abort.abort()
      await running?.ended
    },
  }
}

function suggestionsOf(
  known: readonly Credentials[],
  sessionUsername: string | null,
): PermissionPlan['suggestions'] {
  if (known.length > 0) return known.map(({ username }) => ({ username, hasPassword: true }))
  return sessionUsername === null ? [] : [{ username: sessionUsername, hasPassword: false }]
}

/** Fills in the passwords that are known; refuses what has none, and an account named twice. */
function accountsOf(logins: readonly MatrixLogin[], known: readonly Credentials[]): Credentials[] {
  const accounts = new Map<string, Credentials>()
  for (const { username, password } of logins) {
    if (accounts.has(username)) {
      throw new OpsError('invalid', `account "${username}" stands twice; allowed is once each`, {
        facts: { field: 'accounts', username },
      })
    }
    const own = password ?? known.find((one) => one.username === username)?.password
    if (own === undefined) throw withoutPassword(username, known)
    accounts.set(username, { username, password: own })
  }
  return [...accounts.values()]
}

function withoutPassword(username: string, known: readonly Credentials[]): OpsError {
  const names = known.map((one) => one.username).join(', ')
  const allowed = names === '' ? 'a password for every account' : `a password, or one of ${names}`
  return new OpsError('invalid', `account "${username}" has no password; allowed is ${allowed}`, {
    facts: { field: 'password', username, allowed },
  })
}
