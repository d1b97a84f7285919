import { afterEach, describe, expect, it } from 'vitest'
import { zervigoIds } from '../../shared/domain/services'
import { auth } from '../../electron/zervigo/auth'
import { looma } from '../../electron/zervigo/looma'
import { clientOn, profileOn } from '../../electron/zervigo/test-servers'
import { createClosers } from '../../electron/test-closers'
import type { PeerOptions } from '../fixtures/peer/options'
import { http, refusedUrl, type RawFault, type Talk } from '../fixtures/peer/raw'
import { probeOf, reading } from './console-side'
import { openPeerSide, openRawSide } from './peer-side'

const { add, closeAll } = createClosers()
afterEach(closeAll)

const peerSide = (options: PeerOptions = {}) => openPeerSide(options, add)
const rawSide = (talk: RawFault | Talk, timeoutMs?: number) => openRawSide(talk, add, timeoutMs)

describe('12. redirects are not followed', () => {
  it.each([
    ['redirect-slash', '/health/'],
    ['redirect-307', '/elsewhere'],
    ['redirect-loop', '/health'],
    ['redirect-elsewhere', 'http://198.51.100.7/steal'],
  ] as const)('%s', async (fault, target) => {
    const { client, server } = await rawSide(fault)
    const exchange = await client.exchange(auth.health, undefined)
    expect(reading(exchange)).toBe('redirected redirect')
    expect(String(exchange.failure?.facts['location'])).toContain(target)
    expect(server.requests).toHaveLength(1)
    expect((await probeOf(server.url, 'auth')).probe).toMatchObject({
      outcome: 'failing',
      fault: 'status',
    })
  })

  it('a missing slash of the user service', async () => {
    const { client } = await peerSide()
    const exchange = await client.request('user', 'GET', '/api/v1/users')
    expect(reading(exchange)).toBe('redirected redirect')
  })
})

describe('13. request ids and header names', () => {
  it('keeps its own id when Looma answers with another', async () => {
    const { peer, client } = await peerSide()
    const { call, headers } = await client.exchange(looma.root, undefined)
    const sent = peer.requests.at(-1)?.headers['x-request-id']
    expect(sent).toBe(call.correlationId)
    expect(headers['x-request-id']).not.toBe(sent)
  })

  it('reads header names in any case, and needs none', async () => {
    const { client } = await rawSide((socket) => {
      socket.end(
        'HTTP/1.1 200 OK\r\nCONTENT-type: APPLICATION/JSON\r\ncontent-LENGTH: 20\r\n\r\n{"status":"healthy"}',
      )
    })
    const exchange = await client.exchange(auth.health, undefined)
    expect(exchange.headers['content-type']).toBe('APPLICATION/JSON')
    expect(reading(exchange)).toBe('good')
    const bare = await rawSide((socket) => {
      socket.end('HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n{"status":"healthy"}')
    })
    expect(reading(await bare.client.exchange(auth.health, undefined))).toBe('good')
  })
})

describe('14. probes use GET only', () => {
  it('sends nothing else to any of the seven', async () => {
    const { peer } = await peerSide()
    for (const id of ['looma', ...zervigoIds] as const) {
      expect((await probeOf(peer.url(id), id)).probe.outcome).toBe('healthy')
    }
    expect(new Set(peer.requests.map(({ method }) => method))).toEqual(new Set(['GET']))
  })
})

describe('15. connections that fail', () => {
  it('refused', async () => {
    const url = await refusedUrl()
    const { client } = clientOn(profileOn(url))
    add(() => client.close())
    expect(reading(await client.exchange(auth.health, undefined))).toBe('unreachable refused')
    expect((await probeOf(url, 'auth')).probe).toMatchObject({
      outcome: 'unreachable',
      fault: 'refused',
    })
  })

  it.each([
    ['reset', /^unreachable (reset|closed)/, 'unreachable'],
    ['close', /^unreachable (reset|closed)/, 'unreachable'],
    ['reset-mid-body', /^unreachable cut/, 'unreachable'],
    ['cut-by-length', /^(malformed length|unreachable cut)/, 'unreachable'],
    ['silent', /^timeout answer/, 'unreachable'],
    ['dribble', /^timeout (answer|body)/, 'unreachable'],
  ] as const)('%s', async (fault, read, outcome) => {
    const { client, server } = await rawSide(fault, 400)
    expect(reading(await client.exchange(auth.health, undefined))).toMatch(read)
    expect((await probeOf(server.url, 'auth', 400)).probe.outcome).toBe(outcome)
  })
})

describe('16. localhost where only IPv4 listens', () => {
  it('is reached by client and probe', async () => {
    const { peer } = await peerSide()
    const url = `http://localhost:${peer.ports.auth}`
    const { client } = clientOn(profileOn(url))
    add(() => client.close())
    expect(reading(await client.exchange(auth.health, undefined))).toBe('good')
    expect((await probeOf(url, 'auth')).probe.outcome).toBe('healthy')
  })
})

describe('17. a kept-alive connection that the server closed', () => {
  it('repeats a read once', async () => {
    const { client, server } = await rawSide((socket, _text, request) => {
      if (request === 2) return void socket.destroy()
      socket.write(http(200, '{"status":"healthy"}', { Connection: 'keep-alive' }))
    })
    expect(reading(await client.exchange(auth.health, undefined))).toBe('good')
    expect(reading(await client.exchange(auth.health, undefined))).toBe('good')
    expect(server.requests).toHaveLength(3)
  })

  it('never repeats a write', async () => {
    const { client, server } = await rawSide((socket, _text, request) => {
      if (request === 2) return void socket.destroy()
      socket.write(http(200, '{"success":true}', { Connection: 'keep-alive' }))
    })
    await client.exchange(looma.sync, { id: 't' })
    expect(reading(await client.exchange(looma.sync, { id: 't' }))).toMatch(/^unreachable/)
    expect(server.requests).toHaveLength(2)
  })

  it('survives a server that closes what it promised to keep', async () => {
    const { client, server } = await rawSide('keep-alive-closed')
    expect(reading(await client.exchange(auth.health, undefined))).toBe('good')
    await expect.poll(() => server.requests.length).toBe(1)
    expect(reading(await client.exchange(auth.health, undefined))).toBe('good')
  })
})

describe('18. another program on the port', () => {
  it.each(['ssh', 'redis', 'mysql'] as const)('%s', async (fault) => {
    const { client, server } = await rawSide(fault)
    expect(reading(await client.exchange(auth.health, undefined))).toBe('malformed notHttp')
    expect((await probeOf(server.url, 'auth')).probe).toMatchObject({
      outcome: 'failing',
      fault: 'shape',
    })
  })
})
