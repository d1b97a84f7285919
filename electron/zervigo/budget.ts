/** What is left of the time of a call; waiting in a queue costs nothing. */
export interface Budget {
  leftMs(): number
  spend(ms: number): void
  totalMs: number
}

/** Makes a budget of so many milliseconds. */
export function createBudget(totalMs: number): Budget {
  let leftMs = totalMs
  return {
    totalMs,
    leftMs: () => leftMs,
    spend: (ms) => {
      leftMs = Math.max(0, leftMs - ms)
    },
  }
}
