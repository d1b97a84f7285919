export interface CrashLoopLimits {
  /** Wait before the first restart; doubles with each further crash. */
  firstMs: number
  longestMs: number
  /** Each wait is this much longer or shorter at random, so that services do not march in step. */
  jitter: number
  /** So many starts within the window are a crash loop. */
  starts: number
  windowMs: number
  /** After so long in health the past is forgotten. */
  resetMs: number
}

export const crashLoopLimits: CrashLoopLimits = {
  firstMs: 1_000,
  longestMs: 60_000,
  jitter: 0.2,
  starts: 5,
  windowMs: 60_000,
  resetMs: 60_000,
}

/** Decides whether and when a crashed service is started again. */
export interface CrashLoop {
  /** A start begins; every one counts, also a person's. */
  started(at: number): void
  /** Milliseconds to wait before the next start; null to give up. `readySince`: when it last became ready. */
  crashed(at: number, readySince: number | null): number | null
  /** A person took over. */
  forgive(): void
}

/** Makes the memory of one service's crashes. */
export function createCrashLoop(random: () => number, limits: CrashLoopLimits): CrashLoop {
  let starts: number[] = []
  let crashes = 0
  return {
    started(at) {
      starts = [...starts.filter((start) => at - start < limits.windowMs), at]
    },
    crashed(at, readySince) {
      if (readySince !== null && at - readySince >= limits.resetMs) crashes = 0
      if (starts.filter((start) => at - start < limits.windowMs).length >= limits.starts)
        return null
      const plainMs = Math.min(limits.longestMs, limits.firstMs * 2 ** Math.min(crashes, 30))
      crashes += 1
      return Math.round(plainMs * (1 + limits.jitter * (2 * random() - 1)))
    },
    forgive() {
      starts = []
      crashes = 0
    },
  }
}
