import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
// @ts-expect-error the build scripts are plain JavaScript
import { createStamps, digestOf } from './fresh.mjs'

let root: string
const write = (name: string, text: string) => {
  mkdirSync(path.dirname(path.join(root, name)), { recursive: true })
  writeFileSync(path.join(root, name), text)
}
const digest = (): string => digestOf(root, ['src', 'package-lock.json', 'none'])

beforeEach(() => {
  root = mkdtempSync(path.join(tmpdir(), 'looma-fresh-'))
  write('src/main.ts', 'one')
  write('src/deep/part.ts', 'two')
  write('package-lock.json', '{}')
})
afterEach(() => rmSync(root, { recursive: true, force: true }))

test('the same content gives the same digest, whatever its times', () => {
  const before = digest()
  utimesSync(path.join(root, 'src/main.ts'), 1, 1)
  expect(digest()).toBe(before)
})

test.each<[string, () => void]>([
  ['a changed file', () => write('src/main.ts', 'ONE')],
  ['a new file', () => write('src/deep/new.ts', '')],
  ['a removed file', () => rmSync(path.join(root, 'src/deep/part.ts'))],
  ['a changed lock file', () => write('package-lock.json', '{"a":1}')],
  ['an entry that appears', () => write('none', '')],
  [
    'content that moves to another file',
    () => {
      write('src/main.ts', 'two')
      write('src/deep/part.ts', 'one')
    },
  ],
])('%s changes the digest', (_what, change) => {
  const before = digest()
  change()
  expect(digest()).not.toBe(before)
})

test('tests are no part of a bundle', () => {
  const before = digest()
  write('src/main.test.ts', 'test')
  expect(digest()).toBe(before)
})

test('a stamp is fresh for its digest only, until forgotten', async () => {
  const stamps = createStamps(path.join(root, 'stamps'))
  expect(stamps.isFresh('page', 'a')).toBe(false)
  await stamps.write('page', 'a')
  expect(stamps.isFresh('page', 'a')).toBe(true)
  expect(stamps.isFresh('page', 'b')).toBe(false)
  expect(stamps.isFresh('main', 'a')).toBe(false)
  await stamps.forget('page')
  expect(stamps.isFresh('page', 'a')).toBe(false)
})
