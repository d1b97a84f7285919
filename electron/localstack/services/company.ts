import { z } from 'zod'
import { serviceNames } from '../config'
import { pathId, queryInteger } from '../http/input'
import { refuse } from '../http/refusal'
import {
  createServiceApp,
  healthBody,
  refuseOtherMethods,
  type ServiceApp,
} from '../http/service-app'
import { CompanyRecord } from '../records'
import { seedCompanies } from '../seed/companies'
import { createDocumentTable } from '../storage/document-table'
import { companyLies } from './lies'
import type { ServiceDeps } from './service-deps'

const wholeNumber = z.string().regex(/^\d{1,9}$/)

/** The company service: the employers behind the jobs. */
export function createCompanyService({ database, faults, log, now }: ServiceDeps): ServiceApp {
  const name = serviceNames.company
  const companies = createDocumentTable(database, {
    table: 'companies',
    schema: CompanyRecord,
    idOf: (company) => String(company.id),
    searchText: (company) => `${company.name} ${company.industry} ${company.location}`,
  })
  companies.seedWhenEmpty(() => seedCompanies().map(({ record }) => record))
  const app = createServiceApp({ name, log, faults, now, lie: companyLies(now) })
  const envelope = () => ({ service: name, time: now().toISOString() })
  app.get('/health', (c) => c.json(healthBody(name, now)))
  app.get('/api/companies', (c) => {
    const offset = queryInteger(c, 'offset', { fallback: 0, min: 0, max: 1_000_000 })
    const limit = queryInteger(c, 'limit', { fallback: 50, min: 1, max: 1000 })
    const page = companies.list({ query: c.req.query('keyword') ?? '', offset, limit })
    const data = { companies: page.items, total: page.total, offset, limit }
    return c.json({ success: true, data, ...envelope() })
  })
  app.get('/api/companies/:id', (c) => {
    const id = wholeNumber.safeParse(pathId(c))
    const company = id.success ? companies.byId(id.data) : null
    if (company === null) throw refuse(404, 'COMPANY_NOT_FOUND', '公司不存在', envelope())
    return c.json({ success: true, data: company, ...envelope() })
  })
  return refuseOtherMethods(app)
}
