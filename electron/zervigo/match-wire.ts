import { z } from 'zod'
import type { JobMatch, MatchList, MatchReason } from '../../shared/domain/matches'
import type { Exchange } from './exchange'
import {
  Fields,
  fieldsOf,
  firstOf,
  malformed,
  readId,
  readNumber,
  readText,
  parse,
  scaleScores,
} from './wire'

/** Ranked jobs in the order they came, on one scale. */
export type Matches = Pick<MatchList, 'scale' | 'matches'>

/** Decodes matches from any of the places upstream puts the list. */
export function decodeMatches(json: unknown, exchange: Exchange): Matches {
  const entries = parse(z.array(Fields), findList(json), exchange)
  const scores = entries.map((entry) => readScore(entry, exchange))
  const scale = scaleScores(scores)
  const breakdowns = entries.map(readReasons)
  const reasonScale = scaleScores(breakdowns.flat().map((reason) => reason.score))
  return {
    scale,
    matches: entries.map((entry, index) => ({
      ...readJob(entry, exchange),
      score: toUnit(scores[index] ?? 0, scale),
      reasons: (breakdowns[index] ?? []).map((reason) => ({
        ...reason,
        score: toUnit(reason.score, reasonScale),
      })),
    })),
  }
}

function findList(json: unknown): unknown {
  if (Array.isArray(json)) return json
  const top = fieldsOf(json)
  if (Array.isArray(top.data)) return top.data
  const keys = ['matches', 'jobs', 'recommendations', 'results', 'items']
  return firstOf(fieldsOf(top.data), ...keys) ?? firstOf(top, ...keys)
}

function readScore(entry: Fields, exchange: Exchange): number {
  const value = firstOf(entry, 'match_score', 'matchScore', 'score', 'similarity')
  const score = readNumber(value)
  if (score === null) throw malformed(exchange, 'a match without a score', 'shape', 'match_score')
  return score
}

function toUnit(score: number, scale: 'unit' | 'percent'): number {
  return scale === 'percent' ? score / 100 : score
}

function readJob(entry: Fields, exchange: Exchange): Omit<JobMatch, 'score' | 'reasons'> {
  const job = { ...fieldsOf(entry.job), ...fieldsOf(entry.job_info) }
  const flat = { ...job, ...entry }
  const jobId = readId(firstOf(entry, 'job_id', 'jobId') ?? firstOf(job, 'id') ?? entry.id)
  if (jobId === null) throw malformed(exchange, 'a match without a job id', 'shape', 'job_id')
  return {
    jobId,
    title: readText(firstOf(flat, 'title', 'job_title', 'jobTitle', 'name')) ?? jobId,
    company: readCompany(entry, job),
    location: readText(firstOf(flat, 'location', 'city')),
    salary: readSalary(flat),
    explanation: readExplanation(entry),
  }
}

function readCompany(entry: Fields, job: Fields): string | null {
  const named = firstOf(entry, 'company_name', 'companyName') ?? firstOf(job, 'company_name')
  if (named !== undefined) return readText(named)
  const info = firstOf(entry, 'company_info', 'company') ?? job.company
  return typeof info === 'string' ? readText(info) : readText(fieldsOf(info).name)
}

function readSalary(job: Fields): string | null {
  const text = readText(firstOf(job, 'salary', 'salary_range'))
  if (text !== null) return text
  const low = readNumber(firstOf(job, 'salary_min', 'salaryMin'))
  const high = readNumber(firstOf(job, 'salary_max', 'salaryMax'))
  const amounts = [low, high].filter((amount) => amount !== null && amount > 0)
  if (amounts.length === 0) return null
  const currency = readText(firstOf(job, 'salary_currency', 'currency'))
  return `${amounts.join('-')}${currency === null ? '' : ` ${currency}`}`
}

function readReasons(entry: Fields): MatchReason[] {
  const listed = firstOf(entry, 'reasons', 'explanations')
  if (Array.isArray(listed)) {
    const reasons = listed.map(fieldsOf).flatMap(readReason)
    if (reasons.length > 0) return reasons
  }
  return Object.entries(fieldsOf(entry.breakdown)).flatMap(([name, value]) => {
    if (typeof value === 'number') return [{ name, score: value, detail: null }]
    return readReason({ name, ...fieldsOf(value) })
  })
}

function readReason(reason: Fields): MatchReason[] {
  const name = readText(firstOf(reason, 'name', 'factor', 'key'))
  const score = readNumber(firstOf(reason, 'score', 'value'))
  const detail = readText(firstOf(reason, 'detail', 'description', 'text'))
  return name === null || score === null ? [] : [{ name, score, detail }]
}

function readExplanation(entry: Fields): string | null {
  const value = firstOf(entry, 'explanation', 'reason', 'match_reason', 'reasons')
  const lines = (Array.isArray(value) ? value : [value]).filter((line) => typeof line === 'string')
  return readText(lines.join('\n'))
}
