/** An item of a run, as far as its place in time goes. */
export interface TimedItem {
  id: string
  dependsOn: readonly string[]
  calls: readonly { at: number; durationMs: number }[]
}

export interface CriticalPath {
  ms: number
  /** Ids from the first item to the last. */
  path: string[]
}

/**
 * The chain of dependent items whose calls took longest. Calls of one chain that ran at the same
 * time count once, and so does a call that several of its items show.
 */
export function criticalPath(items: readonly TimedItem[]): CriticalPath {
  const known = new Map(items.map((item) => [item.id, item]))
  let longest: CriticalPath = { ms: 0, path: [] }
  const follow = (item: TimedItem, later: readonly TimedItem[]): void => {
    if (later.includes(item)) throw new Error(`cycle at ${item.id}`)
    const chain = [item, ...later]
    const ms = busyMs(chain.flatMap(({ calls }) => calls))
    if (ms > longest.ms) longest = { ms, path: chain.map(({ id }) => id) }
    for (const id of item.dependsOn) {
      const earlier = known.get(id)
      if (earlier !== undefined) follow(earlier, chain)
    }
  }
  for (const item of items) follow(item, [])
  return longest
}

/** How long at least one of the calls was under way. */
export function busyMs(calls: TimedItem['calls']): number {
  let total = 0
  let until = -Infinity
  for (const { at, durationMs } of [...calls].sort((left, right) => left.at - right.at)) {
    const end = at + durationMs
    if (end <= until) continue
    total += end - Math.max(at, until)
    until = end
  }
  return total
}
