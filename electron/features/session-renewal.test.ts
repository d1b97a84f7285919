import { afterEach, describe, expect, it } from 'vitest'
import { noSession } from '../../shared/domain/session'
import { createClosers } from '../test-closers'
import { job } from '../zervigo/job'
import { looma } from '../zervigo/looma'
import { account, authServer, issue } from '../zervigo/test-auth'
import { answer, type Script } from '../zervigo/test-servers'
import { openSession, type OpenOptions } from './session-fixture'

const { add, closeAll } = createClosers()
afterEach(closeAll)

const open = (script: Script, options?: OpenOptions) => openSession(script, add, options)

describe('renewal', () => {
  it('happens once for parallel calls, and every call succeeds', async () => {
    const auth = authServer()
    const { session, client } = await open(auth.script)
    await session.login(account)
    auth.revoke()
    const answers = await Promise.all(Array.from({ length: 12 }, () => client.call(job.list, {})))
    expect(answers.every(({ call }) => call.attempt === 2)).toBe(true)
    expect(auth.logins()).toBe(2)
    expect(session.current().state).toBe('active')
  })

  it('stops after the password is refused, and never asks again', async () => {
    const auth = authServer()
    let isChanged = false
    const { session, client } = await open((seen, response) => {
      if (isChanged && seen.path.endsWith('login'))
        return void (
          answer(response, 200, {
            success: false,
            error: '密码错误',
            error_code: 'INVALID_PASSWORD',
          }),
          (refusals += 1)
        )
      auth.script(seen, response)
    })
    let refusals = 0
    await session.login(account)
    auth.revoke()
    isChanged = true
    for (const attempt of [1, 2, 3]) {
      await expect(client.call(job.list, {}), `attempt ${attempt}`).rejects.toMatchObject({
        code: 'unauthorized',
      })
    }
    expect(refusals).toBe(1)
    expect(session.current()).toMatchObject({ state: 'expired', renewable: false })
  })

  it('can be asked for', async () => {
    const auth = authServer()
    const { session } = await open(auth.script)
    await expect(session.renew()).rejects.toMatchObject({ code: 'session' })
    await session.login(account)
    const before = session.rawToken()
    await session.renew()
    expect(session.rawToken()).not.toBe(before)
  })
})

describe('logout', () => {
  it('forgets everything', async () => {
    const auth = authServer()
    const { session, client, changes, server } = await open(auth.script)
    await session.login(account)
    expect(await session.logout()).toEqual(noSession)
    expect(changes.at(-1)).toEqual(noSession)
    expect(session.rawToken()).toBeNull()
    await expect(client.call(looma.sync, { id: 'a' })).rejects.toMatchObject({ code: 'session' })
    expect(server.journal.at(-1)?.headers.authorization).toBeUndefined()
    expect(auth.logins()).toBe(1)
  })

  it('wins over a login that answers later', async () => {
    let release = () => {}
    const released = new Promise<void>((resolve) => (release = resolve))
    const { session } = await open(async (_seen, response) => {
      await released
      answer(response, 200, { success: true, token: issue(), user: { id: 1 } })
    })
    const late = session.login(account)
    await session.logout()
    release()
    await expect(late).rejects.toMatchObject({ code: 'aborted' })
    expect(session.current()).toEqual(noSession)
  })
})

describe('the token', () => {
  it('goes to the origins of the profile only', async () => {
    const { session, server } = await open(authServer().script)
    await session.login(account)
    expect(session.tokens.tokenFor(new URL(server.url).origin)).toBe(session.rawToken())
    for (const origin of [
      'http://127.0.0.1:1',
      `https://127.0.0.1:${server.port}`,
      `http://localhost:${server.port}`,
      'http://evil.test',
    ]) {
      expect(session.tokens.tokenFor(origin)).toBeNull()
    }
  })
})
