import type { Probe } from '../../shared/domain/services'

const quietMs = 200
/** Telling about a thousand targets costs far more than about seven; news is still told at once. */
const manyTargets = 100
const quietOfManyMs = 1_000

export interface AnnouncerOptions {
  targets: readonly unknown[]
  onChange: () => void
  onProbes?: (batch: { id: string; probe: Probe }[]) => void
}

/** Lets all run at once. */
export const directly = <T>(work: () => Promise<T>): Promise<T> => work()

/** Lets only so many run at a time; the others wait in line. */
export function createGate(limit: number): <T>(work: () => Promise<T>) => Promise<T> {
  const waiting: (() => void)[] = []
  let running = 0
  return async (work) => {
    if (running >= limit) await new Promise<void>((resolve) => waiting.push(resolve))
    else running += 1
    try {
      return await work()
    } finally {
      const next = waiting.shift()
      if (next === undefined) running -= 1
      else next()
    }
  }
}

/** Tells news at once, measurements in batches. */
export function createAnnouncer({ targets, onChange, onProbes }: AnnouncerOptions) {
  const pauseMs = targets.length > manyTargets ? quietOfManyMs : quietMs
  let batch: { id: string; probe: Probe }[] = []
  let urgent: NodeJS.Immediate | null = null
  let quiet: NodeJS.Timeout | null = null
  let isDirty = false
  const flush = (): void => {
    if (urgent !== null) clearImmediate(urgent)
    if (quiet !== null) clearTimeout(quiet)
    urgent = null
    quiet = null
    const probes = batch
    batch = []
    if (probes.length > 0) onProbes?.(probes)
    if (isDirty) onChange()
    isDirty = false
  }
  return {
    flush,
    probed: (id: string, probe: Probe): void => void batch.push({ id, probe }),
    changed(isNews: boolean): void {
      isDirty = true
      if (isNews) urgent ??= setImmediate(flush)
      else quiet ??= setTimeout(flush, pauseMs)
    },
    /** Ends the timers; what was measured until now is still handed over. */
    dispose: flush,
  }
}
