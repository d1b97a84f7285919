import { setMaxListeners } from 'node:events'

/** Why a call was given up before its answer was complete. */
export type StopReason = 'deadline' | 'aborted'

/** Joins a caller's signal, the client's end and a deadline into one signal. */
export interface Scope {
  signal: AbortSignal
  /** Null while nothing stopped it; the first reason stays. */
  stopped(): StopReason | null
  /** Starts the clock, with what is left of the budget. */
  arm(budgetMs: number): void
  /** Stops the clock, e.g. while the call waits in a queue that has its own limit. */
  disarm(): void
  dispose(): void
}

/** Signals whose listener limit is lifted already; lifting is slow. */
const prepared = new WeakSet<AbortSignal>()

/** Opens a scope that ends with any of the given signals. */
export function openScope(signals: readonly (AbortSignal | undefined)[]): Scope {
  const controller = new AbortController()
  let reason: StopReason | null = null
  let timer: NodeJS.Timeout | undefined

  const stop = (why: StopReason) => {
    if (reason !== null) return
    reason = why
    clearTimeout(timer)
    controller.abort(new Error(why === 'deadline' ? 'deadline passed' : 'aborted'))
  }
  const onAbort = () => stop('aborted')
  const sources = signals.filter((signal) => signal !== undefined)
  for (const source of sources) {
    // One signal may stop thousands of calls; the warning would read this as a leak.
    if (!prepared.has(source)) setMaxListeners(0, source)
    prepared.add(source)
    if (source.aborted) onAbort()
    else source.addEventListener('abort', onAbort, { once: true })
  }

  return {
    signal: controller.signal,
    stopped: () => reason,
    arm(budgetMs) {
      clearTimeout(timer)
      if (reason === null) timer = setTimeout(() => stop('deadline'), Math.max(0, budgetMs))
    },
    disarm: () => clearTimeout(timer),
    dispose() {
      clearTimeout(timer)
      for (const source of sources) source.removeEventListener('abort', onAbort)
    },
  }
}
