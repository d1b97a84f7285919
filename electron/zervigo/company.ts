import { healthOperation } from './health'
import { readList } from './list-wire'
import { query, type Operation } from './operation'
import { firstOf, readId, readText, type Fields } from './wire'

/** One company as listed by the company service. */
export interface CompanyEntry {
  id: string
  name: string | null
  location: string | null
  fields: Fields
}

const list: Operation<
  { page?: number; pageSize?: number },
  { total: number; items: CompanyEntry[] }
> = {
  service: 'company',
  name: 'company.list',
  method: 'GET',
  path: ({ page, pageSize }) => `/api/companies${query({ page, page_size: pageSize })}`,
  secured: true,
  writes: false,
  decode(json, exchange) {
    const { total, entries } = readList(json, exchange, ['companies', 'items', 'list'])
    return { total, items: entries.flatMap(readCompany) }
  },
}

/** Every operation of the company service. */
export const company = { health: healthOperation('company'), list }

function readCompany(fields: Fields): CompanyEntry[] {
  const id = readId(firstOf(fields, 'id', 'company_id', 'companyId'))
  if (id === null) return []
  return [
    {
      id,
      name: readText(fields.name),
      location: readText(fields.location),
      fields,
    },
  ]
}
