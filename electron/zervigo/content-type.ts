import { OpsError } from '../../shared/errors'
import type { Exchange } from './exchange'

const jsonType = /^\s*(?:application|text)\/(?:[\w.-]+\+)?json\b/i

/**
 * What is wrong with the content type of a JSON answer; null when nothing is. The client reads such
 * an answer, other callers refuse it (UPSTREAM 2.4). A missing type is left alone.
 */
export function wrongType({ call, failure, headers, json, status }: Exchange): OpsError | null {
  const type = headers['content-type'] ?? ''
  if (failure !== null || json === undefined || type === '' || jsonType.test(type)) return null
  return new OpsError('malformed', `JSON sent as ${type.slice(0, 100)}`, {
    facts: {
      service: call.service,
      reason: 'contentType',
      ...(status === null ? {} : { status }),
    },
    callId: call.id,
  })
}
