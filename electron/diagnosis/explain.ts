import type { Cause } from '../../shared/domain/checklist'
import type { ServiceId } from '../../shared/domain/services'
import type { OpsError } from '../../shared/errors'
import type { ServiceView } from '../checklist/system-view'
import type { Exchange } from '../zervigo/exchange'
import { cause } from './causes'

/** Why no complete JSON answer came from a service. */
export function transportCause(failure: OpsError, service: ServiceId, url: string): Cause {
  const facts = { service, url, detail: failure.message }
  switch (failure.code) {
    case 'unreachable':
      return cause('SERVICE_DOWN', facts)
    case 'timeout':
      return cause('SERVICE_TIMEOUT', facts)
    case 'redirected':
      return cause('REDIRECTED', facts)
    case 'oversized':
      return cause('OVERSIZED', facts)
    case 'aborted':
      return cause('CANCELLED')
    default:
      return statusCause(failure) ?? cause('NOT_JSON', facts)
  }
}

/** A status says more than a body that cannot be read: a bare 500 is a crash, not bad JSON. */
function statusCause({ code, message, facts }: OpsError): Cause | null {
  const status = Number(facts.status ?? 0)
  if (code !== 'malformed' || status < 400) return null
  return cause('WRONG_STATUS', {
    ...{ status, detail: message },
    // What should be refused may be answered with 4xx, nothing may be answered with 5xx.
    expected: status >= 500 ? '< 500' : '2xx',
  })
}

/** Why a direct health request was not healthy; null when it was. */
export function healthCause(view: ServiceView): Cause | null {
  const { probe } = view
  if (probe.outcome === 'healthy') return null
  const facts = {
    service: view.id,
    url: view.url,
    actual: view.reportedName ?? '?',
    detail: probe.detail ?? probe.fault ?? probe.outcome,
  }
  switch (probe.fault) {
    case 'refused':
    case 'reset':
    case 'dns':
      return cause('SERVICE_DOWN', facts)
    case 'timeout':
    case 'slow':
      return cause('SERVICE_TIMEOUT', facts)
    case 'identity':
      // An error answer need not name its service; the status is what is wrong with it.
      return view.reportedName === null && probe.status !== null && probe.status >= 400
        ? cause('SERVICE_UNHEALTHY', { ...facts, detail: `HTTP ${probe.status}` })
        : cause('WRONG_IDENTITY', facts)
    case 'shape':
      return cause('NOT_JSON', facts)
    case 'status':
      return probe.status !== null && probe.status < 400
        ? cause('REDIRECTED', facts)
        : cause('SERVICE_UNHEALTHY', facts)
    default:
      return cause(probe.outcome === 'unreachable' ? 'SERVICE_DOWN' : 'SERVICE_UNHEALTHY', facts)
  }
}

/** One line about an answer: its status and the server's own words. */
export function summaryOf(exchange: Exchange): string {
  if (exchange.failure !== null) return exchange.failure.message
  const body = exchange.call.response?.body.text ?? ''
  return `HTTP ${exchange.status ?? '?'} ${body.length > 160 ? `${body.slice(0, 157)}…` : body}`
}

/** Why a complete answer is not a success. */
export function answerCause(problem: OpsError, exchange: Exchange, expected = '2xx'): Cause {
  const status = exchange.status ?? 0
  const facts = { status, expected, detail: problem.message }
  return status >= 200 && status < 300
    ? cause('BUSINESS_FAILURE', facts)
    : cause('WRONG_STATUS', facts)
}
