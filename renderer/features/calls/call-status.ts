import type { CallSummary } from '../../../shared/domain/calls'
import type { Tone } from '../../components/tone'

export const statusFilters = ['all', 'ok', 'refused', 'broken'] as const
type StatusFilter = (typeof statusFilters)[number]

/** What the filter of the call list wants. */
export interface CallFilter {
  service: string
  status: StatusFilter
  text: string
}

/** The group a call falls into, by its status alone. */
function statusGroup({ status }: Pick<CallSummary, 'status'>): StatusFilter {
  if (status === null || status >= 500) return 'broken'
  return status >= 400 ? 'refused' : 'ok'
}

/** The tone of a call: an error counts even under a good status. */
export function callTone(call: Pick<CallSummary, 'status' | 'error'>): Tone {
  const group = statusGroup(call)
  if (group === 'broken') return 'worse'
  if (group === 'refused') return 'warn'
  return call.error === null ? 'ok' : 'bad'
}

/** True when the call passes the filter. */
export function isWanted(call: CallSummary, { service, status, text }: CallFilter): boolean {
  if (service !== 'all' && call.service !== service) return false
  if (status !== 'all' && statusGroup(call) !== status) return false
  const wanted = text.trim().toLowerCase()
  if (wanted === '') return true
  return [call.url, call.operation, call.method, call.error?.message, call.error?.code].some(
    (part) => part?.toLowerCase().includes(wanted) === true,
  )
}
