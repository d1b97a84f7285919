import { expect, test } from 'vitest'
import { Settings } from '../../shared/domain/settings'
import { OpsError } from '../../shared/errors'
import { calls, type CallName, type Handlers } from '../../shared/ipc'
import type { Log } from '../platform/log'
import { createAnswer } from './answer'

interface Line {
  level: 'info' | 'warn' | 'error'
  text: string
}

function recordingLog(lines: Line[]): Log {
  const write = (level: Line['level']) => (topic: string, message: string, detail?: unknown) => {
    const text = detail instanceof Error ? detail.message : JSON.stringify(detail)
    lines.push({ level, text: `${topic} ${message} ${text}` })
  }
  return { info: write('info'), warn: write('warn'), error: write('error') }
}

/** Handlers of which only the given ones may be reached. */
function handlersWith(given: Partial<Handlers>): Handlers {
  const refused = (name: string) => () => Promise.reject(new Error(`${name} was not expected`))
  const all = Object.keys(calls).map((name) => [name, refused(name)])
  return { ...Object.fromEntries(all), ...given }
}

function setUp(given: Partial<Handlers>) {
  const lines: Line[] = []
  const answer = createAnswer({ handlers: handlersWith(given), log: recordingLog(lines) })
  return { lines, answer }
}

test('a trusted, well-formed call answers the value of its handler', async () => {
  const { answer } = setUp({ 'profiles:use': async () => undefined })
  const envelope = await answer({ name: 'profiles:use', input: { id: 'dev' }, isTrusted: true })
  expect(envelope).toEqual({ ok: true, value: undefined })
})

test('an untrusted sender is refused before its input is looked at', async () => {
  const { answer } = setUp({})
  const envelope = await answer({ name: 'services:grid', input: undefined, isTrusted: false })
  expect(envelope).toMatchObject({ ok: false, error: { code: 'rejected' } })
})

test.each<[CallName, unknown]>([
  ['services:start', {}],
  ['services:start', { id: '' }],
  ['services:start', { id: 'auth', force: true }],
  ['services:start', null],
  ['services:start', 'auth'],
  ['services:start', [['id', 'auth']]],
  ['services:grid', {}],
  ['talents:list', { query: '', offset: -1, limit: 5 }],
  ['chat:send', { id: 'a', text: '   ' }],
  ['services:start', JSON.parse('{"id":"auth","__proto__":{"a":1}}')],
])('%s refuses the input %j without reaching its handler', async (name, input) => {
  const { answer } = setUp({})
  const envelope = await answer({ name, input, isTrusted: true })
  expect(envelope).toMatchObject({ ok: false, error: { code: 'invalid' } })
})

test('a refused input is not repeated in the error or in the log', async () => {
  const { answer, lines } = setUp({})
  const input = { username: 'admin', password: 'canary-5f2a', extra: 'canary-5f2a' }
  const envelope = await answer({ name: 'session:login', input, isTrusted: true })
  expect(envelope.ok).toBe(false)
  expect(JSON.stringify(envelope) + JSON.stringify(lines)).not.toContain('canary-5f2a')
})

test('a typed failure keeps its code, facts and call', async () => {
  const error = new OpsError('port', 'port is busy', { facts: { port: 8207 }, callId: 'c1' })
  const { answer } = setUp({ 'services:start': () => Promise.reject(error) })
  const envelope = await answer({ name: 'services:start', input: { id: 'auth' }, isTrusted: true })
  expect(envelope).toEqual({
    ok: false,
    error: { code: 'port', message: 'port is busy', facts: { port: 8207 }, callId: 'c1' },
  })
})

test('a bug is internal to the page and complete in the log', async () => {
  const { answer, lines } = setUp({
    'services:start': () => Promise.reject(new TypeError('x of undefined at line 5')),
  })
  const envelope = await answer({ name: 'services:start', input: { id: 'auth' }, isTrusted: true })
  expect(envelope).toMatchObject({ ok: false, error: { code: 'internal' } })
  expect(JSON.stringify(envelope)).not.toContain('line 5')
  expect(lines.some(({ level, text }) => level === 'error' && text.includes('line 5'))).toBe(true)
})

test('a handler that throws before its promise is answered the same way', async () => {
  const { answer } = setUp({
    'services:start': () => {
      throw new RangeError('at once')
    },
  })
  const envelope = await answer({ name: 'services:start', input: { id: 'auth' }, isTrusted: true })
  expect(envelope).toMatchObject({ ok: false, error: { code: 'internal' } })
})

test('an output outside the contract is internal, and the log says where', async () => {
  const settings = { language: 'fr', theme: 'dark', profileId: 'a', tester: '', talentId: 't' }
  const { answer, lines } = setUp({ 'settings:get': async () => settings as never })
  const envelope = await answer({ name: 'settings:get', input: undefined, isTrusted: true })
  expect(envelope).toMatchObject({ ok: false, error: { code: 'internal' } })
  expect(lines.some(({ text }) => text.includes('language'))).toBe(true)
})

test('what the contract does not name never leaves', async () => {
  const settings = { ...Settings.parse({ language: 'en', profileId: 'a' }), token: 'canary' }
  const { answer } = setUp({ 'settings:get': async () => settings })
  const envelope = await answer({ name: 'settings:get', input: undefined, isTrusted: true })
  expect(envelope.ok).toBe(true)
  expect(JSON.stringify(envelope)).not.toContain('canary')
})

test('the log names the call, its result and its duration, not what it carried', async () => {
  const lines: Line[] = []
  let at = 100
  const answer = createAnswer({
    handlers: handlersWith({ 'app:copy': async () => undefined }),
    log: recordingLog(lines),
    clock: () => (at += 7),
  })
  await answer({ name: 'app:copy', input: { text: 'canary' }, isTrusted: true })
  expect(lines).toEqual([{ level: 'info', text: 'ipc app:copy {"result":"ok","durationMs":7}' }])
})
