import { afterEach, describe, expect, it } from 'vitest'
import { itemOf } from '../../electron/checklist/test-run'
import { itemIds, type ItemId, type RunReport } from '../../shared/domain/checklist'
import { startPeer, type Peer } from '../fixtures/peer/peer'
import type { PeerOptions } from '../fixtures/peer/options'
import { profileOfPeer, runAgainst } from '../fixtures/peer/peer-run'

let peer: Peer
afterEach(() => peer.close())

const haste = { requestTimeoutMs: 1_500, chatTimeoutMs: 1_500, poll: { timeoutMs: 1_000 } }

/** Every item that is neither passed nor skipped stands under exactly one root cause. */
function expectFolded({ items, rootCauses }: RunReport): void {
  const open = items.filter(({ verdict }) => verdict !== 'pass' && verdict !== 'skipped')
  const explained = rootCauses.flatMap(({ explains }) => explains)
  expect([...explained].sort()).toEqual(open.map(({ id }) => id).sort())
  for (const { cause } of [...open, ...rootCauses]) {
    const texts = [cause?.message.zh, cause?.message.en, cause?.hint.zh, cause?.hint.en]
    for (const text of texts) expect(text).not.toMatch(/\{\w+\}/)
  }
}

const reasonOf = (report: RunReport, id: ItemId) => itemOf(report, id).cause?.reason

async function runWith(options: PeerOptions, more: Parameters<typeof runAgainst>[1] = {}) {
  peer = await startPeer(options)
  const report = await runAgainst(peer, { profile: profileOfPeer(peer, haste), ...more })
  expectFolded(report)
  return report
}

const business = itemIds.filter((id) => id.startsWith('api.') && id !== 'api.health')

describe('a refusal', () => {
  it('names the first of the four breaks and lists the others, as built', async () => {
    const report = await runWith({})
    for (const id of business) {
      const { cause, verdict } = itemOf(report, id)
      expect([verdict, cause?.code, cause?.reason]).toEqual([
        ...['denied', 'DENIAL_UNPROVEN', 'IDENTITY_KEY'],
      ])
      const names = cause?.facts.map(({ name }) => name)
      expect(names).toEqual(
        expect.arrayContaining(['IDENTITY_KEY', 'PERMISSION_PATH', 'WILDCARD', 'VOCABULARY']),
      )
    }
    expect(report.rootCauses[0]?.cause.reason).toBe('IDENTITY_KEY')
    expect(report.rootCauses[0]?.explains).toHaveLength(9)
    expect(reasonOf(report, 'auth.middleware')).toBe('MIDDLEWARE_TAKES_200')
    expect(reasonOf(report, 'auth.errors')).toBe('ERROR_NOT_JSON')
    // Five endpoints, one question: the token, the look-up and the roles are asked about once.
    const asked = (part: string) => peer.requests.filter(({ path }) => path.includes(part))
    expect(asked('/api/users/1/permissions')).toHaveLength(1)
    expect(asked('/auth/roles')).toHaveLength(1)
  })

  const breaks = {
    IDENTITY_KEY: { identityKey: true },
    PERMISSION_PATH: { permissionPath: true },
    WILDCARD: { wildcard: true },
    VOCABULARY: { vocabulary: true },
  }
  it.each(Object.entries(breaks))('tells %s apart when it stands alone', async (reason, alone) => {
    const report = await runWith({ base: 'repaired', breaks: alone })
    for (const id of business) {
      expect(itemOf(report, id).cause).toMatchObject({ code: 'DENIAL_UNPROVEN', reason })
    }
    expect(report.rootCauses).toHaveLength(1)
  })

  it.each([
    ['testuser', 'ROLE_LACKS'],
    ['testuser2', 'NO_PERMISSIONS_KEY'],
  ])('of %s is a true one: %s', async (username, reason) => {
    const account = { username, password: 'testuser123' }
    const report = await runWith({ base: 'repaired' }, { account })
    for (const id of business) {
      expect(itemOf(report, id).cause).toMatchObject({ code: 'NOT_ALLOWED', reason })
    }
  })

  it('of an expired token says so', async () => {
    peer = await startPeer({ auth: { clockSkewMs: -3_600_000, lifetimeSeconds: 1_800 } })
    const body = JSON.stringify({ username: 'admin', password: 'password' })
    const login = await fetch(`${peer.url('auth')}/api/v1/auth/login`, { method: 'POST', body })
    const { token } = (await login.json()) as { token: string }
    peer.set('auth', { clockSkewMs: 0 })
    const report = await runAgainst(peer, { account: null, token })
    expect(itemOf(report, 'auth.jwt').cause?.reason).toBe('TOKEN_EXPIRED')
    expectFolded(report)
  })
})

/** What is planted, the item that shows it and the reason it is given. */
const planted: [string, PeerOptions, ItemId, string][] = [
  ['a secret of the AI service’s own', { ai: { secret: 'x' } }, 'api.chat', 'SECRET_DIFFERS_AI'],
  ['a secret of resume’s own', { resume: { secret: 'x' } }, 'api.sync', 'SECRET_DIFFERS'],
  [
    'AI paths that do not exist',
    { ai: { api: 'absent' } },
    'api.chat',
    'PATH_MISSING_BEHIND_LOOMA',
  ],
  [
    'a method that does not exist',
    { looma: { syncAll: 'built' } },
    'api.sync-all',
    'METHOD_MISSING',
  ],
  ['a stub of the look-up', { looma: { matches: 'built' } }, 'api.matches', 'NOT_SYNCED_STUB'],
  ['a sync that reads basic.*', { looma: { sync: 'built' } }, 'api.sync', 'ID_NOT_RETURNED'],
  ['an invented resume', { looma: { sync: 'invented' } }, 'api.sync', 'RESUME_UNREADABLE'],
  ['a forgetful resume service', { resume: { api: 'forgetful' } }, 'api.sync', 'RESUME_UNREADABLE'],
  ['another name', { resume: { api: 'garbled' } }, 'data.talent-synced', 'FIELD_DIFFERS'],
  [
    'invented talents',
    { looma: { talentDetail: 'invented' } },
    'data.talent-synced',
    'INVENTED_TALENT',
  ],
  [
    'invented talents',
    { looma: { talentDetail: 'invented' } },
    'auth.errors',
    'UNKNOWN_TALENT_INVENTED',
  ],
  ['invented jobs', { looma: { matches: 'invented' } }, 'data.matches', 'INVENTED_JOBS'],
  ['an unsorted list', { looma: { matches: 'unsorted' } }, 'data.matches', 'UNSORTED'],
  ['an empty list', { looma: { matches: 'empty' } }, 'data.matches', 'EMPTY_LIST_STUB'],
  ['a vector of zeros', { looma: { aiProcess: 'zero' } }, 'data.ai-result', 'VECTOR_ZERO'],
  ['no vector', { looma: { aiProcess: 'null-vectors' } }, 'api.ai-process', 'VECTOR_MISSING'],
  ['a result about another', { looma: { aiProcess: 'other' } }, 'data.ai-result', 'OTHER_TALENT'],
  ['no answer in the chat', { looma: { chat: 'null-response' } }, 'api.chat', 'CHAT_FALLBACK'],
  ['a stub in the chat', { looma: { chat: 'stub' } }, 'api.chat', 'STUB_SENTENCE'],
  ['small talk', { looma: { chat: 'off-topic' } }, 'data.chat', 'CHAT_OFF_TOPIC'],
  ['a partial sync', { looma: { syncAll: 'partly' } }, 'api.sync-all', 'SOME_FAILED'],
  ['wrong counts', { looma: { syncAll: 'miscounted' } }, 'api.sync-all', 'COUNTS_DO_NOT_ADD'],
  [
    'garbage let through',
    { looma: { tokenCheck: 'status' } },
    'auth.middleware',
    'MIDDLEWARE_TAKES_200',
  ],
  ['plain-text errors', { auth: { plainTextErrors: true } }, 'auth.errors', 'ERROR_NOT_JSON'],
  ['a broken user table', { auth: { databaseBroken: true } }, 'auth.jwt', 'USER_UNKNOWN'],
  [
    'basic-server as auth',
    { auth: { health: 'basic-server' } },
    'basic.zervigo-health',
    'AUTH_WRONG_ISSUER',
  ],
  ['a stranger', { job: { health: 'multi-database' } }, 'basic.zervigo-health', 'STRANGER_ON_PORT'],
  [
    'a neighbour',
    { user: { callsItself: 'company-service' } },
    'basic.zervigo-health',
    'PORT_PLAN_SHIFTED',
  ],
  ['a sick part', { user: { health: 'core-bad' } }, 'basic.zervigo-health', 'PART_UNHEALTHY'],
  ['a sick service', { ai: { health: 'ai-error' } }, 'basic.zervigo-health', 'REPORTS_UNHEALTHY'],
  [
    'another program on Looma’s port',
    { looma: { health: 'looma-future' } },
    'basic.looma-up',
    'STRANGER_ON_PORT',
  ],
  ['text on a port', { job: { health: 'prometheus' } }, 'basic.zervigo-health', 'PLAIN_TEXT'],
  [
    'the port of older guides',
    { looma: { urls: { ai: 'http://127.0.0.1:8000' } } },
    'basic.network',
    'AI_PORT_8000',
  ],
  [
    'the addresses of the code',
    { looma: { urls: { job: 'http://127.0.0.1:7539' } } },
    'basic.network',
    'LOOMA_DEFAULT_PORTS',
  ],
  [
    'another address',
    { looma: { urls: { job: 'http://127.0.0.1:7777' } } },
    'basic.network',
    'LOOMA_OTHER_ADDRESS',
  ],
  [
    'another auth address',
    { looma: { urls: { auth: 'http://127.0.0.1:7520' } } },
    'api.sync',
    'LOOMA_DEFAULT_PORTS',
  ],
  ['a clock ahead', { auth: { clockSkewMs: 900_000 } }, 'api.chat', 'CLOCK_SKEW'],
  ['a clock far behind', { auth: { clockSkewMs: -700 * 3_600_000 } }, 'auth.jwt', 'CLOCK_SKEW'],
  [
    'a hanging service',
    { job: { planted: [{ path: '/health', reply: 'hang' }] } },
    'basic.zervigo-health',
    'HANGS',
  ],
  [
    'a chain of checks',
    { job: { planted: [{ path: '/health', reply: 'hang' }] } },
    'basic.looma-up',
    'SLOW_CHAIN',
  ],
  [
    'a crash',
    { looma: { planted: [{ path: /matches$/, reply: { status: 500, body: '' } }] } },
    'api.matches',
    'CRASHED_HANDLER',
  ],
  [
    'no validate',
    {
      auth: {
        planted: [
          { path: '/api/v1/auth/validate', reply: { status: 404, body: '404 page not found\n' } },
        ],
      },
    },
    'auth.jwt',
    'VALIDATE_MISSING',
  ],
  [
    'a login without token',
    { auth: { planted: [{ path: '/api/v1/auth/login', reply: { body: { success: true } } }] } },
    'auth.jwt',
    'LOGIN_WITHOUT_TOKEN',
  ],
  [
    'a validate that takes all',
    {
      auth: {
        planted: [
          {
            path: '/api/v1/auth/validate',
            reply: { body: { success: true, user: { id: 1, username: 'admin' } } },
          },
        ],
      },
    },
    'auth.jwt',
    'SIGNATURE_UNCHECKED',
  ],
  [
    'an open endpoint',
    { looma: { planted: [{ path: /chat$/, reply: { body: { success: true, response: 'x' } } }] } },
    'auth.middleware',
    'MIDDLEWARE_OPEN',
  ],
  [
    'no middleware',
    {
      looma: {
        planted: [
          {
            path: /sync$/,
            reply: { status: 500, body: { error: 'x', code: 'AUTH_MIDDLEWARE_NOT_CONFIGURED' } },
          },
        ],
      },
    },
    'api.sync',
    'MIDDLEWARE_MISSING',
  ],
  [
    'a token of elsewhere',
    {
      auth: {
        planted: [
          {
            path: '/api/v1/auth/validate',
            reply: { body: { success: false, error: '用户不存在', error_code: 'USER_NOT_FOUND' } },
          },
        ],
      },
    },
    'auth.jwt',
    'TOKEN_OF_OTHER_DATABASE',
  ],
  [
    'a changed secret',
    {
      auth: {
        planted: [
          {
            path: '/api/v1/auth/validate',
            reply: { body: { success: false, error: '无效的token', error_code: 'INVALID_TOKEN' } },
          },
        ],
      },
    },
    'auth.jwt',
    'SECRET_CHANGED',
  ],
  [
    'an AI that denies',
    {
      ai: {
        planted: [
          {
            path: '/api/ai/chat',
            reply: { status: 403, body: { error: 'Permission denied', code: 'PERMISSION_DENIED' } },
          },
        ],
      },
    },
    'api.chat',
    'AI_DENIES',
  ],
  [
    'a page in place of a service',
    { company: { health: { contentType: 'text/html', body: '<html></html>' } } },
    'basic.zervigo-health',
    'HTML_PAGE',
  ],
  [
    'half an answer',
    { company: { health: { body: '{"status":"hea' } } },
    'basic.zervigo-health',
    'CUT_ANSWER',
  ],
  [
    'an empty answer',
    { company: { health: { body: '' } } },
    'basic.zervigo-health',
    'EMPTY_ANSWER',
  ],
]

// prettier-ignore
describe('planted on a repaired system', () => {
  it.each(planted)('%s', async (_name, options, id, reason) => {
    const report = await runWith({ base: 'repaired', ...options })
    expect(reasonOf(report, id)).toBe(reason)
  })
})

describe('root causes', () => {
  it('put everything under the service that is down', async () => {
    peer = await startPeer({ base: 'repaired' })
    await peer.stop('auth')
    const report = await runAgainst(peer)
    expectFolded(report)
    expect(report.rootCauses[0]?.cause).toMatchObject({
      code: 'SERVICE_DOWN',
      reason: 'NOT_RUNNING',
    })
    expect(report.rootCauses).toHaveLength(1)
  })

  it('say that nothing runs rather than six times that one does not', async () => {
    peer = await startPeer({ base: 'repaired' })
    for (const id of ['auth', 'ai', 'resume', 'job', 'company', 'user'] as const)
      await peer.stop(id)
    const report = await runAgainst(peer)
    expectFolded(report)
    expect(report.rootCauses[0]?.cause.reason).toBe('ALL_DOWN')
    expect(report.rootCauses).toHaveLength(1)
  })
})

describe('two witnesses', () => {
  it('a Looma that calls a stopped service healthy is a cause of its own', async () => {
    const services = Object.fromEntries(
      ['auth', 'ai', 'resume', 'job', 'company', 'user'].map((id) => [
        id,
        { success: true, healthy: true, status: 'healthy' },
      ]),
    )
    const body = { success: true, health_status: { success: true, services } }
    const lie = { path: '/api/zervigo/health', reply: { body } }
    peer = await startPeer({ base: 'repaired', looma: { planted: [lie] } })
    await peer.stop('company')
    const report = await runAgainst(peer)
    expect(itemOf(report, 'basic.network').cause).toMatchObject({
      ...{ code: 'VIEWS_DISAGREE', reason: 'WITNESS_ALWAYS_HEALTHY' },
    })
    expect(reasonOf(report, 'basic.zervigo-health')).toBe('NOT_RUNNING')
    expectFolded(report)
  })
})

describe('findings', () => {
  it('tell of a token from another place that works all the same', async () => {
    const report = await runWith({ base: 'repaired', auth: { login: 'user-service' } })
    expect(report.findings.map(({ code }) => code)).toContain('TOKEN_NESTED')
  })

  it('tell of fields that are known to be wrong, as built', async () => {
    const report = await runWith({})
    expect(report.findings.map(({ code }) => code)).toContain('AI_AUTH_FIELD_STALE')
  })
})
