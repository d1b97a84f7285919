import { describe, expect, it } from 'vitest'
import type { LogLine } from '../../shared/domain/services'
import { OpsError } from '../../shared/errors'
import { call, open } from './client'
import { createFakeBridge, type FakeBridge } from './fake-bridge'

const line = (seq: number): LogLine => ({ seq, at: seq, source: 'stdout', text: `line ${seq}` })

/** Waits until `isTrue`; the test's own deadline ends a wait in vain. */
async function until(isTrue: () => boolean): Promise<void> {
  while (!isTrue()) await new Promise((resolve) => setTimeout(resolve))
}

function streamOf(bridge: FakeBridge) {
  const stream = bridge.streams.at(-1)
  if (stream === undefined) throw new Error('no stream was opened')
  return stream
}

describe('call', () => {
  it('rebuilds the error of main as an OpsError with its facts', async () => {
    createFakeBridge({
      'services:start': () => {
        throw new OpsError('port', 'busy', { facts: { port: 8207 }, callId: 'c1' })
      },
    })
    const error = await call('services:start', { id: 'auth' }).catch((thrown: unknown) => thrown)
    expect(error).toBeInstanceOf(OpsError)
    expect(error).toMatchObject({ code: 'port', facts: { port: 8207 }, callId: 'c1' })
  })

  it('answers what main answered', async () => {
    createFakeBridge({ 'services:incidents': ({ limit }) => (limit === 5 ? [] : Promise.reject()) })
    await expect(call('services:incidents', { limit: 5 })).resolves.toEqual([])
  })
})

describe('open', () => {
  it('acknowledges each batch after it was taken and adds up what was dropped', async () => {
    const bridge = createFakeBridge()
    const seen: number[] = []
    let dropped = 0
    let release: () => void = () => undefined
    const done = open(
      'services:log',
      { id: 'auth' },
      (items, lost) => {
        seen.push(...items.map(({ seq }) => seq))
        dropped += lost
        return new Promise<void>((resolve) => (release = resolve))
      },
      new AbortController().signal,
    )
    const stream = streamOf(bridge)
    stream.send([line(0)])
    await until(() => seen.length === 1)
    expect(stream.received).toEqual([])
    release()
    await until(() => stream.received.length === 1)
    expect(stream.received).toEqual([{ type: 'ack' }])

    stream.send([line(15), line(16)], 14)
    await until(() => seen.length === 3)
    release()
    await until(() => stream.received.length === 2)
    expect(seen).toEqual([0, 15, 16])
    expect(dropped).toBe(14)
    stream.end()
    await expect(done).resolves.toBeUndefined()
  })

  it('rejects with the typed error of the source', async () => {
    const bridge = createFakeBridge()
    const done = open('services:log', { id: 'x' }, () => undefined, new AbortController().signal)
    streamOf(bridge).end({
      type: 'end',
      error: { code: 'missing', message: 'no such service', facts: {}, callId: null },
    })
    await expect(done).rejects.toMatchObject({ name: 'OpsError', code: 'missing' })
  })

  it('rejects a frame it does not know', async () => {
    const bridge = createFakeBridge()
    const done = open('services:log', { id: 'x' }, () => undefined, new AbortController().signal)
    streamOf(bridge).end({ type: 'surprise' } as never)
    await expect(done).rejects.toMatchObject({ code: 'malformed' })
  })

  it('closes its port when aborted and takes nothing more', async () => {
    const bridge = createFakeBridge()
    const stop = new AbortController()
    const seen: unknown[] = []
    const done = open('services:log', { id: 'x' }, (items) => void seen.push(items), stop.signal)
    const stream = streamOf(bridge)
    stop.abort()
    await expect(done).resolves.toBeUndefined()
    await until(() => stream.isClosed())
    expect(seen).toEqual([])
  })
})
