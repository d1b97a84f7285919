import { describe, expect, it } from 'vitest'
import { createFactReader, levelOf, stampOf } from './line-facts'

const now = Date.parse('2026-06-01T12:00:00.000Z')
const local = (text: string) => Date.parse(text)

describe('the time of a line', () => {
  it.each([
    ['2026-06-01T08:00:00.123Z INFO up', Date.parse('2026-06-01T08:00:00.123Z')],
    ['[2026-06-01T08:00:00+08:00] up', Date.parse('2026-06-01T00:00:00Z')],
    ['2026-05-01 08:00:00,123 - root - INFO', local('2026-05-01T08:00:00.123')],
    ['2026-05-01 08:00:00.5 INFO up', local('2026-05-01T08:00:00.500')],
    ['INFO 2026-05-01 08:00:00 up', local('2026-05-01T08:00:00.000')],
    ['2026/05/01 08:00:00 [Recovery] panic', local('2026-05-01T08:00:00.000')],
    ['[GIN] 2026/05/01 08:00:00.123456 GET', local('2026-05-01T08:00:00.123')],
    ['1780300000 up', 1_780_300_000_000],
    ['1780300000.25 up', 1_780_300_000_250],
    ['1780300000123 up', 1_780_300_000_123],
    ['{"level":"info","ts":1780300000.5,"msg":"up"}', 1_780_300_000_500],
    ['{"msg":"up","time":"2026-06-01T08:00:00Z"}', Date.parse('2026-06-01T08:00:00Z')],
  ])('%s', (text, at) => expect(stampOf(text, now)).toBe(at))

  it.each([
    ['none', 'listening on 8207'],
    ['one that is still to come', '2099-01-01T00:00:00Z retry'],
    ['one that is no date', '2026-13-41T00:00:00Z odd'],
    ['one far into the message', `${'x'.repeat(60)} 2026-05-01 08:00:00`],
    ['a port or a count', '8207 requests'],
  ])('is the time of reading for %s', (_name, text) => expect(stampOf(text, now)).toBeNull())
})

describe('the level of a line', () => {
  it.each([
    ['2026-06-01T08:00:00Z ERROR GET /', 'error'],
    ['ERROR:root:no database', 'error'],
    ['2026-05-01 08:00:00,123 - app - WARNING - slow', 'warn'],
    ['time="…" level=warning msg=slow', 'warn'],
    ['{"level":"error","msg":"x"}', 'error'],
    ['[error] 12#0: refused', 'error'],
    ['E0102 03:04:05.678901 1 main.go:1] x', 'error'],
    ['panic: runtime error', 'error'],
    ['Traceback (most recent call last):', 'error'],
    ['TypeError: x is not a function', 'error'],
    ['Error [ERR_X]: bad', 'error'],
    ['【警告】内存不足', 'warn'],
    ['2026-05-01 错误: 连接失败', 'error'],
    ['INFO: retry after ERROR 503', 'info'],
    ['DEBUG sql', 'debug'],
    ['warn: deprecated', 'warn'],
  ])('%s', (text, level) => expect(levelOf(text)).toBe(level))

  it.each(['GET /api/errors 200', '没有错误', 'error_count 0', '{"msg":"ERROR in text"}', 'up'])(
    'is unknown for %s',
    (text) => expect(levelOf(text)).toBeNull(),
  )
})

describe('lines in order', () => {
  it('keep a stack trace at the time and the level of its line', () => {
    const reader = createFactReader(() => now)
    reader.begin()
    const at = Date.parse('2026-06-01T08:00:00Z')
    expect(reader.read('2026-06-01T08:00:00Z ERROR boom')).toEqual({ at, level: 'error' })
    expect(reader.read('    at main.js:1')).toEqual({ at, level: 'error' })
    expect(reader.read('unrelated')).toEqual({ at, level: null })
    reader.begin()
    expect(reader.read('later')).toEqual({ at: now, level: null })
  })

  it('read through colours', () => {
    const reader = createFactReader(() => now)
    expect(reader.read('\u001b[33mWARN\u001b[0m slow').level).toBe('warn')
  })
})
