import { z } from 'zod'
import { OpsError, toWire } from '../../shared/errors'
import { streams, type Sources, type StreamName, type StreamSink } from '../../shared/ipc'
import type { Log } from '../platform/log'
import { createStreamSender, type StreamPort, type StreamSender } from './stream'

/** What a page says when it opens a stream. */
const OpenRequest = z.strictObject({
  name: z.string(),
  input: z.unknown(),
  id: z.string().min(1).max(100),
})

export interface OpenAttempt {
  /** The page that asks; two pages may use the same ids. */
  sender: number
  request: unknown
  isTrusted: boolean
  port: StreamPort
}

/** Most streams open at once, over all pages. */
const maxOpen = 50

const isStreamName = (name: string): name is StreamName => Object.hasOwn(streams, name)

/** Makes the function that opens streams: trust, parse, refuse duplicates, connect the source. */
export function createSubscriptions({ sources, log }: { sources: Sources; log: Log }) {
  const open = new Set<string>()

  const connect = ({ sender, request, isTrusted, port }: OpenAttempt): StreamSender => {
    if (!isTrusted) throw new OpsError('rejected', 'untrusted sender')
    const parsed = OpenRequest.safeParse(request)
    if (!parsed.success) throw new OpsError('invalid', 'malformed stream request')
    const { name, input, id } = parsed.data
    if (!isStreamName(name)) throw new OpsError('rejected', 'unknown stream')
    const parsedInput = streams[name].input.safeParse(input)
    if (!parsedInput.success) throw new OpsError('invalid', `${name}: input refused`)
    const key = `${sender}:${id}`
    if (open.has(key)) throw new OpsError('rejected', 'stream is already open')
    if (open.size >= maxOpen) throw new OpsError('busy', 'too many open streams')

    open.add(key)
    const subscription = createStreamSender({
      port,
      parseItem: (item) => streams[name].item.parse(item),
      onEnd: (error) => {
        open.delete(key)
        if (error !== null && !(error instanceof OpsError)) log.error('ipc', `${name} broke`, error)
      },
    })
    // The name picks input and source together, which the compiler cannot follow across a union.
    const source = sources[name] as (input: unknown, sink: StreamSink<unknown>) => void
    try {
      source(parsedInput.data, subscription.sink)
    } catch (error) {
      subscription.sink.fail(error)
    }
    return subscription
  }

  return {
    /** Opens a stream; a refusal is told on the port, which is then closed, and answers null. */
    open(attempt: OpenAttempt): StreamSender | null {
      try {
        return connect(attempt)
      } catch (error) {
        log.warn('ipc', 'stream refused', { reason: toWire(error).message })
        attempt.port.postMessage({ type: 'end', error: toWire(error) })
        attempt.port.close()
        return null
      }
    },
  }
}
