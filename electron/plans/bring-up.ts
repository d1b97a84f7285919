import type { Grid } from '../../shared/domain/services'
import type { Bilingual } from '../../shared/domain/text'
import type { LookAtPorts } from '../process/port-look'
import { portsStep } from './check-ports'
import { holderWords } from './problem'
import type { Phase, StepIo, StepResult, StepSpec } from './step'
import type { Unit } from './unit'
import { holdersOf, levelsOf, unitAnswers, type AskService } from './units'
import { verifyStep } from './verify-step'
import { repeatOf } from './repeat-start'
import { waitStep, type StartTrack } from './wait-step'

export interface BringUpOptions {
  /** Checks of the projects, before anything is started. */
  checks: readonly Phase[]
  units: readonly Unit[]
  look: LookAtPorts
  /** Asks a service or a monitor once, as the grid does. */
  probe: AskService
  /** The port of this machine on which a service is expected; null when it is elsewhere. */
  portOf(service: string): number | null
  /** Asks everything, Looma for its own view included, and answers the grid after it. */
  sweep(): Promise<Grid>
  now(): number
  timings?: Partial<BringUpTimings>
}

export interface BringUpTimings {
  pollMs: number
  /** How long a service may take from the end of its unit's start. */
  waitMs: number
  verifyPauseMs: number
  verifyRounds: number
}

export const bringUpTimings: BringUpTimings = {
  ...{ pollMs: 500, waitMs: 60_000, verifyPauseMs: 1_000, verifyRounds: 12 },
}

/** The steps that bring everything up: checks, ports, each level of units, and the proof. */
export function bringUpPhases(options: BringUpOptions): Phase[] {
  const timings = { ...bringUpTimings, ...options.timings }
  const { pollMs, waitMs, verifyPauseMs, verifyRounds } = timings
  const waited = new Set<string>()
  const levels = levelsOf(options.units).map((level) =>
    level.flatMap((unit): StepSpec[] => {
      const track: StartTrack = { isStarting: false, isEnding: false, failures: 0 }
      const services = unit.services.filter((service) => !waited.has(service))
      for (const service of services) waited.add(service)
      const waiting = { probe: options.probe, pollMs, deadlineMs: waitMs }
      return [
        startStep(unit, track, options),
        ...services.map((service) => waitStep(service, unit, track, waiting)),
      ]
    }),
  )
  const verification = verifyStep({
    ...{ sweep: options.sweep, now: options.now, services: [...waited] },
    ...{ pauseMs: verifyPauseMs, rounds: verifyRounds },
  })
  return [...options.checks, [portsStep(options)], ...levels, [verification]]
}

function startStep(unit: Unit, track: StartTrack, options: BringUpOptions): StepSpec {
  const run: StepSpec['run'] = async (io) => {
    track.isStarting = true
    try {
      return await start(unit, options, io)
    } catch (error) {
      track.failures += 1
      throw error
    } finally {
      track.isStarting = false
    }
  }
  return {
    ...{ id: `start.${unit.id}`, kind: 'start', subject: unit.id },
    title: { zh: `启动 ${unit.title.zh}`, en: `Start ${unit.title.en}` },
    command: unit.startCommand,
    warnings: [...unit.startWarnings],
    run,
    ...repeatOf({ unit, track, ports: options, start: run }),
  }
}

async function start(unit: Unit, options: BringUpOptions, io: StepIo): Promise<StepResult> {
  const reason = await whyNotStarted(unit, options, io)
  if (reason !== null) return { state: 'skipped', reason }
  const begunAt = performance.now()
  await unit.start(io)
  const seconds = ((performance.now() - begunAt) / 1_000).toFixed(1)
  return {
    state: 'done',
    result: { zh: `已启动，用时 ${seconds} 秒`, en: `Started within ${seconds} s` },
  }
}

/** Null when there is something to start. */
async function whyNotStarted(
  unit: Unit,
  { probe, look }: BringUpOptions,
  io: StepIo,
): Promise<Bilingual | null> {
  const state = await unit.state()
  if (state === 'starting' || state === 'stopping') return null
  if (unit.services.length === 0) {
    if (state === 'running') return { zh: '已在运行', en: 'It runs already' }
    return state === 'external' ? foreign(unit, look, null) : null
  }
  const { isUp, words } = await unitAnswers(unit, probe, io.signal)
  if (state === 'running') {
    return isUp
      ? { zh: `已在运行：${words.zh}`, en: `It runs already: ${words.en}` }
      : {
          zh: `它的进程已在运行，等它应答（${words.zh}）`,
          en: `Its process runs already and is waited for (${words.en})`,
        }
  }
  return isUp ? foreign(unit, look, words) : null
}

async function foreign(
  unit: Unit,
  look: LookAtPorts,
  answered: Bilingual | null,
): Promise<Bilingual> {
  const [holder] = await holdersOf(look, unit.ports)
  const who = holder === undefined ? null : holderWords(holder)
  return {
    zh: ['已在运行，不是控制台启动的', who?.zh, answered?.zh].filter(Boolean).join('：'),
    en: ['It runs already and was not started by the console', who?.en, answered?.en]
      .filter(Boolean)
      .join(': '),
  }
}
