import type { ItemId, Verdict } from '../../shared/domain/checklist'
import type { ServiceId } from '../../shared/domain/services'
import type { Peer } from '../fixtures/peer/peer'
import type { Mode, Rule } from './proxy'

/** How the run against a planted system is started. */
export interface RunSetup {
  /** Over the healthy profile; nested parts replace theirs. */
  profile: Record<string, unknown>
  account: { username: string; password: string } | null
  token: string | null
  talentId: string
}

/** Everything a defect may be planted in. */
export interface Planting {
  readonly run: RunSetup
  /** Adds rules to the proxy in front of a service. */
  on(service: ServiceId, ...rules: Rule[]): void
  mode(service: ServiceId, mode: Mode): void
  /** Lets connections to these services be refused. */
  refuse(...services: ServiceId[]): Promise<void>
  /** Another service answers behind this one's address. */
  forward(service: ServiceId, to: ServiceId): void
  /** Where everybody believes a service to be. */
  url(service: ServiceId): string
  /** Writes a file into the drill's own folder and gives its path. */
  file(name: string, text: string): string
  /** A token as the auth service would sign it, with other claims. */
  token(claims?: Record<string, unknown>, secret?: string): string
  /** The system as built; only for defects of the system `peer`. */
  readonly peer: Peer
}

/** What a person who planted the defect expects the checklist to say. */
export interface Expectation {
  items: Partial<Record<ItemId, Verdict | readonly Verdict[]>>
  /** Ids of the failure mode; null where only the code of the cause is agreed. */
  reason: string | null | readonly (string | null)[]
  code?: string | readonly string[]
  /** Findings that must be noted. */
  findings?: readonly string[]
}

/** One defect of an otherwise healthy system. */
export interface Defect {
  id: string
  group: string
  system: 'embedded' | 'peer'
  zh: string
  en: string
  expect: Expectation
  plant(planting: Planting): void | Promise<void>
}

export const healthyGroup = 'healthy variants'

type Plant = Defect['plant']

/** Makes the defects of one group on the embedded system. */
export function inGroup(group: string, system: Defect['system'] = 'embedded') {
  return (id: string, zh: string, en: string, expect: Expectation, plant: Plant): Defect => ({
    ...{ id: `${group}/${id}`.replaceAll(' ', '-'), group, system, zh, en, expect, plant },
  })
}

/** Makes harmless variations, which must stay 18 passes. */
export function harmless(system: Defect['system'] = 'embedded') {
  const make = inGroup(healthyGroup, system)
  return (id: string, zh: string, en: string, plant: Plant, findings: readonly string[] = []) =>
    make(id, zh, en, { items: {}, reason: null, findings }, plant)
}

/** Verdicts that an expectation allows for an item. */
export function allowed(expected: Verdict | readonly Verdict[]): readonly Verdict[] {
  return typeof expected === 'string' ? [expected] : expected
}

/** True for a variation that is no defect. */
export function isHarmless({ expect, group }: Defect): boolean {
  return group === healthyGroup && Object.keys(expect.items).length === 0
}
