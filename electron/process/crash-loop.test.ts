import { describe, expect, it } from 'vitest'
import { createCrashLoop as create, crashLoopLimits } from './crash-loop'
import { isCrash } from './command-restarts'

const createCrashLoop = (random: () => number) => create(random, crashLoopLimits)
const minuteMs = 60_000
const dayMs = 24 * 60 * minuteMs

/** Small, seeded and good enough to spread the jitter. */
function randomOf(seed: number): () => number {
  let state = seed
  return () => {
    state = (state * 1_103_515_245 + 12_345) % 2 ** 31
    return state / 2 ** 31
  }
}

/** Start times over a day of a service that lives so long each time; it ends early when given up. */
function dayOf(livesMs: () => number, random: () => number) {
  const loop = createCrashLoop(random)
  const starts: number[] = []
  let at = 0
  while (at < dayMs) {
    loop.started(at)
    starts.push(at)
    const readyAt = at
    at += livesMs()
    const delayMs = loop.crashed(at, readyAt)
    if (delayMs === null) return { starts, gaveUp: true }
    at += delayMs
  }
  return { starts, gaveUp: false }
}

const busiest = (starts: readonly number[]): number =>
  Math.max(
    ...starts.map((from) => starts.filter((at) => at >= from && at < from + minuteMs).length),
  )

describe('a crash loop', () => {
  it('waits one second, then twice as long each time, to at most a minute', () => {
    const loop = createCrashLoop(() => 0.5)
    const waits = Array.from({ length: 9 }, (_, index) => loop.crashed(index * dayMs, null))
    expect(waits).toEqual([1, 2, 4, 8, 16, 32, 60, 60, 60].map((seconds) => seconds * 1_000))
  })

  it('spreads every wait by a fifth at most', () => {
    for (const [random, share] of [
      [0, 0.8],
      [1, 1.2],
    ] as const) {
      const loop = createCrashLoop(() => random)
      expect(loop.crashed(0, null)).toBe(1_000 * share)
      expect(loop.crashed(0, null)).toBe(2_000 * share)
    }
  })

  it('gives up after the fifth start within a minute', () => {
    const { starts, gaveUp } = dayOf(() => 50, randomOf(1))
    expect({ count: starts.length, gaveUp }).toEqual({ count: 5, gaveUp: true })
  })

  it('forgets the past after a minute in health, and when a person takes over', () => {
    const loop = createCrashLoop(() => 0.5)
    loop.crashed(0, null)
    expect(loop.crashed(1_000, 900)).toBe(2_000)
    expect(loop.crashed(dayMs, dayMs - crashLoopLimits.resetMs)).toBe(1_000)
    for (let start = 0; start < 5; start += 1) loop.started(dayMs)
    expect(loop.crashed(dayMs, null)).toBeNull()
    loop.forgive()
    expect(loop.crashed(dayMs, null)).toBe(1_000)
  })

  it('never starts more than five times a minute in a day, however long a life is', () => {
    for (let seed = 1; seed <= 60; seed += 1) {
      const random = randomOf(seed)
      const longestMs = [100, 5_000, 20_000, 70_000, 300_000][seed % 5] ?? 0
      const { starts } = dayOf(() => random() * longestMs, random)
      expect(busiest(starts), `seed ${seed}`).toBeLessThanOrEqual(5)
    }
  })

  it('keeps a service going that lives for a while each time', () => {
    const { starts, gaveUp } = dayOf(() => 90_000, randomOf(3))
    expect(gaveUp).toBe(false)
    expect(starts.length).toBeGreaterThan(900)
  })
})

describe('isCrash', () => {
  it.each([
    [{ code: 1, signal: null }, true],
    [{ code: null, signal: 'SIGSEGV' }, true],
    [{ code: null, signal: 'SIGKILL' }, true],
    [{ code: 0, signal: null }, false],
    [{ code: null, signal: 'SIGTERM' }, false],
    [{ code: null, signal: 'SIGINT' }, false],
    [{ code: null, signal: null }, false],
  ])('%j is %s', (how, expected) => {
    expect(isCrash(how)).toBe(expected)
  })
})
