import type { ChosenRun } from '../../stores/ui'

/** The most runs that can be compared. */
const most = 2

/** The choice after a box was ticked or cleared; a third one is not taken. */
export function toggled(chosen: readonly ChosenRun[], run: ChosenRun): readonly ChosenRun[] {
  const rest = chosen.filter(({ id }) => id !== run.id)
  if (rest.length < chosen.length) return rest
  return chosen.length >= most ? chosen : [...chosen, run]
}

/** The two to compare, the older one first; null while there are not two. */
export function pairOf(chosen: readonly ChosenRun[]): { before: string; after: string } | null {
  const [first, second] = [...chosen].sort((one, other) => one.startedAt - other.startedAt)
  return first === undefined || second === undefined ? null : { before: first.id, after: second.id }
}

/** True when the box of a run can be ticked or cleared. */
export function canToggle(chosen: readonly ChosenRun[], id: string): boolean {
  return chosen.length < most || chosen.some((one) => one.id === id)
}
