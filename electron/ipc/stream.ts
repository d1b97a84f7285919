import { OpsError, toWire } from '../../shared/errors'
import type { StreamSink } from '../../shared/ipc'
import { StreamAck, type StreamFrame } from '../../shared/stream'

/** The sending half of a port, as Node's and Electron's message ports both have it. */
export interface StreamPort {
  postMessage(frame: StreamFrame): void
  close(): void
}

export interface StreamSenderOptions<T> {
  port: StreamPort
  /** Refuses an item that is not what the contract says; throws on a bad one. */
  parseItem: (item: unknown) => T
  /** Told when a stream ends, with the error that ended it or null. */
  onEnd: (error: unknown) => void
  /** Most items that wait for a slow page; older ones are dropped and counted. */
  maxWaiting?: number
}

/** A stream on its way: where the source writes, and what the port's events are handed to. */
export interface StreamSender {
  readonly sink: StreamSink<unknown>
  /** Takes a message of the page; anything but an acknowledgement closes the stream. */
  receive(message: unknown): void
  /** Ends the stream because the page's end is gone. */
  closed(): void
}

/**
 * Sends a stream in batches. The next batch leaves only after the last was acknowledged, so a
 * slow page costs bounded memory here and the source is never paused.
 */
export function createStreamSender<T>({
  port,
  parseItem,
  onEnd,
  maxWaiting = 2_000,
}: StreamSenderOptions<T>): StreamSender {
  const abort = new AbortController()
  let waiting: T[] = []
  let dropped = 0
  let isInFlight = false
  let ending: { error: unknown } | null = null

  const close = (error: unknown) => {
    if (abort.signal.aborted) return
    abort.abort()
    waiting = []
    port.close()
    onEnd(error)
  }

  const finish = (error: unknown) => {
    port.postMessage({ type: 'end', error: error === null ? null : toWire(error) })
    close(error)
  }

  const flush = () => {
    if (abort.signal.aborted || isInFlight) return
    if (waiting.length === 0 && dropped === 0) {
      if (ending !== null) finish(ending.error)
      return
    }
    const items = waiting
    const frame: StreamFrame = { type: 'batch', items, dropped }
    waiting = []
    dropped = 0
    isInFlight = true
    port.postMessage(frame)
  }

  const push = (items: readonly unknown[]) => {
    if (abort.signal.aborted || ending !== null) return
    const kept = items.slice(-maxWaiting)
    try {
      waiting.push(...kept.map(parseItem))
    } catch (error) {
      finish(error)
      return
    }
    dropped += items.length - kept.length
    const excess = waiting.length - maxWaiting
    if (excess > 0) {
      waiting = waiting.slice(excess)
      dropped += excess
    }
    flush()
  }

  const end = (error: unknown) => {
    if (abort.signal.aborted || ending !== null) return
    ending = { error }
    flush()
  }

  return {
    sink: {
      push,
      drop(count) {
        if (abort.signal.aborted || ending !== null) return
        dropped += count
        flush()
      },
      end: () => end(null),
      fail: (error: unknown) => end(error ?? new OpsError('internal', 'stream failed')),
      signal: abort.signal,
    },
    receive: (message) => {
      if (!StreamAck.safeParse(message).success) {
        finish(new OpsError('invalid', 'not an acknowledgement'))
        return
      }
      isInFlight = false
      flush()
    },
    closed: () => close(null),
  }
}
