import { afterEach, describe, expect, it } from 'vitest'
import { noSession } from '../../shared/domain/session'
import { createClosers } from '../test-closers'
import { job } from '../zervigo/job'
import { account, authServer, issue } from '../zervigo/test-auth'
import { answer, fakeToken, type Script } from '../zervigo/test-servers'
import { openSession, type OpenOptions } from './session-fixture'

const { add, closeAll } = createClosers()
afterEach(closeAll)

const open = (script: Script, options?: OpenOptions) => openSession(script, add, options)

describe('login', () => {
  it('holds who is logged in, and tells it', async () => {
    const { session, changes } = await open(authServer().script)
    expect(session.current()).toEqual(noSession)
    const active = await session.login(account)
    expect(active).toMatchObject({
      state: 'active',
      username: 'admin',
      userId: '1',
      role: 'super_admin',
      permissions: ['*'],
      wildcard: true,
      renewable: true,
      source: 'password',
      clockSkewMs: 0,
    })
    expect(active.expiresAt).toBeGreaterThan(Date.now())
    expect(changes).toEqual([active])
  })

  it('leaves neither password nor token in session, records or errors', async () => {
    const auth = authServer()
    const { session, client, calls } = await open((seen, response) => {
      // A service that echoes everything it was given.
      if (seen.path === '/api/jobs')
        return answer(response, 400, {
          error: `bad ${seen.headers.authorization ?? ''}`,
          body: { password: account.password },
        })
      return auth.script(seen, response)
    })
    const active = await session.login(account)
    const error: unknown = await client.call(job.list, {}).catch((thrown: unknown) => thrown)
    const token = session.rawToken() ?? ''
    const shown = JSON.stringify([active, calls, error, String(error)])
    for (const secret of [
      account.password,
      JSON.stringify(account.password).slice(1, -1),
      token,
      ...token.split('.'),
    ]) {
      expect(shown).not.toContain(secret)
    }
    expect(token).toMatch(/^eyJ/)
  })

  it.each([
    [
      200,
      { success: false, error: '密码错误', error_code: 'INVALID_PASSWORD' },
      'credentials',
      '密码错误',
      'INVALID_PASSWORD',
    ],
    [
      200,
      { success: false, error: '用户不存在', error_code: 'USER_NOT_FOUND' },
      'credentials',
      '用户不存在',
      'USER_NOT_FOUND',
    ],
    [
      200,
      { success: false, error: '生成token失败', error_code: 'TOKEN_ERROR' },
      'upstream',
      '生成token失败',
      'TOKEN_ERROR',
    ],
    [401, { success: false, error: 'bad' }, 'credentials', 'bad', undefined],
    [200, { code: 401, message: '密码错误', data: null }, 'credentials', '密码错误', '401'],
    [200, { code: 1001, message: '用户不存在', data: null }, 'credentials', '用户不存在', '1001'],
    [
      200,
      { success: true, user: { id: 1 } },
      'malformed',
      'the login succeeded without a token',
      undefined,
    ],
    [404, { error: '接口不存在', code: 'NOT_FOUND' }, 'missing', '接口不存在', 'NOT_FOUND'],
    [500, { error: 'boom' }, 'upstream', 'boom', undefined],
  ])('%i %j is %s', async (status, body, code, message, errorCode) => {
    const { session } = await open((_seen, response) => answer(response, status, body))
    const error: unknown = await session.login(account).catch((thrown: unknown) => thrown)
    expect(error).toMatchObject({ code, message })
    if (errorCode !== undefined) expect(error).toMatchObject({ facts: { errorCode } })
    expect(session.current()).toEqual(noSession)
  })

  it('sends odd passwords as they are', async () => {
    const passwords = ['"', '\\', "o'x", '密码🙂', 'x'.repeat(200), ' a b ']
    const { session, server } = await open((_seen, response) =>
      answer(response, 200, { success: false, error: 'no' }),
    )
    for (const password of passwords) {
      await expect(session.login({ username: 'u', password })).rejects.toMatchObject({
        code: 'credentials',
      })
    }
    expect(server.journal.map(({ body }) => JSON.parse(body).password)).toEqual(passwords)
  })

  it('asks for the permissions of the role when nothing else says them', async () => {
    const { session, server } = await open((seen, response) => {
      if (seen.path.startsWith('/api/v1/auth/permissions'))
        return answer(response, 200, { role: 'guest', permissions: ['read:public'] })
      answer(response, 200, {
        success: true,
        token: fakeToken({ user_id: 1, role: 'guest' }),
        user: { id: 1 },
      })
    })
    const active = await session.login(account)
    expect(active).toMatchObject({
      role: 'guest',
      permissions: ['read:public'],
      wildcard: false,
      expiresAt: null,
    })
    expect(server.journal[1]?.path).toBe('/api/v1/auth/permissions?role=guest')
  })

  it('sees how far the clocks are apart, and expires by the clock of the service', async () => {
    const aheadMs = 3_600_000
    const { session } = await open(
      (_seen, response) => {
        answer(response, 200, {
          success: true,
          token: issue({ exp: Math.floor(Date.now() / 1000) + 600 }),
          user: { id: 1 },
        })
      },
      { now: () => Date.now() + aheadMs },
    )
    const active = await session.login(account)
    expect(active.state).toBe('active')
    expect(Math.abs((active.clockSkewMs ?? 0) - aheadMs)).toBeLessThan(5_000)
  })

  it('ends when the token does, and says so once', async () => {
    let ended = () => {}
    const expired = new Promise<void>((resolve) => (ended = resolve))
    const { session, changes } = await open((_seen, response) => {
      answer(response, 200, {
        success: true,
        token: issue({ exp: Date.now() / 1000 + 0.3 }),
        user: { id: 1 },
      })
    })
    await session.login(account)
    const poll = setInterval(() => session.current().state === 'expired' && ended(), 10)
    await expired
    clearInterval(poll)
    expect(changes.map(({ state }) => state)).toEqual(['active', 'expired'])
  })
})

describe('a pasted token', () => {
  it('is cleaned, validated and not renewable', async () => {
    const auth = authServer()
    const { session } = await open(auth.script)
    await session.login(account)
    const token = session.rawToken() ?? ''
    const active = await session.useToken(` "Bearer ${token}"\n`)
    expect(active).toMatchObject({
      state: 'active',
      source: 'token',
      renewable: false,
      role: 'super_admin',
    })
    expect(session.rawToken()).toBe(token)
    await expect(session.renew()).rejects.toMatchObject({ code: 'unsupported' })
  })

  it('is refused as garbage, as expired, by the service, or not at all when that is down', async () => {
    const { session, server } = await open(authServer().script)
    await expect(session.useToken('garbage')).rejects.toMatchObject({ code: 'invalid' })
    await expect(session.useToken(issue({ exp: 1_600_000_000 }))).rejects.toMatchObject({
      code: 'expired',
    })
    expect(server.journal).toHaveLength(0)
    await expect(session.useToken(issue())).rejects.toMatchObject({
      code: 'unauthorized',
      message: '无效的token',
    })
    await server.close()
    await expect(session.useToken(issue())).rejects.toMatchObject({ code: 'unreachable' })
    expect(session.current()).toEqual(noSession)
  })
})
