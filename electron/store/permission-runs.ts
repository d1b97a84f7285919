import { z } from 'zod'
import { PermissionRun } from '../../shared/domain/permissions'
import { inTransaction, storing, type Connection } from './connection'
import { maskDeep } from './text-mask'

/** The last permission matrix of each profile. */
export interface PermissionRunStore {
  /** Replaces the one before. */
  save(profileId: string, run: PermissionRun): void
  /** Null when there is none that can be read. */
  last(profileId: string): PermissionRun | null
}

const Row = z.object({ result: z.string() })

/** Makes the part of the store that keeps permission matrices. */
export function createPermissionRunStore(
  db: Connection,
  mask: (text: string) => string,
): PermissionRunStore {
  const clear = db.prepare('DELETE FROM permission_runs WHERE profile = ?')
  const insert = db.prepare(
    'INSERT INTO permission_runs (profile, id, started_at, result) VALUES (?, ?, ?, ?)',
  )
  const last = db.prepare(
    'SELECT result FROM permission_runs WHERE profile = ? ORDER BY started_at DESC LIMIT 1',
  )
  return {
    save(profileId, run) {
      const text = JSON.stringify(PermissionRun.parse(maskDeep(run, mask)))
      storing('save permission matrix', () =>
        inTransaction(db, () => {
          clear.run(profileId)
          insert.run(profileId, run.id, run.startedAt, text)
        }),
      )
    },
    last: (profileId) =>
      storing('read permission matrix', () => runFrom(Row.safeParse(last.get(profileId)).data)),
  }
}

function runFrom(row: z.infer<typeof Row> | undefined): PermissionRun | null {
  if (row === undefined) return null
  try {
    const run = PermissionRun.parse(JSON.parse(row.result))
    const hasEnded = run.state === 'finished' || run.state === 'cancelled'
    // Nothing that comes from disk is still under way.
    return hasEnded ? run : { ...run, state: 'cancelled' }
  } catch {
    return null
  }
}
