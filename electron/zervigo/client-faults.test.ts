import { once } from 'node:events'
import { createServer, type Socket } from 'node:net'
import { gzipSync } from 'node:zlib'
import { afterEach, describe, expect, it } from 'vitest'
import { createClosers } from '../test-closers'
import { largestBodyBytes } from './answer'
import { judge } from './judge'
import { looma } from './looma'
import { resume } from './resume'
import { answer, openClient, startHttp, startRaw, type TestServer } from './test-servers'

const { add, closeAll } = createClosers()
afterEach(closeAll)

function track(server: TestServer): TestServer {
  add(() => server.close())
  return server
}

const open = (url: string, more = {}) => openClient(url, add, more)

const head = (extra = '') => `HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n${extra}\r\n`
const whole = (body: string, extra = '') =>
  head(`content-length: ${Buffer.byteLength(body)}\r\n${extra}`) + body

describe('answers that are no answer', () => {
  const cases: [string, string, { code: string; reason: string }][] = [
    ['HTML', whole('<!doctype html><h1>502</h1>'), { code: 'malformed', reason: 'html' }],
    ['an empty body', whole(''), { code: 'malformed', reason: 'empty' }],
    ['204', 'HTTP/1.1 204 No Content\r\n\r\n', { code: 'malformed', reason: 'empty' }],
    ['plain text', whole('404 page not found\n'), { code: 'malformed', reason: 'notJson' }],
    ['cut JSON', whole('{"success": true, "tal'), { code: 'malformed', reason: 'cut' }],
    ['two documents', whole('{"a":1}\n{"b":2}'), { code: 'malformed', reason: 'trailing' }],
    ['NaN', whole('{"vectors":[NaN]}'), { code: 'malformed', reason: 'notJson' }],
    [
      'deep JSON',
      whole('['.repeat(90_000) + ']'.repeat(90_000)),
      { code: 'malformed', reason: 'deep' },
    ],
    ['a Redis greeting', '-ERR unknown command\r\n', { code: 'malformed', reason: 'notHttp' }],
    ['an SSH greeting', 'SSH-2.0-OpenSSH_9.2\r\n', { code: 'malformed', reason: 'notHttp' }],
    [
      'a broken chunk',
      head('transfer-encoding: chunked\r\n') + 'zz\r\n{}\r\n',
      { code: 'malformed', reason: 'notHttp' },
    ],
    [
      'an unknown encoding',
      whole('{}', 'content-encoding: lzma\r\n'),
      { code: 'malformed', reason: 'encoding' },
    ],
    [
      'a false gzip',
      whole('{}', 'content-encoding: gzip\r\n'),
      { code: 'malformed', reason: 'encoding' },
    ],
    [
      'a header of 64 KiB',
      head(`x: ${'a'.repeat(65_536)}\r\n`),
      { code: 'oversized', reason: 'headers' },
    ],
  ]
  it.each(cases)('%s', async (_name, bytes, expected) => {
    const server = track(await startRaw((socket) => socket.write(bytes)))
    const { client, calls } = open(server.url)
    const exchange = await client.exchange(looma.health, undefined)
    expect(exchange.failure).toMatchObject({
      code: expected.code,
      callId: calls[0]?.id,
      facts: { service: 'looma', reason: expected.reason },
    })
    expect(exchange.json).toBeUndefined()
    expect(calls).toHaveLength(1)
    expect(calls[0]?.error?.code).toBe(expected.code)
    await expect(client.call(looma.health, undefined)).rejects.toMatchObject({
      code: expected.code,
    })
  })
})

describe('connections that fail', () => {
  const cases: [string, (socket: Socket) => void, { code: string; reason: string }][] = [
    ['closing at once', (socket) => socket.end(), { code: 'unreachable', reason: 'closed' }],
    ['reset', (socket) => socket.resetAndDestroy(), { code: 'unreachable', reason: 'reset' }],
    [
      'reset in the body',
      (socket) => socket.write(`${head('content-length: 100\r\n')}{"a":`, () => socket.destroy()),
      { code: 'unreachable', reason: 'cut' },
    ],
    ['never answering', () => {}, { code: 'timeout', reason: 'answer' }],
    [
      'never ending',
      (socket) => socket.write(`${head('content-length: 100\r\n')}{"a":`),
      { code: 'timeout', reason: 'body' },
    ],
  ]
  it.each(cases)('%s', async (_name, act, expected) => {
    const server = track(await startRaw(act))
    const { client, calls } = open(server.url)
    const exchange = await client.exchange(looma.health, undefined, { timeoutMs: 150 })
    expect(exchange.failure).toMatchObject({
      code: expected.code,
      facts: { reason: expected.reason },
    })
    expect(judge(exchange)).toBe(exchange.failure)
    expect(calls).toHaveLength(1)
  })

  it('ends a dribble at the total deadline, whatever arrives', async () => {
    const server = track(
      await startRaw((socket) => {
        socket.write(head('content-length: 100000\r\n'))
        const timer = setInterval(() => socket.write(' '), 10)
        socket.on('close', () => clearInterval(timer))
      }),
    )
    const { client } = open(server.url)
    const exchange = await client.exchange(looma.health, undefined, { timeoutMs: 200 })
    expect(exchange.failure).toMatchObject({
      code: 'timeout',
      facts: { reason: 'body', status: 200 },
    })
  })

  it('names a refused port', async () => {
    const probe = createServer().listen(0, '127.0.0.1')
    await once(probe, 'listening')
    const address = probe.address()
    probe.close()
    await once(probe, 'close')
    const port = typeof address === 'object' && address !== null ? address.port : 0
    const { client } = open(`http://127.0.0.1:${port}`)
    const exchange = await client.exchange(looma.health, undefined)
    expect(exchange.failure).toMatchObject({
      code: 'unreachable',
      facts: { reason: 'refused', service: 'looma', url: `http://127.0.0.1:${port}/health` },
    })
    expect(exchange.call.response).toBeNull()
  })

  it('names a host that does not exist', async () => {
    const { client } = open('http://no-such-host.invalid:8888')
    const exchange = await client.exchange(looma.health, undefined)
    expect(exchange.failure).toMatchObject({ code: 'unreachable', facts: { reason: 'dns' } })
  })

  it('reaches a service that listens on one family of localhost only', async () => {
    const server = track(await startRaw((socket) => socket.write(whole('{"status":"healthy"}'))))
    const { client } = open(`http://localhost:${server.port}`)
    const { value } = await client.call(looma.health, undefined)
    expect(value.good).toBe(true)
  })
})

describe('size', () => {
  it('refuses a plain body over the limit without reading on', async () => {
    const server = track(
      await startHttp((_seen, response) => {
        response.writeHead(200, { 'content-type': 'application/json' })
        response.end('x'.repeat(largestBodyBytes + 1))
      }),
    )
    const { client } = open(server.url)
    const exchange = await client.exchange(looma.talents, {})
    expect(exchange.failure?.code).toBe('oversized')
  })

  it('counts decoded bytes of a body that grows when unpacked', async () => {
    const bomb = gzipSync(Buffer.alloc(200 * 1024 * 1024))
    const server = track(
      await startHttp((_seen, response) => {
        response.writeHead(200, { 'content-type': 'application/json', 'content-encoding': 'gzip' })
        response.end(bomb)
      }),
    )
    expect(bomb.length).toBeLessThan(largestBodyBytes)
    const { client } = open(server.url)
    const exchange = await client.exchange(looma.talents, {})
    expect(exchange.failure?.code).toBe('oversized')
    expect(server.journal[0]?.headers['accept-encoding']).toBe('identity')
  })

  it('reads a small gzip body that nobody asked for', async () => {
    const server = track(
      await startHttp((_seen, response) => {
        response.writeHead(200, { 'content-encoding': 'gzip' })
        response.end(gzipSync('{"status":"ok"}'))
      }),
    )
    const { client } = open(server.url)
    expect((await client.call(looma.health, undefined)).value.status).toBe('ok')
  })
})

describe('answers that count', () => {
  it('reads JSON under text/plain and after a byte order mark', async () => {
    const server = track(
      await startHttp((_seen, response) => {
        response.writeHead(200, { 'content-type': 'text/plain' })
        response.end('\ufeff{"status":"UP","__proto__":{"polluted":true}}')
      }),
    )
    const { client } = open(server.url)
    const { value } = await client.call(looma.health, undefined)
    expect(value.good).toBe(true)
    expect(Reflect.get({}, 'polluted')).toBeUndefined()
  })

  it.each([['[]'], ['null'], ['"127.0.0.1:8300"'], ['7'], ['true']])(
    'takes top-level %s as complete, and as no health answer',
    async (body) => {
      const server = track(await startRaw((socket) => socket.write(whole(body))))
      const { client } = open(server.url)
      const exchange = await client.exchange(looma.health, undefined)
      expect(exchange.failure).toBeNull()
      await expect(client.call(looma.health, undefined)).rejects.toMatchObject({
        code: 'malformed',
        facts: { reason: 'notObject' },
      })
    },
  )

  it('judges plain-text errors by their status and keeps their words', async () => {
    const server = track(
      await startHttp((_seen, response) => {
        response.writeHead(404, { 'content-type': 'text/plain' })
        response.end('404 page not found\n')
      }),
    )
    const { client } = open(server.url)
    await expect(client.call(looma.talent, { id: 'x' })).rejects.toMatchObject({
      code: 'missing',
      message: '404 page not found',
      facts: { status: 404, service: 'looma', reason: 'notJson' },
    })
  })
})

describe('redirects', () => {
  it.each([301, 302, 307, 308])('never follows %s', async (status) => {
    const other = track(await startHttp((_seen, response) => answer(response, 200, {})))
    const server = track(
      await startHttp((_seen, response) => {
        response.writeHead(status, { location: `${other.url}/steal` })
        response.end()
      }),
    )
    const { client } = open(server.url)
    const exchange = await client.exchange(
      looma.sync,
      { id: 't1' },
      { auth: { authorization: 'Bearer abc123456789' } },
    )
    expect(exchange.failure).toMatchObject({
      code: 'redirected',
      facts: { location: `${other.url}/steal`, status },
    })
    expect(other.journal).toHaveLength(0)
    expect(server.journal).toHaveLength(1)
  })
})

describe('kept-alive connections', () => {
  /** Answers the first request of a connection and resets it on the second. */
  const closesSecond = (seen: Map<unknown, number>) => (socket: Socket) => {
    const count = (seen.get(socket) ?? 0) + 1
    seen.set(socket, count)
    if (count === 1) socket.write(whole('{"id":"r1","status":"ok"}'))
    else socket.resetAndDestroy()
  }

  it('repeats a read once when the server had closed the connection', async () => {
    const server = track(await startRaw(closesSecond(new Map())))
    const { client, calls } = open(server.url)
    await client.call(looma.health, undefined)
    const { call } = await client.call(looma.health, undefined)
    expect(call.attempt).toBe(2)
    expect(calls.map(({ attempt, error }) => [attempt, error?.code ?? null])).toEqual([
      [1, null],
      [1, 'unreachable'],
      [2, null],
    ])
    expect(calls[1]?.correlationId).toBe(calls[2]?.correlationId)
    expect(calls.map(({ timings }) => timings.connectMs === null)).toEqual([false, true, false])
  })

  it('never repeats a write', async () => {
    const server = track(await startRaw(closesSecond(new Map())))
    const { client, calls } = open(server.url)
    await client.call(resume.get, { id: 'r1' })
    const exchange = await client.exchange(resume.create, { resume: { name: 'a' } })
    expect(exchange.failure?.code).toBe('unreachable')
    expect(server.journal.filter(({ method }) => method === 'POST')).toHaveLength(1)
    expect(calls).toHaveLength(2)
  })

  it('does not repeat a read that failed on a new connection', async () => {
    const server = track(await startRaw((socket) => socket.resetAndDestroy()))
    const { client } = open(server.url)
    await client.exchange(looma.health, undefined)
    expect(server.journal).toHaveLength(1)
  })
})

describe('proxy settings', () => {
  it('are ignored', async () => {
    const trap = track(await startHttp((_seen, response) => answer(response, 200, { trap: true })))
    const server = track(
      await startHttp((_seen, response) => answer(response, 200, { status: 'ok' })),
    )
    const names = ['HTTP_PROXY', 'http_proxy', 'ALL_PROXY', 'all_proxy', 'npm_config_proxy']
    const before = names.map((name) => process.env[name])
    for (const name of names) process.env[name] = trap.url
    try {
      const { client } = open(server.url)
      await client.call(looma.health, undefined)
    } finally {
      names.forEach((name, index) => {
        const value = before[index]
        if (value === undefined) Reflect.deleteProperty(process.env, name)
        else process.env[name] = value
      })
    }
    expect(trap.journal).toHaveLength(0)
    expect(server.journal).toHaveLength(1)
  })
})
