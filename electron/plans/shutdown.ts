import type { Bilingual } from '../../shared/domain/text'
import type { StopHow } from '../process/fleet'
import type { LookAtPorts } from '../process/port-look'
import type { ArchiveOptions } from './archive-logs'
import { logsStep } from './logs-step'
import { portsFreeStep } from './ports-free'
import { holderWords } from './problem'
import type { Phase, StepIo, StepResult, StepSpec } from './step'
import type { Unit } from './unit'
import { holdersOf, levelsOf } from './units'

export interface ShutdownOptions {
  units: readonly Unit[]
  look: LookAtPorts
  /** Asked when the step runs: the logs to look at and when the stored runs took place. */
  logs(): Promise<Pick<ArchiveOptions, 'files' | 'runSpans' | 'rule' | 'openFiles'>>
  now(): number
  /** How long a freed port may take to show as free. */
  portsFree?: { rounds: number; pauseMs: number }
}

/** What became of each unit, for the step that looks at the ports. */
export type Stops = Map<string, StopHow | null>

/** The steps that stop everything that is ours, dependants first, and prove it. */
export function shutdownPhases(options: ShutdownOptions): Phase[] {
  const stops: Stops = new Map()
  const levels = levelsOf(options.units).reverse()
  const { portsFree = { rounds: 10, pauseMs: 300 } } = options
  return [
    ...levels.map((level) => level.map((unit) => stopStep(unit, stops, options))),
    [portsFreeStep({ units: options.units, look: options.look, stops, ...portsFree })],
    [logsStep(options)],
  ]
}

function stopStep(unit: Unit, stops: Stops, options: ShutdownOptions): StepSpec {
  return {
    ...{ id: `stop.${unit.id}`, kind: 'stop', subject: unit.id },
    title: { zh: `停止 ${unit.title.zh}`, en: `Stop ${unit.title.en}` },
    command: unit.stopCommand,
    warnings: [...unit.stopWarnings],
    run: (io) => stop(unit, stops, options, io),
  }
}

async function stop(
  unit: Unit,
  stops: Stops,
  { look }: ShutdownOptions,
  io: StepIo,
): Promise<StepResult> {
  const state = await unit.state()
  if (state === 'external') return { state: 'skipped', reason: await foreign(unit, look) }
  if (state === 'stopped') return { state: 'skipped', reason: notRunning }
  const begunAt = performance.now()
  const how = await unit.stop(io)
  stops.set(unit.id, how)
  if (how === null) return { state: 'skipped', reason: nothingOfOurs }
  const seconds = ((performance.now() - begunAt) / 1_000).toFixed(1)
  const { zh, en } = stopWords[how]
  const result = { zh: `${zh}，用时 ${seconds} 秒`, en: `${en} within ${seconds} s` }
  return how === 'kill'
    ? { state: 'warned', result, warnings: [killed] }
    : { state: 'done', result }
}

const notRunning: Bilingual = { zh: '未在运行', en: 'It does not run' }
const nothingOfOurs: Bilingual = {
  zh: '没有控制台启动的进程可停',
  en: 'There was no process of ours to stop',
}
/** What ended something, in words. */
export const stopWords: Readonly<Record<StopHow, Bilingual>> = {
  command: { zh: '已用它自己的停止命令停止', en: 'Stopped by its own command' },
  term: { zh: '收到停止信号后自行结束', en: 'It ended when asked politely' },
  kill: { zh: '已强制结束', en: 'Ended by force' },
}
const killed: Bilingual = {
  zh: '没有在时限内自行结束，只好强制结束：没写完的数据可能丢失',
  en: 'It did not end by itself in time and was ended by force: unwritten data may be lost',
}

async function foreign(unit: Unit, look: LookAtPorts): Promise<Bilingual> {
  const [holder] = await holdersOf(look, unit.ports)
  const who = holder === undefined ? null : holderWords(holder)
  return {
    zh: `不是控制台启动的，未动它${who === null ? '' : `：${who.zh}`}`,
    en: `Not started by the console and left alone${who === null ? '' : `: ${who.en}`}`,
  }
}
