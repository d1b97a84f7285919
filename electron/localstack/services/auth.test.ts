import { createHmac } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { field, startTestStack, testSecret, type TestStack } from '../test-stack'

let stack: TestStack
beforeAll(async () => {
  stack = await startTestStack({ tokenTtlSeconds: 600 })
})
afterAll(() => stack.dispose())

const login = (json: unknown) => stack.ask('auth', '/api/v1/auth/login', { method: 'POST', json })
const validate = (token: unknown) =>
  stack.ask('auth', '/api/v1/auth/validate', { method: 'POST', json: { token } })

function claimsOf(token: string): unknown {
  return JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString('utf8'))
}

/** A token signed by hand, for headers that the service itself would never write. */
function forge(header: object, claims: unknown, secret: string, digest: string): string {
  const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')
  const body = `${encode(header)}.${encode(claims)}`
  return `${body}.${createHmac(digest, secret).update(body).digest('base64url')}`
}

describe('login', () => {
  it.each([
    ['admin', 'password', 'super_admin', 4, ['*']],
    ['testuser', 'testuser123', 'guest', 1, ['read:public']],
    ['szjason72', '@SZxym2006', 'guest', 1, ['read:public']],
    [
      'testuser2',
      'testuser123',
      'system_admin',
      3,
      ['read:public', 'read:all', 'admin:users', 'admin:system'],
    ],
  ])('knows %s of the guide', async (username, password, role, level, permissions) => {
    const answer = await login({ username, password })
    expect(answer.status).toBe(200)
    expect(answer.body).toMatchObject({ success: true, user: { username, role }, permissions })
    expect(field(answer.body, 'user.id')).toBe(field(answer.body, 'user.user_id'))
    const token = String(field(answer.body, 'token'))
    const claims = claimsOf(token)
    expect(claims).toMatchObject({ iss: 'jobfirst-auth', username, role, level, permissions })
    expect(field(claims, 'sub')).toBe(String(field(claims, 'user_id')))
    expect(Number(field(claims, 'exp')) - Number(field(claims, 'iat'))).toBe(600)
    expect(await validate(token)).toMatchObject({
      status: 200,
      body: { success: true, permissions },
    })
  })

  it.each([
    [{ username: 'admin', password: 'wrong' }, 'INVALID_PASSWORD'],
    [{ username: 'nobody', password: 'password' }, 'USER_NOT_FOUND'],
    [{ username: "admin' OR 1=1 --", password: 'x' }, 'USER_NOT_FOUND'],
    [{ username: 'admin', password: `password${'x'.repeat(80)}` }, 'INVALID_PASSWORD'],
  ])('answers %j with 200 and success false, as the real service does', async (json, code) => {
    const answer = await login(json)
    expect(answer.status).toBe(200)
    expect(answer.body).toEqual({ success: false, error: expect.any(String), error_code: code })
  })

  it.each([
    [{ username: 'admin' }],
    [{ username: '', password: 'x' }],
    [{ username: 7, password: 'x' }],
    [[]],
    [null],
  ])('refuses the incomplete body %j with 400', async (json) => {
    const answer = await login(json)
    expect(answer.status).toBe(400)
    expect(answer.body).toMatchObject({ success: false, code: 'MISSING_FIELD', status: 400 })
  })

  it('refuses broken JSON with 400 and a body over the limit with 413', async () => {
    const path = '/api/v1/auth/login'
    const broken = await stack.ask('auth', path, { method: 'POST', raw: '{"username":' })
    expect(broken).toMatchObject({ status: 400, body: { code: 'INVALID_JSON' } })
    const huge = await stack.ask('auth', path, {
      method: 'POST',
      raw: `"${'x'.repeat(9_000_000)}"`,
    })
    expect(huge).toMatchObject({ status: 413, body: { code: 'BODY_TOO_LARGE' } })
  })
})

describe('validate', () => {
  it('refuses everything that is not a token of its own', async () => {
    const token = await stack.login('admin', 'password')
    const claims = claimsOf(token)
    const [head = '', body = '', signature = ''] = token.split('.')
    const flipped = signature.startsWith('A') ? `B${signature.slice(1)}` : `A${signature.slice(1)}`
    const bad = [
      'garbage',
      'a.b.c',
      `${head}.${body}.${flipped}`,
      `${head}.${Buffer.from('{"user_id":1}').toString('base64url')}.${signature}`,
      `${token}.x`,
      forge({ alg: 'HS256' }, claims, 'another secret, also long enough to be one', 'sha256'),
      forge({ alg: 'HS512' }, claims, testSecret, 'sha512'),
      forge({ alg: 'none' }, claims, testSecret, 'sha256').replace(/[^.]*$/, ''),
      forge({ alg: 'HS256' }, { ...Object(claims), iss: 'someone-else' }, testSecret, 'sha256'),
      forge({ alg: 'HS256' }, { ...Object(claims), exp: undefined }, testSecret, 'sha256'),
    ]
    for (const candidate of bad) {
      const answer = await validate(candidate)
      expect(answer.status, candidate).toBe(200)
      expect(answer.body, candidate).toEqual({
        success: false,
        error: '无效的token',
        error_code: 'INVALID_TOKEN',
      })
    }
    expect(forge({ alg: 'HS256' }, claims, testSecret, 'sha256')).not.toBe('')
    expect(await validate(forge({ alg: 'HS256' }, claims, testSecret, 'sha256'))).toMatchObject({
      body: { success: true },
    })
    expect((await validate('')).status).toBe(400)
  })

  it('lets a token expire', async () => {
    const token = await stack.login('testuser', 'testuser123')
    expect((await validate(token)).body).toMatchObject({ success: true })
    stack.shiftClock(601_000)
    expect((await validate(token)).body).toMatchObject({
      success: false,
      error_code: 'INVALID_TOKEN',
    })
    stack.shiftClock(-601_000)
    expect((await validate(token)).body).toMatchObject({ success: true })
  })
})

describe('permissions', () => {
  const permission = (userId: number | string, name: string) =>
    stack.ask('auth', `/api/v1/auth/permission?user_id=${userId}&permission=${name}`)

  it('gives the wildcard everything and nobody else a talent permission', async () => {
    for (const name of ['talent:sync', 'admin:sync_all', 'nonsense']) {
      expect((await permission(1, name)).body).toMatchObject({
        user_id: 1,
        permission: name,
        has_permission: true,
      })
      for (const user of [2, 3, 4]) {
        expect((await permission(user, name)).body).toMatchObject({ has_permission: false })
      }
    }
    expect((await permission(2, 'read:public')).body).toMatchObject({ has_permission: true })
  })

  it('refuses questions it cannot answer', async () => {
    expect((await permission('abc', 'x')).status).toBe(400)
    expect((await permission(1, '')).status).toBe(400)
    expect((await permission('', 'x')).status).toBe(400)
    expect(await permission(99, 'x')).toMatchObject({
      status: 404,
      body: { code: 'USER_NOT_FOUND' },
    })
  })

  it('lists roles as a bare map, and the permissions of one', async () => {
    const roles = await stack.ask('auth', '/api/v1/auth/roles')
    expect(roles.body).toMatchObject({
      super_admin: { level: 4, permissions: ['*'] },
      guest: { level: 1 },
    })
    const one = await stack.ask('auth', '/api/v1/auth/permissions?role=guest')
    expect(one.body).toMatchObject({ role: 'guest', permissions: ['read:public'] })
  })

  it('answers user, access and log', async () => {
    const user = await stack.ask('auth', '/api/v1/auth/user?user_id=4')
    expect(user.body).toMatchObject({ id: 4, user_id: 4, username: 'testuser2' })
    expect(user.text).not.toContain('$2')
    const access = await stack.ask('auth', '/api/v1/auth/access', {
      method: 'POST',
      json: { user_id: 2, resource: 'public', action: 'read' },
    })
    expect(access.body).toMatchObject({ permission: 'read:public', has_permission: true })
    const entry = { user_id: 2, action: 'read', resource: 'talents', result: 'ok' }
    const log = await stack.ask('auth', '/api/v1/auth/log', { method: 'POST', json: entry })
    expect(log.body).toMatchObject({ success: true })
    const incomplete = await stack.ask('auth', '/api/v1/auth/log', {
      method: 'POST',
      json: { user_id: 2 },
    })
    expect(incomplete.status).toBe(400)
  })
})
