import { readdirSync, readFileSync } from 'node:fs'

/** One line of the table: what was tried how often, and how often happened what must not. */
export interface SoakRow {
  name: string
  rounds: number
  /** Processes that were still there although they had been ended. */
  left: number
  /** Signals that reached somebody who is not ours. */
  wrongSignals: number
  doubleStarts: number
  /** Children of ours that ended and were never asked for. */
  zombies: number
  /** Rounds that did not go as they should, in words; none when all did. */
  failures: string[]
  /** True where nothing shows that a process is ours: then it has to be told, not ended. */
  isUnsweepable: boolean
  /** What the numbers do not say. */
  note: string
}

export const newRow = (name: string): SoakRow => ({
  ...{ name, rounds: 0, left: 0, wrongSignals: 0, doubleStarts: 0, zombies: 0 },
  ...{ failures: [], isUnsweepable: false, note: '' },
})

/** What cannot be swept may be left, once it has been told. */
export function isClean(row: SoakRow): boolean {
  const { left, wrongSignals, doubleStarts, zombies, failures, isUnsweepable } = row
  const counted = wrongSignals + doubleStarts + zombies + failures.length
  return counted + (isUnsweepable ? 0 : left) === 0
}

const heads = ['what', 'rounds', 'left', 'wrong signals', 'double starts', 'zombies', 'failed']

/** The rows as a Markdown table, with the failures under it. */
export function tableOf(rows: readonly SoakRow[]): string {
  const cells = rows.map((row) => [
    ...[row.name, row.rounds, row.left, row.wrongSignals, row.doubleStarts, row.zombies].map(
      String,
    ),
    ...[String(row.failures.length), row.note],
  ])
  const lines = [[...heads, 'note'], ['---', ...heads.slice(1).map(() => '---:'), '---'], ...cells]
  const failures = rows.flatMap(({ name, failures: all }) =>
    all.slice(0, 5).map((text) => `- ${name}: ${text}`),
  )
  return [...lines.map((line) => `| ${line.join(' | ')} |`), '', ...failures, ''].join('\n')
}

/** Children of this process that have ended and wait to be reaped. */
export function ownZombies(): number {
  return procNumbers().filter((pid) => {
    const stat = readText(`/proc/${pid}/stat`)
    const [state, parent] = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    return state === 'Z' && Number(parent) === process.pid
  }).length
}

/** Everybody whom a signal to this number, or to this group, would reach now. */
export function reachedBy(target: number, isGroup: boolean): number[] {
  if (!isGroup) return [target]
  return procNumbers().filter((pid) => {
    const stat = readText(`/proc/${pid}/stat`)
    const [state, , group] = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    return state !== 'Z' && Number(group) === target
  })
}

/** Whether a process carries this in its environment; one that has gone harms nobody. */
export function carries(pid: number, mark: string): boolean {
  const environ = readText(`/proc/${pid}/environ`)
  return environ === '' || environ.includes(mark)
}

function procNumbers(): number[] {
  return readdirSync('/proc').flatMap((name) => (/^\d+$/.test(name) ? [Number(name)] : []))
}

function readText(path: string): string {
  try {
    return readFileSync(path, 'latin1')
  } catch {
    return ''
  }
}
