/** Calls back once at a wall-clock time; never keeps the process alive. */
export interface Alarm {
  set(at: number, onTime: () => void): void
  clear(): void
}

/** Timers overflow beyond 2^31 ms, and a sleeping laptop stretches long ones. */
const longestSliceMs = 3_600_000

/** Makes an alarm that is not set. */
export function createAlarm(now: () => number): Alarm {
  let timer: NodeJS.Timeout | undefined

  const clear = () => clearTimeout(timer)
  const set = (at: number, onTime: () => void) => {
    clear()
    const leftMs = at - now()
    if (leftMs <= 0) return onTime()
    timer = setTimeout(() => set(at, onTime), Math.min(leftMs, longestSliceMs))
    timer.unref()
  }
  return { set, clear }
}
