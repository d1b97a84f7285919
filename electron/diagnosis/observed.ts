import type { CauseAction } from '../../shared/domain/checklist'
import type { Profile } from '../../shared/domain/profile'
import { zervigoIds, type ServiceId } from '../../shared/domain/services'
import type { ServiceView } from '../checklist/system-view'
import { baseUrlOf } from '../zervigo/address'
import type { Exchange } from '../zervigo/exchange'
import { tokenWordOf, wordsOf, type TokenWord } from './answers'
import type { Facts } from './facts'

/** The newest direct look at a service; null when nobody looked. */
export function viewOf({ views, symptom }: Facts, id: ServiceId): ServiceView | null {
  if (symptom.kind === 'probe' && symptom.view.id === id) return symptom.view
  if (symptom.kind === 'call' && symptom.down?.id === id) return symptom.down
  return views.find((view) => view.id === id) ?? null
}

/** True when a service answered for itself, well or in part. */
export function isUp(view: ServiceView | null): boolean {
  return view !== null && ['healthy', 'degraded'].includes(view.probe.outcome)
}

/** The failed exchange behind a symptom; null when it has none. */
export function exchangeOf({ symptom }: Facts): Exchange | null {
  return 'exchange' in symptom ? symptom.exchange : null
}

/** Auth's word on the token in use, where a token is what was refused; null otherwise. */
export function refusedTokenOf(facts: Facts): TokenWord | null {
  const { symptom, answers } = facts
  if (symptom.kind === 'validate') return tokenWordOf(symptom.exchange)
  if (symptom.kind === 'refusal') return tokenWordOf(answers.validate)
  return isRefusedToken(facts) ? tokenWordOf(answers.validate) : null
}

/** True when a call that carried a token was answered as if it had none worth having. */
export function isRefusedToken({ symptom }: Facts): boolean {
  if (symptom.kind !== 'call') return false
  if (symptom.exchange.status === 401) return true
  const { failure } = symptom.exchange
  return failure === null && tokenWords.test(wordsOf(symptom.exchange))
}

/** How the services behind Looma word a refused token (UPSTREAM 1.9, 3.3). */
const tokenWords =
  /^\W*(?:invalid token|无效的token|未登录|token(?:无效|已过期)|invalid authorization header|认证失败|unauthorized)/i

/** What Looma says it could not reach, e.g. `localhost:8000`; null when it says no such thing. */
export function unreachableIn(words: string | null): { host: string; port: number } | null {
  const found = /Cannot connect to host ([^\s:]+|\[[^\]]+\]):(\d+)/.exec(words ?? '')
  return found?.[1] === undefined ? null : { host: found[1], port: Number(found[2]) }
}

/** Port of a service in the profile. */
export function portOf(profile: Profile, id: ServiceId): number {
  const url = new URL(baseUrlOf(profile, id))
  return url.port === '' ? (url.protocol === 'https:' ? 443 : 80) : Number(url.port)
}

/** Shell lines that give Looma these addresses before it is started. */
export function exportsOf(profile: Profile, ids: readonly ServiceId[] = zervigoIds): CauseAction {
  const lines = ids.map((id) => `export ZERVIGO_${id.toUpperCase()}_URL=${baseUrlOf(profile, id)}`)
  return { kind: 'command', command: [...lines, startLooma].join('\n') }
}

const startLooma = 'PYTHONPATH=utils python looma_crm/app.py'

/** How a service that does not run is started from here. */
export function startOf(profile: Profile, service: ServiceId): CauseAction {
  if (isOurs(profile, service)) return { kind: 'start-service', service }
  const port = portOf(profile, service)
  if (service === 'looma') return { kind: 'command', command: `PORT=${port} ${startLooma}` }
  return { kind: 'command', command: `lsof -nP -iTCP:${port} -sTCP:LISTEN` }
}

/** What to do about a service that runs and misbehaves. */
export function repairOf(profile: Profile, service: ServiceId): CauseAction {
  return isOurs(profile, service)
    ? { kind: 'restart-service', service }
    : { kind: 'open-log', service }
}

/** True where the console has the means to start and stop a service. */
function isOurs(profile: Profile, service: ServiceId): boolean {
  return profile.id === 'embedded' || profile.processes[service] !== undefined
}
