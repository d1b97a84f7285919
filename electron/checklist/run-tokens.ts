import type { TokenSource } from '../zervigo/token'

/** The token of one run: given by `auth.jwt`, renewed at most once at a time on a 401. */
export interface RunTokens extends TokenSource {
  set(token: string): void
  current(): string | null
  /** How often the token had to be renewed in this run. */
  renewals(): number
}

/**
 * Holds a run's token and gives it to the profile's own origins only. `login` fetches a fresh one
 * and answers null when that is impossible.
 */
export function createRunTokens(
  origins: ReadonlySet<string>,
  login: (signal?: AbortSignal) => Promise<string | null>,
): RunTokens {
  let token: string | null = null
  let renewal: Promise<boolean> | null = null
  let renewals = 0

  async function loginAgain(signal?: AbortSignal): Promise<boolean> {
    const fresh = await login(signal)
    if (fresh === null) return false
    token = fresh
    renewals += 1
    return true
  }
  return {
    set: (value) => {
      token = value
    },
    current: () => token,
    renewals: () => renewals,
    tokenFor: (origin) => (origins.has(origin) ? token : null),
    renew(staleToken, signal) {
      if (token !== null && token !== staleToken) return Promise.resolve(true)
      renewal ??= loginAgain(signal).finally(() => {
        renewal = null
      })
      return renewal
    },
  }
}
