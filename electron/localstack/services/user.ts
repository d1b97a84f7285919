import { z } from 'zod'
import { serviceNames } from '../config'
import { createGate } from '../http/gate'
import { pathId } from '../http/input'
import { forbidden, refuse } from '../http/refusal'
import {
  createServiceApp,
  healthBody,
  refuseOtherMethods,
  type ServiceApp,
} from '../http/service-app'
import { seedUsers } from '../seed/users'
import { createDocumentTable } from '../storage/document-table'
import { userLies } from './lies'
import type { ServiceDeps } from './service-deps'

const UserProfile = z.object({
  id: z.number().int(),
  username: z.string(),
  display_name: z.string(),
  email: z.string(),
  department: z.string(),
  locale: z.string(),
  time_zone: z.string(),
  created_at: z.string(),
})
const readOthers = ['*', 'admin:users', 'read:all']

/** The user service: the profile behind an account. */
export function createUserService(deps: ServiceDeps): ServiceApp {
  const { database, upstream, faults, log, now } = deps
  const name = serviceNames.user
  const profiles = createDocumentTable(database, {
    table: 'profiles',
    schema: UserProfile,
    idOf: (profile) => String(profile.id),
    searchText: (profile) => `${profile.username} ${profile.display_name}`,
  })
  profiles.seedWhenEmpty(() =>
    seedUsers.map(({ id, username, displayName, email, department }) => ({
      id,
      username,
      display_name: displayName,
      email,
      department,
      locale: 'zh-CN',
      time_zone: 'Asia/Shanghai',
      created_at: '2025-09-01T01:00:00.000Z',
    })),
  )
  const gate = createGate(upstream)
  const app = createServiceApp({ name, log, faults, now, lie: userLies(now) })
  const envelope = () => ({ service: name, time: now().toISOString() })
  app.get('/health', (c) => c.json(healthBody(name, now)))
  app.on('GET', ['/api/users/profile', '/api/v1/users/profile'], async (c) => {
    const caller = await gate.authenticate(c)
    const profile = profiles.byId(String(caller.userId))
    if (profile === null) throw refuse(404, 'USER_NOT_FOUND', '用户不存在', envelope())
    return c.json({ success: true, data: { ...profile, role: caller.role }, ...envelope() })
  })
  app.get('/api/users/:id', async (c) => {
    const caller = await gate.authenticate(c)
    const id = pathId(c)
    const isOwn = id === String(caller.userId)
    const mayRead = caller.permissions.some((permission) => readOthers.includes(permission))
    if (!isOwn && !mayRead) throw forbidden('admin:users')
    const profile = profiles.byId(id)
    if (profile === null) throw refuse(404, 'USER_NOT_FOUND', '用户不存在', envelope())
    return c.json({ success: true, data: profile, ...envelope() })
  })
  return refuseOtherMethods(app)
}
