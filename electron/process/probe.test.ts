import { createServer as createTcpServer, type Socket } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { probeTcp } from './probe'
import { ask, closeAll, closeNewest, portOf, serve, serveRaw } from './probe-fixture'

afterEach(closeAll)

const auth = { service: 'unified-auth-service', version: '2.0.0' }

describe('no answer', () => {
  it('refused', async () => {
    const url = await serve(() => undefined)
    await closeNewest()
    const { probe } = await ask({ url })
    expect(probe).toMatchObject({
      outcome: 'unreachable',
      fault: 'refused',
      latencyMs: null,
      status: null,
    })
    expect(probe.detail).toContain('ECONNREFUSED')
  })

  it('refused on every address of localhost', async () => {
    const url = await serve(() => undefined)
    await closeNewest()
    const { probe } = await ask({ url: url.replace('127.0.0.1', 'localhost') })
    expect(probe).toMatchObject({ outcome: 'unreachable', fault: 'refused' })
    expect(probe.detail).toContain('ECONNREFUSED')
  })

  it('reaches a service that listens on v4 only through localhost', async () => {
    const url = await serve((_request, response) => {
      response.end(JSON.stringify({ ...auth, status: 'healthy' }))
    })
    const { probe } = await ask({ url: url.replace('127.0.0.1', 'localhost') })
    expect(probe.outcome).toBe('healthy')
  })

  it('closed at once', async () => {
    const url = await serveRaw((socket) => socket.destroy())
    expect((await ask({ url })).probe).toMatchObject({ outcome: 'unreachable', fault: 'reset' })
  })

  it('cut in the middle of the body', async () => {
    const url = await serveRaw((socket) => {
      socket.write('HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{"status":"hea', () =>
        socket.destroy(),
      )
    })
    const { probe } = await ask({ url })
    expect(probe).toMatchObject({ outcome: 'unreachable', fault: 'reset', status: 200 })
  })

  it.each([
    ['never answering', () => undefined],
    [
      'headers and then nothing',
      (socket: Socket) => void socket.write('HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\n{'),
    ],
  ])('%s', async (_name, talk) => {
    const { probe } = await ask({ url: await serveRaw(talk), timeoutMs: 150 })
    expect(probe).toMatchObject({ outcome: 'unreachable', fault: 'timeout', latencyMs: null })
    expect(probe.detail).toBe('no answer within 150 ms')
  })

  it('one byte at a time, for ever', async () => {
    const url = await serveRaw((socket) => {
      socket.write('HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n')
      const drip = setInterval(() => socket.write('1\r\n \r\n'), 20)
      socket.on('close', () => clearInterval(drip))
    })
    const { probe } = await ask({ url, timeoutMs: 150 })
    expect(probe).toMatchObject({ outcome: 'unreachable', fault: 'timeout' })
  })

  it.each([
    ['SSH', 'SSH-2.0-OpenSSH_9.2\r\n'],
    ['Redis', '-ERR unknown command\r\n'],
    ['MySQL', '\u0000\u0000\u0000\n8.0.36\u0000'],
  ])('%s on the port', async (_name, greeting) => {
    const url = await serveRaw((socket) => void socket.write(greeting))
    const { probe } = await ask({ url })
    expect(probe).toMatchObject({ outcome: 'failing', fault: 'shape', status: null })
  })

  it('an unknown host', async () => {
    const { probe } = await ask({ url: 'http://no-such-host.invalid:8207/health' })
    expect(probe).toMatchObject({ outcome: 'unreachable', fault: 'dns' })
  })

  it('cancelled before and during', async () => {
    const url = await serveRaw(() => undefined)
    const before = ask({ url, signal: AbortSignal.abort() })
    await expect(before).rejects.toMatchObject({ code: 'aborted' })
    const stop = new AbortController()
    const during = ask({ url, signal: stop.signal, timeoutMs: 60_000 })
    stop.abort()
    await expect(during).rejects.toMatchObject({ code: 'aborted' })
  })
})

describe('probeTcp', () => {
  const options = { timeoutMs: 1_000, slowMs: 1_000, now: () => 7 }

  it('is healthy once connected', async () => {
    const port = await portOf(createTcpServer())
    const { signal } = new AbortController()
    const { probe } = await probeTcp({ ...options, host: '127.0.0.1', port, signal })
    expect(probe).toMatchObject({ at: 7, outcome: 'healthy', status: null, fault: null })
  })

  it('names a refusal and an unknown host', async () => {
    const port = await portOf(createTcpServer())
    await closeNewest()
    const { signal } = new AbortController()
    const refused = await probeTcp({ ...options, host: 'localhost', port, signal })
    expect(refused.probe).toMatchObject({ outcome: 'unreachable', fault: 'refused' })
    const lost = await probeTcp({ ...options, host: 'no-such-host.invalid', port, signal })
    expect(lost.probe).toMatchObject({ outcome: 'unreachable', fault: 'dns' })
  })

  it('rejects when cancelled', async () => {
    const port = await portOf(createTcpServer())
    const asked = probeTcp({ ...options, host: '127.0.0.1', port, signal: AbortSignal.abort() })
    await expect(asked).rejects.toMatchObject({ code: 'aborted' })
  })
})
