import type { HealthState } from '../../shared/domain/services'

/** Ids that each service needs. */
export type DependencyGraph = Readonly<Record<string, readonly string[]>>

const weights: Record<HealthState, number> = {
  healthy: 0,
  unknown: 0,
  degraded: 1,
  failing: 2,
  unreachable: 2,
}

/**
 * Names for every service in trouble the dependency that explains it: the deepest one that is in
 * at least as much trouble; null where nothing below explains it.
 */
export function rootCauses(
  states: Readonly<Record<string, HealthState>>,
  dependsOn: DependencyGraph,
): Record<string, string | null> {
  const weight = (id: string): number => weights[states[id] ?? 'unknown']
  const causes: Record<string, string | null> = {}
  for (const id of Object.keys(states)) {
    causes[id] = weight(id) === 0 ? null : deepestCause(id, weight, dependsOn)
  }
  return causes
}

function deepestCause(
  id: string,
  weight: (id: string) => number,
  dependsOn: DependencyGraph,
): string | null {
  const below = (from: string): string[] =>
    reachable(from, (need) => weight(need) >= weight(id), dependsOn)
  // Two services that need each other explain nothing about each other.
  const candidates = below(id).filter((need) => !below(need).includes(id))
  let deepest: { id: string; explained: number } | null = null
  for (const candidate of candidates) {
    const explained = below(candidate).length
    if (deepest === null || explained < deepest.explained) deepest = { id: candidate, explained }
  }
  return deepest?.id ?? null
}

/** Everything a service needs, directly or not, through services in trouble; nearest first. */
function reachable(
  from: string,
  isInTrouble: (id: string) => boolean,
  dependsOn: DependencyGraph,
): string[] {
  const found: string[] = []
  const waiting = [from]
  for (let at = waiting.shift(); at !== undefined; at = waiting.shift()) {
    for (const need of dependsOn[at] ?? []) {
      if (found.includes(need) || !isInTrouble(need)) continue
      found.push(need)
      waiting.push(need)
    }
  }
  return found
}
