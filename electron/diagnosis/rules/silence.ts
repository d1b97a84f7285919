import type { ServiceView } from '../../checklist/system-view'
import type { ServiceId } from '../../../shared/domain/services'
import type { Facts } from '../facts'
import { exchangeOf, repairOf, startOf } from '../observed'
import { fact, type Rule } from '../rule'

type Silence =
  'refused' | 'timeout' | 'reset' | 'dns' | 'html' | 'not-http' | 'cut' | 'empty' | 'text'

interface Trouble {
  service: ServiceId
  url: string
  silence: Silence
  status: number | null
  detail: string
}

/** What a service did instead of answering in JSON; null when it did answer. */
export function troubleOf(facts: Facts): Trouble | null {
  const { symptom } = facts
  if (symptom.kind === 'probe') return troubleOfView(symptom.view)
  if (symptom.kind === 'call' && symptom.down !== null) return troubleOfView(symptom.down)
  const exchange = exchangeOf(facts)
  const failure = exchange?.failure ?? null
  if (exchange === null || failure === null) return null
  const reason = String(failure.facts.reason ?? '')
  const silence = silences[`${failure.code}.${reason}`] ?? silences[failure.code] ?? null
  if (silence === null) return null
  const { service, url } = exchange.call
  return { service, url, silence, status: exchange.status, detail: failure.message }
}

const silences: Readonly<Record<string, Silence>> = {
  'unreachable.refused': 'refused',
  'unreachable.dns': 'dns',
  'unreachable.reset': 'reset',
  'unreachable.closed': 'reset',
  'unreachable.cut': 'cut',
  timeout: 'timeout',
  'malformed.html': 'html',
  'malformed.notHttp': 'not-http',
  'malformed.cut': 'cut',
  'malformed.length': 'cut',
  'malformed.empty': 'empty',
  'malformed.notJson': 'text',
}

function troubleOfView({ id, url, probe }: ServiceView): Trouble | null {
  const detail = probe.detail ?? ''
  const silence = silenceOfProbe(probe.fault, detail, probe.status)
  return silence === null ? null : { service: id, url, silence, status: probe.status, detail }
}

function silenceOfProbe(
  fault: ServiceView['probe']['fault'],
  detail: string,
  status: number | null,
): Silence | null {
  if (fault === 'refused' || fault === 'dns') return fault
  if (fault === 'timeout') return 'timeout'
  if (fault === 'reset') return status === null ? 'reset' : 'cut'
  if (fault === 'status' && /text\/html/.test(detail)) return 'html'
  if (fault !== 'shape') return null
  if (detail.startsWith('not HTTP')) return 'not-http'
  if (detail === 'empty answer') return 'empty'
  const shown = /^not JSON(?: \([^)]*\))?: ?(.*)$/s.exec(detail)?.[1]
  if (shown === undefined) return null
  if (shown.startsWith('<')) return 'html'
  return /^[[{]/.test(shown) ? 'cut' : 'text'
}

interface SilenceRule extends Pick<Rule, 'message' | 'hint'> {
  reason: string
  silence: Silence
  /** `start` where nothing runs, `repair` where something runs and misbehaves. */
  next: 'start' | 'repair' | 'settings'
}

/** A rule that names one kind of silence. */
export function silenceRule({ silence, next, ...rule }: SilenceRule): Rule {
  return {
    ...rule,
    match(facts) {
      const trouble = troubleOf(facts)
      if (trouble?.silence !== silence) return null
      const { service, url, detail, status } = trouble
      const action = { start: startOf, repair: repairOf }
      return {
        confidence: 'proven',
        facts: [
          fact('service', service),
          fact('url', url),
          ...(status === null ? [] : [fact('status', `HTTP ${status}`)]),
          fact('detail', detail),
        ],
        action:
          next === 'settings' ? { kind: 'open-settings' } : action[next](facts.profile, service),
      }
    },
  }
}
