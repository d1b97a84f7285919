import { Profile } from '../../shared/domain/profile'
import type { Probe, ServiceId } from '../../shared/domain/services'
import { OpsError, type ErrorCode } from '../../shared/errors'
import type { ServiceView } from '../checklist/system-view'
import type { Exchange } from '../zervigo/exchange'
import type { TokenClaims } from '../zervigo/token'
import { noAnswers, type Answers, type Facts, type Symptom } from './facts'

export const now = Date.parse('2026-03-01T10:00:00Z')

const guidePorts = { auth: 8207, ai: 8206, resume: 8082, job: 8089, company: 8083, user: 8081 }

/** The guide's port plan. */
export const profile = {
  ...Profile.parse({
    name: 'test',
    looma: { url: 'http://localhost:8888' },
    zervigo: Object.fromEntries(
      Object.entries(guidePorts).map(([id, port]) => [id, { url: `http://localhost:${port}` }]),
    ),
  }),
  id: 'test',
}

interface Answered {
  service?: ServiceId
  operation?: string
  status?: number | null
  json?: unknown
  text?: string
  failure?: { code: ErrorCode; reason: string }
  totalMs?: number
  url?: string
}

/** An exchange as the client leaves it. */
export function exchange(answered: Answered = {}): Exchange {
  const { service = 'looma', operation = 'x', status = 200, json, totalMs = 5 } = answered
  const text = answered.text ?? (json === undefined ? '' : JSON.stringify(json))
  const { failure } = answered
  const url = answered.url ?? `http://localhost/${operation}`
  return {
    ...{ status, headers: {}, text, json },
    failure:
      failure === undefined
        ? null
        : new OpsError(failure.code, failure.reason, { facts: { reason: failure.reason } }),
    call: {
      ...{ id: 'c', at: now, service, operation, method: 'GET', url, correlationId: 'r' },
      ...{ attempt: 1, status, error: null },
      timings: { queuedMs: 0, connectMs: null, firstByteMs: null, totalMs },
      request: { headers: [], body: { text: null, bytes: 0, truncated: false } },
      response: { headers: [], body: { text, bytes: text.length, truncated: false } },
    },
  }
}

/** A direct look at a service. */
export function view(
  id: ServiceId,
  probe: Partial<Probe> = {},
  reportedName: string | null = `${id}-service`,
): ServiceView {
  const url = id === 'looma' ? profile.looma.url : profile.zervigo[id].url
  return {
    ...{ id, url, reportedName, version: null },
    probe: {
      ...{ at: now, outcome: 'healthy', latencyMs: 5, status: 200, fault: null, detail: null },
      ...probe,
    },
    call: {
      ...{ method: 'GET', url: `${url}/health`, status: 200, durationMs: 5, request: null },
      ...{ response: null, error: null, at: now, correlationId: null },
    },
  }
}

export const refused: Partial<Probe> = {
  ...{ outcome: 'unreachable', fault: 'refused', status: null, detail: 'connect ECONNREFUSED' },
}

export const claims: TokenClaims = {
  ...{ userId: '1', username: 'admin', role: 'super_admin', permissions: ['*'] },
  ...{ issuedAt: now, notBefore: now, expiresAt: now + 3_600_000 },
}

/** Facts round a symptom. */
export function factsAbout(
  symptom: Symptom,
  more: Partial<Omit<Facts, 'answers'>> & { answers?: Partial<Answers> } = {},
): Facts {
  return {
    ...{ symptom, profile, now, views: [], witness: null, claims, authClockMs: null },
    ...{ account: 'admin', role: 'super_admin', resumeId: null, chatAnswer: null },
    ...more,
    answers: { ...noAnswers, ...more.answers },
  }
}
