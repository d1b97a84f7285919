import { afterEach, describe, expect, it } from 'vitest'
import { createClosers } from '../test-closers'
import { auth } from './auth'
import { looma } from './looma'
import type { Operation } from './operation'
import { readFrom } from './test-servers'

const { add, closeAll } = createClosers()
afterEach(closeAll)

const read = <A, T>(op: Operation<A, T>, args: A, body: unknown) => readFrom(op, args, body, add)

const malformed = { code: 'malformed' }

describe('health', () => {
  it.each([
    [{ status: 'healthy', service: 'a' }, 'healthy', true],
    [{ status: 'UP' }, 'up', true],
    [{ status: true }, 'true', true],
    [{ status: false }, 'false', false],
    [{ status: 'degraded' }, 'degraded', false],
    [{ code: 0, data: { status: 'ok' } }, 'ok', true],
    [{ service: 'x' }, null, false],
  ])('%j', async (body, status, good) => {
    expect(await read(auth.health, undefined, body)).toMatchObject({ status, good })
  })

  it('reads the view of Looma in the flat and the nested shape', async () => {
    const services = {
      auth: { success: true, healthy: true, status: 'healthy' },
      ai: { success: false, healthy: false, error: '' },
      job: { healthy: true, status: 'unhealthy' },
    }
    const flat = await read(looma.zervigoHealth, undefined, { success: true, services })
    const nested = await read(looma.zervigoHealth, undefined, {
      success: true,
      health_status: { success: true, services },
    })
    expect([flat.shape, nested.shape]).toEqual(['flat', 'nested'])
    for (const view of [flat, nested]) {
      expect(Object.entries(view.services).map(([name, entry]) => [name, entry.healthy])).toEqual([
        ['auth', true],
        ['ai', false],
        ['job', false],
      ])
    }
    await expect(read(looma.zervigoHealth, undefined, { success: true })).rejects.toMatchObject(
      malformed,
    )
  })
})

describe('the auth service', () => {
  const names = { username: 'a', password: 'b' }
  it.each([
    [
      'unified',
      {
        success: true,
        token: 'tok',
        user: { id: 1, username: 'a', role: 'admin' },
        permissions: ['*'],
      },
      '1',
    ],
    [
      'user service',
      { success: true, service: 'user', data: { token: 'tok', user: { id: 2, username: 'a' } } },
      '2',
    ],
    ['basic server', { token: 'tok', user: { id: 3, role: 'super_admin' } }, '3'],
    [
      'enveloped',
      { code: 0, message: 'ok', data: { accessToken: 'tok', userId: 4, userName: 'a' } },
      '4',
    ],
    [
      'successor',
      { access_token: 'tok', token_type: 'bearer', user: { id: 'uuid-5', name: 'a' } },
      'uuid-5',
    ],
  ])('logs in: %s', async (_name, body, userId) => {
    const value = await read(auth.login, names, body)
    expect([value.token, value.user.userId]).toEqual(['tok', userId])
  })

  it.each([[{ success: true }], [{ success: true, token: '' }], [{ success: true, user: null }]])(
    'login without a token is malformed: %j',
    async (body) => {
      await expect(read(auth.login, names, body)).rejects.toMatchObject({
        code: 'malformed',
        facts: { reason: 'noToken' },
      })
    },
  )

  it('tells no permissions from an empty list', async () => {
    const validated = (more: object) =>
      read(auth.validate, { token: 'x' }, { success: true, user: { id: 1 }, ...more })
    expect((await validated({})).permissions).toBeNull()
    expect((await validated({ permissions: null })).permissions).toBeNull()
    expect((await validated({ permissions: ['a', 'a'] })).permissions).toEqual(['a'])
    expect(
      (await read(auth.validate, { token: 'x' }, { valid: true, user: { user_id: 9 } })).user
        .userId,
    ).toBe('9')
    await expect(read(auth.validate, { token: 'x' }, { valid: false })).rejects.toMatchObject({
      code: 'unauthorized',
    })
    await expect(read(auth.validate, { token: 'x' }, { hello: 1 })).rejects.toMatchObject(malformed)
  })

  it('answers about permissions and roles', async () => {
    const asked = { userId: '1', permission: 'talent:read' }
    expect(
      (await read(auth.permission, asked, { has_permission: false, permission: 'talent:read' }))
        .allowed,
    ).toBe(false)
    await expect(read(auth.permission, asked, { ok: 1 })).rejects.toMatchObject(malformed)
    expect(await read(auth.permissions, { role: 'x' }, { role: 'x', permissions: null })).toEqual({
      role: 'x',
      permissions: [],
    })
    expect(
      await read(auth.roles, undefined, { guest: { level: 1, permissions: ['read:public'] } }),
    ).toEqual([{ name: 'guest', level: 1, permissions: ['read:public'], description: null }])
    expect((await read(auth.user, { userId: '1' }, { id: 1, username: 'a' })).username).toBe('a')
    expect(
      (
        await read(
          auth.access,
          { userId: '1', resource: 'a', action: 'b' },
          { has_permission: true },
        )
      ).allowed,
    ).toBe(true)
    const entry = { userId: '1', action: 'a', resource: 'b', result: 'c' }
    expect(await read(auth.log, entry, { success: true })).toEqual({ accepted: true })
  })
})
