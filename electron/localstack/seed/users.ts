/** A role of the auth service. */
export interface Role {
  name: string
  level: number
  permissions: readonly string[]
  description: string
}

/** Only `*` holds the permissions the talent endpoints ask for. */
export const roles: readonly Role[] = [
  { name: 'guest', level: 1, permissions: ['read:public'], description: '访客' },
  {
    name: 'user',
    level: 2,
    permissions: ['read:public', 'read:own', 'write:own'],
    description: '普通用户',
  },
  {
    name: 'admin',
    level: 3,
    permissions: ['read:public', 'read:own', 'write:own', 'read:all', 'write:all', 'delete:own'],
    description: '管理员',
  },
  {
    name: 'system_admin',
    level: 3,
    permissions: ['read:public', 'read:all', 'admin:users', 'admin:system'],
    description: '系统管理员',
  },
  { name: 'super_admin', level: 4, permissions: ['*'], description: '超级管理员' },
]

/** The permissions the protected Looma endpoints ask for. */
export const talentPermissions = [
  'talent:sync',
  'talent:read',
  'talent:ai_process',
  'talent:chat',
  'admin:sync_all',
] as const

/** A test account of the guide; the passwords are the published ones. */
export interface SeedUser {
  id: number
  username: string
  password: string
  email: string
  role: string
  displayName: string
  department: string
}

export const seedUsers: readonly SeedUser[] = [
  {
    id: 1,
    username: 'admin',
    password: 'password',
    email: 'admin@example.com',
    role: 'super_admin',
    displayName: '系统超级管理员',
    department: '平台部',
  },
  {
    id: 2,
    username: 'testuser',
    password: 'testuser123',
    email: 'testuser@example.com',
    role: 'guest',
    displayName: '测试用户',
    department: '测试部',
  },
  {
    id: 4,
    username: 'testuser2',
    password: 'testuser123',
    email: 'testuser2@example.com',
    role: 'system_admin',
    displayName: '测试系统管理员',
    department: '测试部',
  },
  {
    id: 3,
    username: 'szjason72',
    password: '@SZxym2006',
    email: 'szjason72@example.com',
    role: 'guest',
    displayName: '技术审核',
    department: '研发部',
  },
]
