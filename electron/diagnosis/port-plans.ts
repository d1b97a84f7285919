import { serviceIds } from '../../shared/domain/services'
import { serviceOfName } from '../process/identity'
import { presets } from '../profile/presets'
import type { Facts } from './facts'
import { portOf } from './observed'

/** Names of the preset plans in which every named port seen is the port of that very service. */
export function plansFitting(facts: Facts): string[] {
  const seen = facts.views.flatMap((view) => {
    const actual = view.reportedName === null ? null : serviceOfName(view.reportedName)
    return actual === null ? [] : [{ actual, port: portOf(facts.profile, view.id) }]
  })
  if (seen.length === 0) return []
  return presets
    .filter((plan) => seen.every(({ actual, port }) => portOf(plan, actual) === port))
    .map(({ name }) => name)
}

/** The preset plan in which a port belongs to one of the seven; null when none has it. */
export function planOfPort(port: number): { plan: string; service: string } | null {
  for (const plan of presets) {
    const service = serviceIds.find((id) => portOf(plan, id) === port)
    if (service !== undefined) return { plan: plan.name, service }
  }
  return null
}
