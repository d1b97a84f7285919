import type { PortHolder, PortUse, PortWant } from '../../shared/domain/ports'
import { ServiceId } from '../../shared/domain/services'
import type { Bilingual } from '../../shared/domain/text'
import { serviceOfName } from './identity'
import { plannedServices } from './planned-services'
import type { PortClaim } from './port-plans'

export interface ConflictFacts {
  port: number
  wants: readonly PortWant[]
  use: PortUse
  holders: readonly PortHolder[]
  claims: readonly PortClaim[]
  /** The console itself wants to start its services there. */
  isEmbedded: boolean
}

/** Why a port is in conflict, who holds it and which plan claims it; null when there is none. */
export function explainConflict(facts: ConflictFacts): Bilingual | null {
  const { wants, use, holders, isEmbedded } = facts
  const isTakenFromUs = isEmbedded && wants.length > 0 && holders.some(({ isOurs }) => !isOurs)
  if (use !== 'unexpected' && !isTakenFromUs) return null
  const parts = [claimed(facts), wanted(facts), held(facts), ...holders.map(named(facts))]
  const said = parts.filter((part) => part !== null)
  return {
    zh: said.map(({ zh }) => `${zh}。`).join(''),
    en: said.map(({ en }) => `${en}.`).join(' '),
  }
}

/** The seven alone; a monitor may well look at a service's own port. */
function servicesOf(wants: readonly PortWant[]): readonly PortWant[] {
  return wants.filter(({ service }) => ServiceId.safeParse(service).success)
}

/** Sets a blank between Chinese and a Latin word. */
function spaced(zh: string): string {
  return /^[\x21-\x7e]/.test(zh) ? ` ${zh}` : zh
}

function claimed({ port, claims }: ConflictFacts): Bilingual {
  if (claims.length === 0) {
    return { zh: `没有已知方案使用 ${port}`, en: `No known plan uses ${port}` }
  }
  const groups = [...new Set(claims.map(({ id }) => id))].map((id) => ({
    ...plannedServices[id],
    plans: claims.filter((claim) => claim.id === id).map(({ plan }) => plan),
  }))
  return {
    zh: `${port} ${groups
      .map(
        ({ zh, plans }, index) =>
          `${index === 0 ? '是' : '也是'} ${plans.join('、')} 的${spaced(zh)}`,
      )
      .join('，')}`,
    en: `${port} is ${groups
      .map(
        ({ en, plans }, index) => `${index === 0 ? '' : 'also '}the ${en} of ${plans.join(', ')}`,
      )
      .join(' and ')}`,
  }
}

function wanted({ wants, isEmbedded }: ConflictFacts): Bilingual | null {
  if (wants.length === 0) return null
  const services = servicesOf(wants)
  const names = (services.length > 0 ? services : wants).map(nameOfWant)
  const zh = names.map((name) => spaced(name.zh))
  const en = names.map((name) => name.en)
  return isEmbedded
    ? {
        zh: `内置环境要在这里启动${zh.join('、')}`,
        en: `The embedded stack starts the ${en.join(', ')} here`,
      }
    : {
        zh: `当前环境在这里找${zh.join('、')}`,
        en: `The profile looks for the ${en.join(', ')} here`,
      }
}

function nameOfWant({ service, name }: PortWant): Bilingual {
  const known = ServiceId.safeParse(service)
  if (!known.success) return { zh: ` ${name ?? service}`, en: name ?? service }
  const { zh, en } = plannedServices[known.data]
  return { zh, en }
}

function held({ holders }: ConflictFacts): Bilingual | null {
  if (holders.length === 0) return null
  const isOne = holders.length === 1
  const who = holders.map((holder) => {
    const { address } = holder
    const { zh, en } = whoIs(holder)
    return isOne ? { zh, en } : { zh: `${address} 上的 ${zh}`, en: `${en} on ${address}` }
  })
  const zh = who.map((one) => one.zh)
  const en = who.map((one) => one.en)
  return isOne
    ? { zh: `现在由 ${zh.join()}占用`, en: `It is held by ${en.join()}` }
    : {
        zh: `现在有 ${holders.length} 个监听者：${zh.join('、')}`,
        en: `${holders.length} listen on it: ${en.join(', ')}`,
      }
}

function whoIs({ program, pid, user, container, isOurs }: PortHolder): Bilingual {
  const name = program ?? '?'
  const number = pid === null ? { zh: '进程号未显示', en: 'pid not shown' } : pidOf(pid)
  const by = user === null ? { zh: '', en: '' } : { zh: `，用户 ${user}`, en: `, user ${user}` }
  const box = container?.name ?? container?.id?.slice(0, 12) ?? null
  const inside =
    box === null ? { zh: '', en: '' } : { zh: `，容器 ${box}`, en: `, container ${box}` }
  const ours = isOurs ? { zh: '，控制台自己的', en: ', the console’s own' } : { zh: '', en: '' }
  return {
    zh: `${name}（${number.zh}${by.zh}${inside.zh}${ours.zh}）`,
    en: `${name} (${number.en}${by.en}${inside.en}${ours.en})`,
  }
}

function pidOf(pid: number): Bilingual {
  return { zh: `pid ${pid}`, en: `pid ${pid}` }
}

/** What a foreign holder calls itself, and in which plan that very service has this port. */
function named({ wants, claims }: ConflictFacts) {
  return ({ reportedName, isOurs }: PortHolder): Bilingual | null => {
    if (isOurs || wants.length === 0) return null
    if (reportedName === null) {
      const isMonitor = servicesOf(wants).length === 0
      return isMonitor ? null : { zh: '它没有自报名称', en: 'It does not say its name' }
    }
    const service = serviceOfName(reportedName)
    const fitting = claims.filter(({ id }) => id === service).map(({ plan }) => plan)
    const self = { zh: `它自称 ${reportedName}`, en: `It calls itself ${reportedName}` }
    if (service === null || fitting.length === 0) return self
    const { zh, en } = plannedServices[service]
    return {
      zh: `${self.zh}，符合 ${fitting.join('、')} 的${spaced(zh)}`,
      en: `${self.en}, which fits the ${en} of ${fitting.join(', ')}`,
    }
  }
}
