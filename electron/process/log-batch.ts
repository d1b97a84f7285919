/** Paces lines on their way to a page. */
export interface LogBatcher<T> {
  add(items: readonly T[]): void
  /** Sends what fits at once, as for a first look. */
  flush(): void
  dispose(): void
}

export interface LogBatcherOptions<T> {
  push(items: T[]): void
  /** Told how many were left out because more came than leaves. */
  drop(count: number): void
  everyMs?: number
  maxBatch?: number
  maxWaiting?: number
}

/** Sends a batch at most every interval; what waits is bounded, the oldest of it is left out. */
export function createLogBatcher<T>({
  push,
  drop,
  everyMs = 100,
  maxBatch = 500,
  maxWaiting = 10_000,
}: LogBatcherOptions<T>): LogBatcher<T> {
  let waiting: T[] = []
  let timer: NodeJS.Timeout | null = null

  const flush = (): void => {
    const batch = waiting.slice(0, maxBatch)
    waiting = waiting.slice(maxBatch)
    if (batch.length > 0) push(batch)
    schedule()
  }
  const schedule = (): void => {
    if (timer !== null || waiting.length === 0) return
    timer = setTimeout(() => {
      timer = null
      flush()
    }, everyMs)
  }
  return {
    add(items) {
      for (const item of items) waiting.push(item)
      // Cutting only well beyond the bound keeps a flood from copying the queue for every line.
      if (waiting.length > maxWaiting * 2) {
        drop(waiting.length - maxWaiting)
        waiting = waiting.slice(-maxWaiting)
      }
      schedule()
    },
    flush,
    dispose() {
      if (timer !== null) clearTimeout(timer)
      waiting = []
    },
  }
}
