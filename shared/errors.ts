import { z } from 'zod'

/** Every way an operation can fail, one word each; the page owns the wording. */
export const errorCodes = [
  'invalid',
  'rejected',
  'internal',
  'unreachable',
  'timeout',
  'aborted',
  'malformed',
  'oversized',
  'redirected',
  'refused',
  'unauthorized',
  'denied',
  'missing',
  'upstream',
  'session',
  'credentials',
  'expired',
  'profile',
  'port',
  'process',
  'storage',
  'busy',
  'unsupported',
  'leak',
] as const

/** One failure code; see `errorCodes`. */
export const ErrorCode = z.enum(errorCodes)
export type ErrorCode = z.infer<typeof ErrorCode>

/** An error as it crosses IPC: a closed code, a technical message, facts for the wording. */
export const WireError = z.object({
  code: ErrorCode,
  message: z.string(),
  facts: z.record(z.string(), z.union([z.string(), z.number()])),
  callId: z.string().nullable(),
})
export type WireError = z.infer<typeof WireError>

/** What an `OpsError` may carry besides its code and message. */
export interface OpsErrorOptions {
  /** Named values the page may put into its sentence, e.g. `{ port: 8207, owner: 'python' }`. */
  facts?: Record<string, string | number>
  /** The call record that proves the failure. */
  callId?: string | null
  cause?: unknown
}

/** The only error that features throw on purpose; anything else is a bug and becomes `internal`. */
export class OpsError extends Error {
  readonly code: ErrorCode
  readonly facts: Record<string, string | number>
  readonly callId: string | null

  constructor(code: ErrorCode, message: string, options: OpsErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause })
    this.name = 'OpsError'
    this.code = code
    this.facts = options.facts ?? {}
    this.callId = options.callId ?? null
  }
}

/** Turns anything thrown into what may cross IPC; a bug keeps its text in main. */
export function toWire(error: unknown): WireError {
  if (error instanceof OpsError) {
    return { code: error.code, message: error.message, facts: error.facts, callId: error.callId }
  }
  return { code: 'internal', message: 'internal error', facts: {}, callId: null }
}

/** Rebuilds the typed error on the page's side of IPC. */
export function fromWire(error: WireError): OpsError {
  return new OpsError(error.code, error.message, { facts: error.facts, callId: error.callId })
}
