import { randomUUID } from 'node:crypto'
import type { CallRecord, Headers } from '../../shared/domain/calls'
import type { Profile } from '../../shared/domain/profile'
import type { ServiceId } from '../../shared/domain/services'
import type { OpsError } from '../../shared/errors'
import type { Budget } from './budget'
import { bodyText, decodeBody, parseBody } from './answer'
import { classify, failure, isStaleSocket, type FailureContext } from './classify'
import type { Exchange } from './exchange'
import { createGate, type Gate } from './gate'
import { judge } from './judge'
import { recordCall } from './record'
import { openScope, type Scope } from './scope'
import type { Secrets } from './secrets'
import { createTransport, type WireAnswer } from './transport'

/** A call before it is sent. */
export interface Plan {
  operation: string
  service: ServiceId
  method: string
  url: URL
  body: string | null
  correlationId: string
}

/** One try of a call. */
export interface AttemptRequest {
  plan: Plan
  number: number
  authorization: string | null
  scope: Scope
  budget: Budget
}

/** What one try led to. */
export interface Attempt {
  exchange: Exchange
  authorization: string | null
  /** True when a kept-alive connection broke before any byte of the answer. */
  isStaleSocket: boolean
}

/** Sends tries one by one, each of which becomes a record. */
export interface Attempts {
  send(request: AttemptRequest): Promise<Attempt>
  close(): Promise<void>
}

/** What sending needs. */
export interface AttemptDeps {
  profile: Profile
  secrets: Secrets
  onCall(call: CallRecord): void
  now: () => number
  loomaGate?: Gate
}

/** The longest wait for a turn; everything ahead in the queue has a deadline of its own. */
const longestQueueMs = 900_000
const nobody = { release: () => {} }

/** Makes the sender behind a client. */
export function createAttempts(deps: AttemptDeps): Attempts {
  const { profile, secrets, now } = deps
  const transport = createTransport()
  const gate = deps.loomaGate ?? createGate(profile.looma.concurrency)

  /** Null when the scope ended, or the longest wait passed, before it was this call's turn. */
  async function takeTurn(
    service: ServiceId,
    scope: Scope,
  ): Promise<{ release: () => void } | null> {
    if (service !== 'looma') return nobody
    const wait = openScope([scope.signal])
    wait.arm(longestQueueMs)
    try {
      return { release: await gate.enter(wait.signal) }
    } catch {
      return null
    } finally {
      wait.dispose()
    }
  }

  async function send(request: AttemptRequest): Promise<Attempt> {
    const { plan, scope, budget, authorization } = request
    const at = now()
    const enteredAt = performance.now()
    const headers = requestHeaders(plan, authorization)
    const turn = await takeTurn(plan.service, scope)
    const sentAt = performance.now()
    const queuedMs = plan.service === 'looma' ? sentAt - enteredAt : 0
    let wire: WireAnswer = unsent
    if (turn !== null) {
      scope.arm(budget.leftMs())
      wire = await transport.send({
        origin: plan.url.origin,
        path: plan.url.pathname + plan.url.search,
        method: plan.method,
        headers,
        body: plan.body,
        correlationId: plan.correlationId,
        signal: scope.signal,
      })
      turn.release()
      scope.disarm()
      budget.spend(performance.now() - sentAt)
    }
    const read = await readBody(wire)
    const totalMs = performance.now() - enteredAt
    const exchange = conclude(
      request,
      { at, headers, queuedMs, totalMs, wire, read },
      turn !== null,
    )
    return {
      exchange,
      authorization,
      isStaleSocket:
        wire.isReused &&
        wire.status === null &&
        scope.stopped() === null &&
        isStaleSocket(wire.error),
    }
  }

  function conclude(request: AttemptRequest, sent: Sent, hadTurn: boolean): Exchange {
    const { plan, number } = request
    const { wire, read } = sent
    const call = recordCall(
      {
        ...plan,
        id: randomUUID(),
        at: sent.at,
        url: plan.url.href,
        attempt: number,
        status: wire.status,
        timings: {
          queuedMs: sent.queuedMs,
          connectMs: wire.connectMs,
          firstByteMs: wire.firstByteMs,
          totalMs: sent.totalMs,
        },
        requestHeaders: Object.entries(sent.headers),
        requestBody: plan.body,
        response:
          wire.status === null
            ? null
            : { headers: wire.headers, text: read.text, bytes: read.bytes },
      },
      secrets,
    )
    const context = {
      service: plan.service,
      url: call.url,
      callId: call.id,
      status: wire.status,
    }
    const location = secrets.mask(joinHeaders(wire.headers).location ?? '')
    const problem = failureOf(request, sent, hadTurn, location, context)
    const body = problem === null ? parseBody(read.text) : null
    const exchange: Exchange = {
      call,
      status: wire.status,
      headers: joinHeaders(wire.headers),
      text: read.text,
      json: body?.json,
      failure: problem ?? bodyFailure(body?.reason ?? null, context),
    }
    const judged = judge(exchange)
    if (judged !== null) call.error = { code: judged.code, message: secrets.mask(judged.message) }
    deps.onCall(call)
    return exchange
  }

  return { send, close: () => transport.close() }
}

interface Sent {
  at: number
  headers: Record<string, string>
  queuedMs: number
  totalMs: number
  wire: WireAnswer
  read: ReadBody
}

interface ReadBody {
  text: string
  bytes: number
  error: unknown
}

const unsent: WireAnswer = {
  status: null,
  headers: [],
  body: Buffer.alloc(0),
  connectMs: null,
  firstByteMs: null,
  isReused: false,
  error: null,
}

function requestHeaders(plan: Plan, authorization: string | null): Record<string, string> {
  return {
    accept: 'application/json',
    'accept-encoding': 'identity',
    'user-agent': 'looma-console',
    'x-request-id': plan.correlationId,
    ...(plan.body === null ? {} : { 'content-type': 'application/json' }),
    ...(authorization === null ? {} : { authorization }),
  }
}

async function readBody(wire: WireAnswer): Promise<ReadBody> {
  const headers = joinHeaders(wire.headers)
  const type = headers['content-type'] ?? ''
  try {
    const body = await decodeBody(
      wire.error === null ? wire.body : Buffer.alloc(0),
      headers['content-encoding'] ?? '',
    )
    const shown = wire.error === null ? body : wire.body
    return { text: bodyText(shown, type), bytes: shown.length, error: wire.error }
  } catch (error) {
    return { text: '', bytes: wire.body.length, error }
  }
}

function failureOf(
  { scope, budget }: AttemptRequest,
  { wire, read }: Sent,
  hadTurn: boolean,
  location: string,
  context: FailureContext,
): OpsError | null {
  const stopped = scope.stopped()
  // An answer that is complete counts, even if the caller lost interest a moment later.
  const isComplete = hadTurn && wire.error === null && wire.status !== null
  if (!isComplete && stopped === 'aborted') {
    return failure('aborted', hadTurn ? 'sent' : 'queued', 'the call was cancelled', context)
  }
  if (!hadTurn) return failure('timeout', 'queue', 'no turn came in the queue', context)
  if (!isComplete && stopped === 'deadline') {
    const phase = wire.status === null ? 'answer' : 'body'
    return failure('timeout', phase, `no complete answer within ${budget.totalMs} ms`, context)
  }
  if (wire.status !== null && wire.status >= 300 && wire.status < 400 && wire.status !== 304) {
    const problem = failure('redirected', 'redirect', `redirected to ${location}`, context)
    problem.facts.location = location
    return problem
  }
  return read.error === null ? null : classify(read.error, context)
}

function bodyFailure(reason: string | null, context: FailureContext): OpsError | null {
  if (reason === null) return null
  return failure('malformed', reason, `expected JSON, got ${reason}`, context)
}

function joinHeaders(headers: Headers): Record<string, string> {
  const joined = new Map<string, string>()
  for (const [name, value] of headers) {
    const key = name.toLowerCase()
    const before = joined.get(key)
    joined.set(key, before === undefined ? value : `${before}, ${value}`)
  }
  return Object.fromEntries(joined)
}
