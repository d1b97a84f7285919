import type { CallRecord } from '../../shared/domain/calls'
import type { EvidenceCall, Finding } from '../../shared/domain/checklist'
import type { Profile } from '../../shared/domain/profile'
import type { ServiceId } from '../../shared/domain/services'
import type { AiResult } from '../../shared/domain/talents'
import type { CallOptions, Client } from '../zervigo/client'
import type { Exchange } from '../zervigo/exchange'
import type { Operation } from '../zervigo/operation'
import type { Observations } from './assertions'
import type { ServiceView, SystemView } from './system-view'
import type { RunTokens } from './run-tokens'

/** What earlier items of a run found out, for the items that depend on them. */
export interface RunFacts {
  userId: string | null
  role: string | null
  permissions: readonly string[]
  /** Milliseconds by which auth's `Date` is ahead of this machine; null when it sent none. */
  authClockMs: number | null
  resumeId: string | null
  aiResult: Omit<AiResult, 'talentId' | 'at' | 'callId'> | null
  /** The talent the AI says its result is about; null when it does not say. */
  aiTalentId: string | null
  vectors: readonly number[] | null
  chatAnswer: string | null
  /** Creation times of the talent’s record, as often as it was read. */
  createdAt: string[]
  /** Questions asked back to find a cause, each once a run. */
  asked: Map<string, Promise<Exchange>>
}

/** Facts before anything was asked. */
export function emptyFacts(): RunFacts {
  return {
    userId: null,
    role: null,
    permissions: [],
    authClockMs: null,
    resumeId: null,
    aiResult: null,
    aiTalentId: null,
    vectors: null,
    chatAnswer: null,
    createdAt: [],
    asked: new Map(),
  }
}

/** What every item of one run shares. */
export interface RunScope {
  client: Client
  profile: Profile
  talentId: string
  account: { username: string; password: string } | null
  tokens: RunTokens
  signal: AbortSignal
  facts: RunFacts
  system: SystemView
  note(finding: Finding): void
  /** Sees every exchange of the run, for what is learned beside the items. */
  onExchange(exchange: Exchange): void
}

/** What one item works with; every call it makes is kept as its evidence. */
export interface ItemContext extends RunScope {
  observe: Observations
  send<A, T>(operation: Operation<A, T>, args: A, options?: CallOptions): Promise<Exchange>
  request(
    service: ServiceId,
    method: string,
    path: string,
    options?: CallOptions,
  ): Promise<Exchange>
  /** Keeps an exchange that another item made as evidence of this one too. */
  recall(exchange: Exchange): void
}

/** One item's code; its metadata stands in the plan. */
export type ItemCheck = (context: ItemContext) => Promise<void>

/** Opens an item's view on the run. */
export function itemContext(
  scope: RunScope,
  observe: Observations,
  evidence: EvidenceCall[],
): ItemContext {
  const kept = new Set<CallRecord>()
  const recall = ({ call }: Exchange): void => {
    if (!kept.has(call)) evidence.push(evidenceOf(call))
    kept.add(call)
  }
  const keep = (exchange: Exchange): Exchange => {
    recall(exchange)
    noteClock(scope.facts, exchange)
    scope.onExchange(exchange)
    scope.signal.throwIfAborted()
    return exchange
  }
  const keepView = (view: ServiceView): ServiceView => {
    if (!evidence.includes(view.call)) evidence.push(view.call)
    return view
  }
  return {
    ...scope,
    observe,
    recall,
    system: {
      ...scope.system,
      look: async (id) => keepView(await scope.system.look(id)),
      lookAgain: async (id) => keepView(await scope.system.lookAgain(id)),
    },
    send: async (operation, args, options = {}) =>
      keep(await scope.client.exchange(operation, args, { signal: scope.signal, ...options })),
    request: async (service, method, path, options = {}) =>
      keep(await scope.client.request(service, method, path, { signal: scope.signal, ...options })),
  }
}

function noteClock(facts: RunFacts, { call, headers }: Exchange): void {
  const at = call.service === 'auth' ? Date.parse(headers.date ?? '') : NaN
  if (!Number.isNaN(at)) facts.authClockMs = at - Date.now()
}

/** A call record as it stands in a report. */
export function evidenceOf(call: CallRecord): EvidenceCall {
  return {
    method: call.method,
    url: call.url,
    status: call.status,
    durationMs: call.timings.totalMs,
    request: call.request.body.text,
    response: call.response?.body.text ?? null,
    error: call.error === null ? null : `${call.error.code}: ${call.error.message}`,
    at: call.at,
    correlationId: call.correlationId,
  }
}
