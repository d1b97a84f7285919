import { mkdtempSync, readFileSync, readdirSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createLog } from './log'

let folder: string
beforeEach(() => (folder = mkdtempSync(path.join(tmpdir(), 'looma-log-'))))
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const now = () => new Date('2026-01-02T03:04:05.678Z')
const read = (name: string) => readFileSync(path.join(folder, name), 'utf8')

test('an event is one masked line, whatever it contains', () => {
  const log = createLog({ folder, mask: (line) => line.replaceAll('s3cret', '***'), now })
  log.info('ipc', 'first\nsecond', { token: 's3cret', durationMs: 5 })
  expect(read('console.log')).toBe(
    '2026-01-02T03:04:05.678Z info [ipc] first\\nsecond {"token":"***","durationMs":5}\n',
  )
})

test('an error is written with its stack and its cause, masked', () => {
  const log = createLog({ folder, mask: (line) => line.replaceAll('s3cret', '***'), now })
  log.error('main', 'failed', new Error('bad s3cret', { cause: new Error('disk s3cret') }))
  const text = read('console.log')
  expect(text).toContain('Error: bad ***')
  expect(text).toContain('caused by Error: disk ***')
  expect(text).not.toContain('s3cret')
  expect(text.trimEnd().split('\n')).toHaveLength(1)
})

test('files are rotated by size and only the newest are kept', () => {
  const log = createLog({ folder, mask: (line) => line, now, maxBytes: 200, files: 3 })
  for (let index = 0; index < 40; index += 1) log.info('t', `event ${index}`)
  expect(readdirSync(folder).sort()).toEqual(['console.1.log', 'console.2.log', 'console.log'])
  for (const name of readdirSync(folder)) {
    expect(statSync(path.join(folder, name)).size).toBeLessThanOrEqual(200)
  }
  expect(read('console.log')).toContain('event 39')
})

test('a second start appends to what is there', () => {
  createLog({ folder, mask: (line) => line, now }).info('t', 'one')
  createLog({ folder, mask: (line) => line, now }).info('t', 'two')
  expect(read('console.log').trimEnd().split('\n')).toHaveLength(2)
})
