import type { ProcessRow, ProcessTable } from './process-table'

/** What proves that a process belongs to a run. */
export interface FamilyRoot {
  tag: string
  /** The process we started ourselves, while its number cannot belong to anybody else. */
  leader: { pid: number; ticks: number } | null
}

/**
 * Every living process of a run: those with its tag, those of their groups, and their
 * descendants. `known` remembers who belonged, because one that lost its tag and its parent
 * belongs still; a stranger under the same number began at another time.
 */
export async function familyOf(
  table: ProcessTable,
  root: FamilyRoot,
  known: Map<number, ProcessRow> = new Map(),
): Promise<ProcessRow[]> {
  const all = await table.list()
  const consoleGroup = all.find(({ pid }) => pid === process.pid)?.pgid
  const rows = all.filter((row) => !row.isZombie && row.pid !== process.pid)
  const members = new Set(rows.filter((row) => isProven(row, root, known)))
  const groups = new Set([...members].map(({ pgid }) => pgid))
  for (const row of rows) {
    if (isOwnGroup(row.pgid, consoleGroup) && groups.has(row.pgid)) members.add(row)
  }
  addDescendants(rows, members)
  for (const member of members) known.set(member.pid, member)
  return [...members]
}

function isProven(
  row: ProcessRow,
  { tag, leader }: FamilyRoot,
  known: ReadonlyMap<number, ProcessRow>,
): boolean {
  if (row.tag === tag) return true
  if (leader !== null && row.pid === leader.pid && row.ticks === leader.ticks) return true
  const before = known.get(row.pid)
  return before !== undefined && isSame(before, row)
}

/** Same number, same beginning, same mark: the same process. */
export function isSame(before: ProcessRow, now: ProcessRow): boolean {
  return before.pid === now.pid && before.ticks === now.ticks && before.tag === now.tag
}

/** Group 0 is one whose leader lives outside this container; 1 is the system's own. */
export function isOwnGroup(pgid: number, consoleGroup: number | undefined): boolean {
  return pgid > 1 && pgid !== consoleGroup
}

function addDescendants(rows: readonly ProcessRow[], members: Set<ProcessRow>): void {
  for (let size = -1; size !== members.size;) {
    size = members.size
    const pids = new Set([...members].map(({ pid }) => pid))
    for (const row of rows) if (pids.has(row.ppid)) members.add(row)
  }
}
