import { describe, expect, it } from 'vitest'
import { zervigoIds, type ServiceId } from '../../shared/domain/services'
import type { WitnessView } from '../zervigo/health'
import { cause } from './causes'
import { diagnose, rules } from './diagnose'
import type { Answers, Datum, Facts, Setting, Symptom } from './facts'
import { claims, exchange, factsAbout, now, profile, refused, view } from './rule-fixture'

const generic = cause('WRONG_SHAPE', { detail: 'generic' })
const hour = 3_600_000

const call = (answered: Parameters<typeof exchange>[0]): Symptom => ({
  kind: 'call',
  exchange: exchange(answered),
  down: null,
})
const probe = (...args: Parameters<typeof view>): Symptom => ({
  kind: 'probe',
  view: view(...args),
})
const loomaSays = (error: string, operation = 'talent.sync') =>
  call({ operation, status: 400, json: { success: false, error } })
const datum = (it: Datum): Symptom => ({ kind: 'datum', datum: it })
const setting = (it: Setting): Symptom => ({ kind: 'setting', setting: it })
const witness = (error: string | null, more: object = {}): Symptom => ({
  ...{ kind: 'witness', service: 'ai', isUp: true },
  claimed: { healthy: error === null, status: null, error, url: null },
  ...more,
})
const login = (answered: Parameters<typeof exchange>[0]): Symptom => ({
  kind: 'login',
  exchange: exchange({ service: 'auth', ...answered }),
})

const accepted = exchange({
  service: 'auth',
  json: { success: true, user: { id: 1 }, permissions: ['*'] },
})
const refusedBy = (error_code: string) =>
  exchange({ service: 'auth', json: { success: false, error: 'no', error_code } })
const yes = exchange({ service: 'auth', json: { has_permission: true } })
const no = exchange({ service: 'auth', json: { has_permission: false } })
const listOf = (...permissions: string[]) =>
  exchange({
    service: 'auth',
    url: 'http://localhost/api/users/1/permissions',
    json: { permissions },
  })
const missing = exchange({
  ...{ service: 'auth', url: 'http://localhost/api/users/1/permissions', status: 404 },
  ...{ text: '404 page not found', failure: { code: 'malformed', reason: 'notJson' } },
})

const denied = (words = '需要权限: talent:sync', service: 'looma' | 'ai' = 'looma'): Symptom => ({
  kind: 'refusal',
  permission: 'talent:sync',
  exchange: exchange({
    ...{ service, status: 403 },
    json: { error: '权限不足', code: 'INSUFFICIENT_PERMISSIONS', message: words },
  }),
})
const asked = (answers: Partial<Answers>): { answers: Partial<Answers> } => ({
  answers: { validate: accepted, permission: yes, roles: [], ...answers },
})
const roleWith = (permission: string) => [
  { name: 'x', level: 1, permissions: [permission], description: null },
]
const witnessOf = (errors: Partial<Record<string, string>>, status: string | null = null) =>
  ({
    ...{ shape: 'nested', success: true, timestamp: null },
    services: Object.fromEntries(
      zervigoIds.map((id) => [
        id,
        { healthy: errors[id] === undefined, status, error: errors[id] ?? null, url: null },
      ]),
    ),
  }) satisfies WitnessView

const unauthorized = call({
  status: 401,
  json: { error: '认证失败', code: 'INVALID_TOKEN', message: 'x' },
})
const validate = (exchange_ = refusedBy('INVALID_TOKEN'), isFresh = true): Symptom => ({
  ...{ kind: 'validate', exchange: exchange_, isFresh },
})
const unrefused = (token: 'garbage' | 'tampered' | 'no-token', status: number, json: unknown) =>
  ({
    ...{ kind: 'unrefused', endpoint: 'sync', token },
    exchange: exchange({ status, json }),
    statuses: { [token]: status, garbage: token === 'tampered' ? 401 : status },
  }) satisfies Symptom
const wrongAnswer = (problem: Extract<Symptom, { kind: 'error-answer' }>['problem']): Symptom => ({
  ...{ kind: 'error-answer', mistake: 'bad-json', problem },
  exchange: exchange({ service: 'auth', status: 400 }),
})
const down = (id: Parameters<typeof view>[0]) => view(id, refused, null)
const mimetype = (type: string) =>
  `0, message='Attempt to decode JSON with unexpected mimetype: ${type}', url=URL('http://localhost:8206/api/ai/chat')`
const offTopic = datum({ about: 'topic', talentId: 'a', namedId: null, isChat: true })
const permissionAnswer = (status: number, words: string) =>
  call({ service: 'auth', operation: 'auth.permission', status, json: { error: words } })
const passedOn = call({
  ...{ operation: 'talent.chat', status: 401 },
  json: { error: 'Unauthorized', code: 'INVALID_TOKEN', message: 'Invalid token' },
})
const lateSync = (behind: readonly ServiceId[]): Symptom => ({
  ...{ kind: 'call', down: null, behind },
  exchange: exchange({ status: null, failure: { code: 'timeout', reason: 'answer' } }),
})
const counts = { about: 'counts', total: 2, successful: 1, failed: 1, first: 't: x' } as const
const vector = { about: 'vector', text: '', second: null } as const

type Row = [reason: string, symptom: Symptom, more?: Parameters<typeof factsAbout>[1]]

// prettier-ignore
const rows: Row[] = [
  ['DUPLICATE_ADDRESS', setting({ fault: 'shared-address', services: ['job', 'user'], url: 'u' })],
  ['AI_PORT_8000', setting({ fault: 'bad-port', service: 'ai', url: 'http://x:8000', key: 'profile' })],
  ['ENV_KEYS_MISSING', setting({ fault: 'missing', key: 'ZERVIGO_AI_URL', expected: 'u', others: [] })],
  ['ENV_URL_DIFFERS', setting({ fault: 'other-address', service: 'ai', key: 'K', expected: 'e', actual: 'a' })],
  ['SECRET_DIFFERS', setting({ fault: 'secrets', looma: 'sha256:1', zervigo: 'sha256:2' })],
  ['ENV_FILE_UNREADABLE', setting({ fault: 'unreadable', path: 'p', detail: 'd' })],

  ['ID_NOT_RETURNED', datum({ about: 'resume-id', message: null })],
  ['RESUME_UNREADABLE', datum({ about: 'resume-read', resumeId: '7', exchange: missing })],
  ['OTHER_TALENT', datum({ about: 'owner', expected: 'a', actual: 'b' })],
  ['OTHER_TALENT', datum({ about: 'topic', talentId: 'a', namedId: 'b', isChat: false })],
  ['EMPTY_RESUME', datum({ about: 'field', name: 'n', expected: 'e', actual: '', isEmptyResume: true })],
  ['FIELD_DIFFERS', datum({ about: 'field', name: 'n', expected: 'e', actual: 'a', isEmptyResume: false })],
  ['INVENTED_TALENT', datum({ about: 'talent', source: 'default', createdAt: [] })],
  ['INVENTED_JOBS', datum({ about: 'jobs', missing: ['9'] })],
  ['SCORES_MIXED', datum({ about: 'scores', scores: [0.85, 0.007], scale: 'percent' })],
  ['SCORES_OUT_OF_RANGE', datum({ about: 'scores', scores: [9.2], scale: 'percent' })],
  ['UNSORTED', datum({ about: 'scores', scores: [0.5, 0.9], scale: 'unit' })],
  ['EMPTY_LIST_STUB', datum({ about: 'nothing', what: 'matches', others: 5 })],
  ['NO_DATA', datum({ about: 'nothing', what: 'matches', others: 0 })],
  ['COUNTS_DO_NOT_ADD', datum({ ...counts, total: 5 })],
  ['SOME_FAILED', datum(counts)],
  ['STUB_SENTENCE', datum({ about: 'text', text: 'AI聊天功能正在开发中', stub: 'AI聊天功能正在开发中' })],
  ['CHAT_FALLBACK', datum({ about: 'text', text: '抱歉，我无法回答', stub: null })],
  ['CHAT_FALLBACK', datum({ about: 'text', text: null, stub: null })],
  ['CHAT_FALLBACK', offTopic, { chatAnswer: '抱歉，服务繁忙，暂时无法回答：请介绍一下这位人才' }],
  ['CHAT_FALLBACK', offTopic, { chatAnswer: 'Error: model timed out after 30 s while answering' }],
  ['CHAT_OFF_TOPIC', offTopic, { chatAnswer: 'Good question! I am an assistant and happy to help.' }],
  ['CHAT_FALLBACK', datum({ about: 'repeat', text: '您好' })],
  ['TOKEN_OF_OTHER_USER', datum({ about: 'token-owner', account: 'admin', owner: 'testuser' })],
  ['CHAT_OFF_TOPIC', datum({ about: 'topic', talentId: 'a', namedId: null, isChat: true })],
  ['RESULT_OFF_TOPIC', datum({ about: 'topic', talentId: 'a', namedId: null, isChat: false })],
  ['VECTOR_NOT_FINITE', datum({ ...vector, vector: null, text: '{"vectors":[0.1,null]}' })],
  ['VECTOR_NOT_FINITE', datum({ ...vector, vector: null, text: '{"vectors":[0.1,1e999]}' })],
  ['VECTOR_NOT_FINITE', datum({ ...vector, vector: null, text: '{"vectors":[[0.1,-1e999]]}' })],
  ['VECTOR_NOT_FINITE', call({ text: '{"vectors":[NaN,0.1]}', failure: { code: 'malformed', reason: 'notJson' } })],
  ['VECTOR_MISSING', datum({ ...vector, vector: null, text: '{"vectors":["0.1","0.2"]}' })],
  ['VECTOR_MISSING', datum({ ...vector, vector: null, text: '{"vectors":"x"}' })],
  ['VECTOR_ZERO', datum({ ...vector, vector: [0, 0] })],
  ['VECTOR_UNSTABLE', datum({ ...vector, vector: [1, 2], second: 3 })],

  ['AUTH_FORMAT', call({ status: 401, json: { code: 'INVALID_AUTH_FORMAT', error: 'x' } })],
  ['CLOCK_SKEW', { kind: 'claims', isFresh: true }, { claims: { ...claims, issuedAt: now - 9 * hour, expiresAt: now - hour } }],
  ['CLOCK_SKEW', loomaSays('Invalid token'), { ...asked({}), claims: { ...claims, issuedAt: now + hour, notBefore: now + hour } }],
  ['TOKEN_EXPIRED', validate(), { claims: { ...claims, expiresAt: now - 1 } }],
  ['TOKEN_EXPIRED', { kind: 'claims', isFresh: true }, { authClockMs: 900, claims: { ...claims, issuedAt: now - 2 * hour, expiresAt: now - hour } }],
  ['CLOCK_SKEW', { kind: 'claims', isFresh: true }, { authClockMs: -2 * hour, claims: { ...claims, issuedAt: now - 2 * hour, expiresAt: now - hour } }],
  ['TOKEN_EXPIRED', denied(), { answers: { validate: refusedBy('INVALID_TOKEN') }, claims: { ...claims, expiresAt: now - 1 } }],
  ['TOKEN_NOT_YET_VALID', validate(undefined, false), { claims: { ...claims, notBefore: now + hour } }],
  ['TOKEN_NOT_A_JWT', { kind: 'claims', isFresh: false }, { claims: null }],
  ['AUTH_DOWN', unauthorized, { views: [down('auth')] }],
  ['AUTH_WRONG_ISSUER', validate(missing), { views: [view('auth', {}, 'user-service')] }],
  ['AUTH_WRONG_ISSUER', unauthorized, { ...asked({}), witness: witnessOf({}, 'true') }],
  ['AUTH_WRONG_ISSUER', probe('auth', { outcome: 'failing', fault: 'identity', detail: 'basic-server answers' }, null)],
  ['VALIDATE_MISSING', validate(missing), { views: [view('auth', {}, 'unified-auth-service')] }],
  ['TOKEN_OF_OTHER_DATABASE', validate(refusedBy('USER_NOT_FOUND'))],
  ['SECRET_CHANGED', validate()],

  ['LOGIN_MISSING', login({ status: 404, json: {} })],
  ['USER_UNKNOWN', login({ json: { success: false, error: '用户不存在', error_code: 'USER_NOT_FOUND' } })],
  ['USER_DISABLED', login({ json: { success: false, error: '用户账户已被禁用', error_code: 'USER_DISABLED' } })],
  ['WRONG_PASSWORD', login({ json: { success: false, error: '密码错误', error_code: 'INVALID_PASSWORD' } })],
  ['WRONG_PASSWORD', login({ status: 401, json: { error: '用户名或密码错误' } })],
  ['LOGIN_WITHOUT_TOKEN', login({ json: { success: true } })],

  ['PERMISSION_NAMING', denied(), asked({ lookUp: listOf('talent.sync') })],
  ['PERMISSION_NAMING', denied(), { answers: { permission: no, validate: exchange({ json: { success: true, user: {}, permissions: ['talent_sync'] } }) } }],
  ['NO_PERMISSIONS_KEY', denied(), { answers: { permission: no, validate: exchange({ json: { success: true, user: {} } }) } }],
  ['ROLE_LACKS', denied(), { answers: { permission: no, validate: accepted } }],
  ['AI_DENIES', denied('需要权限: ai:access'), asked({})],
  ['AI_DENIES', loomaSays('Permission denied', 'talent.chat')],
  ['SERVICE_DENIES', denied('需要权限: resume:access'), asked({})],
  ['OTHER_PERMISSION', denied('需要权限: talent:write'), asked({})],
  ['IDENTITY_KEY', denied(), asked({ lookUp: listOf('talent:sync') })],
  ['IDENTITY_KEY', denied(), asked({ lookUp: missing, garbageAtLooma: exchange({ status: 403 }) })],
  ['PERMISSION_PATH', denied(), asked({ lookUp: missing, garbageAtLooma: exchange({ status: 401 }) })],
  ['PERMISSION_PATH', permissionAnswer(404, '404 page not found')],
  ['PERMISSION_PATH', permissionAnswer(405, '')],
  ['WILDCARD', denied(), asked({ lookUp: listOf('*') })],
  ['VOCABULARY', denied(), asked({ lookUp: listOf('read:own'), roles: roleWith('read:own') })],
  ['PERMISSION_LISTS_DIFFER', denied(), asked({ lookUp: listOf('read:own'), roles: roleWith('talent:sync'), validate: exchange({ json: { success: true, user: { id: 1, user_id: 1 } } }) })],
  ['WILDCARD', { kind: 'contradiction', permission: 'talent:sync', held: '*' }],
  ['PERMISSIONS_STALE', { kind: 'contradiction', permission: 'talent:sync', held: 'talent:sync' }],

  ['MIDDLEWARE_OPEN', unrefused('no-token', 200, {})],
  ['SIGNATURE_UNCHECKED', unrefused('tampered', 200, {})],
  ['SIGNATURE_UNCHECKED', { kind: 'accepted', token: 'garbage' }],
  ['MIDDLEWARE_TAKES_200', unrefused('garbage', 403, {}), { answers: { validateGarbage: refusedBy('INVALID_TOKEN') } }],
  ['UNKNOWN_TALENT_INVENTED', { kind: 'error-answer', mistake: 'unknown-talent', problem: 'status', exchange: exchange({ json: { source: 'default' } }) }],
  ['ERROR_LEAKS_TRACE', wrongAnswer('trace')],
  ['ERROR_LEAKS_SECRET', wrongAnswer('secret')],
  ['REFUSAL_LEAKS_DATA', wrongAnswer('data')],
  ['ERROR_NOT_JSON', wrongAnswer('not-json')],
  ['ERROR_WRONG_STATUS', wrongAnswer('status')],
  ['MISTAKE_ACCEPTED', wrongAnswer('accepted')],
  ['ERROR_UNEXPLAINED', wrongAnswer('unexplained')],

  ['SESSION_CLOSED', witness('Session is closed')],
  ['AI_PORT_8000', witness('Cannot connect to host localhost:8000 ssl:default [x]')],
  ['LOOMA_DEFAULT_PORTS', witness('Cannot connect to host localhost:7540 ssl:default [x]')],
  ['LOOMA_DEFAULT_PORTS', unauthorized, { ...asked({}), witness: witnessOf({ auth: 'Cannot connect to host localhost:7520 ssl' }) }],
  ['LOOMA_OTHER_ADDRESS', witness('Cannot connect to host localhost:9999 ssl:default [x]')],
  ['LOOMA_CANNOT_REACH', witness('Cannot connect to host localhost:8206 ssl:default [x]'), { views: [view('ai')] }],
  ['WITNESS_ALWAYS_HEALTHY', witness(null, { isUp: false }), { views: [down('ai')] }],
  ['WITNESS_ALWAYS_HEALTHY', { kind: 'flags', success: true, nested: false }],
  ['HANGS', witness('')],

  ['MIDDLEWARE_MISSING', call({ status: 500, json: { code: 'AUTH_MIDDLEWARE_NOT_CONFIGURED', error: 'x' } })],
  ['PATH_MISSING_BEHIND_LOOMA', loomaSays(mimetype('text/plain; charset=utf-8'))],
  ['HTML_PAGE', loomaSays(mimetype('text/html'))],
  ['METHOD_MISSING', loomaSays("'UnifiedDataAccess' object has no attribute 'get_all_talents'")],
  ['NOT_SYNCED_STUB', loomaSays('Talent not synced to Zervigo'), { resumeId: '7' }],
  ['AI_CANNOT_REACH_AUTH', loomaSays('Invalid token', 'talent.chat'), { ...asked({ userInfo: exchange({ service: 'ai', status: 401 }) }), views: [view('ai', {}, 'ai-service-with-zervigo')] }],
  ['SECRET_DIFFERS_AI', loomaSays('Invalid token', 'talent.chat'), { ...asked({ userInfo: exchange({ service: 'ai', status: 401 }) }), views: [view('ai', {}, 'ai-service-containerized')] }],
  ['AI_CANNOT_REACH_AUTH', passedOn, { ...asked({ userInfo: exchange({ service: 'ai', status: 401 }) }), views: [view('ai', {}, 'ai-service-with-zervigo')] }],
  ['SECRET_DIFFERS_AI', passedOn, { ...asked({ userInfo: exchange({ service: 'ai', status: 401 }) }), views: [view('ai', {}, 'ai-service-containerized')] }],
  ['SECRET_DIFFERS', loomaSays('无效的token', 'talent.sync'), asked({})],
  ['CUT_ANSWER', loomaSays('Expecting value: line 1 column 1 (char 0)')],

  ['ALL_DOWN', { kind: 'probe', view: down('ai') }, { views: zervigoIds.map(down) }],
  ['SLOW_CHAIN', probe('looma', { outcome: 'unreachable', fault: 'timeout' }), { views: [view('job', { fault: 'timeout' })] }],
  ['SLOW_CHAIN', lateSync(['auth', 'resume']), { views: [view('looma')] }],
  ['HANGS', lateSync(['auth', 'resume']), { views: [view('looma', { at: now - 1 })] }],
  ['HANGS', lateSync(['auth', 'resume'])],
  ['HANGS', lateSync([]), { views: [view('looma')] }],
  ['NOT_RUNNING', { kind: 'probe', view: down('ai') }, { views: [view('auth')] }],
  ['HOST_UNKNOWN', probe('ai', { outcome: 'unreachable', fault: 'dns' })],
  ['HANGS', call({ service: 'ai', status: null, failure: { code: 'timeout', reason: 'answer' } })],
  ['CLOSES_CONNECTION', call({ service: 'ai', status: null, failure: { code: 'unreachable', reason: 'reset' } })],
  ['HTML_PAGE', probe('ai', { outcome: 'failing', fault: 'shape', detail: 'not JSON (text/html): <html>' })],
  ['NOT_HTTP', probe('ai', { outcome: 'failing', fault: 'shape', detail: 'not HTTP: Parse Error' })],
  ['CUT_ANSWER', call({ service: 'ai', failure: { code: 'malformed', reason: 'cut' } })],
  ['EMPTY_ANSWER', call({ service: 'ai', failure: { code: 'malformed', reason: 'empty' } })],
  ['CRASHED_HANDLER', call({ status: 500, failure: { code: 'malformed', reason: 'empty' } })],
  ['CRASHED_HANDLER', call({ status: 500, json: { error: '同步异常', message: 'boom' } })],
  ['CRASHED_HANDLER', login({ status: 500, text: 'sql: database is closed', failure: { code: 'malformed', reason: 'notJson' } })],
  ['CRASHED_HANDLER', validate(exchange({ service: 'auth', status: 500, text: 'sql: database is closed', failure: { code: 'malformed', reason: 'notJson' } }))],
  ['PART_UNHEALTHY', probe('user', { outcome: 'degraded', fault: 'unhealthy', detail: 'core_health.status="unhealthy"' })],
  ['PORT_PLAN_SHIFTED', probe('user', { outcome: 'failing', fault: 'identity' }, 'company-service')],
  ['STRANGER_ON_PORT', probe('job', { outcome: 'failing', fault: 'identity' }, 'multi-database-service')],
  ['STRANGER_ON_PORT', probe('looma', { outcome: 'failing', fault: 'identity' }, 'looma-crm-future')],
  ['STRANGER_ON_PORT', probe('auth', { outcome: 'failing', fault: 'status', status: 404, detail: 'HTTP 404 text/plain' }, null)],
  ['REPORTS_UNHEALTHY', probe('ai', { outcome: 'failing', fault: 'unhealthy', detail: 'status "unhealthy"' })],
  ['WRONG_CONTENT_TYPE', { kind: 'call', down: null, exchange: { ...exchange({ json: {} }), headers: { 'content-type': 'text/plain' } } }],
  ['PLAIN_TEXT', probe('ai', { outcome: 'failing', fault: 'shape', detail: 'not JSON (text/plain): Prometheus' })],
]

describe('rules', () => {
  it.each(rows)('%s', (reason, symptom, more) => {
    const found = diagnose(generic, factsAbout(symptom, more))
    expect(found.reason).toBe(reason)
    for (const line of [found.message.zh, found.message.en, found.hint.zh, found.hint.en]) {
      expect(line).not.toMatch(/\{\w+\}/)
    }
  })

  it('are each tried', () => {
    const tried = new Set(rows.map(([reason]) => reason))
    expect(rules.map(({ reason }) => reason).filter((reason) => !tried.has(reason))).toEqual([])
  })

  it('leave the generic cause where none fits', () => {
    const none: Facts[] = [
      factsAbout({ kind: 'flags', success: false, nested: true }),
      factsAbout(call({ status: 404, json: { error: '人才不存在' } })),
      factsAbout(denied(), asked({ lookUp: listOf('talent:sync'), validate: null })),
      factsAbout(permissionAnswer(404, 'User not found')),
      factsAbout(passedOn, asked({ userInfo: exchange({ service: 'ai' }) })),
      factsAbout(
        probe('user', {
          outcome: 'failing',
          fault: 'status',
          status: 301,
          detail: 'HTTP 301 to /',
        }),
      ),
    ]
    for (const facts of none) expect(diagnose(generic, facts)).toBe(generic)
  })

  it('offer a way to act that never starts everything by mistake', () => {
    for (const [, symptom, more] of rows) {
      const { action } = diagnose(generic, factsAbout(symptom, more))
      expect(JSON.stringify(action)).not.toMatch(/--status|backup-only/)
    }
    const found = diagnose(
      generic,
      factsAbout(witness('Cannot connect to host localhost:8000 ssl')),
    )
    expect(found.action).toEqual({
      ...{ kind: 'command', command: 'export ZERVIGO_AI_URL=http://localhost:8206' },
    })
  })

  it('start what the console can start, and name the command where it cannot', () => {
    const ours = {
      ...profile,
      processes: { ai: { cwd: '/x', start: ['x'], readyTimeoutMs: 1_000 } },
    }
    const symptom: Symptom = { kind: 'probe', view: down('ai') }
    const actions = [profile, ours].map(
      (each) => diagnose(generic, factsAbout(symptom, { profile: each })).action,
    )
    expect(actions).toEqual([
      { kind: 'command', command: 'lsof -nP -iTCP:8206 -sTCP:LISTEN' },
      { kind: 'start-service', service: 'ai' },
    ])
  })
})
