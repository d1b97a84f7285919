import type { PortHolder, PortRow, PortUse, PortWant } from '../../shared/domain/ports'
import type { Profile } from '../../shared/domain/profile'
import { ServiceId } from '../../shared/domain/services'
import { serviceOfName } from './identity'
import type { SeenHolder } from './port-look'
import { claimsOf, plannedPorts, reservedPorts, type PortClaim } from './port-plans'
import { profilePorts, type ProfilePort } from './port-wants'
import { explainConflict } from './port-words'
import { isReached } from './ports'

/** A name that a service gave itself, and when. */
export interface ReportedName {
  name: string
  at: number
}

/** Which processes are the console's. */
export interface OwnProcesses {
  consolePid: number
  /** The processes that the console runs as services. */
  services: ReadonlyMap<number, string>
}

export interface PortFacts {
  profile: Profile
  seen: readonly SeenHolder[]
  own: OwnProcesses
  /** The newest self-given name of each service of the profile. */
  reported: ReadonlyMap<string, ReportedName>
}

/** The ports to look at: of the profile as far as they are here, and of every plan. */
export function portsToSee(profile: Profile): ReadonlySet<number> {
  const here = profilePorts(profile).filter(({ isHere }) => isHere)
  return new Set([...here.map(({ port }) => port), ...plannedPorts(), ...reservedPorts()])
}

/** Every port that matters: the profile's first, then those of the plans, held before free. */
export function portRows(facts: PortFacts): PortRow[] {
  const named = profilePorts(facts.profile)
  const here = new Map<number, ProfilePort[]>()
  for (const one of named) {
    if (one.isHere) here.set(one.port, [...(here.get(one.port) ?? []), one])
  }
  const held = new Set(facts.seen.map(({ port }) => port))
  const others = [...plannedPorts(), ...reservedPorts().filter((port) => held.has(port))]
  const rest = [...new Set(others)].filter((port) => !here.has(port))
  rest.sort((a, b) => Number(held.has(b)) - Number(held.has(a)) || a - b)
  return [
    ...[...here].map(([port, wants]) => rowOf(port, wants, facts)),
    ...rowsElsewhere(named),
    ...rest.map((port) => rowOf(port, [], facts)),
  ]
}

/** A port of another machine is listed, so that nobody takes its absence for an answer. */
function rowsElsewhere(named: readonly ProfilePort[]): PortRow[] {
  const places = new Map<string, ProfilePort[]>()
  for (const one of named) {
    const id = `${one.host}:${one.port}`
    if (!one.isHere) places.set(id, [...(places.get(id) ?? []), one])
  }
  return [...places].flatMap(([id, wants]) => {
    const [first] = wants
    if (first === undefined) return []
    const { host, port } = first
    const row = { id, host, port, wants: wants.map(wantOf), holders: [], conflict: null }
    return [{ ...row, use: 'elsewhere' as const, claims: publicClaims(claimsOf(port)) }]
  })
}

function rowOf(port: number, wants: readonly ProfilePort[], facts: PortFacts): PortRow {
  const claims = claimsOf(port)
  const seen = facts.seen.filter((holder) => holder.port === port)
  const holders = seen.map((holder) => holderOf(holder, seen, wants, facts))
  const use = useOf(holders, wants, claims)
  const isEmbedded = facts.profile.id === 'embedded'
  const row = { port, wants: wants.map(wantOf), use, holders, claims, isEmbedded }
  return {
    ...{ id: `localhost:${port}`, host: 'localhost', port, wants: row.wants, use, holders },
    claims: publicClaims(claims),
    conflict: explainConflict(row),
  }
}

function holderOf(
  seen: SeenHolder,
  all: readonly SeenHolder[],
  wants: readonly ProfilePort[],
  { own, reported }: PortFacts,
): PortHolder {
  const { port: _port, ancestors, ...holder } = seen
  const line = holder.pid === null ? [] : [holder.pid, ...ancestors]
  const service = line.map((pid) => own.services.get(pid)).find((id) => id !== undefined) ?? null
  const isOurs = service !== null || line.includes(own.consolePid)
  return { ...holder, isOurs, service, reportedName: nameOf(seen, all, wants, reported) }
}

/** A name is a holder's only when no other could have given it and it is no older than the holder. */
function nameOf(
  seen: SeenHolder,
  all: readonly SeenHolder[],
  wants: readonly ProfilePort[],
  reported: ReadonlyMap<string, ReportedName>,
): string | null {
  for (const want of wants) {
    const found = reported.get(want.service)
    if (found === undefined || !isReached(seen.address, want.host)) continue
    const reached = all.filter(({ address }) => isReached(address, want.host))
    const isOnly = reached.every(({ pid, address }) => pid === seen.pid || address === seen.address)
    if (isOnly && found.at >= (seen.startedAt ?? 0)) return found.name
  }
  return null
}

function useOf(
  holders: readonly PortHolder[],
  wants: readonly ProfilePort[],
  claims: readonly PortClaim[],
): PortUse {
  if (holders.length === 0) return 'free'
  if (holders.every(({ isOurs }) => isOurs)) return 'ours'
  const isExpected = holders.every((holder) => !holder.isOurs && belongs(holder, wants, claims))
  return isExpected ? 'expected' : 'unexpected'
}

/**
 * A service proves by its own name that it belongs; what has no such name, a database or a monitor,
 * only by its program, where a plan says which.
 */
function belongs(
  { program, container, reportedName }: PortHolder,
  wants: readonly ProfilePort[],
  claims: readonly PortClaim[],
): boolean {
  const services = wants.filter(({ service }) => ServiceId.safeParse(service).success)
  if (services.length > 0) {
    const self = reportedName === null ? null : serviceOfName(reportedName)
    return services.some(({ service }) => service === self)
  }
  const programs = claims.flatMap((claim) => (claim.programs === null ? [] : [claim.programs]))
  if (programs.length === 0) return wants.length > 0
  const names = [program, container?.image, container?.name].map((name) => name ?? '')
  return names.some((name) => programs.some((pattern) => pattern.test(name)))
}

function wantOf({ service, name, line, value }: ProfilePort): PortWant {
  return { service, name, line, value }
}

function publicClaims(claims: readonly PortClaim[]): PortRow['claims'] {
  return claims.map(({ plan, service }) => ({ plan, service }))
}
