import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { findPageFile, listPageFiles, type PageFiles } from './page-files'

let root: string
let files: PageFiles

beforeAll(() => {
  root = mkdtempSync(path.join(tmpdir(), 'looma-page-'))
  const page = path.join(root, 'page')
  mkdirSync(path.join(page, 'assets'), { recursive: true })
  writeFileSync(path.join(root, 'secret.txt'), 'secret')
  writeFileSync(path.join(page, 'index.html'), '<!doctype html>')
  writeFileSync(path.join(page, 'assets/index-abc.js'), '1')
  writeFileSync(path.join(page, 'assets/run.sh'), '#!/bin/sh')
  symlinkSync(path.join(root, 'secret.txt'), path.join(page, 'link.txt'))
  files = listPageFiles(page)
})
afterAll(() => rmSync(root, { recursive: true, force: true }))

test('only regular files of known types are listed', () => {
  expect([...files.keys()].sort()).toEqual(['/assets/index-abc.js', '/index.html'])
})

test.each([
  ['app://bundle', 'text/html; charset=utf-8'],
  ['app://bundle/', 'text/html; charset=utf-8'],
  ['app://bundle/index.html', 'text/html; charset=utf-8'],
  ['app://bundle/index.html?a=1#b', 'text/html; charset=utf-8'],
  ['app://bundle/assets/index-abc.js', 'text/javascript; charset=utf-8'],
])('%s is served', (address, contentType) => {
  expect(findPageFile(files, 'GET', address)).toMatchObject({ status: 200, file: { contentType } })
  expect(findPageFile(files, 'HEAD', address)).toMatchObject({ status: 200 })
})

test.each([
  ['app://bundle/../secret.txt'],
  ['app://bundle/%2e%2e/secret.txt'],
  ['app://bundle/%252e%252e/secret.txt'],
  ['app://bundle/..%2fsecret.txt'],
  ['app://bundle/..\\secret.txt'],
  ['app://bundle/C:\\secret.txt'],
  ['app://bundle//etc/passwd'],
  ['app://bundle/index.html%00'],
  ['app://bundle/index.html::$DATA'],
  ['app://bundle/%c0%ae%c0%ae/secret.txt'],
  ['app://bundle/link.txt'],
  ['app://bundle/assets/run.sh'],
  ['app://bundle/INDEX.HTML'],
  ['app://bundle/assets'],
  ['app://bundle/assets/'],
])('%s is not found', (address) => {
  expect(findPageFile(files, 'GET', address)).toEqual({ status: 404 })
})

test.each([
  ['app://other/index.html'],
  ['app://bundle.evil/index.html'],
  ['app://bundle:80/index.html'],
  ['app://user@bundle/index.html'],
  ['app://user:pass@bundle/index.html'],
  ['http://bundle/index.html'],
  ['file:///etc/passwd'],
  ['app:'],
  ['index.html'],
  [''],
])('%s is a bad address', (address) => {
  expect(findPageFile(files, 'GET', address)).toEqual({ status: 400 })
})

test.each(['POST', 'PUT', 'DELETE', 'OPTIONS', 'get', ''])('the method %s is refused', (method) => {
  expect(findPageFile(files, method, 'app://bundle/')).toEqual({ status: 405 })
})

test('whatever is asked, what is served is in the list', () => {
  const listed = new Set([...files.values()].map(({ file }) => file))
  const piece = fc.oneof(
    fc.constantFrom('..', '.', '%2e%2e', '/', '\\', '//', 'index.html', 'assets', 'secret.txt'),
    fc.string(),
  )
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 8 }), (pieces) => {
      const answer = findPageFile(files, 'GET', `app://bundle/${pieces.join('/')}`)
      expect(answer.status === 200 ? listed.has(answer.file.file) : true).toBe(true)
    }),
    { numRuns: 2_000 },
  )
})
