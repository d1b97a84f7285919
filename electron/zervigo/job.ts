import type { Exchange } from './exchange'
import { healthOperation } from './health'
import { decodeMatches, type Matches } from './match-wire'
import { query, segment, type Operation } from './operation'
import { readList } from './list-wire'
import { fieldsOf, firstOf, readId, readText, type Fields } from './wire'

/** One job as listed by the job service. */
export interface JobEntry {
  id: string
  title: string | null
  company: string | null
  location: string | null
  fields: Fields
}

/** One page of jobs. */
export interface JobList {
  total: number
  items: JobEntry[]
}

const list: Operation<{ page?: number; pageSize?: number }, JobList> = {
  service: 'job',
  name: 'job.list',
  method: 'GET',
  path: ({ page, pageSize }) => `/api/jobs${query({ page, page_size: pageSize })}`,
  secured: true,
  writes: false,
  decode(json: unknown, exchange: Exchange): JobList {
    const { total, entries } = readList(json, exchange, ['jobs', 'items', 'list'])
    return { total, items: entries.flatMap(readJob) }
  },
}

const match: Operation<{ resumeId: string }, Matches> = {
  service: 'job',
  name: 'job.match',
  method: 'GET',
  path: ({ resumeId }) => `/api/jobs/match/${segment(resumeId)}`,
  secured: true,
  writes: false,
  decode: decodeMatches,
}

/** Every operation of the job service. */
export const job = { health: healthOperation('job'), list, match }

function readJob(fields: Fields): JobEntry[] {
  const id = readId(firstOf(fields, 'id', 'job_id', 'jobId'))
  if (id === null) return []
  const company = firstOf(fields, 'company_name', 'company')
  return [
    {
      id,
      title: readText(firstOf(fields, 'title', 'name')),
      company: readText(typeof company === 'string' ? company : fieldsOf(company).name),
      location: readText(fields.location),
      fields,
    },
  ]
}
