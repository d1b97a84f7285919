import { afterEach, describe, expect, it } from 'vitest'
import { auth } from '../../electron/zervigo/auth'
import { company } from '../../electron/zervigo/company'
import { job } from '../../electron/zervigo/job'
import { looma } from '../../electron/zervigo/looma'
import { resume } from '../../electron/zervigo/resume'
import { serverWords } from '../../electron/zervigo/judge'
import { createClosers } from '../../electron/test-closers'
import { envelopeNames } from '../fixtures/peer/envelopes'
import type { PeerOptions } from '../fixtures/peer/options'
import { http, type RawFault, type Talk } from '../fixtures/peer/raw'
import { codeOf, probeOf, reading } from './console-side'
import { account, openPeerSide, openRawSide } from './peer-side'

const { add, closeAll } = createClosers()
afterEach(closeAll)

const peerSide = (options: PeerOptions = {}) => openPeerSide(options, add)
const rawSide = (talk: RawFault | Talk, timeoutMs?: number) => openRawSide(talk, add, timeoutMs)

describe('1. 200 with success:false on login', () => {
  it.each([
    ['INVALID_PASSWORD', 'admin', 'wrong'],
    ['USER_NOT_FOUND', 'nobody', 'wrong'],
  ])('%s is no login', async (errorCode, username, password) => {
    const { session } = await peerSide()
    await expect(session.login({ username, password })).rejects.toMatchObject({
      code: 'credentials',
      facts: { errorCode },
    })
    expect(session.current().state).toBe('none')
  })

  it.each(['PERMISSION_ERROR', 'TOKEN_ERROR', 'USER_DISABLED'])('%s is no login', async (code) => {
    const { peer, session } = await peerSide()
    const body = { success: false, error: '失败', error_code: code }
    peer.set('auth', { planted: [{ path: '/api/v1/auth/login', reply: { body } }] })
    const expected = code === 'USER_DISABLED' ? 'credentials' : 'upstream'
    expect(await codeOf(session.login(account))).toBe(expected)
  })
})

describe('2. success without what it should bring', () => {
  it.each([
    ['no token', { success: true, user: { id: 1 } }],
    ['an empty token', { success: true, token: ' ', user: { id: 1 } }],
    ['a number as token', { success: true, token: 7 }],
  ])('%s is no login', async (_name, body) => {
    const { peer, session } = await peerSide()
    peer.set('auth', { planted: [{ path: '/api/v1/auth/login', reply: { body } }] })
    expect(await codeOf(session.login(account))).toBe('malformed')
    expect(session.rawToken()).toBeNull()
  })

  it.each([
    ['user: null', { user: null }],
    ['no user', {}],
  ])('%s leaves the claims to say who it is', async (_name, more) => {
    const { peer, session } = await peerSide()
    await session.login(account)
    const token = session.rawToken()
    const body = { success: true, token, ...more }
    peer.set('auth', { planted: [{ path: '/api/v1/auth/login', reply: { body } }] })
    expect(await session.login(account)).toMatchObject({
      state: 'active',
      userId: '1',
      role: 'super_admin',
    })
  })
})

describe('3. plain text where JSON was expected', () => {
  it.each([
    ['400', '/api/v1/auth/login', 'POST', 400, 'refused', 'Username and password are required'],
    ['404', '/api/v1/auth/verify', 'POST', 404, 'missing', '404 page not found'],
    ['405', '/api/v1/auth/login', 'GET', 405, 'refused', 'Method not allowed'],
    [
      '500',
      '/api/v1/auth/permission?user_id=99&permission=x',
      'GET',
      500,
      'upstream',
      'sql: no rows in result set',
    ],
  ])('%s keeps its status and its words', async (_name, path, method, status, code, words) => {
    const { client } = await peerSide()
    const body = method === 'POST' ? { rawBody: '{}' } : {}
    const exchange = await client.request('auth', method, path, body)
    expect(exchange.status).toBe(status)
    expect(reading(exchange)).toMatch(new RegExp(`^${code}`))
    expect(exchange.call.error?.message).toBe(words)
  })
})

describe('4. HTML', () => {
  it.each([
    ['html-200', 'malformed html', 'shape'],
    ['html-502', 'upstream html', 'status'],
  ] as const)('%s', async (fault, read, probed) => {
    const { client, server } = await rawSide(fault)
    expect(reading(await client.exchange(job.list, {}))).toBe(read)
    expect((await probeOf(server.url, 'job')).probe).toMatchObject({
      outcome: 'failing',
      fault: probed,
    })
  })
})

describe('5. empty bodies', () => {
  it.each([
    ['empty-500', 'upstream empty'],
    ['empty-200', 'malformed empty'],
    ['no-content-204', 'malformed empty'],
  ] as const)('%s', async (fault, read) => {
    const { client, server } = await rawSide(fault)
    expect(reading(await client.exchange(job.list, {}))).toBe(read)
    expect((await probeOf(server.url, 'job')).probe.outcome).toBe('failing')
  })

  it('a gin panic of the job service', async () => {
    const { client, session } = await peerSide()
    await session.login(account)
    const exchange = await client.request('job', 'POST', '/api/v1/job/jobs/', {
      auth: 'session',
      rawBody: '{"title":"x"}',
    })
    expect(exchange).toMatchObject({ status: 500, text: '' })
    expect(reading(exchange)).toBe('upstream empty')
  })
})

describe('6. content types that lie', () => {
  it('JSON as text/plain is read, and is no health', async () => {
    const { client, server } = await rawSide('json-as-text')
    expect(reading(await client.exchange(auth.health, undefined))).toBe('good')
    expect((await probeOf(server.url, 'auth')).probe).toMatchObject({
      outcome: 'failing',
      fault: 'shape',
    })
  })

  it('text as JSON is malformed', async () => {
    const { client, server } = await rawSide('text-as-json')
    expect(reading(await client.exchange(auth.health, undefined))).toBe('malformed notJson')
    expect((await probeOf(server.url, 'auth')).probe.outcome).toBe('failing')
  })
})

describe('7. JSON that is no object', () => {
  it.each(['[]', 'null', '"127.0.0.1:8300"', '42', 'true'])('%s', async (body) => {
    const { client, server } = await rawSide((socket) => void socket.write(http(200, body)))
    expect(await codeOf(client.call(auth.validate, { token: 'x' }))).toBe('malformed')
    expect(await codeOf(client.call(looma.zervigoHealth, undefined))).toBe('malformed')
    expect(await codeOf(client.call(looma.chat, { id: 't', message: 'm' }))).toBe('malformed')
    expect((await probeOf(server.url, 'auth')).probe.outcome).toBe('failing')
  })
})

describe('8. JSON that is cut, doubled, marked, deep or huge', () => {
  it.each([
    ['cut-json', 'malformed cut', 'failing'],
    ['two-documents', 'malformed trailing', 'failing'],
    ['deep-json', 'malformed deep', 'failing'],
    ['huge-body', 'oversized body', 'failing'],
    // Python and Go refuse it, so the service is of no use to the others.
    ['byte-order-mark', 'good', 'failing'],
  ] as const)('%s', async (fault, read, outcome) => {
    const { client, server } = await rawSide(fault, 10_000)
    expect(reading(await client.exchange(auth.health, undefined))).toBe(read)
    expect((await probeOf(server.url, 'auth', 10_000)).probe.outcome).toBe(outcome)
  })
})

describe('9. `error` in every form', () => {
  const forms: [string, unknown, string | null][] = [
    ['string', { error: '出错了' }, '出错了'],
    ['object', { error: { message: 'inner', code: 3 } }, 'inner'],
    ['object without words', { error: { a: 1 } }, '{"a":1}'],
    ['list', { error: ['one', { msg: 'two' }] }, 'one; two'],
    ['empty string', { error: '', message: 'kept' }, 'kept'],
    ['null', { error: null }, null],
    ['detail as list', { detail: [{ loc: ['body'], msg: 'field required' }] }, 'field required'],
    ['detail as string', { detail: 'Not Found' }, 'Not Found'],
  ]
  it.each(forms)('%s', async (_name, body, words) => {
    const { peer, client } = await peerSide()
    peer.set('job', { planted: [{ path: /./, reply: { status: 400, body } }] })
    const exchange = await client.exchange(job.list, {})
    expect(serverWords(exchange.json)).toBe(words)
    expect(reading(exchange)).toBe('refused')
    expect(exchange.call.error?.message).toBe(words ?? 'HTTP 400')
  })
})

describe('10. Chinese in every encoding', () => {
  it('reads raw UTF-8 of auth, escapes of Looma and of Go', async () => {
    const { peer, client } = await peerSide()
    const raw = await client.exchange(auth.login, { username: 'admin', password: 'no' })
    expect(raw.text).toContain('密码错误')
    const escaped = await client.request('looma', 'GET', '/nowhere')
    expect(escaped.text).toContain('\\u63a5')
    expect(serverWords(escaped.json)).toBe('接口不存在')
    const body = '{"success":false,"error":"a \\u003c b \\u0026 c"}\n'
    const headers = { 'content-type': 'application/json' }
    peer.set('auth', { planted: [{ path: /login/, reply: { body, headers } }] })
    const go = await client.exchange(auth.login, account)
    expect(serverWords(go.json)).toBe('a < b & c')
  })
})

describe('11. keys too many, keys missing, null lists', () => {
  it('reads a login with unknown keys and without permissions', async () => {
    const { session } = await peerSide()
    const current = await session.login({ username: 'testuser2', password: 'testuser123' })
    expect(current).toMatchObject({ role: 'system_admin', permissions: [], wildcard: false })
  })

  it('reads null lists as empty', async () => {
    const { peer, client, session } = await peerSide({ base: 'repaired' })
    await session.login(account)
    const nothing = { status: 'success', data: null, count: 0, extra: { deep: [1] } }
    peer.set('job', { planted: [{ path: '/api/jobs', reply: { body: nothing } }] })
    expect((await client.call(job.list, {})).value).toEqual({ total: 0, items: [] })
    const role = { role: 'x', permissions: null, timestamp: '' }
    peer.set('auth', { planted: [{ path: /permissions/, reply: { body: role } }] })
    expect((await client.call(auth.permissions, { role: 'x' })).value.permissions).toEqual([])
  })

  it.each(envelopeNames)('reads a job list in the envelope %s', async (envelope) => {
    const { peer, client, session } = await peerSide({ base: 'repaired' })
    await session.login(account)
    peer.set('job', { envelope })
    const { value } = await client.call(job.list, { page: 1, pageSize: 2 })
    expect(value).toMatchObject({ total: 4, items: [{ id: '11' }, { id: '12' }] })
  })

  it.each(envelopeNames)('reads a refusal in the envelope %s', async (envelope) => {
    const { peer, client } = await peerSide({ base: 'repaired' })
    peer.set('resume', { envelope })
    const exchange = await client.exchange(resume.get, { id: '1' }, { auth: 'none' })
    const read = reading(exchange)
    expect(read).not.toBe('good')
    // Only these two hide that the token was the reason.
    if (envelope === 'empty-500') expect(read).toBe('upstream empty')
    else expect(read).toMatch(/^unauthorized/)
  })

  it('reads the company list under data', async () => {
    const { client } = await peerSide({ base: 'repaired' })
    const { value } = await client.call(company.list, {})
    expect(value.items.map(({ name }) => name)).toEqual(['星河软件', '远帆数据'])
  })
})
