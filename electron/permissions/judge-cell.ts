import type { Cause } from '../../shared/domain/checklist'
import type {
  Access,
  Expectations,
  MatrixCell,
  ProtectedEndpoint,
  ProtectedId,
} from '../../shared/domain/permissions'
import { cause } from '../diagnosis/causes'
import { transportCause } from '../diagnosis/explain'
import type { Exchange } from '../zervigo/exchange'
import { judge } from '../zervigo/judge'

type Observed = MatrixCell['observed']

/** Who asked, as far as a verdict needs it. */
export interface Asker {
  username: string
  role: string | null
}

/** What an answer shows about access, apart from what was expected. */
export function accessOf(exchange: Exchange): Observed {
  const { status, failure } = exchange
  // A page in between may refuse with any status; it is not Looma's word about this account.
  if (failure !== null && (status === null || failure.facts.reason === 'html')) return 'error'
  const problem = judge(exchange)
  if (problem === null) return 'allowed'
  if (problem.code === 'denied') return 'denied'
  return problem.code === 'unauthorized' ? 'unauthorized' : 'error'
}

/** What a role should be able to do; the case of its name does not matter. */
export function expectedFor(
  expectations: Expectations,
  role: string | null,
  endpoint: ProtectedId,
): Access | null {
  if (role === null) return null
  const wanted = folded(role)
  const exact = Object.hasOwn(expectations, role) ? expectations[role] : undefined
  const row = exact ?? Object.entries(expectations).find(([name]) => folded(name) === wanted)?.[1]
  return row?.[endpoint] ?? null
}

/** The verdict about one account at one endpoint. A denial that was expected is a pass. */
export function judgeCell(
  endpoint: ProtectedEndpoint,
  asker: Asker,
  expected: Access | null,
  exchange: Exchange,
): Pick<MatrixCell, 'observed' | 'verdict' | 'cause'> {
  const observed = accessOf(exchange)
  const facts = {
    endpoint: `${endpoint.method} ${endpoint.path}`,
    account: asker.username,
    role: asker.role ?? '?',
    permission: endpoint.permission,
    status: exchange.status ?? '-',
    detail: judge(exchange)?.message ?? '',
  }
  const unknown = (why: Cause) => ({ observed, verdict: 'unknown' as const, cause: why })
  if (observed === 'error' || observed === 'not-asked') return unknown(errorCause(exchange, facts))
  if (observed === 'unauthorized') return unknown(cause('MATRIX_UNAUTHORIZED', facts))
  if (expected === null) {
    const why = cause('MATRIX_NO_EXPECTATION', facts)
    return unknown({ ...why, action: { kind: 'open-permissions' } })
  }
  if ((expected === 'allow') === (observed === 'allowed')) {
    return { observed, verdict: 'pass', cause: null }
  }
  const code = observed === 'allowed' ? 'MATRIX_ALLOWED' : 'MATRIX_DENIED'
  return { observed, verdict: 'fail', cause: cause(code, facts) }
}

function errorCause(
  { failure, status, call }: Exchange,
  facts: Record<string, string | number>,
): Cause {
  if (failure !== null && (status === null || failure.code !== 'malformed')) {
    return transportCause(failure, 'looma', call.url)
  }
  return cause('MATRIX_UNPROVEN', facts)
}

function folded(role: string): string {
  return role.trim().toLowerCase()
}
