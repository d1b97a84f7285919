import type { Bilingual } from '../../shared/domain/text'
import { OpsError } from '../../shared/errors'
import type { LookAtPorts } from '../process/port-look'
import { checkPorts, type PortCheckOptions } from './check-ports'
import { holderWords, problem } from './problem'
import { stopWords } from './shutdown'
import type { StepAgain, StepIo, StepResult } from './step'
import type { Unit } from './unit'
import { holdersOf } from './units'
import type { StartTrack } from './wait-step'

export interface RepeatOptions {
  unit: Unit
  track: StartTrack
  ports: PortCheckOptions
  /** The start as it was tried the first time. */
  start(io: StepIo): Promise<StepResult>
}

/** How a start that succeeded is repeated; nothing where ours cannot be told from anybody else's. */
export function repeatOf(options: RepeatOptions): { again?: StepAgain } {
  const { unit, track } = options
  if (!unit.provesItsOwn) return {}
  return {
    again: {
      ...{ command: unit.stopCommand, warnings: [...unit.stopWarnings] },
      async run(io) {
        track.isEnding = true
        try {
          const refusal = await endEarlier(options, io)
          if (refusal !== null) {
            track.failures += 1
            return refusal
          }
        } catch (error) {
          track.failures += 1
          throw error
        } finally {
          track.isEnding = false
        }
        return options.start(io)
      },
    },
  }
}

/** Null once nothing of ours is left and nobody else has its ports. */
async function endEarlier({ unit, ports }: RepeatOptions, io: StepIo): Promise<StepResult | null> {
  if ((await unit.state()) === 'external') {
    return { state: 'failed', problem: await notOurs(unit, ports.look) }
  }
  const how = await unit.stop(io)
  io.line(how === null ? nothingLeft : endedWords(stopWords[how]))
  // Whoever has cancelled meanwhile wants nothing to be started any more.
  if (io.signal.aborted) throw new OpsError('aborted', `the repeat of ${unit.id} was cancelled`)
  const seen = await checkPorts({ ...ports, units: [unit] }, io)
  if (io.signal.aborted) throw new OpsError('aborted', `the repeat of ${unit.id} was cancelled`)
  return seen.state === 'failed' ? seen : null
}

const nothingLeft: Bilingual = {
  zh: '先前的启动没有留下控制台的进程',
  en: 'The earlier start left no process of ours',
}

function endedWords({ zh, en }: Bilingual): Bilingual {
  return { zh: `先前启动的：${zh}`, en: `What was started before: ${en}` }
}

async function notOurs(unit: Unit, look: LookAtPorts) {
  const [holder] = await holdersOf(look, unit.ports)
  const who = holder === undefined ? null : holderWords(holder)
  return problem(
    'NOT_OURS',
    {
      zh: `${unit.title.zh} 在运行，但不是控制台启动的，没有动它${who === null ? '' : `：${who.zh}`}`,
      en: `${unit.title.en} runs but was not started by the console and was left alone${who === null ? '' : `: ${who.en}`}`,
    },
    {
      zh: '请自己结束它，然后重试这一步',
      en: 'End it yourself, then try this step again',
    },
  )
}
