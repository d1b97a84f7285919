import { createCrashLoop, type CrashLoopLimits } from './crash-loop'
import type { ChildExit } from './launch'

export interface RestartsDeps {
  now: () => number
  random: () => number
  limits: CrashLoopLimits
  note(text: string): void
  onChange(): void
  /** Starts again; a rejection is one more crash unless a person interfered. */
  start(): Promise<void>
}

/** Starts a crashed service again, ever later, and not for ever. */
export interface Restarts {
  started(): void
  /** A running service ended: decides whether it is started again, and when. */
  consider(how: ChildExit, readySince: number | null): void
  /** A person took over: nothing is planned any more and the past is forgotten. */
  forgive(): void
  snapshot(): { nextStartAt: number | null; crashLoop: boolean }
}

/** Signals by which people and systems end a process on purpose. */
const wanted = ['SIGTERM', 'SIGINT', 'SIGHUP']

/**
 * Only a proven crash is answered by a start. An end with code 0 or by a polite signal was
 * somebody's wish, and of a process that is no child of ours nobody knows how it ended.
 */
export function isCrash({ code, signal }: ChildExit): boolean {
  return signal === null ? code !== null && code !== 0 : !wanted.includes(signal)
}

/** Makes the restarts of one service. */
export function createRestarts(deps: RestartsDeps): Restarts {
  const { now, note, onChange, start } = deps
  const loop = createCrashLoop(deps.random, deps.limits)
  let timer: NodeJS.Timeout | null = null
  let nextStartAt: number | null = null
  let crashLoop = false
  /** Grows when a person takes over, so that a start of before plans nothing more. */
  let era = 0

  const plan = (readySince: number | null): void => {
    const delayMs = loop.crashed(now(), readySince)
    if (delayMs === null) {
      crashLoop = true
      note('crash loop: started too often in too short a time, not started again')
    } else {
      nextStartAt = now() + delayMs
      note(`starts again in ${delayMs} ms`)
      timer = setTimeout(again, delayMs)
    }
    onChange()
  }
  const again = (): void => {
    const own = era
    timer = null
    nextStartAt = null
    start().catch(() => {
      if (own === era) plan(null)
    })
  }
  return {
    started: () => loop.started(now()),
    consider(how, readySince) {
      if (isCrash(how)) plan(readySince)
    },
    forgive() {
      era += 1
      if (timer !== null) clearTimeout(timer)
      const wasPlanned = nextStartAt !== null
      timer = null
      nextStartAt = null
      crashLoop = false
      loop.forgive()
      if (wasPlanned) onChange()
    },
    snapshot: () => ({ nextStartAt, crashLoop }),
  }
}
