import { z } from 'zod'
import type { ProbeFault, ProbeOutcome, ServiceId } from '../../shared/domain/services'
import { serviceOfName } from './identity'
import { badParts, isBetween, isGood } from './health-words'
import type { Answer } from './probe-request'

/** What an answer means, before its speed is looked at. */
export interface Judgement {
  outcome: ProbeOutcome
  fault: ProbeFault | null
  detail: string | null
  reportedName: string | null
  version: string | null
  body: unknown
}

type Verdict = Pick<Judgement, 'outcome' | 'fault' | 'detail'>
type Answered = Extract<Answer, { kind: 'answered' }>
type Json = Record<string, unknown>

const JsonObject = z.record(z.string(), z.unknown())
const detailChars = 300

/** Judges an answer by its body and status together; neither alone proves health. */
export function judgeAnswer(answer: Answered, expected: ServiceId | null): Judgement {
  const parsed = parseBody(answer)
  const object = 'value' in parsed ? asObject(parsed.value) : null
  const reportedName = object === null ? null : nameOf(object)
  const verdict =
    expected === null
      ? judgeMonitor(answer, parsed, object)
      : judgeService({ answer, parsed, object, reportedName, expected })
  return {
    ...verdict,
    detail: verdict.detail?.slice(0, detailChars) ?? null,
    reportedName,
    version: object === null ? null : versionOf(object),
    body: 'value' in parsed ? parsed.value : null,
  }
}

interface ServiceAnswer {
  answer: Answered
  parsed: Parsed
  object: Json | null
  reportedName: string | null
  expected: ServiceId
}

function judgeService({ answer, parsed, object, reportedName, expected }: ServiceAnswer): Verdict {
  const refused = judgeStatus(answer)
  if (object === null) {
    return refused ?? failing('shape', 'problem' in parsed ? parsed.problem : 'not a JSON object')
  }
  const stranger = judgeIdentity(object, reportedName, expected)
  // An error answer need not name its service: the status is what is wrong with it.
  const isNamelessError = refused !== null && reportedName === null && !isBasicServer(object)
  if (stranger !== null && !isNamelessError) return stranger
  const word = statusOf(object)
  if (refused !== null) {
    return { ...refused, detail: `${refused.detail ?? ''}, status ${JSON.stringify(word)}` }
  }
  const wrongType = judgeContentType(answer.contentType)
  if (wrongType !== null) return wrongType
  if (word === undefined || word === null) return failing('shape', 'no status in the answer')
  return judgeWord(object, word)
}

/** A monitor may be any program, so an answer without a known form counts by its status alone. */
function judgeMonitor(answer: Answered, parsed: Parsed, object: Json | null): Verdict {
  const refused = judgeStatus(answer)
  if (refused !== null) return refused
  const isJson = answer.contentType !== null && judgeContentType(answer.contentType) === null
  if ('problem' in parsed && isJson && answer.status !== 204)
    return failing('shape', parsed.problem)
  const word = object === null ? undefined : statusOf(object)
  return object === null || word === undefined || word === null ? healthy : judgeWord(object, word)
}

const healthy: Verdict = { outcome: 'healthy', fault: null, detail: null }

function failing(fault: ProbeFault, detail: string): Verdict {
  return { outcome: 'failing', fault, detail }
}

function judgeStatus({ status, location, contentType }: Answered): Verdict | null {
  if (status >= 200 && status < 300) return null
  if (location !== null) return failing('status', `HTTP ${status} to ${location}`)
  return failing('status', `HTTP ${status}${contentType === null ? '' : ` ${contentType}`}`)
}

function judgeContentType(contentType: string | null): Verdict | null {
  if (contentType === null || /^application\/([\w.-]+\+)?json\b/i.test(contentType.trim())) {
    return null
  }
  return failing('shape', `JSON sent as ${contentType}`)
}

function judgeWord(object: Json, word: unknown): Verdict {
  const shown = `status ${JSON.stringify(word)}`
  if (object['success'] === false || object['healthy'] === false) {
    return failing('unhealthy', `${shown}, but the answer says it failed`)
  }
  const code = object['code']
  if (isEnveloped(object) && typeof code === 'number' && code !== 0 && code !== 200) {
    return failing('unhealthy', `${shown}, but code ${code}`)
  }
  if (isBetween(word)) return { outcome: 'degraded', fault: 'unhealthy', detail: shown }
  if (!isGood(word)) return failing('unhealthy', shown)
  const parts = badParts(object)
  if (parts.length === 0) return healthy
  return { outcome: 'degraded', fault: 'unhealthy', detail: parts.join(', ') }
}

function judgeIdentity(object: Json, name: string | null, expected: ServiceId): Verdict | null {
  if (name === null) {
    if (isBasicServer(object)) {
      return failing('identity', `basic-server answers where ${expected} is expected`)
    }
    // The go-zervi services never name themselves; every other program of the seven does.
    return isEnveloped(object) ? null : nameless(object)
  }
  const actual = serviceOfName(name)
  if (actual === expected) return null
  return failing(
    'identity',
    `service ${JSON.stringify(name)} answers where ${expected} is expected`,
  )
}

/** An answer without any health in it is a wrong shape rather than a stranger. */
function nameless(object: Json): Verdict {
  if (statusOf(object) === undefined) return failing('shape', 'no status in the answer')
  return failing('identity', 'the answer names no service')
}

function isBasicServer(object: Json): boolean {
  return typeof object['status'] === 'boolean' && ('checks' in object || 'mode' in object)
}

/** The go-zervi form: `{code, message, data: {status}, timestamp}`. */
function isEnveloped(object: Json): boolean {
  return !('status' in object) && 'code' in object && asObject(object['data']) !== null
}

function statusOf(object: Json): unknown {
  return isEnveloped(object) ? asObject(object['data'])?.['status'] : object['status']
}

function nameOf(object: Json): string | null {
  const holder = isEnveloped(object) ? asObject(object['data']) : object
  return textOrNull(holder?.['service'])
}

function versionOf(object: Json): string | null {
  const holder = isEnveloped(object) ? asObject(object['data']) : object
  return textOrNull(holder?.['version'])
}

function textOrNull(value: unknown): string | null {
  return typeof value === 'string' && value.trim() !== '' ? value.slice(0, detailChars) : null
}

type Parsed = { value: unknown } | { problem: string }

function parseBody({ body, contentType }: Answered): Parsed {
  if ('problem' in body) return body
  if (body.text.trim() === '') return { problem: 'empty answer' }
  try {
    return { value: JSON.parse(body.text) as unknown }
  } catch {
    const beginning = body.text.trim().slice(0, 60)
    return { problem: `not JSON${contentType === null ? '' : ` (${contentType})`}: ${beginning}` }
  }
}

function asObject(value: unknown): Json | null {
  // `z.record` would take a list's place too loosely; a list is never a health answer.
  if (Array.isArray(value)) return null
  const parsed = JsonObject.safeParse(value)
  return parsed.success ? parsed.data : null
}
