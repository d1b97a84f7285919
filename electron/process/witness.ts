import { z } from 'zod'
import {
  zervigoIds,
  type HealthState,
  type WitnessReport,
  type ZervigoId,
} from '../../shared/domain/services'

/** Looma's claims; a service it does not mention is absent. */
export type Witness = Partial<Record<ZervigoId, WitnessReport>>

const Entries = z.record(z.string(), z.unknown())
const Holder = z.object({ services: Entries })
const Answer = z.object({
  services: Entries.optional().catch(undefined),
  health_status: Holder.optional().catch(undefined),
  zervigo_services: Holder.optional().catch(undefined),
})
const Entry = z.object({
  healthy: z.unknown().optional(),
  status: z.unknown().optional(),
  error: z.unknown().optional(),
})

/**
 * Reads what Looma says about the six services from its `/health` or `/api/zervigo/health`, in the
 * guide's form or as built; null when the answer says nothing about any of them.
 */
export function readWitness(body: unknown, at: number): Witness | null {
  const answer = Answer.safeParse(body)
  if (!answer.success) return null
  const { services, health_status: nested, zervigo_services: beside } = answer.data
  const entries = nested?.services ?? beside?.services ?? services
  if (entries === undefined) return null
  const witness: Witness = {}
  for (const id of zervigoIds) {
    const report = id in entries ? readEntry(entries[id], at) : null
    if (report !== null) witness[id] = report
  }
  return Object.keys(witness).length === 0 ? null : witness
}

function readEntry(value: unknown, at: number): WitnessReport | null {
  const entry = Entry.safeParse(value)
  if (!entry.success) return null
  const { healthy, status, error } = entry.data
  return { at, healthy: healthy === true, status: textOf(status), error: textOf(error) }
}

/**
 * Texts by which Looma tells of its own fault: its requests close each other's client session
 * (UPSTREAM 2.8). They say nothing about the service they stand beside.
 */
const sessionFaults = /^(?:Session is closed|Connector is closed\.?|Server disconnected)$/

/** True when some of Looma's claims only come from its own session fault. */
export function hasSessionFault(witness: Witness): boolean {
  return Object.values(witness).some(({ error }) => error !== null && sessionFaults.test(error))
}

/** Looma passes on whatever it was given: a boolean status, an object as error. */
function textOf(value: unknown): string | null {
  if (value === undefined || value === null) return null
  return typeof value === 'string' ? value : JSON.stringify(value)
}

/** Tells whether Looma's claim and our own measurement cannot both be true. */
export function contradicts(report: WitnessReport, state: HealthState): boolean {
  if (state === 'unknown') return false
  const isUp = state === 'healthy' || state === 'degraded'
  return report.healthy !== isUp
}
