import type { RowGesture } from '../../components/row-list'

/** The selection after a click or a key: one row toggled, or a range added. */
export function afterGesture(
  before: ReadonlySet<string>,
  rows: readonly { id: string }[],
  { index, anchor, isRange }: RowGesture,
): Set<string> {
  const after = new Set(before)
  if (isRange) {
    const from = Math.min(anchor, index)
    const to = Math.max(anchor, index)
    for (const row of rows.slice(from, to + 1)) after.add(row.id)
    return after
  }
  const id = rows[index]?.id
  if (id === undefined) return after
  if (!after.delete(id)) after.add(id)
  return after
}
