import { z } from 'zod'
import { OpsError } from '../../shared/errors'
import { healthOperation } from './health'
import type { Exchange } from './exchange'
import { query, type Operation } from './operation'
import { Fields, fieldsOf, firstOf, malformed, readId, readText, parse, unwrap } from './wire'

/** A user as any of the issuers describes one. */
export interface AuthUser {
  userId: string | null
  username: string | null
  email: string | null
  role: string | null
  status: string | null
}

/** Who a token belongs to. */
export interface AuthIdentity {
  user: AuthUser
  /** Null when the answer has no such key, which is not the same as holding none. */
  permissions: string[] | null
}

/** Outcome of a login. */
export interface LoginAnswer extends AuthIdentity {
  token: string
}

/** One answer about one permission. */
export interface PermissionAnswer {
  allowed: boolean
  permission: string | null
}

/** One role of the auth service. */
export interface RoleEntry {
  name: string
  level: number | null
  permissions: string[]
  description: string | null
}

/** One line for the access log of the auth service. */
export interface AccessLogEntry {
  userId: string
  action: string
  resource: string
  result: string
}

const open = { service: 'auth', secured: false } as const
const openRead = { ...open, method: 'GET', writes: false } as const

/** A list of permission names, or null when the value is no list. */
export function readPermissions(value: unknown): string[] | null {
  if (!Array.isArray(value)) return null
  const names = value.map((entry) =>
    readText(typeof entry === 'string' ? entry : firstOf(fieldsOf(entry), 'code', 'name')),
  )
  return [...new Set(names.filter((name) => name !== null))]
}

const login: Operation<{ username: string; password: string }, LoginAnswer> = {
  ...open,
  name: 'auth.login',
  method: 'POST',
  path: () => '/api/v1/auth/login',
  body: ({ username, password }) => ({ username, password }),
  // A login stores nothing that a second one would double.
  writes: false,
  decode(json, exchange) {
    const answer = unwrap(json, exchange)
    const token = firstOf(answer, 'token', 'access_token', 'accessToken')
    if (typeof token !== 'string' || token.trim() === '') {
      throw malformed(exchange, 'the login succeeded without a token', 'noToken', 'token')
    }
    return { token: token.trim(), ...readIdentity(answer) }
  },
}

const validate: Operation<{ token: string }, AuthIdentity> = {
  ...open,
  name: 'auth.validate',
  method: 'POST',
  path: () => '/api/v1/auth/validate',
  body: ({ token }) => ({ token }),
  writes: false,
  decode(json, exchange) {
    const answer = unwrap(json, exchange)
    if (answer.valid === false || answer.success === false) throw refusedToken(answer, exchange)
    if (answer.success !== true && answer.valid !== true && fieldsOf(json).code === undefined) {
      throw malformed(exchange, 'neither accepted nor refused', 'shape', 'success')
    }
    return readIdentity(answer)
  },
}

const permission: Operation<{ userId: string; permission: string }, PermissionAnswer> = {
  ...openRead,
  name: 'auth.permission',
  path: (args) =>
    `/api/v1/auth/permission${query({ user_id: args.userId, permission: args.permission })}`,
  decode: decodePermission,
}

const access: Operation<{ userId: string; resource: string; action: string }, PermissionAnswer> = {
  ...open,
  name: 'auth.access',
  method: 'POST',
  path: () => '/api/v1/auth/access',
  body: ({ userId, resource, action }) => ({ user_id: wireId(userId), resource, action }),
  writes: false,
  decode: decodePermission,
}

const permissions: Operation<{ role: string }, { role: string | null; permissions: string[] }> = {
  ...openRead,
  name: 'auth.permissions',
  path: ({ role }) => `/api/v1/auth/permissions${query({ role })}`,
  decode(json, exchange) {
    const answer = unwrap(json, exchange)
    const list = readPermissions(answer.permissions)
    if (list === null && answer.permissions !== null) {
      throw malformed(exchange, 'no permissions in the answer', 'shape', 'permissions')
    }
    return { role: readText(answer.role), permissions: list ?? [] }
  },
}

const roles: Operation<void, RoleEntry[]> = {
  ...openRead,
  name: 'auth.roles',
  path: () => '/api/v1/auth/roles',
  decode(json, exchange) {
    const answer = Array.isArray(json) ? { roles: json } : unwrap(json, exchange)
    const inner = answer.roles ?? answer
    const entries = Array.isArray(inner)
      ? inner.map((entry) => ['', fieldsOf(entry)] as const)
      : Object.entries(fieldsOf(inner)).flatMap(([name, value]) => {
          const role = Fields.safeParse(value)
          return role.success ? [[name, role.data] as const] : []
        })
    return entries.map(([name, role]) => ({
      name: readText(role.name) ?? name,
      level: typeof role.level === 'number' ? role.level : null,
      permissions: readPermissions(role.permissions) ?? [],
      description: readText(role.description),
    }))
  },
}

const user: Operation<{ userId: string }, AuthUser> = {
  ...openRead,
  name: 'auth.user',
  path: ({ userId }) => `/api/v1/auth/user${query({ user_id: userId })}`,
  decode(json, exchange) {
    const answer = unwrap(json, exchange)
    const found = readUser(fieldsOf(answer.user ?? answer))
    if (found.userId === null) throw malformed(exchange, 'a user without an id', 'shape', 'id')
    return found
  },
}

const log: Operation<AccessLogEntry, { accepted: true }> = {
  ...open,
  name: 'auth.log',
  method: 'POST',
  path: () => '/api/v1/auth/log',
  body: ({ userId, ...entry }) => ({ user_id: wireId(userId), ...entry }),
  writes: true,
  decode(json, exchange) {
    parse(z.object({ success: z.literal(true) }), unwrap(json, exchange), exchange)
    return { accepted: true }
  },
}

/** Every operation of the auth service. */
export const auth = {
  health: healthOperation('auth'),
  login,
  validate,
  permission,
  permissions,
  roles,
  user,
  access,
  log,
}

function decodePermission(json: unknown, exchange: Exchange): PermissionAnswer {
  const answer = unwrap(json, exchange)
  const allowed = parse(z.boolean(), firstOf(answer, 'has_permission', 'allowed'), exchange)
  return { allowed, permission: readText(answer.permission) }
}

function readIdentity(answer: Fields): AuthIdentity {
  const source = fieldsOf(answer.user)
  return {
    user: readUser({ ...flatUser(answer), ...source }),
    permissions: readPermissions(answer.permissions) ?? readPermissions(source.permissions),
  }
}

function flatUser(answer: Fields): Fields {
  return {
    user_id: firstOf(answer, 'user_id', 'userId'),
    username: firstOf(answer, 'username', 'userName'),
    role: answer.role,
  }
}

function readUser(source: Fields): AuthUser {
  return {
    userId: readId(firstOf(source, 'id', 'user_id', 'userId')),
    username: readText(firstOf(source, 'username', 'user_name', 'userName', 'name')),
    email: readText(source.email),
    role: readText(source.role),
    status: readText(source.status),
  }
}

function refusedToken(answer: Fields, exchange: Exchange): OpsError {
  const words = readText(firstOf(answer, 'error', 'message')) ?? 'token refused'
  const code = readText(firstOf(answer, 'error_code', 'code'))
  return new OpsError('unauthorized', words, {
    facts: { service: exchange.call.service, ...(code === null ? {} : { code }) },
    callId: exchange.call.id,
  })
}

// The Go service wants a JSON integer; other issuers use uuids.
function wireId(id: string): string | number {
  return /^\d{1,15}$/.test(id) ? Number(id) : id
}
