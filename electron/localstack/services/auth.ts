import { compare } from 'bcryptjs'
import { z } from 'zod'
import { serviceNames } from '../config'
import { queryInteger, queryText, readJson } from '../http/input'
import { refuse } from '../http/refusal'
import {
  createServiceApp,
  healthBody,
  refuseOtherMethods,
  type ServiceApp,
} from '../http/service-app'
import { roles } from '../seed/users'
import {
  createAuthStore,
  levelOfRole,
  permissionsOf,
  roleHolds,
  type AuthStore,
  type UserRow,
} from './auth-store'
import { authLies } from './lies'
import type { ServiceDeps } from './service-deps'
import { createTokenIssuer, defaultTtlSeconds, type TokenIssuer } from './token'

const missing = { code: 'MISSING_FIELD', message: '缺少必填字段或类型不符' }
const Login = z.object({ username: z.string().min(1), password: z.string().min(1) })
const Validate = z.object({ token: z.string().min(1) })
const UserNumber = z.number().int().positive()
const Access = z.object({
  user_id: UserNumber,
  resource: z.string().min(1),
  action: z.string().min(1),
})
const LogEntry = Access.extend({ result: z.string().min(1) })
/** bcrypt reads no more than this; a longer password would match by its beginning alone. */
const maxPasswordBytes = 72
const maxUserId = 999_999_999

/** The unified auth service: login, tokens, roles and permissions. */
export function createAuthService(deps: ServiceDeps & { jwtSecret: string }): ServiceApp {
  const { database, faults, log, now, config } = deps
  const name = serviceNames.auth
  const store = createAuthStore(database, now)
  const tokens = createTokenIssuer({
    secret: deps.jwtSecret,
    ttlSeconds: config.tokenTtlSeconds ?? defaultTtlSeconds,
    now,
  })
  const app = createServiceApp({ name, log, faults, now, lie: authLies(now) })
  app.get('/health', (c) =>
    c.json({
      ...healthBody(name, now),
      features: ['unified_role_system', 'complete_jwt_validation', 'permission_management'],
    }),
  )
  addTokenRoutes(app, store, tokens)
  addPermissionRoutes(app, store, now)
  return refuseOtherMethods(app)
}

function addTokenRoutes(app: ServiceApp, store: AuthStore, tokens: TokenIssuer): void {
  app.post('/api/v1/auth/login', async (c) => {
    const { username, password } = await readJson(c, Login, missing)
    const user = store.byName(username)
    if (user === null) return c.json(logicalFailure('USER_NOT_FOUND', '用户不存在'))
    const fits = Buffer.byteLength(password) <= maxPasswordBytes
    if (!fits || !(await compare(password, user.password_hash))) {
      return c.json(logicalFailure('INVALID_PASSWORD', '密码错误'))
    }
    store.noteLogin(user.id)
    const permissions = permissionsOf(user.role)
    const token = await tokens.issue({
      user_id: user.id,
      username: user.username,
      email: user.email,
      role: user.role,
      level: levelOfRole(user.role),
      permissions: [...permissions],
    })
    return c.json({ success: true, token, user: publicUser(user), permissions })
  })

  app.post('/api/v1/auth/validate', async (c) => {
    const { token } = await readJson(c, Validate, missing)
    const claims = await tokens.verify(token)
    const user = claims === null ? null : store.byId(claims.user_id)
    if (claims === null) return c.json(logicalFailure('INVALID_TOKEN', '无效的token'))
    if (user === null) return c.json(logicalFailure('USER_NOT_FOUND', '用户不存在'))
    return c.json({
      success: true,
      valid: true,
      user: publicUser(user),
      permissions: permissionsOf(user.role),
      expires_at: new Date(claims.exp * 1000).toISOString(),
    })
  })
}

function addPermissionRoutes(app: ServiceApp, store: AuthStore, now: () => Date): void {
  const timestamp = () => now().toISOString()
  const known = (id: number): UserRow => {
    const user = store.byId(id)
    if (user !== null) return user
    throw refuse(404, 'USER_NOT_FOUND', '用户不存在', { error_code: 'USER_NOT_FOUND' })
  }
  app.get('/api/v1/auth/permission', (c) => {
    const permission = queryText(c, 'permission')
    queryText(c, 'user_id')
    const userId = queryInteger(c, 'user_id', { fallback: 0, min: 1, max: maxUserId })
    const granted = roleHolds(known(userId).role, permission)
    return c.json({ user_id: userId, permission, has_permission: granted, timestamp: timestamp() })
  })
  app.get('/api/v1/auth/permissions', (c) => {
    const role = queryText(c, 'role')
    return c.json({ role, permissions: permissionsOf(role), timestamp: timestamp() })
  })
  app.get('/api/v1/auth/roles', (c) =>
    c.json(Object.fromEntries(roles.map((role) => [role.name, role]))),
  )
  app.get('/api/v1/auth/user', (c) => {
    queryText(c, 'user_id')
    const userId = queryInteger(c, 'user_id', { fallback: 0, min: 1, max: maxUserId })
    return c.json(publicUser(known(userId)))
  })
  app.post('/api/v1/auth/access', async (c) => {
    const { user_id, resource, action } = await readJson(c, Access, missing)
    const permission = `${action}:${resource}`
    const granted = roleHolds(known(user_id).role, permission)
    return c.json({
      user_id,
      resource,
      action,
      permission,
      has_permission: granted,
      timestamp: timestamp(),
    })
  })
  app.post('/api/v1/auth/log', async (c) => {
    const { user_id, action, resource, result } = await readJson(c, LogEntry, missing)
    store.noteAccess({ userId: known(user_id).id, action, resource, result })
    return c.json({ success: true, timestamp: timestamp() })
  })
}

/** The real service answers these with HTTP 200. */
function logicalFailure(code: string, error: string) {
  return { success: false, error, error_code: code }
}

/** Carries the id under both names that callers read. */
function publicUser(user: UserRow) {
  return {
    id: user.id,
    user_id: user.id,
    username: user.username,
    email: user.email,
    role: user.role,
    level: levelOfRole(user.role),
    status: user.status,
    subscription_type: user.subscription_type,
    subscription_expiry: null,
    last_login: user.last_login,
    created_at: user.created_at,
    updated_at: user.updated_at,
  }
}
