import type { Bilingual } from '../../shared/domain/text'
import type { ProcessState } from '../../shared/domain/services'
import { OpsError } from '../../shared/errors'
import { pause } from '../process/pause'
import type { LookAtPorts, SeenHolder } from '../process/port-look'
import { holderWords, portHeld } from './problem'
import type { Stops } from './shutdown'
import type { StepIo, StepResult, StepSpec } from './step'
import type { Unit } from './unit'
import { holdersOf } from './units'

export interface PortsFreeOptions {
  units: readonly Unit[]
  look: LookAtPorts
  stops: Stops
  rounds: number
  pauseMs: number
}

/** The step that proves every port free, or says who was left there on purpose. */
export function portsFreeStep(options: PortsFreeOptions): StepSpec {
  return {
    ...{ id: 'ports-free', kind: 'ports-free', subject: null, command: null, warnings: [] },
    title: { zh: '确认端口已释放', en: 'Confirm that the ports are free' },
    run: (io) => confirmFree(options, io),
  }
}

interface UnitFacts {
  unit: Unit
  state: ProcessState
  held: SeenHolder[]
  /** We ended it, or were to: whoever is on its ports now should not be. */
  isOurs: boolean
}

async function confirmFree(options: PortsFreeOptions, io: StepIo): Promise<StepResult> {
  let facts = await lookAt(options)
  for (let round = 1; round < options.rounds && facts.some(isAmiss); round += 1) {
    await pause(options.pauseMs, io.signal)
    if (io.signal.aborted) throw new OpsError('aborted', 'looking at the ports was cancelled')
    facts = await lookAt(options)
  }
  for (const one of facts) for (const words of lines(one)) io.line(words)
  const amiss = facts.filter(isAmiss)
  if (amiss.length > 0) return { state: 'failed', problem: stillThere(amiss) }
  return summed(facts)
}

function isAmiss({ isOurs, held, state }: UnitFacts): boolean {
  return isOurs && (held.length > 0 || (state !== 'stopped' && state !== 'failed'))
}

async function lookAt({ units, look, stops }: PortsFreeOptions): Promise<UnitFacts[]> {
  const ports = [...new Set(units.flatMap((unit) => unit.ports))]
  const [holders, states] = await Promise.all([
    holdersOf(look, ports),
    Promise.all(units.map((unit) => unit.state())),
  ])
  return units.map((unit, index) => {
    const state = states[index] ?? 'stopped'
    const wasStopped = (stops.get(unit.id) ?? null) !== null
    return {
      ...{ unit, state },
      held: holders.filter(({ port }) => unit.ports.includes(port)),
      isOurs: wasStopped || (state !== 'external' && state !== 'stopped' && state !== 'failed'),
    }
  })
}

function lines({ unit, held, isOurs }: UnitFacts): Bilingual[] {
  return unit.ports.map((port) => {
    const holder = held.find((one) => one.port === port)
    const place = { zh: `端口 ${port}（${unit.id}）`, en: `port ${port} (${unit.id})` }
    if (holder === undefined) return { zh: `${place.zh}：空闲`, en: `${place.en}: free` }
    const { zh, en } = holderWords(holder)
    return isOurs
      ? { zh: `${place.zh}：仍被占用，${zh}`, en: `${place.en}: still held by ${en}` }
      : { zh: `${place.zh}：有意未动，${zh}`, en: `${place.en}: left alone, ${en}` }
  })
}

function stillThere(amiss: readonly UnitFacts[]) {
  for (const { unit, held } of amiss) {
    const [holder] = held
    if (holder === undefined) continue
    const problem = portHeld(holder.port, unit.id, holder)
    return {
      ...problem,
      code: 'PORT_NOT_FREED',
      message: {
        zh: `停止之后，${problem.message.zh}`,
        en: `After the stop: ${problem.message.en}`,
      },
      hint: {
        zh: '到“端口”页看清是谁：可能是它留下的子进程，也可能是别人刚占用；处理后重试',
        en: 'See on the Ports screen who it is, a child it left behind or a newcomer; deal with it and try again',
      },
    }
  }
  const names = amiss.map(({ unit }) => unit.id).join(', ')
  return {
    code: 'STILL_RUNS',
    message: { zh: `仍在运行：${names}`, en: `Still running: ${names}` },
    hint: {
      zh: '停止它的步骤没有成功：单独停止它，然后重试这一步',
      en: 'Its stop step did not succeed: stop it by itself, then try this step again',
    },
    port: null,
  }
}

function summed(facts: readonly UnitFacts[]): StepResult {
  const count = new Set(facts.flatMap(({ unit }) => unit.ports)).size
  const left = facts.filter(({ held, state }) => held.length > 0 || state === 'external')
  if (left.length === 0) {
    const result =
      count === 0
        ? { zh: '没有要确认的端口', en: 'No port to confirm' }
        : { zh: `${count} 个端口都已空闲`, en: `All ${count} ports are free` }
    return { state: 'done', result }
  }
  return {
    state: 'warned',
    result: {
      zh: `控制台自己的端口都已空闲；${left.length} 项不是控制台启动的，有意未动`,
      en: `Our own ports are free; ${left.length} not started by the console were left alone`,
    },
    warnings: left.map(leftWords),
  }
}

function leftWords({ unit, held }: UnitFacts): Bilingual {
  const [holder] = held
  if (holder === undefined) {
    return {
      zh: `${unit.id} 仍在运行，不是控制台启动的`,
      en: `${unit.id} still runs and was not started by the console`,
    }
  }
  const { zh, en } = holderWords(holder)
  return {
    zh: `端口 ${holder.port}（${unit.id}）仍由 ${zh} 占用，不是控制台启动的`,
    en: `Port ${holder.port} (${unit.id}) is still held by ${en}, not started by the console`,
  }
}
