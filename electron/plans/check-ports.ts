import type { Bilingual } from '../../shared/domain/text'
import type { LookAtPorts, SeenHolder } from '../process/port-look'
import { holderWords, portHeld } from './problem'
import type { StepIo, StepResult, StepSpec } from './step'
import type { Unit } from './unit'
import { answerOf, holdersOf, type AskService } from './units'

export interface PortCheckOptions {
  units: readonly Unit[]
  look: LookAtPorts
  probe: AskService
  /** The port of this machine on which a service is expected; null when it is elsewhere. */
  portOf(service: string): number | null
}

type PortFinding =
  | { kind: 'free' | 'ours' | 'expected'; words: Bilingual }
  | { kind: 'stranger'; words: Bilingual; problem: ReturnType<typeof portHeld> }

/** The step that finds every port free or with the service that belongs there. */
export function portsStep(options: PortCheckOptions): StepSpec {
  return {
    ...{ id: 'ports', kind: 'ports', subject: null, command: null, warnings: [] },
    title: { zh: '检查端口', en: 'Check the ports' },
    run: (io) => checkPorts(options, io),
  }
}

/** Looks at every port of these units; fails by the first that a stranger holds. */
export async function checkPorts(options: PortCheckOptions, io: StepIo): Promise<StepResult> {
  const { units, look } = options
  const holders = await holdersOf(look, [...new Set(units.flatMap(({ ports }) => ports))])
  const findings: PortFinding[] = []
  for (const unit of units) {
    const state = unit.ports.length === 0 ? 'stopped' : await unit.state()
    const isOurs = state === 'running' || state === 'starting' || state === 'stopping'
    for (const port of unit.ports) {
      const own = holders.filter((holder) => holder.port === port)
      findings.push(await findAt({ unit, port, holders: own, isOurs }, options, io))
    }
  }
  for (const { words } of findings) io.line(words)
  const strangers = findings.filter((finding) => finding.kind === 'stranger')
  const [first] = strangers
  if (first?.kind === 'stranger')
    return { state: 'failed', problem: withOthers(first.problem, strangers.length - 1) }
  return { state: 'done', result: summary(findings) }
}

interface PortPlace {
  unit: Unit
  port: number
  holders: readonly SeenHolder[]
  isOurs: boolean
}

async function findAt(
  { unit, port, holders, isOurs }: PortPlace,
  { probe, portOf }: PortCheckOptions,
  io: StepIo,
): Promise<PortFinding> {
  const place = { zh: `端口 ${port}（${unit.id}）`, en: `port ${port} (${unit.id})` }
  const [holder] = holders
  if (holder === undefined) {
    return { kind: 'free', words: { zh: `${place.zh}：空闲`, en: `${place.en}: free` } }
  }
  const who = holderWords(holder)
  if (isOurs) {
    const words = {
      zh: `${place.zh}：控制台自己的 ${who.zh}`,
      en: `${place.en}: our own ${who.en}`,
    }
    return { kind: 'ours', words }
  }
  const service = unit.services.find((id) => portOf(id) === port) ?? null
  const answer = service === null ? null : await answerOf(service, probe, io.signal)
  const answered = answer === null ? { zh: '', en: '' } : answer.words
  if (answer?.isNamed === true && answer.isUp && isOne(holders)) {
    const words = {
      zh: `${place.zh}：应有的服务已在运行，${who.zh}，${answered.zh}`,
      en: `${place.en}: the expected service runs already, ${who.en}, ${answered.en}`,
    }
    return { kind: 'expected', words }
  }
  const said =
    answer === null
      ? { zh: '', en: '' }
      : { zh: `；它${answered.zh}`, en: `; it is ${answered.en}` }
  const several = isOne(holders)
    ? { zh: '', en: '' }
    : { zh: `；共 ${holders.length} 个监听者`, en: `; ${holders.length} listen in all` }
  const words = {
    zh: `${place.zh}：被${who.zh}占用${said.zh}${several.zh}`,
    en: `${place.en}: held by ${who.en}${said.en}${several.en}`,
  }
  const problem = portHeld(port, unit.id, holder)
  const message = {
    zh: `${problem.message.zh}${said.zh}${several.zh}`,
    en: `${problem.message.en}${said.en}${several.en}`,
  }
  return { kind: 'stranger', words, problem: { ...problem, message } }
}

/** Who listens beside the one that answered may be who answers the next caller. */
function isOne(holders: readonly SeenHolder[]): boolean {
  const [first] = holders
  return holders.every(
    (holder) =>
      holder.pid === first?.pid ||
      holder.address === first?.address ||
      isSameContainer(holder, first),
  )
}

function isSameContainer(one: SeenHolder, other: SeenHolder | undefined): boolean {
  const id = one.container?.id ?? null
  return id !== null && id === other?.container?.id
}

function withOthers(problem: ReturnType<typeof portHeld>, others: number) {
  if (others === 0) return problem
  const { zh, en } = problem.message
  const message = {
    zh: `${zh}；另有 ${others} 个端口也被占用，见输出`,
    en: `${en}; ${others} more ports are held too, see the output`,
  }
  return { ...problem, message }
}

function summary(findings: readonly PortFinding[]): Bilingual {
  const count = (kind: PortFinding['kind']) =>
    findings.filter((finding) => finding.kind === kind).length
  if (findings.length === 0) return { zh: '没有要看的端口', en: 'No port to look at' }
  const running = count('expected') + count('ours')
  const rest =
    running === 0
      ? { zh: '', en: '' }
      : {
          zh: `，${running} 个已由应有的服务占用`,
          en: `, ${running} already held by the service that belongs there`,
        }
  return {
    zh: `${count('free')} 个端口空闲${rest.zh}`,
    en: `${count('free')} ports free${rest.en}`,
  }
}
