import { describe, expect, it } from 'vitest'
import { OpsError } from '../../shared/errors'
import { parseBody } from './answer'
import type { Exchange } from './exchange'
import { judge, serverWords } from './judge'

function exchangeOf(
  status: number | null,
  text: string,
  failure: OpsError | null = null,
): Exchange {
  const body = parseBody(text)
  const bad =
    body.reason === null
      ? null
      : new OpsError('malformed', body.reason, { facts: { reason: body.reason } })
  const recorded = { text, bytes: text.length, truncated: false }
  return {
    call: {
      id: 'call-1',
      at: 0,
      service: 'auth',
      operation: 'x',
      method: 'GET',
      url: 'http://h/',
      correlationId: 'c',
      attempt: 1,
      status,
      timings: { queuedMs: 0, connectMs: null, firstByteMs: null, totalMs: 1 },
      request: { headers: [], body: { text: null, bytes: 0, truncated: false } },
      response: status === null ? null : { headers: [], body: recorded },
      error: null,
    },
    status,
    headers: {},
    text,
    json: body.json,
    failure: failure ?? bad,
  }
}

describe('good answers', () => {
  it.each([
    '{"success":true,"token":"x"}',
    '{"guest":{"level":1,"permissions":[]}}',
    '{"status":"success","data":null,"message":"ok"}',
    '{"code":0,"message":"ok","data":{},"timestamp":1}',
    '{"code":200,"data":{}}',
    '{"status":"unhealthy","service":"x"}',
    '{"success":true,"error":null}',
    '{"success":true,"error":""}',
    '{"status":true}',
    '[]',
    'null',
    '"leader"',
  ])('%s', (text) => {
    expect(judge(exchangeOf(200, text))).toBeNull()
  })
})

describe('failures by status and envelope', () => {
  const cases: [number, string, string, string, string?][] = [
    [
      200,
      '{"success":false,"error":"密码错误","error_code":"INVALID_PASSWORD"}',
      'refused',
      '密码错误',
      'INVALID_PASSWORD',
    ],
    [
      200,
      '{"success":false,"error":"无效的token","error_code":"INVALID_TOKEN"}',
      'unauthorized',
      '无效的token',
      'INVALID_TOKEN',
    ],
    [
      200,
      '{"success":false,"error":"获取用户权限失败","error_code":"PERMISSION_ERROR"}',
      'upstream',
      '获取用户权限失败',
      'PERMISSION_ERROR',
    ],
    [
      400,
      '{"success":false,"error":"Talent not synced to Zervigo"}',
      'refused',
      'Talent not synced to Zervigo',
    ],
    [
      400,
      '{"success":false,"error":"x","code":"PERMISSION_DENIED"}',
      'denied',
      'x',
      'PERMISSION_DENIED',
    ],
    [
      401,
      '{"error":"认证失败","code":"INVALID_TOKEN","message":"认证token无效或已过期"}',
      'unauthorized',
      '认证失败',
      'INVALID_TOKEN',
    ],
    [401, '{"error":"x","code":"PERMISSION_DENIED"}', 'unauthorized', 'x', 'PERMISSION_DENIED'],
    [
      403,
      '{"error":"权限不足","code":"INSUFFICIENT_PERMISSIONS","message":"需要权限: talent:sync"}',
      'denied',
      '权限不足',
      'INSUFFICIENT_PERMISSIONS',
    ],
    [403, '{"error":"x","code":"INVALID_TOKEN"}', 'denied', 'x', 'INVALID_TOKEN'],
    [
      404,
      '{"error":"接口不存在","code":"NOT_FOUND","path":"/x"}',
      'missing',
      '接口不存在',
      'NOT_FOUND',
    ],
    [422, '{"detail":[{"loc":["body"],"msg":"field required"}]}', 'invalid', 'field required'],
    [400, '{"detail":"bad"}', 'refused', 'bad'],
    [405, 'Method not allowed\n', 'refused', 'Method not allowed'],
    [500, '', 'upstream', 'HTTP 500'],
    [500, 'sql: no rows in result set\n', 'upstream', 'sql: no rows in result set'],
    [502, '<html><h1>502 Bad Gateway</h1></html>', 'upstream', 'HTTP 502'],
    [503, '{"status":false,"mode":"basic"}', 'upstream', 'HTTP 503'],
    [500, '{"error":{"message":"boom"}}', 'upstream', 'boom'],
    [500, '{"error":{}}', 'upstream', 'HTTP 500'],
    [500, '{"description":"Not Found","status":500,"message":"m"}', 'upstream', 'm'],
    [200, '{"status":"error","message":"no"}', 'refused', 'no'],
    [200, '{"code":401,"message":"密码错误","data":null}', 'unauthorized', '密码错误', '401'],
    [200, '{"code":1003,"message":"权限不足","data":null}', 'denied', '权限不足', '1003'],
    [200, '{"code":403,"message":"禁用","data":null}', 'denied', '禁用', '403'],
    [200, '{"code":1001,"message":"用户不存在","data":null}', 'missing', '用户不存在', '1001'],
    [200, '{"code":500,"message":"x","data":null}', 'upstream', 'x', '500'],
    [
      200,
      '{"code":0,"data":{"success":false,"error":"无效","error_code":"INVALID_TOKEN"}}',
      'unauthorized',
      '无效',
      'INVALID_TOKEN',
    ],
    [200, '{"error":"简历ID不能为空"}', 'refused', '简历ID不能为空'],
    [
      401,
      '{"error":"unauthorized","message":"bad token"}',
      'unauthorized',
      'unauthorized',
      'unauthorized',
    ],
    [429, '{"error":"x","code":"QUOTA_EXCEEDED"}', 'refused', 'x', 'QUOTA_EXCEEDED'],
  ]
  it.each(cases)('%i %s is %s', (status, text, code, message, serverSays) => {
    const problem = judge(exchangeOf(status, text))
    expect(problem).toMatchObject({
      code,
      message,
      callId: 'call-1',
      facts: { status, service: 'auth' },
    })
    if (serverSays !== undefined) expect(problem?.facts.code).toBe(serverSays)
  })

  it('puts the transport before everything', () => {
    const failure = new OpsError('timeout', 'late')
    expect(judge(exchangeOf(500, '{}', failure))).toBe(failure)
    expect(judge(exchangeOf(null, '', failure))).toBe(failure)
  })

  it('calls a 200 without JSON malformed', () => {
    expect(judge(exchangeOf(200, '<html>'))).toMatchObject({
      code: 'malformed',
      facts: { reason: 'html' },
    })
  })

  it('takes the words from the masked record', () => {
    const exchange = exchangeOf(400, '{"success":false,"error":"bad token abc"}')
    const body = exchange.call.response?.body
    if (body !== undefined) body.text = '{"success":false,"error":"bad token ***"}'
    expect(judge(exchange)?.message).toBe('bad token ***')
  })
})

describe('words', () => {
  it.each([
    ['a string', { error: 'e' }, 'e'],
    ['an object', { error: { code: 7 } }, '{"code":7}'],
    ['a list', { error: ['a', { msg: 'b' }] }, 'a; b'],
    ['empty, then message', { error: '', message: 'm' }, 'm'],
    ['null, then detail', { error: null, detail: 'd' }, 'd'],
    ['nothing', {}, null],
  ])('from %s', (_name, json, words) => {
    expect(serverWords(json)).toBe(words)
  })
})
