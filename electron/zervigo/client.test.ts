import { afterEach, describe, expect, it } from 'vitest'
import { createClosers } from '../test-closers'
import { ai } from './ai'
import { auth } from './auth'
import { looma } from './looma'
import { job } from './job'
import {
  answer,
  clientOn,
  fakeToken,
  profileOn,
  startHttp,
  type Script,
  type TestServer,
} from './test-servers'
import type { TokenSource } from './token'

const { add, closeAll } = createClosers()
afterEach(closeAll)

async function serve(script: Script): Promise<TestServer> {
  const server = await startHttp(script)
  add(() => server.close())
  return server
}

function open(...args: Parameters<typeof clientOn>) {
  const opened = clientOn(...args)
  add(() => opened.client.close())
  return opened
}

/** Counts up to a number and tells when it is reached. */
function arrivals(count: number) {
  let seen = 0
  let reach = () => {}
  const reached = new Promise<void>((resolve) => (reach = resolve))
  return { reached, arrive: () => (seen += 1) === count && reach(), seen: () => seen }
}

describe('the gate to Looma', () => {
  it('lets one request in at a time, in order, and records the wait', async () => {
    let inFlight = 0
    let most = 0
    const server = await serve(async (_seen, response) => {
      most = Math.max(most, (inFlight += 1))
      await new Promise((resolve) => setTimeout(resolve, 20))
      inFlight -= 1
      answer(response, 200, { talent: { talent_id: 'x' } })
    })
    const { client, calls } = open(profileOn(server.url))
    const ids = ['1', '2', '3', '4']
    await Promise.all(ids.map((id) => client.call(looma.talent, { id })))
    expect(most).toBe(1)
    expect(server.journal.map(({ path }) => path)).toEqual(ids.map((id) => `/api/talents/${id}`))
    expect(calls[3]?.timings.queuedMs).toBeGreaterThan(calls[0]?.timings.queuedMs ?? Infinity)
  })

  it('lets as many in as the profile says', async () => {
    const three = arrivals(3)
    const server = await serve(async (_seen, response) => {
      three.arrive()
      await three.reached
      answer(response, 200, {})
    })
    const { client } = open(
      profileOn(server.url, {}, { looma: { url: server.url, concurrency: 3 } }),
    )
    const all = [1, 2, 3].map(() => client.exchange(looma.root, undefined))
    expect((await Promise.all(all)).map(({ status }) => status)).toEqual([200, 200, 200])
  })

  it('does not hold back other services', async () => {
    const both = arrivals(2)
    const server = await serve(async (_seen, response) => {
      both.arrive()
      await both.reached
      answer(response, 200, { status: 'ok' })
    })
    const { client } = open(profileOn(server.url))
    const all = [client.call(ai.health, undefined), client.call(auth.health, undefined)]
    expect((await Promise.all(all)).map(({ value }) => value.good)).toEqual([true, true])
  })

  it('leaves the queue when aborted, without sending, and records it', async () => {
    let release = () => {}
    const released = new Promise<void>((resolve) => (release = resolve))
    const first = arrivals(1)
    const server = await serve(async (_seen, response) => {
      first.arrive()
      await released
      answer(response, 200, {})
    })
    const { client, calls } = open(profileOn(server.url))
    const running = client.exchange(looma.root, undefined)
    await first.reached
    const abort = new AbortController()
    const waiting = client.exchange(looma.sync, { id: 'a' }, { signal: abort.signal })
    const behind = client.exchange(looma.health, undefined)
    abort.abort()
    expect((await waiting).failure).toMatchObject({ code: 'aborted', facts: { reason: 'queued' } })
    release()
    await Promise.all([running, behind])
    expect(server.journal.map(({ path }) => path)).toEqual(['/', '/health'])
    expect(calls.map(({ error }) => error?.code ?? null)).toContain('aborted')
    expect(calls).toHaveLength(3)
  })

  it('does not spend the deadline in the queue', async () => {
    const server = await serve(async (seen, response) => {
      if (seen.path === '/') await new Promise((resolve) => setTimeout(resolve, 300))
      answer(response, 200, { status: 'ok' })
    })
    const { client } = open(profileOn(server.url))
    const slow = client.exchange(looma.root, undefined)
    const quick = await client.exchange(looma.health, undefined, { timeoutMs: 150 })
    expect(quick.failure).toBeNull()
    expect((await slow).failure).toBeNull()
  })
})

describe('cancelling', () => {
  it('aborts a running call and frees the place', async () => {
    const first = arrivals(1)
    const server = await serve((seen, response) => {
      first.arrive()
      if (seen.path !== '/') answer(response, 200, { status: 'ok' })
    })
    const { client } = open(profileOn(server.url))
    const abort = new AbortController()
    const running = client.exchange(looma.root, undefined, { signal: abort.signal })
    await first.reached
    abort.abort()
    expect((await running).failure).toMatchObject({ code: 'aborted', facts: { reason: 'sent' } })
    expect((await client.exchange(looma.health, undefined)).status).toBe(200)
  })

  it('ends everything on close', async () => {
    const first = arrivals(1)
    const server = await serve(() => void first.arrive())
    const { client } = open(profileOn(server.url))
    const all = [client.exchange(looma.root, undefined), client.exchange(looma.health, undefined)]
    await first.reached
    await client.close()
    expect((await Promise.all(all)).map(({ failure }) => failure?.code)).toEqual([
      'aborted',
      'aborted',
    ])
  })
})

/** A token source that counts renewals and hands out `fresh` after one. */
function renewable(stale: string, fresh: string, outcome: 'renewed' | 'refused' = 'renewed') {
  let token = stale
  let renewals = 0
  let running: Promise<boolean> | null = null
  const source: TokenSource = {
    tokenFor: () => token,
    renew(staleToken) {
      if (token !== staleToken) return Promise.resolve(true)
      running ??= new Promise<boolean>((resolve) =>
        setImmediate(() => {
          renewals += 1
          if (outcome === 'renewed') token = fresh
          resolve(outcome === 'renewed')
        }),
      ).finally(() => (running = null))
      return running
    },
  }
  return { source, renewals: () => renewals }
}

describe('renewal on 401', () => {
  const stale = fakeToken({ sub: '1' }, 'a')
  const fresh = fakeToken({ sub: '1' }, 'b')
  const gatekeeper: Script = (seen, response) => {
    if (seen.headers.authorization === `Bearer ${fresh}`) answer(response, 200, { jobs: [] })
    else
      answer(response, 401, {
        error: '认证失败',
        code: 'INVALID_TOKEN',
        message: '认证token无效或已过期',
      })
  }

  it('renews once for parallel calls and sends each again', async () => {
    const server = await serve(gatekeeper)
    const { source, renewals } = renewable(stale, fresh)
    const { client, calls } = open(profileOn(server.url), { tokens: source })
    const answers = await Promise.all(Array.from({ length: 20 }, () => client.call(job.list, {})))
    expect(answers.every(({ call }) => call.status === 200)).toBe(true)
    expect(renewals()).toBe(1)
    expect(calls.filter(({ attempt }) => attempt === 1 && calls.length > 0)).toHaveLength(20)
    expect(calls.filter(({ attempt, status }) => attempt === 2 && status === 200)).toHaveLength(20)
  })

  it('sends a refused write again, once', async () => {
    const server = await serve((seen, response) => {
      if (seen.headers.authorization === `Bearer ${fresh}`) {
        answer(response, 200, { success: true, zervigo_resume_id: 7 })
      } else answer(response, 401, { error: 'Unauthorized', status: 401 })
    })
    const { source } = renewable(stale, fresh)
    const { client } = open(profileOn(server.url), { tokens: source })
    const { value, call } = await client.call(looma.sync, { id: 't' })
    expect([value.resumeId, call.attempt]).toEqual(['7', 2])
    expect(server.journal).toHaveLength(2)
  })

  it('gives up after one renewal that does not help', async () => {
    const server = await serve((_seen, response) => answer(response, 401, { error: 'no' }))
    const { source, renewals } = renewable(stale, fresh)
    const { client } = open(profileOn(server.url), { tokens: source })
    await expect(client.call(job.list, {})).rejects.toMatchObject({ code: 'unauthorized' })
    expect([server.journal.length, renewals()]).toEqual([2, 1])
  })

  it('keeps the 401 when there is no renewal', async () => {
    const server = await serve(gatekeeper)
    const { source } = renewable(stale, fresh, 'refused')
    const { client } = open(profileOn(server.url), { tokens: source })
    await expect(client.call(job.list, {})).rejects.toMatchObject({
      code: 'unauthorized',
      facts: { code: 'INVALID_TOKEN', status: 401 },
    })
    expect(server.journal).toHaveLength(1)
  })

  it('renews neither on 403 nor for a raw header', async () => {
    const server = await serve((seen, response) =>
      answer(response, seen.path.includes('match') ? 403 : 401, {
        error: '权限不足',
        code: 'INSUFFICIENT_PERMISSIONS',
      }),
    )
    const { source, renewals } = renewable(stale, fresh)
    const { client } = open(profileOn(server.url), { tokens: source })
    await expect(client.call(looma.matches, { id: '1' })).rejects.toMatchObject({ code: 'denied' })
    await client.exchange(job.list, {}, { auth: { authorization: 'Token abcdef' } })
    expect(renewals()).toBe(0)
    expect(server.journal[1]?.headers.authorization).toBe('Token abcdef')
  })

  it('says that nobody is logged in when there was no token to send', async () => {
    const server = await serve(gatekeeper)
    const { client } = open(profileOn(server.url))
    await expect(client.call(job.list, {})).rejects.toMatchObject({ code: 'session' })
    expect(server.journal[0]?.headers.authorization).toBeUndefined()
  })
})

describe('requests', () => {
  it('go out with a correlation id, JSON and no token where none is needed', async () => {
    const server = await serve((_seen, response) =>
      answer(response, 200, { success: true, response: '你好' }),
    )
    const { source } = renewable(fakeToken({}, 'a'), 'x')
    const { client, calls } = open(profileOn(server.url), { tokens: source })
    await client.call(looma.chat, { id: 't', message: '介绍一下' })
    await client.exchange(looma.talents, {})
    const [chat, talents] = server.journal
    expect(JSON.parse(chat?.body ?? '')).toEqual({ message: '介绍一下' })
    expect(chat?.headers['content-type']).toBe('application/json')
    expect(chat?.headers['x-request-id']).toBe(calls[0]?.correlationId)
    expect(chat?.headers.authorization).toMatch(/^Bearer eyJ/)
    expect(talents?.headers.authorization).toBeUndefined()
  })

  it('send a raw body as it is and any method asked for', async () => {
    const server = await serve((_seen, response) =>
      answer(response, 400, { error: 'Invalid JSON' }),
    )
    const { client } = open(profileOn(server.url))
    const args = { username: '', password: '' }
    const exchange = await client.exchange(auth.login, args, { rawBody: '{"username":' })
    expect(server.journal[0]?.body).toBe('{"username":')
    expect(exchange).toMatchObject({ status: 400, failure: null, json: { error: 'Invalid JSON' } })
    await client.request('auth', 'DELETE', '/nowhere')
    expect(server.journal[1]?.method).toBe('DELETE')
  })

  it('can be sent to another service of the profile', async () => {
    const other = await serve((_seen, response) => answer(response, 200, { status: 'ok' }))
    const { client, calls } = open(profileOn('http://127.0.0.1:9', { user: other.url }))
    await client.exchange(auth.health, undefined, { service: 'user' })
    expect(other.journal).toHaveLength(1)
    expect(calls[0]?.service).toBe('user')
  })
})
