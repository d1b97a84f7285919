import type { Bridge, Envelope } from '../../shared/bridge'
import { toWire } from '../../shared/errors'
import type {
  CallInput,
  CallName,
  CallOutput,
  EventName,
  EventPayload,
  StreamItem,
  StreamName,
} from '../../shared/ipc'
import type { StreamFrame } from '../../shared/stream'

/** What a test answers to a call. */
export type Script = {
  [C in CallName]?: (input: CallInput<C>) => CallOutput<C> | Promise<CallOutput<C>>
}

/** Main's end of a stream that the page opened. */
interface FakeStream<S extends StreamName> {
  readonly name: S
  readonly input: unknown
  send(items: readonly StreamItem<S>[], dropped?: number): void
  end(frame?: Extract<StreamFrame, { type: 'end' }>): void
  /** Messages that came back from the page. */
  readonly received: unknown[]
  readonly isClosed: () => boolean
}

/** A double of `window.bridge`; a call that the test did not script is an error. */
export interface FakeBridge extends Bridge {
  script(more: Script): void
  emit<E extends EventName>(name: E, payload: EventPayload<E>): void
  readonly sent: { name: string; input: unknown }[]
  readonly unscripted: string[]
  readonly streams: FakeStream<StreamName>[]
  inputsOf<C extends CallName>(name: C): CallInput<C>[]
}

/** Makes the double and puts it where the page looks for the bridge. */
export function createFakeBridge(initial: Script = {}): FakeBridge {
  const scripts: Record<string, unknown> = { ...initial }
  const listeners = new Map<string, Set<(json: string) => void>>()
  const sent: FakeBridge['sent'] = []
  const unscripted: string[] = []
  const streams: FakeStream<StreamName>[] = []

  const bridge: FakeBridge = {
    sent,
    unscripted,
    streams,
    script: (more) => void Object.assign(scripts, more),
    inputsOf: (name) =>
      sent.filter((one) => one.name === name).map((one) => one.input as CallInput<typeof name>),
    async invoke(name, input): Promise<Envelope> {
      sent.push({ name, input })
      const handler = scripts[name]
      if (typeof handler !== 'function') {
        unscripted.push(name)
        throw new Error(`unscripted call ${name}`)
      }
      try {
        return { ok: true, value: await handler(input) }
      } catch (error) {
        return { ok: false, error: toWire(error) }
      }
    },
    on(name, listener) {
      const set = listeners.get(name) ?? new Set()
      listeners.set(name, set.add(listener))
      return () => void set.delete(listener)
    },
    emit: (name, payload) =>
      listeners.get(name)?.forEach((listener) => listener(JSON.stringify(payload))),
    open(name, input, id) {
      const channel = new MessageChannel()
      streams.push(createFakeStream(name as StreamName, input, channel.port1))
      const message = { data: { type: 'ops:port', id }, ports: [channel.port2] }
      window.dispatchEvent(Object.assign(new Event('message'), message))
    },
  }
  window.bridge = bridge
  return bridge
}

function createFakeStream(
  name: StreamName,
  input: unknown,
  port: MessagePort,
): FakeStream<StreamName> {
  const received: unknown[] = []
  let closed = false
  port.onmessage = (event: MessageEvent) => received.push(event.data)
  port.addEventListener('close', () => (closed = true))
  return {
    name,
    input,
    received,
    isClosed: () => closed,
    send: (items, dropped = 0) => port.postMessage({ type: 'batch', items, dropped }),
    end: (frame = { type: 'end', error: null }) => port.postMessage(frame),
  }
}
