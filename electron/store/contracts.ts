import { z } from 'zod'
import { ObservedShape } from '../../shared/domain/contracts'
import { EpochMs } from '../../shared/domain/services'
import { inTransaction, storing, type Connection } from './connection'

/** What is kept of one operation: what it last answered, and what a person accepted. */
export interface StoredContract {
  operation: string
  observed: { at: number; endpoint: ObservedShape } | null
  accepted: { at: number; endpoint: ObservedShape; name: string; note: string } | null
}

/** Shapes of answers, per profile and operation. */
export interface ContractStore {
  /** A damaged part of a row is left out. */
  list(profileId: string): StoredContract[]
  /** Replaces what these operations last answered; the others keep theirs. */
  observe(profileId: string, endpoints: readonly ObservedShape[], at: number): void
  accept(
    profileId: string,
    endpoint: ObservedShape,
    by: { at: number; name: string; note: string },
  ): void
}

const Row = z.object({
  operation: z.string(),
  observed_at: EpochMs.nullable().catch(null),
  observed: z.string().nullable().catch(null),
  accepted_at: EpochMs.nullable().catch(null),
  accepted: z.string().nullable().catch(null),
  accepted_by: z.string().nullable().catch(null),
  accepted_note: z.string().nullable().catch(null),
})

/** Makes the part of the store that keeps contracts. */
export function createContractStore(db: Connection, mask: (text: string) => string): ContractStore {
  const list = db.prepare('SELECT * FROM contracts WHERE profile = ? ORDER BY operation')
  const observe = db.prepare(
    `INSERT INTO contracts (profile, operation, observed_at, observed) VALUES (?, ?, ?, ?)
     ON CONFLICT (profile, operation) DO UPDATE
     SET observed_at = excluded.observed_at, observed = excluded.observed`,
  )
  const accept = db.prepare(
    `INSERT INTO contracts (profile, operation, accepted_at, accepted, accepted_by, accepted_note)
     VALUES (?, ?, ?, ?, ?, ?)
     ON CONFLICT (profile, operation) DO UPDATE
     SET accepted_at = excluded.accepted_at, accepted = excluded.accepted,
       accepted_by = excluded.accepted_by, accepted_note = excluded.accepted_note`,
  )
  return {
    list: (profileId) => storing('list contracts', () => list.all(profileId).flatMap(contractOf)),
    observe: (profileId, endpoints, at) =>
      storing('save observed shapes', () =>
        inTransaction(db, () => {
          for (const endpoint of endpoints) {
            observe.run(profileId, endpoint.operation, at, JSON.stringify(endpoint))
          }
        }),
      ),
    accept: (profileId, endpoint, { at, name, note }) =>
      storing('save accepted contract', () => {
        const who = [mask(name), mask(note)]
        accept.run(profileId, endpoint.operation, at, JSON.stringify(endpoint), ...who)
      }),
  }
}

function contractOf(value: unknown): StoredContract[] {
  const row = Row.safeParse(value)
  if (!row.success) return []
  const { operation, observed_at, accepted_at, accepted_by, accepted_note } = row.data
  const observed = endpointOf(row.data.observed, operation)
  const accepted = endpointOf(row.data.accepted, operation)
  const contract: StoredContract = {
    operation,
    observed:
      observed === null || observed_at === null ? null : { at: observed_at, endpoint: observed },
    accepted:
      accepted === null || accepted_at === null
        ? null
        : {
            at: accepted_at,
            endpoint: accepted,
            name: accepted_by ?? '',
            note: accepted_note ?? '',
          },
  }
  return contract.observed === null && contract.accepted === null ? [] : [contract]
}

function endpointOf(text: string | null, operation: string): ObservedShape | null {
  if (text === null) return null
  try {
    const endpoint = ObservedShape.parse(JSON.parse(text))
    return endpoint.operation === operation ? endpoint : null
  } catch {
    return null
  }
}
