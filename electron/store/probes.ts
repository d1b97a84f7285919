import { z } from 'zod'
import { Probe } from '../../shared/domain/services'
import { inTransaction, storing, type Connection } from './connection'

/** The history of probes, 14 days of it. */
export interface ProbeStore {
  /** Keeps one sweep's probes in one transaction. */
  append(profileId: string, batch: readonly { id: string; probe: Probe }[]): void
  /** The newest probes of a service, oldest first. */
  recent(profileId: string, serviceId: string, limit: number): Probe[]
  /** The newest probes of every service since a moment, at most `limit`, oldest first. */
  since(profileId: string, at: number, limit: number): { id: string; probe: Probe }[]
  /** Forgets what is too old; returns how many rows went. */
  prune(): number
}

const keptMs = 14 * 24 * 60 * 60 * 1000
/** Rows per transaction while pruning, so that nobody waits long for the lock. */
const pruneRows = 5_000

const Row = z.object({
  at: z.number(),
  outcome: z.string(),
  latency_ms: z.number().nullable(),
  status: z.number().nullable(),
  fault: z.string().nullable(),
  detail: z.string().nullable(),
})
const ServiceRow = z.object({ service: z.string() })

export interface ProbeStoreOptions {
  mask: (text: string) => string
  now: () => number
}

/** Makes the part of the store that keeps probes. */
export function createProbeStore(db: Connection, { mask, now }: ProbeStoreOptions): ProbeStore {
  const insert = db.prepare(
    `INSERT INTO probes (profile, service, at, outcome, latency_ms, status, fault, detail)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
  )
  const recent = db.prepare(
    `SELECT at, outcome, latency_ms, status, fault, detail FROM probes
     WHERE profile = ? AND service = ? ORDER BY at DESC, id DESC LIMIT ?`,
  )
  // The plus keeps SQLite from reading every row of the profile instead of those of the time.
  const since = db.prepare(
    `SELECT service, at, outcome, latency_ms, status, fault, detail FROM probes
     WHERE +profile = ? AND at >= ? ORDER BY at DESC, id DESC LIMIT ?`,
  )
  const prune = db.prepare(
    'DELETE FROM probes WHERE id IN (SELECT id FROM probes WHERE at < ? LIMIT ?)',
  )
  return {
    append(profileId, batch) {
      if (batch.length === 0) return
      storing('save probes', () =>
        inTransaction(db, () => {
          for (const { id, probe } of batch) {
            const { at, outcome, latencyMs, status, fault } = probe
            const detail = probe.detail === null ? null : mask(probe.detail)
            insert.run(profileId, id, at, outcome, latencyMs, status, fault, detail)
          }
        }),
      )
    },
    recent: (profileId, serviceId, limit) =>
      storing('read probes', () =>
        recent.all(profileId, serviceId, limit).flatMap(probeOf).reverse(),
      ),
    since: (profileId, at, limit) =>
      storing('read probes', () =>
        since
          .all(profileId, at, limit)
          .flatMap((row) => {
            const service = ServiceRow.safeParse(row)
            if (!service.success) return []
            return probeOf(row).map((probe) => ({ id: service.data.service, probe }))
          })
          .reverse(),
      ),
    prune: () =>
      storing('prune probes', () => {
        let total = 0
        for (;;) {
          const { changes } = prune.run(now() - keptMs, pruneRows)
          total += changes
          if (changes < pruneRows) return total
        }
      }),
  }
}

function probeOf(value: unknown): Probe[] {
  const row = Row.safeParse(value)
  if (!row.success) return []
  const { latency_ms: latencyMs, ...rest } = row.data
  const probe = Probe.safeParse({ ...rest, latencyMs })
  return probe.success ? [probe.data] : []
}
