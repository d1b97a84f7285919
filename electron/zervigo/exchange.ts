import type { CallRecord } from '../../shared/domain/calls'
import type { OpsError } from '../../shared/errors'

/** One finished HTTP exchange: the raw answer for judging, the masked record for keeping. */
export interface Exchange {
  /** Masked evidence; of the last attempt when there were two. */
  call: CallRecord
  status: number | null
  /** Lower-case names; repeated headers are joined. */
  headers: Record<string, string>
  /** Decoded body, unmasked: never stored, logged or shown. */
  text: string
  /** Undefined when the body is not one complete JSON document. */
  json: unknown
  /** Null when a complete JSON answer came, whatever its status says. */
  failure: OpsError | null
}
