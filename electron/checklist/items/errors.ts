import { randomUUID } from 'node:crypto'
import { cause } from '../../diagnosis/causes'
import { diagnose } from '../../diagnosis/diagnose'
import { explanationIn, indiscretionIn } from '../../diagnosis/error-body'
import { summaryOf, transportCause } from '../../diagnosis/explain'
import type { ErrorProblem, Symptom } from '../../diagnosis/facts'
import { auth } from '../../zervigo/auth'
import type { Exchange } from '../../zervigo/exchange'
import { judge } from '../../zervigo/judge'
import type { ItemCheck, ItemContext } from '../context'
import { factsOf } from '../inquiry'

interface Mistake {
  id: string
  /** Statuses that say what is wrong; 200 counts only with `success: false`. */
  statuses: readonly number[]
  send(): Promise<Exchange>
}

/** `auth.errors`: five mistakes, each answered by a clear JSON error. */
export const errors: ItemCheck = async (context) => {
  for (const mistake of mistakes(context)) {
    expectClearError(context, mistake, await mistake.send())
  }
}

function mistakes(context: ItemContext): Mistake[] {
  const nobody = `nobody-${randomUUID().slice(0, 8)}`
  const login = (rawBody: string) =>
    context.send(auth.login, { username: '', password: '' }, { auth: 'none', rawBody })
  // A wrong password is sent for an account of its own, so that no real one gets locked.
  const wrong = { username: nobody, password: randomUUID() }
  return [
    {
      id: 'wrong-password',
      statuses: [200, 400, 401],
      send: () => context.send(auth.login, wrong, { auth: 'none' }),
    },
    { id: 'bad-json', statuses: [400, 422], send: () => login('{"username": ') },
    { id: 'missing-field', statuses: [400, 422], send: () => login('{"username":"admin"}') },
    {
      id: 'unknown-talent',
      statuses: [404],
      send: () => context.request('looma', 'GET', `/api/talents/${nobody}`),
    },
    {
      id: 'unknown-path',
      statuses: [404],
      send: () => context.request('looma', 'GET', `/api/no-such-path-${nobody}`),
    },
  ]
}

function expectClearError(context: ItemContext, mistake: Mistake, exchange: Exchange): void {
  const problem = problemOf(mistake, exchange)
  const { failure, call } = exchange
  const silent = exchange.status === null && failure !== null
  const generic = silent
    ? transportCause(failure, call.service, call.url)
    : cause('UNCLEAR_ERROR', { endpoint: mistake.id, detail: problem?.words ?? '' })
  context.observe.expect(
    mistake.id,
    problem === null,
    `JSON error, HTTP ${mistake.statuses.join(' / ')}`,
    problem === null ? summaryOf(exchange) : `${problem.words} · ${summaryOf(exchange)}`,
    diagnose(generic, factsOf(context, symptomOf(mistake, exchange, problem))),
  )
}

function symptomOf(mistake: Mistake, exchange: Exchange, problem: Problem | null): Symptom {
  if (exchange.status === null || problem === null) return { kind: 'call', exchange, down: null }
  return { kind: 'error-answer', exchange, mistake: mistake.id, problem: problem.kind }
}

interface Problem {
  kind: ErrorProblem
  words: string
}

/** What is wrong with an error answer; null when nothing is. */
function problemOf(mistake: Mistake, exchange: Exchange): Problem | null {
  const { status, failure, json } = exchange
  if (status === null) return { kind: 'status', words: failure?.message ?? 'no answer' }
  const indiscretion = indiscretionIn(exchange)
  if (indiscretion !== null) {
    return { kind: indiscretion === 'secret' ? 'secret' : 'trace', words: indiscretion }
  }
  if (failure !== null) return { kind: 'not-json', words: failure.message }
  if (!mistake.statuses.includes(status)) return { kind: 'status', words: `HTTP ${status}` }
  if (judge(exchange) === null) return { kind: 'accepted', words: 'answered as a success' }
  return explanationIn(json) === null ? { kind: 'unexplained', words: 'no explanation' } : null
}
