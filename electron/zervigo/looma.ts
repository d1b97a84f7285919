import { z } from 'zod'
import type { Exchange } from './exchange'
import { decodeHealth, readWitness, type HealthReport, type WitnessView } from './health'
import { decodeMatches, type Matches } from './match-wire'
import { query, segment, type Operation } from './operation'
import { decodeTalent, decodeTalents, type TalentList, type TalentRecord } from './talent-wire'
import {
  Fields,
  fieldsOf,
  firstOf,
  malformed,
  readId,
  readNumber,
  readText,
  parse,
  readTextList,
  unwrap,
} from './wire'

/** What Looma says about itself on `/`. */
export interface LoomaRoot {
  service: string | null
  version: string | null
  fields: Fields
}

/** Answer of one sync; a null id means that nothing proves the resume exists. */
export interface SyncAnswer {
  resumeId: string | null
  action: string | null
  message: string | null
}

/** What AI processing found; `vector` is null when none came or it is not made of numbers. */
export interface AiAnswer {
  skills: string[]
  years: number | null
  level: string | null
  summary: string | null
  vector: number[] | null
  /** `processed_data` as it came; null when missing. */
  processed: Fields | null
  message: string | null
}

/** One chat answer; null text is a contract hole upstream really has. */
export interface ChatAnswer {
  text: string | null
  context: Fields
}

/** Counts of a sync of everything, as claimed; they need not add up. */
export interface SyncAllAnswer {
  total: number
  successful: number
  failed: number
  errors: { talentId: string; error: string }[]
}

interface ById {
  id: string
}

/** A part of the talent list: text to search for, first row, rows at most. */
export interface TalentQuery {
  query?: string
  offset?: number
  limit?: number
}

const protectedCall = { service: 'looma', secured: true } as const
const openRead = { service: 'looma', method: 'GET', secured: false, writes: false } as const
const talentPath = (id: string, action: string) => `/api/zervigo/talents/${segment(id)}/${action}`

const root: Operation<void, LoomaRoot> = {
  ...openRead,
  name: 'looma.root',
  path: () => '/',
  decode(json, exchange) {
    const fields = unwrap(json, exchange)
    const [service, version] = [fields.service, fields.version].map((text) => readText(text))
    return { service: service ?? null, version: version ?? null, fields }
  },
}

const health: Operation<void, HealthReport & { view: WitnessView | null }> = {
  ...openRead,
  name: 'looma.health',
  path: () => '/health',
  decode: (json, exchange) => ({ ...decodeHealth(json, exchange), view: readWitness(json) }),
}

const talents: Operation<TalentQuery, TalentList> = {
  ...openRead,
  name: 'talent.list',
  // As built, Looma ignores the query and has no paging (UPSTREAM 2.3).
  path: ({ query: text, offset, limit }) =>
    `/api/talents${query({ query: text || undefined, offset, limit })}`,
  decode: decodeTalents,
}

const talent: Operation<ById, TalentRecord> = {
  ...openRead,
  name: 'talent.get',
  path: ({ id }) => `/api/talents/${segment(id)}`,
  decode: decodeTalent,
}

const zervigoHealth: Operation<void, WitnessView> = {
  ...openRead,
  name: 'zervigo.health',
  path: () => '/api/zervigo/health',
  decode(json, exchange) {
    const view = readWitness(json)
    if (view === null) throw malformed(exchange, 'no services in the answer', 'shape', 'services')
    return view
  },
}

const sync: Operation<ById, SyncAnswer> = {
  ...protectedCall,
  name: 'talent.sync',
  method: 'POST',
  path: ({ id }) => talentPath(id, 'sync'),
  body: () => ({}),
  writes: true,
  decode(json, exchange) {
    const answer = unwrap(json, exchange)
    const id =
      firstOf(answer, 'zervigo_resume_id', 'resume_id', 'resumeId') ??
      firstOf(fieldsOf(answer.resume), 'id') ??
      fieldsOf(fieldsOf(json).data).id
    return {
      resumeId: readId(id),
      action: readText(answer.action),
      message: readText(answer.message),
    }
  },
}

const matches: Operation<ById, Matches> = {
  ...protectedCall,
  name: 'talent.matches',
  method: 'GET',
  path: ({ id }) => talentPath(id, 'matches'),
  writes: false,
  decode: decodeMatches,
}

const aiProcess: Operation<ById, AiAnswer> = {
  ...protectedCall,
  name: 'talent.ai-process',
  method: 'POST',
  path: ({ id }) => talentPath(id, 'ai-process'),
  body: () => ({}),
  writes: true,
  pace: 'chat',
  decode: decodeAiAnswer,
}

const chat: Operation<{ id: string; message: string }, ChatAnswer> = {
  ...protectedCall,
  name: 'talent.chat',
  method: 'POST',
  path: ({ id }) => talentPath(id, 'chat'),
  body: ({ message }) => ({ message }),
  writes: true,
  pace: 'chat',
  decode(json, exchange) {
    const answer = unwrap(json, exchange)
    const text = firstOf(answer, 'response', 'reply', 'answer')
    return { text: readText(text), context: fieldsOf(answer.context) }
  },
}

const syncAll: Operation<void, SyncAllAnswer> = {
  ...protectedCall,
  name: 'talent.sync-all',
  method: 'POST',
  path: () => '/api/zervigo/sync-all',
  body: () => ({}),
  writes: true,
  pace: 'bulk',
  decode(json, exchange) {
    const answer = unwrap(json, exchange)
    return decodeCounts(fieldsOf(answer.results ?? answer), exchange)
  },
}

/** Every operation of Looma CRM. */
export const looma = {
  root,
  health,
  talents,
  talent,
  zervigoHealth,
  sync,
  matches,
  aiProcess,
  chat,
  syncAll,
}

/** Decodes the result of AI processing, from Looma or from the AI service itself. */
export function decodeAiAnswer(json: unknown, exchange: Exchange): AiAnswer {
  const answer = unwrap(json, exchange)
  const processed = Fields.safeParse(
    firstOf(answer, 'processed_data', 'processedData', 'analysis', 'result'),
  )
  const found = processed.success ? processed.data : answer
  const years = firstOf(found, 'years', 'experience_years', 'years_of_experience', 'experience')
  return {
    skills: readTextList(firstOf(found, 'skills', 'extracted_skills')),
    years: readNumber(years),
    level: readText(firstOf(found, 'level', 'seniority', 'experience_level')),
    summary: readText(found.summary),
    vector: readVector(answer),
    processed: processed.success ? processed.data : null,
    message: readText(answer.message),
  }
}

/** The embedding of an answer under any of its names; null when missing or not numeric. */
export function readVector(answer: Fields): number[] | null {
  const value = firstOf(answer, 'vectors', 'vector', 'embedding')
  const inner = Array.isArray(value) ? value : firstOf(fieldsOf(value), 'vectors', 'embedding')
  const list: unknown = Array.isArray(inner) && Array.isArray(inner[0]) ? inner[0] : inner
  const numbers = z.array(z.number()).safeParse(list)
  return numbers.success ? numbers.data : null
}

function decodeCounts(results: Fields, exchange: Exchange): SyncAllAnswer {
  const count = z.number().int().nonnegative()
  const errors: unknown[] = Array.isArray(results.errors) ? results.errors : []
  return {
    total: parse(count, results.total, exchange),
    successful: parse(
      count,
      firstOf(results, 'successful', 'success_count', 'succeeded'),
      exchange,
    ),
    failed: parse(count, results.failed, exchange),
    errors: errors.map((value) => {
      const entry = fieldsOf(value)
      return {
        talentId: readId(firstOf(entry, 'talent_id', 'talentId', 'id')) ?? '',
        error: typeof value === 'string' ? value : (readText(entry.error) ?? ''),
      }
    }),
  }
}
