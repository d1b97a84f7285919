import type { ServiceId } from '../../shared/domain/services'
import { OpsError } from '../../shared/errors'
import type { Exchange } from './exchange'

/** One remote operation as data: where it goes, what it sends, how its answer is read. */
export interface Operation<A, T> {
  /** Stable name for records, e.g. `talent.sync`. */
  name: string
  service: ServiceId
  method: 'GET' | 'POST'
  path(args: A): string
  body?(args: A): unknown
  /** True when the service asks for a token. */
  secured: boolean
  /** True when it changes something; such a call is never repeated silently. */
  writes: boolean
  pace?: 'normal' | 'chat' | 'bulk'
  decode(json: unknown, exchange: Exchange): T
}

/** Encodes one path segment, refusing what no URL can carry as a single segment. */
export function segment(text: string): string {
  // URL parsers drop `.` and `..` even when they are percent-encoded, which would hit another route.
  if (text === '' || text === '.' || text === '..') {
    throw new OpsError('invalid', `"${text}" cannot be part of a URL path`, {
      facts: { field: 'id', value: text },
    })
  }
  try {
    return encodeURIComponent(text)
  } catch (cause) {
    throw new OpsError('invalid', 'text with half of a surrogate pair cannot be sent', {
      facts: { field: 'id' },
      cause,
    })
  }
}

/** Writes a query string from the values that are present, in the given order. */
export function query(values: Record<string, string | number | undefined>): string {
  const parameters = new URLSearchParams()
  for (const [name, value] of Object.entries(values)) {
    if (value !== undefined) parameters.append(name, String(value))
  }
  const text = parameters.toString()
  return text === '' ? '' : `?${text}`
}
