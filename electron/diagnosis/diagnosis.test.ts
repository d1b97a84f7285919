import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Exchange } from '../zervigo/exchange'
import { cause, type CauseCode } from './causes'
import { readEnvFile } from './env-file'
import { explanationIn, indiscretionIn, leakIn } from './error-body'
import { stubIn } from './stub'

describe('readEnvFile', () => {
  it.each([
    ['A=1', '1'],
    ['A = 1 ', '1'],
    ['export A=1', '1'],
    ['A="1 # 2"', '1 # 2'],
    ["A='1'  # why", '1'],
    ['A=1 # why', '1'],
    ['A=a#b', 'a#b'],
    ['A=', ''],
    ['A=#x', ''],
    ['A="x\'', '"x\''],
    ['A=1\nA=2', '2'],
    ['\uFEFFA=1\r\nB=2', '1'],
    ['A=http://x/?a=b', 'http://x/?a=b'],
  ])('%j', (text, value) => {
    expect(readEnvFile(text).variables.get('A')).toBe(value)
  })

  it('reads anything without throwing', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        for (const key of readEnvFile(text).variables.keys()) expect(key).toMatch(/^[A-Za-z_]/)
      }),
    )
  })
})

describe('error bodies', () => {
  it.each([
    ['Traceback (most recent call last):\n', 'stack trace'],
    ['Error\n    at handler (app.js:1:1)', 'stack trace'],
    ['goroutine 17 [running]:', 'stack trace'],
    ['{"JWT_SECRET":"x"}', 'secret'],
    ['postgres://app:pw@db/x', 'secret'],
    ['{"error":"人才不存在"}', null],
    ['redis://:pa55@cache', 'secret'],
    ['postgres://app:***@db/x', null],
    ['root:***@tcp(db:3306)/x', null],
    ['DB_PASSWORD, password=s3cret-value host=db', 'secret'],
    ['password=required', null],
    ['password=***', null],
    ['password=不能为空', null],
    ['at most 5 (limit:10)', null],
    ['the shop is at 12:30:00', null],
  ])('%j', (text, found) => {
    expect(indiscretionIn({ text, json: undefined })).toBe(found)
  })

  it.each([
    ['x is undefined\n    at getTalent (/srv/app.js:214:11)', 'stack trace'],
    ['    at async file:///srv/app.mjs:3:1', 'stack trace'],
    ['boom\n\tat com.looma.Talent.get(Talent.java:12)', 'stack trace'],
    ['  File "/srv/app.py", line 214, in get_talent', 'stack trace'],
    ['main.login(0xc0)\n\t/srv/main.go:214 +0x1d', 'stack trace'],
    ['cannot connect: root:Pa55word@tcp(localhost:3306)/jobfirst', 'secret'],
    ['人才 "x" 不存在\n请核对 id', null],
  ])('in a text of JSON, at any depth: %j', (words, found) => {
    const json = { success: false, details: [{ message: words }] }
    expect(indiscretionIn({ text: JSON.stringify(json), json })).toBe(found)
  })

  const refusal = (json: unknown): Exchange => ({
    ...{ status: 401, headers: {}, failure: null, json, text: JSON.stringify(json) },
    call: {
      ...{ id: 'c', at: 0, service: 'looma', operation: 'x', method: 'GET', url: 'http://x' },
      ...{ correlationId: 'r', attempt: 1, status: 401, response: null, error: null },
      timings: { queuedMs: 0, connectMs: null, firstByteMs: null, totalMs: 1 },
      request: { headers: [], body: { text: null, bytes: 0, truncated: false } },
    },
  })
  it.each([
    [{ error: 'x', code: 'Y', status: 401, data: null }, null],
    [{ error: 'x', data: { name: 'y' } }, 'data'],
    [{ error: 'x', talents: [], user: {} }, 'talents, user'],
    [[{ name: 'x' }], '[1]'],
    [[], null],
  ])('%j', (json, leak) => {
    expect(leakIn(refusal(json))).toBe(leak)
  })

  it('finds the words of an error under any of their names', () => {
    expect(explanationIn({ success: false, error: '密码错误' })).toBe('密码错误')
    expect(explanationIn({ message: '  ' })).toBeNull()
    expect(explanationIn('x')).toBeNull()
  })
})

describe('stubIn', () => {
  it.each([
    'AI聊天功能正在开发中',
    '简历分析功能正在开发中',
    '该接口尚未实现',
    'Not implemented',
    'This feature is not yet implemented.',
    'Coming soon!',
    'placeholder response',
  ])('%s is a placeholder', (text) => {
    expect(stubIn(text)).not.toBeNull()
  })

  it.each([
    '陈思远目前正在开发一套推荐系统。',
    'She has a system under development at ACME and 6 years of Go.',
    'Knows how to style an input placeholder in CSS.',
    '',
  ])('%j is an answer', (text) => {
    expect(stubIn(text)).toBeNull()
  })
})

describe('causes', () => {
  const facts = {
    ...{ service: 'auth', url: 'u', detail: 'd', actual: 'x', status: 1, expected: 2, item: 'i' },
    ...{ account: 'a', role: 'r', permission: 'p', kind: 'k', endpoint: 'e', resumeId: 'r' },
  }
  const codes: CauseCode[] = [
    ...(['SERVICE_DOWN', 'SERVICE_TIMEOUT', 'SERVICE_UNHEALTHY', 'WRONG_IDENTITY'] as const),
    ...(['NOT_JSON', 'REDIRECTED', 'OVERSIZED', 'BUSINESS_FAILURE', 'WRONG_STATUS'] as const),
    ...(['WRONG_SHAPE', 'NOT_ALLOWED', 'DENIAL_UNPROVEN', 'LOGIN_REFUSED', 'BLOCKED'] as const),
    ...(['BAD_TOKEN_ACCEPTED', 'UNPROTECTED', 'REACHED_PERMISSIONS', 'DATA_LEAK'] as const),
    ...(['UNCLEAR_ERROR', 'STUB_ANSWER', 'NOT_STORED', 'DATA_MISMATCH', 'COUNTS_WRONG'] as const),
    ...(['NESTED_UNHEALTHY', 'VIEWS_DISAGREE', 'CONFIG_WRONG', 'NOT_CHOSEN', 'SKIPPED'] as const),
  ]
  it.each(codes)('%s is worded in both languages, every slot filled', (code) => {
    const { message, hint } = cause(code, facts)
    for (const text of [message.zh, message.en, hint.zh, hint.en]) {
      expect(text).not.toMatch(/\{\w+\}/)
      expect(text.length).toBeGreaterThan(2)
    }
    expect(message.zh).not.toBe(message.en)
  })

  it('takes a fact as text, also one that looks like a slot or a pattern', () => {
    expect(cause('WRONG_SHAPE', { detail: '{detail} $& $1' }).message.en).toContain(
      '{detail} $& $1',
    )
  })
})
