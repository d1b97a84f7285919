import { z } from 'zod'
import type { TalentDetail, TalentSummary } from '../../shared/domain/talents'
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
  readTextList,
  unwrap,
  WireId,
} from './wire'

/** A talent as Looma answers it, without what only the console knows. */
export type TalentRecord = Omit<TalentDetail, 'callId'> & {
  /** The whole record as it came. */
  fields: Fields
}

/** The talent list of Looma. */
export interface TalentList {
  total: number
  items: TalentSummary[]
  message: string | null
}

/** Decodes one talent, flat or with its fields under `basic`. */
export function decodeTalent(json: unknown, exchange: Exchange): TalentRecord {
  const answer = unwrap(json, exchange)
  const record = Fields.safeParse(answer.talent ?? json)
  if (!record.success) throw malformed(exchange, 'no talent in the answer', 'shape', 'talent')
  return readTalent(record.data, exchange)
}

/** Decodes the talent list; a missing list is malformed, an empty one is not. */
export function decodeTalents(json: unknown, exchange: Exchange): TalentList {
  const answer = Array.isArray(json) ? { talents: json } : unwrap(json, exchange)
  const list = firstOf(answer, 'talents', 'items', 'data')
  const records = parse(z.array(Fields), list, exchange)
  const items = records.map((record) => summaryOf(readTalent(record, exchange)))
  const total = readNumber(answer.total)
  return {
    total: total === null || total < 0 ? items.length : Math.trunc(total),
    items,
    message: readText(answer.message),
  }
}

function readTalent(record: Fields, exchange: Exchange): TalentRecord {
  const basic = fieldsOf(record.basic)
  const flat = { ...basic, ...record }
  const id = parse(WireId, firstOf(flat, 'talent_id', 'talentId', 'id'), exchange)
  const years = firstOf(flat, 'years', 'experience_years', 'years_of_experience', 'experience')
  return {
    id,
    name: readText(flat.name) ?? id,
    title: readText(firstOf(flat, 'title', 'position', 'job_title')),
    city: readText(firstOf(flat, 'city', 'location')),
    years: readNumber(years),
    skills: readTextList(flat.skills),
    status: readText(flat.status),
    placeholder: flat.source === 'default',
    email: readText(flat.email),
    phone: readText(flat.phone),
    education: readEducation(flat.education),
    summary: readText(flat.summary),
    updatedAt: readText(firstOf(flat, 'updated_at', 'updatedAt', 'created_at')),
    resumeId: readId(firstOf(flat, 'zervigo_resume_id', 'resume_id')),
    fields: record,
  }
}

function summaryOf(talent: TalentRecord): TalentSummary {
  const { id, name, title, city, years, skills, status, placeholder } = talent
  return { id, name, title, city, years, skills, status, placeholder }
}

function readEducation(value: unknown): string | null {
  if (typeof value === 'string') return readText(value)
  const entries = (Array.isArray(value) ? value : [value]).map(fieldsOf)
  const lines = entries.map((entry) =>
    ['degree', 'major', 'school'].flatMap((key) => readText(entry[key]) ?? []).join(' '),
  )
  return readText(lines.filter((line) => line !== '').join('; '))
}
