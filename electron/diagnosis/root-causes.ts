import type { Cause, CauseFact, ItemId, ItemResult, RootCause } from '../../shared/domain/checklist'
import { zervigoIds } from '../../shared/domain/services'

/** A cause on its way to the top, with the items that show it. */
interface Branch {
  cause: Cause
  /** Configuration first, then services, then everything seen through them. */
  rank: number
  explains: ItemId[]
}

const config: ReadonlySet<string> = new Set([
  ...['AI_PORT_8000', 'DUPLICATE_ADDRESS', 'ENV_KEYS_MISSING', 'ENV_URL_DIFFERS'],
  ...['ENV_FILE_UNREADABLE', 'SECRET_DIFFERS', 'CLOCK_SKEW', 'LOOMA_DEFAULT_PORTS'],
  ...['LOOMA_OTHER_ADDRESS', 'PORT_PLAN_SHIFTED'],
])

/** What a service does to everyone who needs it. */
const service: ReadonlySet<string> = new Set([
  ...['ALL_DOWN', 'NOT_RUNNING', 'HOST_UNKNOWN', 'HANGS', 'CLOSES_CONNECTION', 'HTML_PAGE'],
  ...['NOT_HTTP', 'CUT_ANSWER', 'EMPTY_ANSWER', 'STRANGER_ON_PORT', 'AUTH_WRONG_ISSUER'],
  ...['CRASHED_HANDLER', 'REPORTS_UNHEALTHY'],
])

/** What only shows that a service is not well, or not itself. */
const throughService: ReadonlySet<string> = new Set([
  ...['AUTH_DOWN', 'LOOMA_CANNOT_REACH', 'LOGIN_MISSING', 'VALIDATE_MISSING', 'PLAIN_TEXT'],
  ...['PATH_MISSING_BEHIND_LOOMA', 'SLOW_CHAIN', 'PART_UNHEALTHY', 'AI_CANNOT_REACH_AUTH'],
  ...['ERROR_NOT_JSON', 'ERROR_WRONG_STATUS', 'ERROR_UNEXPLAINED'],
])

/** One service is meant by these only as an example; the cause is the same for all. */
const wholeSystem: ReadonlySet<string> = new Set(['PORT_PLAN_SHIFTED', 'MIDDLEWARE_TAKES_200'])

/**
 * Folds the causes of a run: equal ones become one, a blocked item belongs to what blocks it, and a
 * cause that is seen through another one belongs to that. What explains most comes first; every
 * item that is neither passed nor skipped appears exactly once.
 */
export function rootCausesOf(items: readonly ItemResult[]): RootCause[] {
  const branches = new Map<string, Branch>()
  for (const item of items) {
    if (item.verdict === 'pass' || item.verdict === 'skipped') continue
    const { cause } = blockerOf(item, items)
    if (cause === null) continue
    add(branches, keyOf(cause), cause, item.id)
  }
  const roots = attached([...branches.values()])
  return roots
    .sort((one, other) => other.explains.length - one.explains.length || one.rank - other.rank)
    .map(({ cause, explains }) => ({ cause, explains: ordered(explains, items) }))
}

function add(branches: Map<string, Branch>, key: string, cause: Cause, item: ItemId): void {
  const known = branches.get(key)
  if (known === undefined) branches.set(key, { cause, rank: rankOf(cause), explains: [item] })
  else {
    known.explains.push(item)
    known.cause = { ...known.cause, facts: joined(known.cause.facts, cause.facts) }
  }
}

/** The item at the bottom of what blocks this one; itself when nothing does. */
function blockerOf(item: ItemResult, items: readonly ItemResult[]): ItemResult {
  if (item.verdict !== 'blocked') return item
  const needed = item.dependsOn.flatMap((id) => items.find((other) => other.id === id) ?? [])
  const order = ['fail', 'denied', 'unknown', 'blocked'] as const
  for (const verdict of order) {
    const blocker = needed.find((other) => other.verdict === verdict)
    if (blocker !== undefined) return blockerOf(blocker, items)
  }
  // Blocked by what a person left out: that is nobody's fault but this item's own line.
  return item
}

/** Puts every branch under the one that explains it; a chain ends at its topmost cause. */
function attached(branches: readonly Branch[]): Branch[] {
  const parents = new Map<Branch, Branch>()
  for (const branch of branches) {
    const parent = branches.find((other) => other !== branch && isExplainedBy(branch, other))
    if (parent !== undefined && topOf(parent, parents) !== branch) parents.set(branch, parent)
  }
  const roots = branches.filter((branch) => !parents.has(branch))
  return roots.map((root) => {
    const below = branches.filter((branch) => topOf(branch, parents) === root)
    return { ...root, explains: below.flatMap(({ explains }) => explains) }
  })
}

function topOf(branch: Branch, parents: ReadonlyMap<Branch, Branch>): Branch {
  const parent = parents.get(branch)
  return parent === undefined ? branch : topOf(parent, parents)
}

function isExplainedBy(child: Branch, parent: Branch): boolean {
  const [below, above] = [child.cause, parent.cause]
  const [effect, reason] = [below.reason, above.reason]
  if (effect === null || reason === null) return false
  const subject = factOf(below, 'service')
  if (reason === 'ALL_DOWN') {
    const isOfZervigo = zervigoIds.some((id) => id === subject)
    return isOfZervigo && (effect === 'NOT_RUNNING' || effect === 'AUTH_DOWN')
  }
  if (isConfigParent(above, below)) return true
  if (!service.has(reason) && reason !== 'PORT_PLAN_SHIFTED') return false
  const isSame = subject !== null && subject === factOf(above, 'service')
  const waitsFor = effect === 'SLOW_CHAIN' ? (factOf(below, 'hanging')?.split(', ') ?? []) : []
  if (waitsFor.includes(factOf(above, 'service') ?? '')) return true
  if (!isSame) return false
  // Of two states of one service, the one that was found first stands for both.
  return throughService.has(effect) || (service.has(effect) && child.rank >= parent.rank)
}

const wiring = new Set(['LOOMA_DEFAULT_PORTS', 'LOOMA_OTHER_ADDRESS', 'LOOMA_CANNOT_REACH'])
const identity = new Set(['PORT_PLAN_SHIFTED', 'STRANGER_ON_PORT', 'AUTH_WRONG_ISSUER'])
const secrets = new Set(['SECRET_DIFFERS_AI', 'SECRET_CHANGED'])

/** A wrong setting stands above what it leads to. */
function isConfigParent(above: Cause, below: Cause): boolean {
  const effect = below.reason ?? ''
  const subject = factOf(below, 'service')
  switch (above.reason) {
    case 'ENV_KEYS_MISSING':
      return wiring.has(effect)
    case 'ENV_URL_DIFFERS':
      return wiring.has(effect) && (subject === null || subject === factOf(above, 'service'))
    case 'DUPLICATE_ADDRESS':
      return identity.has(effect) && listed(above, 'services').includes(subject ?? '?')
    case 'SECRET_DIFFERS':
      return secrets.has(effect)
    case 'AI_PORT_8000':
      return subject === 'ai' && (service.has(effect) || wiring.has(effect))
    case 'LOOMA_DEFAULT_PORTS':
      return effect === 'LOOMA_OTHER_ADDRESS' || effect === 'LOOMA_CANNOT_REACH'
    default:
      return false
  }
}

function listed(cause: Cause, name: string): string[] {
  return factOf(cause, name)?.split(', ') ?? []
}

function keyOf(cause: Cause): string {
  const { code, reason, message } = cause
  if (reason === null) return `${code} ${message.en}`
  return wholeSystem.has(reason) ? reason : `${reason} ${factOf(cause, 'service') ?? ''}`
}

function rankOf({ code, reason }: Cause): number {
  if (code === 'CONFIG_WRONG') return 0
  if (reason !== null && config.has(reason)) return 1
  if (reason !== null && service.has(reason)) return 2
  return reason !== null && throughService.has(reason) ? 3 : 4
}

function factOf({ facts }: Cause, name: string): string | null {
  return facts.find((entry) => entry.name === name)?.value ?? null
}

const mostFacts = 40

function joined(ours: readonly CauseFact[], theirs: readonly CauseFact[]): CauseFact[] {
  const isKnown = ({ name, value }: CauseFact) =>
    ours.some((entry) => entry.name === name && entry.value === value)
  return [...ours, ...theirs.filter((entry) => !isKnown(entry))].slice(0, mostFacts)
}

function ordered(ids: readonly ItemId[], items: readonly ItemResult[]): ItemId[] {
  return items.flatMap(({ id }) => (ids.includes(id) ? [id] : []))
}
