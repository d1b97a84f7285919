import { z } from 'zod'
import { EpochMs, ServiceId } from './services'

/** Header lines in wire order; secret values are already masked. */
export const Headers = z.array(z.tuple([z.string(), z.string()]))
export type Headers = z.infer<typeof Headers>

/** A body as kept for evidence. */
export const RecordedBody = z.object({
  /** Masked text; null when there was no body. */
  text: z.string().nullable(),
  /** Decoded length on the wire. */
  bytes: z.number().int().nonnegative(),
  /** True when `text` is only the beginning. */
  truncated: z.boolean(),
})
export type RecordedBody = z.infer<typeof RecordedBody>

/** Milliseconds spent in each part of a call; null where it was not reached. */
export const CallTimings = z.object({
  /** Waiting for a place in the queue to this service. */
  queuedMs: z.number().nonnegative(),
  /** New connection; null when a kept-alive one was used. */
  connectMs: z.number().nonnegative().nullable(),
  firstByteMs: z.number().nonnegative().nullable(),
  totalMs: z.number().nonnegative(),
})
export type CallTimings = z.infer<typeof CallTimings>

/** One HTTP exchange kept as evidence; masked before it leaves the client. */
export const CallRecord = z.object({
  id: z.string(),
  at: EpochMs,
  service: ServiceId,
  /** Name of the typed operation, e.g. `talent.sync`. */
  operation: z.string(),
  method: z.string(),
  url: z.string(),
  /** Sent as `X-Request-ID`, so that service logs can be matched. */
  correlationId: z.string(),
  /** 1 for the first try; a renewed token makes a second. */
  attempt: z.number().int().positive(),
  status: z.number().int().nullable(),
  timings: CallTimings,
  request: z.object({ headers: Headers, body: RecordedBody }),
  response: z.object({ headers: Headers, body: RecordedBody }).nullable(),
  error: z.object({ code: z.string(), message: z.string() }).nullable(),
})
export type CallRecord = z.infer<typeof CallRecord>

/** One line of the call list. */
export const CallSummary = CallRecord.pick({
  id: true,
  at: true,
  service: true,
  operation: true,
  method: true,
  url: true,
  status: true,
  error: true,
}).extend({ durationMs: z.number().nonnegative() })
export type CallSummary = z.infer<typeof CallSummary>

/** The line a call record shows in a list. */
export function summarizeCall(record: CallRecord): CallSummary {
  const { id, at, service, operation, method, url, status, error } = record
  return {
    id,
    at,
    service,
    operation,
    method,
    url,
    status,
    error,
    durationMs: record.timings.totalMs,
  }
}
