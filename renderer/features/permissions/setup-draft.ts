import {
  protectedIds,
  type Access,
  type Expectations,
  type MatrixLogin,
  type PermissionPlan,
  type ProtectedId,
} from '../../../shared/domain/permissions'

/** The most accounts that one matrix takes. */
export const mostAccounts = 20

/** An account while it is being filled in. */
export interface AccountDraft {
  /** Tells the lines apart while they have no name yet. */
  key: number
  username: string
  password: string
  isChosen: boolean
  /** Proposed by main; its name is fixed. */
  isSuggested: boolean
  hasPassword: boolean
}

/** Why the matrix cannot be run yet; null when it can. */
export type SetupProblem =
  | { kind: 'none' }
  | { kind: 'many' }
  | { kind: 'username' }
  | { kind: 'password'; name: string }
  | { kind: 'twice'; name: string }
  | null

/** The suggestions of main as lines; those that need nothing from a person are ticked. */
export function draftsOf(plan: PermissionPlan): AccountDraft[] {
  return plan.suggestions.map(({ username, hasPassword }, key) => ({
    key,
    username,
    password: '',
    isChosen: hasPassword,
    isSuggested: true,
    hasPassword,
  }))
}

/** Checks the ticked accounts in the order a person reads them. */
export function problemOf(drafts: readonly AccountDraft[]): SetupProblem {
  const chosen = drafts.filter(({ isChosen }) => isChosen)
  if (chosen.length === 0) return { kind: 'none' }
  if (chosen.length > mostAccounts) return { kind: 'many' }
  const names = new Set<string>()
  for (const draft of chosen) {
    const name = draft.username.trim()
    if (name === '') return { kind: 'username' }
    if (names.has(name)) return { kind: 'twice', name }
    names.add(name)
    if (!draft.hasPassword && draft.password === '') return { kind: 'password', name }
  }
  return null
}

/** The ticked accounts as main takes them. */
export function loginsOf(drafts: readonly AccountDraft[]): MatrixLogin[] {
  return drafts
    .filter(({ isChosen }) => isChosen)
    .map(({ username, password }) => ({
      username: username.trim(),
      password: password === '' ? null : password,
    }))
}

/** The expectations with one pair changed; null takes it out of the judging. */
export function withExpectation(
  expectations: Expectations,
  role: string,
  endpoint: ProtectedId,
  access: Access | null,
): Expectations {
  const row = Object.fromEntries(
    protectedIds.flatMap((id) => {
      const value = id === endpoint ? access : (expectations[role]?.[id] ?? null)
      return value === null ? [] : [[id, value]]
    }),
  )
  return { ...expectations, [role]: row }
}
