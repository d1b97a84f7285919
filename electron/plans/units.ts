import type { Bilingual } from '../../shared/domain/text'
import type { ProbeResult } from '../process/probe'
import { ServiceId } from '../../shared/domain/services'
import { serviceOfName } from '../process/identity'
import type { LookAtPorts, SeenHolder } from '../process/port-look'
import type { Unit } from './unit'

/** Units in the order they may be started: each level needs only those before it. */
export function levelsOf(units: readonly Unit[]): Unit[][] {
  const needs = needsOf(units)
  const levels: Unit[][] = []
  let left = [...units]
  while (left.length > 0) {
    const waitsFor = ({ id }: Unit) => left.filter((one) => needs.get(id)?.has(one.id) === true)
    const free = left.filter((unit) => waitsFor(unit).length === 0)
    // A circle has no beginning: the first one that needs nothing outside its circle is taken.
    const closed = left.find((unit) =>
      reach(unit, waitsFor).every((one) => reach(one, waitsFor).includes(unit)),
    )
    const level = free.length > 0 ? free : [closed ?? left[0]].filter((unit) => unit !== undefined)
    levels.push(level)
    left = left.filter((unit) => !level.includes(unit))
  }
  return levels
}

/** Everything that can be got to from here. */
function reach(from: Unit, next: (unit: Unit) => readonly Unit[]): Unit[] {
  const found = new Set<Unit>()
  const open = [...next(from)]
  for (let one = open.pop(); one !== undefined; one = open.pop()) {
    if (found.has(one)) continue
    found.add(one)
    open.push(...next(one))
  }
  return [...found]
}

/** Who needs whom; the auth service comes first and Looma last unless somebody says otherwise. */
function needsOf(units: readonly Unit[]): Map<string, Set<string>> {
  const needs = new Map<string, Set<string>>(
    units.map(({ id, dependsOn }) => [
      id,
      new Set(dependsOn.filter((need) => need !== id && units.some((unit) => unit.id === need))),
    ]),
  )
  const reaches = (from: string, to: string, seen: Set<string>): boolean => {
    if (from === to) return true
    if (seen.has(from)) return false
    seen.add(from)
    return [...(needs.get(from) ?? [])].some((next) => reaches(next, to, seen))
  }
  const prefer = (later: Unit, earlier: Unit): void => {
    if (later.id === earlier.id || reaches(earlier.id, later.id, new Set())) return
    needs.get(later.id)?.add(earlier.id)
  }
  const isOf = (unit: Unit, service: string) => unit.services.includes(service)
  for (const unit of units) {
    if (isOf(unit, 'looma') && !isOf(unit, 'auth')) for (const one of units) prefer(unit, one)
  }
  for (const auth of units.filter((unit) => isOf(unit, 'auth'))) {
    for (const unit of units) {
      if (unit.services.some((service) => ServiceId.safeParse(service).success)) prefer(unit, auth)
    }
  }
  return needs
}

/** One answer of a service, as far as a plan cares. */
export interface Answer {
  /** It is well, or well enough to go on. */
  isUp: boolean
  isDegraded: boolean
  /** It says itself that it is the one asked for; a monitor need not. */
  isNamed: boolean
  /** It says itself that it is somebody else. */
  isStranger: boolean
  /** What it answered, in words. */
  words: Bilingual
}

/** Asks a service or a monitor once; rejects when the check itself broke. */
export type AskService = (service: string, signal: AbortSignal) => Promise<ProbeResult>

/** Asks and judges; a check that broke is no answer. */
export async function answerOf(
  service: string,
  ask: AskService,
  signal: AbortSignal,
): Promise<Answer> {
  try {
    return judge(service, await ask(service, signal))
  } catch (error) {
    const text = error instanceof Error ? error.message : String(error)
    const words = { zh: `没有问成：${text}`, en: `could not be asked: ${text}` }
    return { isUp: false, isDegraded: false, isNamed: false, isStranger: false, words }
  }
}

function judge(service: string, { probe, reportedName }: ProbeResult): Answer {
  const isMonitor = !ServiceId.safeParse(service).success
  const self = reportedName === null ? null : serviceOfName(reportedName)
  const isDegraded = probe.outcome === 'degraded'
  return {
    isUp: probe.outcome === 'healthy' || isDegraded,
    isDegraded,
    isNamed: isMonitor || self === service,
    isStranger:
      !isMonitor && (probe.fault === 'identity' || (reportedName !== null && self !== service)),
    words: wordsOf(probe, reportedName),
  }
}

const outcomes: Record<ProbeResult['probe']['outcome'], Bilingual> = {
  healthy: { zh: '健康', en: 'healthy' },
  degraded: { zh: '能用但有问题', en: 'degraded' },
  unreachable: { zh: '连不上', en: 'not reached' },
  failing: { zh: '应答不对', en: 'answers wrongly' },
}

function wordsOf(probe: ProbeResult['probe'], name: string | null): Bilingual {
  const { zh, en } = outcomes[probe.outcome]
  const detail = probe.detail ?? (probe.fault === null ? null : probe.fault)
  const tail = detail === null ? { zh: '', en: '' } : { zh: `（${detail}）`, en: ` (${detail})` }
  const self =
    name === null ? { zh: '', en: '' } : { zh: `，自称 ${name}`, en: `, calls itself ${name}` }
  return { zh: `${zh}${tail.zh}${self.zh}`, en: `${en}${tail.en}${self.en}` }
}

/** Whether all services of a unit answer as themselves; the first that does not is named. */
export async function unitAnswers(
  unit: Pick<Unit, 'services'>,
  ask: AskService,
  signal: AbortSignal,
): Promise<{ isUp: boolean; words: Bilingual }> {
  const answers = await Promise.all(
    unit.services.map(async (service) => ({ service, ...(await answerOf(service, ask, signal)) })),
  )
  const bad = answers.filter(({ isUp, isNamed }) => !isUp || !isNamed)
  const shown = bad.length > 0 ? bad : answers
  return {
    isUp: bad.length === 0,
    words: {
      zh: shown.map(({ service, words }) => `${service} ${words.zh}`).join('；'),
      en: shown.map(({ service, words }) => `${service} ${words.en}`).join('; '),
    },
  }
}

/** Who holds these ports, each holder's addresses put together. */
export async function holdersOf(
  look: LookAtPorts,
  ports: readonly number[],
): Promise<SeenHolder[]> {
  if (ports.length === 0) return []
  const seen = await look(new Set(ports))
  const known = new Map<string, SeenHolder>()
  for (const holder of seen) {
    const key = `${holder.port} ${holder.pid ?? holder.address}`
    if (!known.has(key)) known.set(key, holder)
  }
  return [...known.values()]
}

/** Several texts as one sentence. */
export function joined(texts: readonly Bilingual[]): Bilingual {
  return { zh: texts.map(({ zh }) => zh).join('；'), en: texts.map(({ en }) => en).join('; ') }
}

/** A line about something that has one name in both languages. */
export function about(name: string, { zh, en }: Bilingual): Bilingual {
  return { zh: `${name}：${zh}`, en: `${name}: ${en}` }
}
