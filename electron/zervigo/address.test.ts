import { afterEach, describe, expect, it } from 'vitest'
import { createClosers } from '../test-closers'
import { baseUrlOf } from './address'
import { looma } from './looma'
import { answer, openClient, profileOn, startHttp, type TestServer } from './test-servers'

const { add, closeAll } = createClosers()
afterEach(closeAll)

function track(server: TestServer): TestServer {
  add(() => server.close())
  return server
}

const open = (url: string, more = {}) => openClient(url, add, more)

describe('addresses', () => {
  const ids = [
    'a/b',
    'a?b=c',
    'a#b',
    'with spaces',
    '人才一号',
    'x'.repeat(1_000),
    '人'.repeat(1_000),
    '%2F',
    '..%2f',
    'a\\b',
    '...',
    '@host',
    "it's",
    '+',
    '{}[]',
    '🙂',
  ]
  it.each(ids)('sends the id %s as one segment', async (id) => {
    const server = track(
      await startHttp((_seen, response) => answer(response, 200, { talent: { talent_id: id } })),
    )
    const { client } = open(server.url)
    const { value } = await client.call(looma.talent, { id })
    expect(value.id).toBe(id)
    const path = server.journal[0]?.path ?? ''
    expect(path.split('/')).toHaveLength(4)
    expect(decodeURIComponent(path.split('/')[3] ?? '')).toBe(id)
  })

  it.each(['', '.', '..', '\ud800'])('refuses the id %j before sending', async (id) => {
    const server = track(await startHttp((_seen, response) => answer(response, 200, {})))
    const { client } = open(server.url)
    await expect(client.exchange(looma.sync, { id })).rejects.toMatchObject({ code: 'invalid' })
    expect(server.journal).toHaveLength(0)
  })

  it.each(['@evil.test/x', '.evil.test/', ':81/', 'http://evil.test/', '', '/a\r\nb: c'])(
    'refuses the free-form path %j',
    async (path) => {
      const { client } = open('http://127.0.0.1:9')
      await expect(client.request('looma', 'GET', path)).rejects.toMatchObject({ code: 'invalid' })
    },
  )

  it('keeps a double slash on the origin of the service, and the prefix of its base', async () => {
    const server = track(await startHttp((_seen, response) => answer(response, 200, {})))
    const { client } = open(`${server.url}/base/`)
    await client.request('auth', 'GET', '//evil.test/x')
    expect(server.journal[0]?.path).toBe('/base//evil.test/x')
    expect(baseUrlOf(profileOn(server.url), 'auth')).toBe(server.url)
  })
})
