import type { Credentials } from '../../shared/domain/session'
import { seedUsers } from './seed/users'

/** The accounts that every embedded stack has; a real system's are never known here. */
export const embeddedAccounts: readonly Credentials[] = seedUsers.map(({ username, password }) => ({
  username,
  password,
}))

/** The account of the guide that may do everything. */
export const embeddedAdmin: Credentials = adminOf()

function adminOf(): Credentials {
  const admin = seedUsers.find(({ role }) => role === 'super_admin')
  if (admin === undefined) throw new Error('the embedded stack has no administrator')
  return { username: admin.username, password: admin.password }
}
