import type { CallRecord, RecordedBody } from '../../shared/domain/calls'

/** Calls of one run, as far as there is room for them. */
export interface CallKeeper {
  add(call: CallRecord): void
  /** Oldest first. */
  calls(): CallRecord[]
  /** Calls that are gone because there were too many. */
  dropped(): number
}

export const callLimits = { calls: 2_000, bodyBytes: 20 * 1024 * 1024 }

/**
 * Keeps the newest calls, since failures end a run more often than they begin it. Over the limit the
 * oldest lose their bodies, which shows as truncated, and beyond it they go.
 */
export function createCallKeeper(limits = callLimits): CallKeeper {
  const kept = new Map<string, CallRecord>()
  let bytes = 0
  let dropped = 0

  const drop = (call: CallRecord): void => {
    bytes -= bodyBytesOf(call)
    kept.delete(call.id)
  }
  return {
    add(call) {
      const known = kept.get(call.id)
      if (known !== undefined) drop(known)
      kept.set(call.id, call)
      bytes += bodyBytesOf(call)
      for (const oldest of kept.values()) {
        if (kept.size <= limits.calls) break
        drop(oldest)
        dropped += 1
      }
      if (bytes <= limits.bodyBytes) return
      for (const oldest of kept.values()) {
        if (bytes <= limits.bodyBytes) break
        bytes -= bodyBytesOf(oldest)
        kept.set(oldest.id, withoutBodies(oldest))
      }
    },
    calls: () => [...kept.values()],
    dropped: () => dropped,
  }
}

function bodyBytesOf({ request, response }: CallRecord): number {
  return Buffer.byteLength(request.body.text ?? '') + Buffer.byteLength(response?.body.text ?? '')
}

function withoutBodies(call: CallRecord): CallRecord {
  const cut = (body: RecordedBody): RecordedBody =>
    body.text === null || body.text === '' ? body : { ...body, text: '', truncated: true }
  const { request, response } = call
  return {
    ...call,
    request: { ...request, body: cut(request.body) },
    response: response === null ? null : { ...response, body: cut(response.body) },
  }
}
