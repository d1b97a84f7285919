import { z } from 'zod'
import { Incident } from '../../shared/domain/services'
import { OpsError } from '../../shared/errors'
import { inTransaction, storing, type Connection } from './connection'

/** What opens an incident. */
export type IncidentStart = Omit<Incident, 'id' | 'endedAt'>

/** Times in which services were not healthy. */
export interface IncidentStore {
  /** Opens one; while one is open for this service, that one takes the newer state instead. */
  open(profileId: string, start: IncidentStart): Incident
  /** Ends the open one of a service; null when there was none. */
  close(profileId: string, serviceId: string, endedAt: number): Incident | null
  /** Newest first. */
  list(profileId: string, limit: number): Incident[]
  /** Those that lay in a span of time, also in part; oldest first. */
  during(profileId: string, from: number, to: number): Incident[]
}

/** Incidents of one span that are told, the newest. */
const mostDuring = 1_000

const Row = z
  .object({
    id: z.number(),
    service: z.string(),
    state: z.string(),
    fault: z.string().nullable(),
    detail: z.string().nullable(),
    started_at: z.number(),
    ended_at: z.number().nullable(),
  })
  .transform(({ started_at: startedAt, ended_at: endedAt, ...rest }) => ({
    ...rest,
    startedAt,
    endedAt,
  }))

/** Makes the part of the store that keeps incidents. */
export function createIncidentStore(db: Connection, mask: (text: string) => string): IncidentStore {
  const findOpen = db.prepare(
    'SELECT * FROM incidents WHERE profile = ? AND service = ? AND ended_at IS NULL',
  )
  const insert = db.prepare(
    `INSERT INTO incidents (profile, service, state, fault, detail, started_at)
     VALUES (?, ?, ?, ?, ?, ?)`,
  )
  const update = db.prepare('UPDATE incidents SET state = ?, fault = ?, detail = ? WHERE id = ?')
  const end = db.prepare('UPDATE incidents SET ended_at = ? WHERE id = ?')
  const list = db.prepare(
    'SELECT * FROM incidents WHERE profile = ? ORDER BY started_at DESC, id DESC LIMIT ?',
  )
  const during = db.prepare(
    `SELECT * FROM incidents WHERE profile = ? AND started_at <= ?
       AND (ended_at IS NULL OR ended_at >= ?) ORDER BY started_at DESC, id DESC LIMIT ${mostDuring}`,
  )
  const openOne = (profileId: string, serviceId: string): Incident | null =>
    incidentsOf([findOpen.get(profileId, serviceId)])[0] ?? null

  const open = (profileId: string, start: IncidentStart): Incident => {
    const { service, state, fault, startedAt } = start
    const detail = start.detail === null ? null : mask(start.detail)
    const known = openOne(profileId, service)
    if (known !== null) update.run(state, fault, detail, known.id)
    else insert.run(profileId, service, state, fault, detail, startedAt)
    const saved = openOne(profileId, service)
    if (saved === null) throw new OpsError('storage', `the incident of ${service} was not kept`)
    return saved
  }
  const close = (profileId: string, serviceId: string, endedAt: number): Incident | null => {
    const known = openOne(profileId, serviceId)
    if (known === null) return null
    end.run(endedAt, known.id)
    return { ...known, endedAt }
  }
  return {
    open: (profileId, start) =>
      storing('open incident', () => inTransaction(db, () => open(profileId, start))),
    close: (profileId, serviceId, endedAt) =>
      storing('close incident', () =>
        inTransaction(db, () => close(profileId, serviceId, endedAt)),
      ),
    list: (profileId, limit) =>
      storing('list incidents', () => incidentsOf(list.all(profileId, limit))),
    during: (profileId, from, to) =>
      storing('list incidents', () => incidentsOf(during.all(profileId, to, from)).reverse()),
  }
}

function incidentsOf(rows: unknown[]): Incident[] {
  return rows.flatMap((row) => {
    const incident = Row.pipe(Incident).safeParse(row)
    return incident.success ? [incident.data] : []
  })
}
