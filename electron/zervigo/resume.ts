import type { Exchange } from './exchange'
import { healthOperation } from './health'
import { segment, type Operation } from './operation'
import {
  Fields,
  fieldsOf,
  firstOf,
  malformed,
  readId,
  readNumber,
  readText,
  readTextList,
  unwrap,
} from './wire'

/** A resume as stored; unknown parts are null. */
export interface ResumeAnswer {
  id: string
  talentId: string | null
  name: string | null
  email: string | null
  phone: string | null
  title: string | null
  city: string | null
  years: number | null
  education: string | null
  summary: string | null
  skills: string[]
  /** The whole record as it came. */
  fields: Fields
}

const create: Operation<{ resume: Fields }, { id: string }> = {
  service: 'resume',
  name: 'resume.create',
  method: 'POST',
  path: () => '/api/resumes',
  body: ({ resume }) => resume,
  secured: true,
  writes: true,
  decode: (json, exchange) => ({ id: readRecord(json, exchange).id }),
}

const get: Operation<{ id: string }, ResumeAnswer> = {
  service: 'resume',
  name: 'resume.get',
  method: 'GET',
  path: ({ id }) => `/api/resumes/${segment(id)}`,
  secured: true,
  writes: false,
  decode(json, exchange) {
    const { id, fields } = readRecord(json, exchange)
    const text = (...keys: string[]) => readText(firstOf(fields, ...keys))
    return {
      id,
      talentId: readId(firstOf(fields, 'talent_id', 'talentId')),
      name: text('name'),
      email: text('email'),
      phone: text('phone'),
      title: text('title'),
      city: text('city', 'location'),
      years: readNumber(firstOf(fields, 'years', 'experience_years', 'experience')),
      education: text('education'),
      summary: text('summary'),
      skills: readTextList(fields.skills),
      fields,
    }
  },
}

/** Every operation of the resume service. */
export const resume = { health: healthOperation('resume'), create, get }

function readRecord(json: unknown, exchange: Exchange): { id: string; fields: Fields } {
  const answer = unwrap(json, exchange)
  const nested = Fields.safeParse(answer.resume)
  const fields = nested.success ? nested.data : answer
  const id = readId(firstOf(fields, 'id', 'resume_id', 'resumeId') ?? fieldsOf(json).id)
  if (id === null) throw malformed(exchange, 'a resume without an id', 'shape', 'id')
  return { id, fields }
}
