import type { ProcessTable } from './process-table'
import type { Intent, RunRecord } from './run-record'

/** What no longer fits a record. */
export type Difference = 'boot' | 'gone' | 'start' | 'group' | 'exe' | 'argv' | 'tag'

/**
 * Compares a record with the process that has its number now. Null means that all of it is equal,
 * the tag included: only then is the process ours. The number and the start time alone are not
 * enough, because a start is known to a hundredth of a second only.
 */
export async function differenceFrom(
  record: RunRecord,
  table: ProcessTable,
): Promise<Difference | null> {
  if (record.bootId === null || (await table.bootId()) !== record.bootId) return 'boot'
  const row = await table.row(record.pid)
  if (row === null || row.isZombie) return 'gone'
  if (row.ticks !== record.startTicks) return 'start'
  if (row.tag !== record.tag) return 'tag'
  if (row.pgid !== record.pgid) return 'group'
  const [exe, argvHash] = await Promise.all([table.exeOf(record.pid), table.argvHashOf(record.pid)])
  if (exe?.path !== record.exe?.path || exe?.inode !== record.exe?.inode) return 'exe'
  return argvHash === record.argvHash ? null : 'argv'
}

/** Takes down what will prove this process later; null when it has gone meanwhile. */
export async function proofOf(
  pid: number,
  table: ProcessTable,
): Promise<Pick<RunRecord, 'pid' | 'pgid' | 'startTicks' | 'bootId' | 'exe' | 'argvHash'> | null> {
  const [row, bootId, exe, argvHash] = await Promise.all([
    table.row(pid),
    table.bootId(),
    table.exeOf(pid),
    table.argvHashOf(pid),
  ])
  if (row === null || row.isZombie) return null
  return { pid, pgid: row.pgid, startTicks: row.ticks, bootId, exe, argvHash }
}

/** The eldest living process with the tag of a launch whose own process is not known or has gone. */
export async function findByIntent(
  intent: Intent | null,
  table: ProcessTable,
): Promise<Pick<RunRecord, 'pid' | 'startTicks'> | null> {
  if (intent === null || (await table.bootId()) !== intent.bootId) return null
  const rows = await table.list()
  const [eldest] = rows
    .filter((row) => row.tag === intent.tag && !row.isZombie)
    .sort((one, other) => one.ticks - other.ticks || one.pid - other.pid)
  return eldest === undefined ? null : { pid: eldest.pid, startTicks: eldest.ticks }
}
