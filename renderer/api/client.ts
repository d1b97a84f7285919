import type { Bridge } from '../../shared/bridge'
import { fromWire, OpsError } from '../../shared/errors'
import type {
  CallArgs,
  CallName,
  CallOutput,
  EventName,
  EventPayload,
  StreamInput,
  StreamItem,
  StreamName,
} from '../../shared/ipc'
import { StreamFrame, type StreamAck } from '../../shared/stream'

declare global {
  interface Window {
    bridge: Bridge
  }
}

/** Longest wait for main to hand over the port of a stream. */
const portDeadlineMs = 10_000

const ack: StreamAck = { type: 'ack' }

/** Asks main; throws the `OpsError` that main sent. */
export async function call<C extends CallName>(
  name: C,
  ...args: CallArgs<C>
): Promise<CallOutput<C>> {
  const envelope = await window.bridge.invoke(name, args[0])
  if (!envelope.ok) throw fromWire(envelope.error)
  // Main compiles against the same contract, so its answers are not data from outside.
  return envelope.value as CallOutput<C>
}

/** Listens to an event of main; the result stops listening. */
export function on<E extends EventName>(
  name: E,
  listener: (payload: EventPayload<E>) => void,
): () => void {
  return window.bridge.on(name, (json) => listener(JSON.parse(json) as EventPayload<E>))
}

/** Takes a batch; when it answers a promise, the next batch waits for it. */
export type BatchListener<T> = (items: readonly T[], dropped: number) => void | Promise<void>

/** Reads a stream until it ends or `signal` aborts; rejects when the source fails. */
export function open<S extends StreamName>(
  name: S,
  input: StreamInput<S>,
  onBatch: BatchListener<StreamItem<S>>,
  signal: AbortSignal,
): Promise<void> {
  const id = crypto.randomUUID()
  return new Promise((resolve, reject) => {
    let port: MessagePort | null = null
    const settle = (outcome: () => void) => {
      clearTimeout(deadline)
      window.removeEventListener('message', receive)
      signal.removeEventListener('abort', stop)
      port?.close()
      outcome()
    }
    const stop = () => settle(resolve)
    const receive = (event: MessageEvent) => {
      if (!isPortOf(event.data, id)) return
      clearTimeout(deadline)
      window.removeEventListener('message', receive)
      port = event.ports[0] ?? null
      if (port === null) return settle(() => reject(new OpsError('internal', 'stream has no port')))
      port.onmessage = (message: MessageEvent) => void take(message.data)
      port.start()
    }
    const take = async (data: unknown) => {
      const frame = StreamFrame.safeParse(data)
      if (!frame.success) return settle(() => reject(new OpsError('malformed', 'unknown frame')))
      if (frame.data.type === 'end') {
        const { error } = frame.data
        return settle(() => (error === null ? resolve() : reject(fromWire(error))))
      }
      await onBatch(frame.data.items as StreamItem<S>[], frame.data.dropped)
      if (!signal.aborted) port?.postMessage(ack)
    }
    const deadline = setTimeout(
      () => settle(() => reject(new OpsError('timeout', `no port for stream ${name}`))),
      portDeadlineMs,
    )
    if (signal.aborted) return stop()
    signal.addEventListener('abort', stop, { once: true })
    window.addEventListener('message', receive)
    window.bridge.open(name, input, id)
  })
}

function isPortOf(data: unknown, id: string): boolean {
  return (
    typeof data === 'object' &&
    data !== null &&
    'type' in data &&
    data.type === 'ops:port' &&
    'id' in data &&
    data.id === id
  )
}
