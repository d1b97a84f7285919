import { useTranslation } from 'react-i18next'
import {
  ServiceId,
  type HealthState,
  type ProcessState,
  type ServiceSnapshot,
} from '../../shared/domain/services'
import type { Tone } from './tone'

/** The tone of a health; the five differ in shape as well. */
export const healthTones: Record<HealthState, Tone> = {
  healthy: 'ok',
  degraded: 'warn',
  unreachable: 'bad',
  failing: 'worse',
  unknown: 'idle',
}

/** The tone of a process state. */
export const processTones: Record<ProcessState, Tone> = {
  running: 'ok',
  external: 'info',
  starting: 'busy',
  stopping: 'busy',
  stopped: 'idle',
  failed: 'worse',
}

/** Names the seven services; a monitor has its name from the profile. */
export function useServiceName(): (id: string, services?: readonly ServiceSnapshot[]) => string {
  const { t } = useTranslation()
  return (id, services = []) => {
    const known = ServiceId.safeParse(id)
    if (known.success) return t(`service.${known.data}`)
    return services.find((service) => service.id === id)?.name ?? id
  }
}

/** True when a person should look at it: anything but healthy, fresh and undisputed. */
export function hasProblem({ health, process, disagrees }: ServiceSnapshot): boolean {
  return health.state !== 'healthy' || health.stale || disagrees || process.state === 'failed'
}
