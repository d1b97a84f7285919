import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, it } from 'vitest'
import { createClosers } from '../test-closers'
import { asCurl } from './curl'
import { looma } from './looma'
import { answer, openClient, fakeToken, startHttp } from './test-servers'

const { add, closeAll } = createClosers()
afterEach(closeAll)

/** What a POSIX shell makes of the line: the arguments of a `curl` that prints them. */
function shellArguments(line: string): string[] {
  const folder = mkdtempSync(join(tmpdir(), 'curl-'))
  add(() => rmSync(folder, { recursive: true }))
  const script = `#!${process.execPath}\nprocess.stdout.write(JSON.stringify(process.argv.slice(2)))\n`
  writeFileSync(join(folder, 'curl'), script, { mode: 0o755 })
  const path = `${folder}:${process.env.PATH ?? ''}`
  return JSON.parse(execFileSync('sh', ['-c', line], { env: { PATH: path }, encoding: 'utf8' }))
}

it('says exactly what was sent, whatever quotes and signs are in it, without the token', async () => {
  const server = await startHttp((_seen, response) => answer(response, 200, {}))
  add(() => server.close())
  const { client } = openClient(server.url, add)
  const token = fakeToken({ sub: '1' })
  const id = `it's "a" $(touch x) \`b\` 人才 [1-3]`
  const message = `@file 'quoted' "double" \\ $HOME !\n新行`
  const { call } = await client.exchange(
    looma.chat,
    { id, message },
    { auth: { authorization: `Bearer ${token}` } },
  )
  const line = asCurl(call)
  const parts = shellArguments(line)
  const valueAfter = (flag: string) => parts[parts.indexOf(flag) + 1]
  expect(valueAfter('-X')).toBe('POST')
  expect(valueAfter('--globoff')).toBe(`${server.url}${server.journal[0]?.path ?? ''}`)
  expect(valueAfter('--data-raw')).toBe(server.journal[0]?.body)
  expect(parts).toContain(`authorization: Bearer ***${token.slice(-4)}`)
  expect(line).not.toContain(token.slice(0, 20))
})
