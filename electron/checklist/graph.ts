/** A node of a dependency graph. */
export interface GraphNode<I extends string> {
  id: I
  dependsOn: readonly I[]
}

/**
 * Runs every node once, each as soon as all it depends on have ended, in parallel where the graph
 * allows. `visit` must not throw: whatever a node comes to, its dependants still get their turn.
 */
export async function runGraph<I extends string>(
  nodes: readonly GraphNode<I>[],
  visit: (id: I) => Promise<void>,
): Promise<void> {
  const ended = new Map<I, Promise<void>>()
  const known = new Map(nodes.map((node) => [node.id, node]))
  const start = (node: GraphNode<I>, path: readonly I[]): Promise<void> => {
    const running = ended.get(node.id)
    if (running !== undefined) return running
    if (path.includes(node.id)) throw new Error(`cycle: ${[...path, node.id].join(' → ')}`)
    const needed = node.dependsOn.flatMap((id) => known.get(id) ?? [])
    const before = needed.map((dependency) => start(dependency, [...path, node.id]))
    const run = Promise.all(before).then(() => visit(node.id))
    ended.set(node.id, run)
    return run
  }
  await Promise.all(nodes.map((node) => start(node, [])))
}

/** The given nodes and all they depend on. */
export function closureOf<I extends string>(
  nodes: readonly GraphNode<I>[],
  ids: readonly I[],
): ReadonlySet<I> {
  const known = new Map(nodes.map((node) => [node.id, node]))
  const wanted = new Set<I>()
  const add = (id: I) => {
    const node = known.get(id)
    if (node === undefined) throw new Error(`no item ${id}`)
    if (wanted.has(id)) return
    wanted.add(id)
    node.dependsOn.forEach(add)
  }
  ids.forEach(add)
  return wanted
}
