import type { HealthState, ServiceSnapshot } from '../../../shared/domain/services'
import { hasProblem } from '../../components/service-words'

const gravity: Record<HealthState, number> = {
  failing: 0,
  unreachable: 1,
  degraded: 2,
  unknown: 3,
  healthy: 4,
}

/** The tiles to show: filtered when only problems are wanted, else in a fixed order or worst first. */
export function arrange(
  services: readonly ServiceSnapshot[],
  { onlyProblems, worstFirst }: { onlyProblems: boolean; worstFirst: boolean },
): ServiceSnapshot[] {
  const shown = onlyProblems ? services.filter(hasProblem) : [...services]
  if (!worstFirst) return shown
  return shown.sort((one, other) => rank(one) - rank(other))
}

function rank(service: ServiceSnapshot): number {
  const stays = gravity[service.health.state]
  return stays + (hasProblem(service) ? 0 : 1)
}
