const goodWords = new Set(['healthy', 'ok', 'up', 'running', 'ready', 'alive', 'true'])
const betweenWords = new Set(['degraded', 'loading'])

/** Said of a part, these mean that it works or is switched off on purpose. */
const goodPartWords = new Set([
  ...goodWords,
  ...['reachable', 'connected', 'enabled', 'disabled', 'active', 'initialized', 'available'],
  ...['loaded', 'online', 'passing', 'success', 'green'],
])

/** Tells whether a status value is one of the few that mean health. */
export function isGood(value: unknown): boolean {
  return value === true || (typeof value === 'string' && goodWords.has(normal(value)))
}

/** Tells whether a status value means a service that works in part or not yet. */
export function isBetween(value: unknown): boolean {
  return typeof value === 'string' && betweenWords.has(normal(value))
}

/**
 * Other services' health inside an answer: each has a tile and a witness of its own, so Looma is
 * not called degraded because a service it reports about is down. The AI service as built always
 * calls auth `unreachable` under the last name, through a fault of its own (UPSTREAM 3.2).
 */
const aboutOthers = new Set([
  ...['services', 'zervigo_services', 'health_status', 'features'],
  'unified_auth_client_status',
])

/** Parts whose plain text value is a status. */
const partNames = new Set(['database', 'mysql', 'postgres', 'redis', 'cache', 'consul', 'neo4j'])

const maxDepth = 5
const maxParts = 8

/** The parts that an answer itself calls bad, as `path=value`, however good its top looks. */
export function badParts(answer: Record<string, unknown>): string[] {
  const found: string[] = []
  const walk = (value: unknown, path: string, depth: number): void => {
    if (typeof value !== 'object' || value === null || depth > maxDepth) return
    for (const [key, part] of Object.entries(value)) {
      if (found.length >= maxParts) return
      const at = path === '' ? key : `${path}.${key}`
      if (depth === 0 && aboutOthers.has(key)) continue
      if (isBadPart(key, part, depth)) found.push(`${at}=${JSON.stringify(part)}`)
      else walk(part, at, depth + 1)
    }
  }
  walk(answer, '', 0)
  return found
}

function isBadPart(key: string, value: unknown, depth: number): boolean {
  if (key === 'healthy' || key === 'connected' || key.endsWith('_initialized')) {
    return value === false
  }
  const isStatus = key.endsWith('_status') || partNames.has(key) || (key === 'status' && depth > 0)
  if (!isStatus) return false
  return value === false || (typeof value === 'string' && !goodPartWords.has(normal(value)))
}

function normal(word: string): string {
  return word.trim().toLowerCase()
}
