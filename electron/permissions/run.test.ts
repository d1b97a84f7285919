import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { CallRecord } from '../../shared/domain/calls'
import {
  PermissionRun,
  protectedIds,
  type Access,
  type Expectations,
  type ProtectedId,
} from '../../shared/domain/permissions'
import { serviceIds } from '../../shared/domain/services'
import { profileOf } from '../checklist/test-run'
import { embeddedAccounts } from '../localstack/accounts'
import { startTestStack, type TestStack } from '../localstack/test-stack'
import { createGate } from '../zervigo/gate'
import { createSecrets } from '../zervigo/secrets'
import { answer, startHttp, type TestServer } from '../zervigo/test-servers'
import { runPermissions, type PermissionInput } from './run'

let stack: TestStack
let looma: TestServer | null = null
beforeAll(async () => {
  stack = await startTestStack()
})
afterEach(async () => {
  for (const id of serviceIds) stack.faults(id).set('none')
  await looma?.close()
  looma = null
})
afterAll(() => stack.dispose())

const everywhere = (access: Access) => Object.fromEntries(protectedIds.map((id) => [id, access]))
const usual: Expectations = { super_admin: everywhere('allow'), guest: everywhere('deny') }

async function run(usernames: readonly string[], more: Partial<PermissionInput> = {}) {
  const calls: CallRecord[] = []
  const told: PermissionRun[] = []
  const bugs: unknown[] = []
  const accounts = usernames.map(
    (username) =>
      embeddedAccounts.find((known) => known.username === username) ?? {
        username,
        password: 'no-such-password',
      },
  )
  const result = await runPermissions({
    profile: profileOf(stack.ports, { looma: { url: `http://127.0.0.1:${stack.ports.looma}` } }),
    talentId: 'test_talent_123',
    accounts,
    expectations: usual,
    secrets: createSecrets(),
    loomaGate: createGate(1),
    signal: new AbortController().signal,
    now: Date.now,
    onCall: (call) => calls.push(call),
    onProgress: (progress) => told.push(progress),
    onBug: (_username, error) => bugs.push(error),
    ...more,
  })
  expect(bugs).toEqual([])
  return { result: PermissionRun.parse(result), calls, told }
}

/** `observed verdict CODE` of each cell of an account. */
const rowOf = ({ cells }: PermissionRun, username: string) =>
  Object.fromEntries(
    cells
      .filter((cell) => cell.username === username)
      .map(({ endpoint, observed, verdict, cause }) => [
        endpoint,
        [observed, verdict, ...(cause === null ? [] : [cause.code])].join(' '),
      ]),
  )
const all = (text: string) => Object.fromEntries(protectedIds.map((id) => [id, text]))

/** Stands before Looma and answers some paths itself. */
async function behind(odd: Record<string, { status: number; body: unknown }>) {
  looma = await startHttp(async ({ method, path, headers, body }, response) => {
    const own = Object.entries(odd).find(([end]) => path.endsWith(end))?.[1]
    if (own !== undefined) return answer(response, own.status, own.body)
    const reply = await stack.ask('looma', path, {
      method: method === 'POST' ? 'POST' : 'GET',
      ...(body === '' ? {} : { raw: body }),
      headers: { authorization: headers.authorization ?? '' },
    })
    response.writeHead(reply.status, { 'content-type': 'application/json' }).end(reply.text)
  })
  return profileOf({ ...stack.ports, looma: looma.port })
}

describe('a system whose permissions are right', () => {
  it('passes: the administrator is let in, the guest is refused', async () => {
    const { result, told } = await run(['admin', 'testuser'])
    expect(rowOf(result, 'admin')).toEqual(all('allowed pass'))
    expect(rowOf(result, 'testuser')).toEqual(all('denied pass'))
    expect(result).toMatchObject({
      state: 'finished',
      verdict: 'pass',
      totals: { passed: 10, failed: 0, unproven: 0, total: 10 },
      accounts: [
        { username: 'admin', role: 'super_admin', loginError: null },
        { username: 'testuser', role: 'guest', loginError: null },
      ],
    })
    expect(told[0]).toMatchObject({ state: 'running', verdict: null, finishedAt: null })
    expect(told[0]?.cells.every(({ observed }) => observed === 'not-asked')).toBe(true)
    expect(told.slice(0, -1).every(({ verdict }) => verdict === null)).toBe(true)
  })

  it('asks each endpoint once with that account’s own token, reads first, writes after', async () => {
    const { result, calls } = await run(['admin', 'testuser'])
    const asked = calls.filter(({ service }) => service === 'looma')
    expect(asked).toHaveLength(10)
    for (const part of [asked.slice(0, 5), asked.slice(5)]) {
      expect(part.map(({ operation }) => operation)).toEqual([
        'talent.matches',
        'talent.sync',
        'talent.ai-process',
        'talent.chat',
        'talent.sync-all',
      ])
      const tokens = part.map(({ request }) => new Map(request.headers).get('authorization'))
      expect(new Set(tokens).size).toBe(1)
    }
    const bearer = (at: number) => new Map(asked[at]?.request.headers).get('authorization')
    expect(bearer(0)).not.toBe(bearer(5))
    const text = JSON.stringify(result)
    expect(text).not.toMatch(/eyJ[\w-]{10,}\.[\w-]{10,}\.[\w-]{20,}/)
    for (const { password } of embeddedAccounts.slice(1)) expect(text).not.toContain(password)
    expect(result.cells.every(({ call }) => (call?.response?.length ?? 0) <= 8_001)).toBe(true)
  })

  it('judges a role without an expectation by nothing, and says so', async () => {
    const { result } = await run(['testuser2', 'admin'], {
      expectations: { SUPER_Admin: { sync: 'allow' } },
    })
    expect(rowOf(result, 'testuser2')).toEqual(all('denied unknown MATRIX_NO_EXPECTATION'))
    expect(rowOf(result, 'admin')).toMatchObject({
      sync: 'allowed pass',
      chat: 'allowed unknown MATRIX_NO_EXPECTATION',
    })
    expect(result.verdict).toBe('incomplete')
    expect(result.cells[0]?.cause?.action).toEqual({ kind: 'open-permissions' })
  })

  it('never holds more places at Looma than the profile allows', async () => {
    const gate = createGate(1)
    let held = 0
    let most = 0
    await run(['admin', 'testuser'], {
      loomaGate: {
        async enter(signal) {
          const leave = await gate.enter(signal)
          held += 1
          most = Math.max(most, held)
          return () => {
            held -= 1
            leave()
          }
        },
      },
    })
    expect([most, held]).toEqual([1, 0])
  })
})

describe('a system whose permissions are wrong', () => {
  it('finds an endpoint that lets everybody in', async () => {
    const profile = await behind({
      '/matches': { status: 200, body: { success: true, matches: [] } },
    })
    const { result } = await run(['admin', 'testuser'], { profile })
    expect(rowOf(result, 'testuser')).toEqual({
      ...all('denied pass'),
      matches: 'allowed fail MATRIX_ALLOWED',
    })
    expect(rowOf(result, 'admin')).toEqual(all('allowed pass'))
    expect(result.verdict).toBe('fail')
    const why = result.cells.find(({ verdict }) => verdict === 'fail')?.cause
    for (const word of ['testuser', 'guest', '/api/zervigo/talents/{id}/matches']) {
      expect(why?.message.zh).toContain(word)
      expect(why?.message.en).toContain(word)
    }
  })

  it('finds a Looma that refuses everybody: right for the guest, wrong for the administrator', async () => {
    stack.faults('looma').set('deny')
    const { result } = await run(['admin', 'testuser'])
    expect(rowOf(result, 'admin')).toEqual(all('denied fail MATRIX_DENIED'))
    expect(rowOf(result, 'testuser')).toEqual(all('denied pass'))
    expect(result.totals).toEqual({ passed: 5, failed: 5, unproven: 0, total: 10 })
  })

  it('finds a Looma that invents answers for whoever is logged in', async () => {
    stack.faults('looma').set('lie')
    const { result } = await run(['testuser'])
    expect(rowOf(result, 'testuser')).toEqual(all('allowed fail MATRIX_ALLOWED'))
  })

  it.each([
    [
      'a failure behind the check',
      400,
      { success: false, error: 'Talent not synced to Zervigo' },
      'error unknown MATRIX_UNPROVEN',
    ],
    ['a failure in 200', 200, { success: false, error: 'x' }, 'error unknown MATRIX_UNPROVEN'],
    ['a crash', 500, { error: 'x' }, 'error unknown MATRIX_UNPROVEN'],
    ['a 401', 401, { error: 'Unauthorized' }, 'unauthorized unknown MATRIX_UNAUTHORIZED'],
    ['a redirect', 302, { error: 'x' }, 'error unknown REDIRECTED'],
    [
      'a denial in 200',
      200,
      { success: false, error_code: 'INSUFFICIENT_PERMISSIONS' },
      'denied pass',
    ],
  ] as const)('%s proves what it proves for the guest', async (_what, status, body, row) => {
    const profile = await behind({ '/chat': { status, body } })
    const { result } = await run(['testuser'], { profile })
    expect(rowOf(result, 'testuser')).toEqual({ ...all('denied pass'), chat: row })
  })

  it('does not take the 403 page of a gateway for a refusal', async () => {
    looma = await startHttp((_seen, response) => {
      response.writeHead(403, { 'content-type': 'text/html' }).end('<!doctype html><h1>403</h1>')
    })
    const { result } = await run(['testuser'], {
      profile: profileOf({ ...stack.ports, looma: looma.port }),
    })
    expect(rowOf(result, 'testuser')).toEqual(all('error unknown MATRIX_UNPROVEN'))
    expect(result.verdict).toBe('incomplete')
  })

  it('does not take an html page with 200 for an open door', async () => {
    stack.faults('looma').set('html')
    const { result } = await run(['admin'])
    expect(rowOf(result, 'admin')).toEqual(all('error unknown MATRIX_UNPROVEN'))
  })
})

describe('accounts that cannot be logged in', () => {
  it.each([
    ['none', 'nobody', 'LOGIN_REFUSED'],
    ['error', 'admin', 'WRONG_STATUS'],
    ['html', 'admin', 'NOT_JSON'],
    ['lie', 'admin', 'WRONG_SHAPE'],
    ['deny', 'admin', 'LOGIN_REFUSED'],
  ] as const)('auth %s: the cells of %s are unknown with %s', async (fault, username, code) => {
    stack.faults('auth').set(fault)
    const { result, calls } = await run([username])
    expect(rowOf(result, username)).toEqual(all(`not-asked unknown ${code}`))
    expect(result.accounts[0]?.loginError?.code).toBe(code)
    expect(calls.every(({ service }) => service === 'auth')).toBe(true)
    expect(JSON.stringify(result)).not.toContain('no-such-password')
  })

  it('do not keep the others from being tested', async () => {
    const { result } = await run(['nobody', 'testuser'])
    expect(rowOf(result, 'testuser')).toEqual(all('denied pass'))
    expect(result).toMatchObject({ verdict: 'incomplete', totals: { passed: 5, unproven: 5 } })
  })

  it('a service that does not answer in time ends each call with its own deadline', async () => {
    stack.faults('looma').set('hang')
    const { result } = await run(['admin'], {
      profile: profileOf(stack.ports, { requestTimeoutMs: 200, chatTimeoutMs: 200 }),
      // The bulk call has ten minutes; everything before it has ended by then.
      ...cancelledBefore('sync-all'),
    })
    expect(rowOf(result, 'admin')).toEqual({
      ...all('error unknown SERVICE_TIMEOUT'),
      'sync-all': 'error unknown CANCELLED',
    })
  })
})

describe('cancel', () => {
  it('aborts the call in flight and proves nothing more', async () => {
    const abort = new AbortController()
    let asked = 0
    looma = await startHttp(() => {
      asked += 1
      abort.abort()
    })
    const { result, calls } = await run(['admin', 'testuser'], {
      profile: profileOf({ ...stack.ports, looma: looma.port }),
      signal: abort.signal,
    })
    expect(asked).toBe(1)
    expect(result).toMatchObject({ state: 'cancelled', verdict: 'incomplete' })
    expect(rowOf(result, 'admin')).toEqual({
      ...all('not-asked unknown CANCELLED'),
      matches: 'error unknown CANCELLED',
    })
    expect(rowOf(result, 'testuser')).toEqual(all('not-asked unknown CANCELLED'))
    expect(calls.at(-1)?.error?.code).toBe('aborted')
  })
})

/** Ends the matrix when this endpoint is the next, once all before it have answered. */
function cancelledBefore(last: ProtectedId): Pick<PermissionInput, 'signal' | 'onProgress'> {
  const abort = new AbortController()
  return {
    signal: abort.signal,
    onProgress({ cells }) {
      const waiting = cells.filter(({ observed }) => observed === 'not-asked')
      if (waiting.length === 1 && waiting[0]?.endpoint === last) setTimeout(() => abort.abort(), 20)
    },
  }
}
