import { summarizeCall, type CallRecord, type CallSummary } from '../../shared/domain/calls'
import { OpsError } from '../../shared/errors'
import { asCurl } from '../zervigo/curl'

/** The newest calls of this console, for looking at the exact exchange. */
export interface CallLog {
  add(record: CallRecord): void
  /** Newest first. */
  list(limit: number): CallSummary[]
  get(id: string): CallRecord & { curl: string }
}

/** Keeps the newest `keep` records in memory; evidence of a run is kept with the run. */
export function createCallLog(keep: number, onAdded: (call: CallSummary) => void): CallLog {
  const records = new Map<string, CallRecord>()
  return {
    add(record) {
      records.set(record.id, record)
      for (const oldest of records.keys()) {
        if (records.size <= keep) break
        records.delete(oldest)
      }
      onAdded(summarizeCall(record))
    },
    list: (limit) => [...records.values()].slice(-limit).reverse().map(summarizeCall),
    get(id) {
      const record = records.get(id)
      if (record === undefined) {
        throw new OpsError('missing', 'the call is no longer kept', { facts: { id } })
      }
      return { ...record, curl: asCurl(record) }
    },
  }
}
