import { hashSync } from 'bcryptjs'
import { z } from 'zod'
import { roles, seedUsers } from '../seed/users'
import type { ServiceDatabase } from '../storage/database'

const bcryptCost = 8

const UserRow = z.object({
  id: z.number().int(),
  username: z.string(),
  email: z.string(),
  role: z.string(),
  status: z.string(),
  subscription_type: z.string().nullable(),
  last_login: z.string().nullable(),
  created_at: z.string(),
  updated_at: z.string(),
  password_hash: z.string(),
})
export type UserRow = z.infer<typeof UserRow>

/** The users and the access log of the auth service. */
export interface AuthStore {
  byName(username: string): UserRow | null
  byId(id: number): UserRow | null
  noteLogin(id: number): void
  noteAccess(entry: { userId: number; action: string; resource: string; result: string }): void
}

/** Opens the store and, the first time, adds the accounts of the guide. */
export function createAuthStore(database: ServiceDatabase, now: () => Date): AuthStore {
  database.exec(`
    CREATE TABLE IF NOT EXISTS users (
      id INTEGER PRIMARY KEY, username TEXT NOT NULL UNIQUE, email TEXT NOT NULL, role TEXT NOT NULL,
      status TEXT NOT NULL, subscription_type TEXT, last_login TEXT, created_at TEXT NOT NULL,
      updated_at TEXT NOT NULL, password_hash TEXT NOT NULL
    );
    CREATE TABLE IF NOT EXISTS access_log (
      id INTEGER PRIMARY KEY, user_id INTEGER NOT NULL, action TEXT NOT NULL, resource TEXT NOT NULL,
      result TEXT NOT NULL, at TEXT NOT NULL
    );
  `)
  if (database.prepare('SELECT 1 FROM users LIMIT 1').get() === undefined) seed(database)
  const byName = database.prepare('SELECT * FROM users WHERE username = ?')
  const byId = database.prepare('SELECT * FROM users WHERE id = ?')
  const login = database.prepare('UPDATE users SET last_login = ? WHERE id = ?')
  const access = database.prepare(
    'INSERT INTO access_log (user_id, action, resource, result, at) VALUES (?, ?, ?, ?, ?)',
  )
  const row = (value: unknown) => (value === undefined ? null : UserRow.parse(value))
  return {
    byName: (username) => row(byName.get(username)),
    byId: (id) => row(byId.get(id)),
    noteLogin: (id) => void login.run(now().toISOString(), id),
    noteAccess: ({ userId, action, resource, result }) =>
      void access.run(userId, action, resource, result, now().toISOString()),
  }
}

function seed(database: ServiceDatabase): void {
  const insert = database.prepare(`
    INSERT INTO users (id, username, email, role, status, subscription_type, created_at, updated_at, password_hash)
    VALUES (?, ?, ?, ?, 'active', ?, ?, ?, ?)`)
  const createdAt = '2025-09-01T01:00:00.000Z'
  const addAll = database.transaction(() => {
    for (const user of seedUsers) {
      const plan = user.role === 'super_admin' ? 'monthly' : null
      const hash = hashSync(user.password, bcryptCost)
      insert.run(user.id, user.username, user.email, user.role, plan, createdAt, createdAt, hash)
    }
  })
  addAll()
}

/** The role's own permissions; an unknown role has none. */
export function permissionsOf(role: string): readonly string[] {
  return roles.find(({ name }) => name === role)?.permissions ?? []
}

/** The role's level; an unknown role has the lowest. */
export function levelOfRole(role: string): number {
  return roles.find(({ name }) => name === role)?.level ?? 1
}

/** Whether a role holds a permission; `*` holds every one. */
export function roleHolds(role: string, permission: string): boolean {
  const held = permissionsOf(role)
  return held.includes('*') || held.includes(permission)
}
