import { afterEach, describe, expect, it } from 'vitest'
import { createClosers } from '../../electron/test-closers'
import type { ItemId } from '../../shared/domain/checklist'
import type { PeerOptions } from '../fixtures/peer/options'
import { reasonOf, runOn } from './diagnosed-peer'

const { add, closeAll } = createClosers()
afterEach(closeAll)

/** A service that hangs is not waited for longer than it takes to see it. */
const haste = { requestTimeoutMs: 1_500, chatTimeoutMs: 1_500, poll: { timeoutMs: 1_000 } }

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

describe('planted on a repaired system', () => {
  it.each(planted)('%s', async (_name, options, id, reason) => {
    const { report } = await runOn({ base: 'repaired', ...options }, add, {}, haste)
    expect(reasonOf(report, id)).toBe(reason)
  })
})
