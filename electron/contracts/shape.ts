import type { Shape, ShapeDiff } from '../../shared/domain/contracts'

/** What differs between two shapes, paths in alphabetical order. */
export function diffShapes(before: Shape, after: Shape): ShapeDiff {
  const diff: ShapeDiff = { added: [], removed: [], changed: [] }
  const paths = new Set([...Object.keys(before), ...Object.keys(after)])
  for (const path of [...paths].sort()) {
    const was = Object.hasOwn(before, path) ? before[path] : undefined
    const is = Object.hasOwn(after, path) ? after[path] : undefined
    if (was === is) continue
    if (was === undefined) diff.added.push({ path, type: is ?? '' })
    else if (is === undefined) diff.removed.push({ path, type: was })
    else diff.changed.push({ path, before: was, after: is })
  }
  return diff
}
