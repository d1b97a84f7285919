import { once } from 'node:events'
import { MessageChannel, type MessagePort } from 'node:worker_threads'
import { afterEach, expect, test } from 'vitest'
import { OpsError } from '../../shared/errors'
import type { Sources, StreamItem, StreamSink } from '../../shared/ipc'
import { StreamFrame } from '../../shared/stream'
import type { Log } from '../platform/log'
import { createSubscriptions } from './subscriptions'

type Line = StreamItem<'services:log'>
type Sink = StreamSink<Line>

const openPorts: MessagePort[] = []
afterEach(() => {
  for (const port of openPorts.splice(0)) port.close()
})

const silent: Log = { info: () => undefined, warn: () => undefined, error: () => undefined }

const line = (index: number): Line => ({
  seq: index,
  at: 1,
  source: 'stdout',
  text: `line ${index}`,
})

/** A page's end of a port: takes frames one at a time and acknowledges only when told. */
function reader(port: MessagePort) {
  const frames: StreamFrame[] = []
  const waiters: ((frame: StreamFrame) => void)[] = []
  port.on('message', (message: unknown) => {
    const frame = StreamFrame.parse(message)
    const waiter = waiters.shift()
    if (waiter === undefined) frames.push(frame)
    else waiter(frame)
  })
  return {
    next: () =>
      new Promise<StreamFrame>((resolve) => {
        const frame = frames.shift()
        if (frame === undefined) waiters.push(resolve)
        else resolve(frame)
      }),
    waiting: () => frames.length,
    ack: () => port.postMessage({ type: 'ack' }),
    say: (message: unknown) => port.postMessage(message),
  }
}

function setUp(source: (sink: Sink) => void) {
  const sources: Sources = {
    'services:log': (_input, sink) => source(sink),
    'logs:follow': (_input, sink) => sink.end(),
    'docker:log': (_input, sink) => sink.end(),
  }
  const subscriptions = createSubscriptions({ sources, log: silent })
  const open = (request: unknown, isTrusted = true, sender = 1) => {
    const { port1, port2 } = new MessageChannel()
    openPorts.push(port1, port2)
    const page = reader(port1)
    const subscription = subscriptions.open({ sender, request, isTrusted, port: port2 })
    if (subscription !== null) {
      port2.on('message', (message: unknown) => subscription.receive(message))
      port2.on('close', () => subscription.closed())
    }
    return { page, port: port1, isOpen: subscription !== null }
  }
  return { open }
}

const request = (id = 's1') => ({ name: 'services:log', input: { id: 'auth' }, id })

/** Resolves when the source was connected, with its sink. */
function sinkOf() {
  let give: (sink: Sink) => void = () => undefined
  const taken = new Promise<Sink>((resolve) => (give = resolve))
  return { taken, give }
}

test('items arrive in order, the end after the last of them', async () => {
  const { open } = setUp((sink) => {
    for (let index = 0; index < 200; index += 1) sink.push([line(index)])
    sink.end()
  })
  const { page } = open(request())
  const items: unknown[] = []
  for (let frame = await page.next(); frame.type === 'batch'; frame = await page.next()) {
    expect(frame.dropped).toBe(0)
    items.push(...frame.items)
    page.ack()
  }
  expect(items).toEqual(Array.from({ length: 200 }, (_, index) => line(index)))
})

test('a page that does not acknowledge gets one batch; what exceeds the bound is counted', async () => {
  const { taken, give } = sinkOf()
  const { open } = setUp(give)
  const { page } = open(request())
  const sink = await taken
  sink.push([line(0)])
  for (let index = 1; index <= 2_500; index += 1) sink.push([line(index)])
  sink.end()

  expect(await page.next()).toEqual({ type: 'batch', items: [line(0)], dropped: 0 })
  expect(page.waiting()).toBe(0)
  page.ack()
  const second = await page.next()
  expect(second).toMatchObject({ type: 'batch', dropped: 500 })
  expect(second.type === 'batch' && second.items).toHaveLength(2_000)
  expect(second.type === 'batch' && second.items.at(-1)).toEqual(line(2_500))
  page.ack()
  expect(await page.next()).toEqual({ type: 'end', error: null })
})

test('one push larger than the bound is cut, not built', async () => {
  const { open } = setUp((sink) => {
    sink.push(Array.from({ length: 5_000 }, (_, index) => line(index)))
  })
  const { page } = open(request())
  const frame = await page.next()
  expect(frame).toMatchObject({ type: 'batch', dropped: 3_000 })
  expect(frame.type === 'batch' && frame.items[0]).toEqual(line(3_000))
})

test('a typed failure of the source reaches the page as it is', async () => {
  const { open } = setUp((sink) => sink.fail(new OpsError('missing', 'no such service')))
  expect(await open(request()).page.next()).toMatchObject({
    type: 'end',
    error: { code: 'missing', message: 'no such service' },
  })
})

test.each<[string, (sink: Sink) => void]>([
  [
    'throws',
    () => {
      throw new Error('secret detail')
    },
  ],
  ['sends what the contract does not allow', (sink) => sink.push([{ text: 5 } as never])],
])('a source that %s ends as internal', async (_what, source) => {
  const frame = await setUp(source).open(request()).page.next()
  expect(frame).toMatchObject({ type: 'end', error: { code: 'internal' } })
  expect(JSON.stringify(frame)).not.toContain('secret detail')
})

test('closing the page aborts the source', async () => {
  const { taken, give } = sinkOf()
  const { open } = setUp(give)
  const { port } = open(request())
  const sink = await taken
  const aborted = new Promise<void>((resolve) =>
    sink.signal.addEventListener('abort', () => resolve()),
  )
  port.close()
  await aborted
  expect(sink.signal.aborted).toBe(true)
  sink.push([line(1)])
})

test('anything but an acknowledgement closes the stream', async () => {
  const { taken, give } = sinkOf()
  const { open } = setUp(give)
  const { page, port } = open(request())
  const sink = await taken
  const closed = once(port, 'close')
  page.say({ type: 'more', count: 1_000_000 })
  expect(await page.next()).toMatchObject({ type: 'end', error: { code: 'invalid' } })
  await closed
  expect(sink.signal.aborted).toBe(true)
})

test.each([
  ['an untrusted sender', request(), false, 'rejected'],
  ['an unknown stream', { ...request(), name: 'services:secrets' }, true, 'rejected'],
  ['an inherited name', { ...request(), name: 'toString' }, true, 'rejected'],
  ['a bad input', { ...request(), input: { id: '' } }, true, 'invalid'],
  ['an extra key', { ...request(), more: 1 }, true, 'invalid'],
  ['no object', 'services:log', true, 'invalid'],
])(
  '%s is refused on the port, without reaching the source',
  async (_what, asked, trusted, code) => {
    const { open } = setUp(() => expect.unreachable('the source was reached'))
    const { page, isOpen } = open(asked, trusted)
    expect(isOpen).toBe(false)
    expect(await page.next()).toMatchObject({ type: 'end', error: { code } })
  },
)

test('the same id of the same page is refused while it is open, and free again after', async () => {
  const { taken, give } = sinkOf()
  const { open } = setUp(give)
  const first = open(request('a'))
  expect(open(request('a')).isOpen).toBe(false)
  expect(open(request('a'), true, 2).isOpen).toBe(true)
  const sink = await taken
  sink.end()
  await first.page.next()
  expect(open(request('a')).isOpen).toBe(true)
})

test('streams are bounded in number', async () => {
  const { open } = setUp(() => undefined)
  for (let index = 0; index < 50; index += 1) expect(open(request(`s${index}`)).isOpen).toBe(true)
  const refused = open(request('one-more'))
  expect(await refused.page.next()).toMatchObject({ type: 'end', error: { code: 'busy' } })
})
