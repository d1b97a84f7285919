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

/** Names the seven services and the project that starts six of them; a monitor has its name from the profile. */
export function useServiceName(): (id: string, services?: readonly ServiceSnapshot[]) => string {
  const { t } = useTranslation()
  return (id, services = []) => {
    const known = ServiceId.safeParse(id)
    if (known.success) return t(`service.${known.data}`)
    if (id === 'zervigo') return t('service.zervigo')
    return services.find((service) => service.id === id)?.name ?? id
  }
}

/** True when a person should look at it: anything but healthy, fresh and undisputed. */
export function hasProblem({ health, process, disagrees }: ServiceSnapshot): boolean {
  return health.state !== 'healthy' || health.stale || disagrees || process.state === 'failed'
}

export type ControlVerb = 'start' | 'stop' | 'restart'
type ControlRefusal =
  'uncontrollable' | 'project' | 'running' | 'stopped' | 'changing' | 'external' | 'busy'

const changing: readonly ProcessState[] = ['starting', 'stopping']

/** Why an action on a service makes no sense now; null when it does. */
export function controlRefusal(
  verb: ControlVerb,
  { process }: ServiceSnapshot,
  isBusy: boolean,
): ControlRefusal | null {
  if (process.partOf !== null) return 'project'
  if (!process.controllable) return 'uncontrollable'
  if (isBusy) return 'busy'
  if (process.state === 'external') return 'external'
  // A start that never ends must still be stoppable.
  if (changing.includes(process.state)) {
    return verb === 'stop' && process.state === 'starting' ? null : 'changing'
  }
  // A stop also calls off a planned start, and tries again what could not be ended.
  const isPending = process.nextStartAt !== null || process.pid !== null
  if (verb === 'stop' && process.state === 'failed' && isPending) return null
  const isUp = process.state === 'running'
  if (verb === 'start') return isUp ? 'running' : null
  return isUp ? null : 'stopped'
}
