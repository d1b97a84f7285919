import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Probe, ProbeOutcome } from '../../shared/domain/services'
import { createHealth, type Health, type HealthTarget, type HealthTransition } from './health'
import type { ProbeResult } from './probe'
import type { Witness } from './witness'

const intervalMs = 1_000
const timeoutMs = 300

let health: Health
let changes: number
let batches: { id: string; probe: Probe }[][]
let transitions: HealthTransition[]

beforeEach(() => {
  vi.useFakeTimers({ now: 1_000_000 })
  changes = 0
  batches = []
  transitions = []
})
afterEach(async () => {
  const disposed = health.dispose()
  await vi.advanceTimersByTimeAsync(timeoutMs)
  await disposed
  expect(vi.getTimerCount()).toBe(0)
  vi.useRealTimers()
})

function result(outcome: ProbeOutcome): ProbeResult {
  const fault = outcome === 'healthy' ? null : 'refused'
  const probe: Probe = { at: Date.now(), outcome, latencyMs: 5, status: 200, fault, detail: null }
  return { probe, reportedName: 'x', version: '1', body: null }
}
function create(
  targets: HealthTarget[],
  witness: () => Promise<Witness | null> = () => Promise.resolve(null),
): void {
  health = createHealth({
    ...{ targets, intervalMs, timeoutMs, witness, now: Date.now },
    onChange: () => {
      changes += 1
    },
    onProbes: (batch) => batches.push(batch),
    onTransition: (transition) => transitions.push(transition),
  })
}
/** A target whose probes a test answers one by one. */
function scripted(id: string, kind: HealthTarget['kind'] = 'service') {
  const asked: {
    signal: AbortSignal
    answer: (value: ProbeResult) => void
    fail: (error: Error) => void
  }[] = []
  const target: HealthTarget = {
    ...{ id, kind },
    probe: (signal) =>
      new Promise((answer, fail) => {
        asked.push({ signal, answer, fail })
      }),
  }
  return { asked, target }
}
function always(id: string, outcome: ProbeOutcome, kind: HealthTarget['kind'] = 'service') {
  let calls = 0
  const target: HealthTarget = {
    ...{ id, kind },
    probe: () => {
      calls += 1
      return Promise.resolve(result(outcome))
    },
  }
  return { target, calls: () => calls }
}
const idle = (): Promise<unknown> => vi.advanceTimersByTimeAsync(0)

describe('polling', () => {
  it('asks all at once on start, then once per interval', async () => {
    const auth = always('auth', 'healthy')
    const job = always('job', 'unreachable')
    create([auth.target, job.target])
    expect(health.snapshot('auth').state).toBe('unknown')
    health.start()
    await idle()
    expect([auth.calls(), job.calls()]).toEqual([1, 1])
    await vi.advanceTimersByTimeAsync(2 * intervalMs)
    expect([auth.calls(), job.calls()]).toEqual([3, 3])
    expect(health.snapshot('auth')).toMatchObject({
      state: 'healthy',
      unconfirmed: false,
      reportedName: 'x',
    })
    expect(health.snapshot('job')).toMatchObject({ state: 'unreachable', unconfirmed: false })
  })

  it('has one probe in flight per target and does not let one wait for another', async () => {
    const slow = scripted('ai')
    const fast = always('auth', 'healthy')
    create([slow.target, fast.target])
    const first = health.sweep()
    const second = health.sweep()
    await idle()
    expect(slow.asked).toHaveLength(1)
    expect(health.snapshot('auth').state).toBe('healthy')
    slow.asked[0]?.answer(result('healthy'))
    await Promise.all([first, second])
  })

  it('ends a probe that keeps no deadline itself, and goes on', async () => {
    const stuck = scripted('ai')
    create([stuck.target])
    const swept = health.sweep()
    await vi.advanceTimersByTimeAsync(timeoutMs + 250)
    await swept
    expect(stuck.asked[0]?.signal.aborted).toBe(true)
    expect(health.snapshot('ai')).toMatchObject({
      state: 'unreachable',
      lastError: { fault: 'timeout' },
    })
    void health.sweep()
    expect(stuck.asked).toHaveLength(2)
    stuck.asked[1]?.answer(result('healthy'))
    await idle()
  })

  it('shows a check that throws as unknown', async () => {
    const job = scripted('job')
    create([job.target])
    for (let round = 0; round < 2; round += 1) {
      const swept = health.sweep()
      job.asked.at(-1)?.answer(result('healthy'))
      await swept
    }
    const swept = health.sweep()
    job.asked.at(-1)?.fail(new Error('bug'))
    await swept
    expect(health.snapshot('job')).toMatchObject({
      state: 'unknown',
      lastError: { fault: 'other' },
    })
  })

  it('pauses, resumes with a sweep, and is slower while hidden', async () => {
    const auth = always('auth', 'healthy')
    create([auth.target])
    health.start()
    await idle()
    health.pause()
    await vi.advanceTimersByTimeAsync(5 * intervalMs)
    expect(auth.calls()).toBe(1)
    expect(health.snapshot('auth').stale).toBe(true)
    health.resume()
    await idle()
    expect(auth.calls()).toBe(2)
    expect(health.snapshot('auth').stale).toBe(false)
    health.setHidden(true)
    await vi.advanceTimersByTimeAsync(3 * intervalMs)
    expect(auth.calls()).toBe(3)
    health.setHidden(false)
    await idle()
    expect(auth.calls()).toBe(4)
    await vi.advanceTimersByTimeAsync(intervalMs)
    expect(auth.calls()).toBe(5)
  })

  it('probes a thousand monitors once per interval, spread, never more than a hundred at a time', async () => {
    let inFlight = 0
    let most = 0
    let calls = 0
    const probe = async (): Promise<ProbeResult> => {
      calls += 1
      inFlight += 1
      most = Math.max(most, inFlight)
      await new Promise((resolve) => setTimeout(resolve, 10))
      inFlight -= 1
      return result('healthy')
    }
    const monitors = Array.from({ length: 1_000 }, (_, index) => ({
      ...{ id: `m${index}`, kind: 'monitor' as const, probe },
    }))
    create(monitors)
    health.start()
    await vi.advanceTimersByTimeAsync(intervalMs / 2)
    expect(most).toBe(100)
    most = 0
    calls = 0
    await vi.advanceTimersByTimeAsync(intervalMs)
    expect(calls).toBe(1_000)
    expect(most).toBeLessThanOrEqual(50)
  })
})

describe('process events', () => {
  it('shows a death at once and does not believe an answer from before it', async () => {
    const job = scripted('job')
    create([job.target])
    void health.sweep()
    health.noteExit('job', 'exit code 3')
    expect(health.snapshot('job')).toMatchObject({
      ...{ state: 'unreachable', unconfirmed: false },
      lastError: { fault: 'refused', detail: 'exit code 3' },
    })
    job.asked[0]?.answer(result('healthy'))
    await idle()
    expect(health.snapshot('job')).toMatchObject({ state: 'unreachable', probes: [] })
    expect(changes).toBe(1)
  })

  it('looks at once after a start and takes the first success', async () => {
    const job = always('job', 'healthy')
    create([job.target])
    health.noteExit('job')
    health.noteStart('job')
    expect(health.snapshot('job').state).toBe('unknown')
    await idle()
    expect(health.snapshot('job')).toMatchObject({ state: 'healthy', unconfirmed: false })
  })

  it('reports every transition once', async () => {
    const job = always('job', 'healthy')
    create([job.target])
    await health.sweep()
    await health.sweep()
    health.noteExit('job', 'killed')
    expect(transitions).toEqual([
      {
        ...{ id: 'job', from: 'unknown', to: 'healthy', at: 1_000_000 },
        fault: null,
        detail: null,
      },
      {
        ...{ id: 'job', from: 'healthy', to: 'unreachable', at: 1_000_000 },
        fault: 'refused',
        detail: 'killed',
      },
    ])
  })
})

describe('news', () => {
  it('hands over probes in batches and tells mere measurements at most five times a second', async () => {
    const targets = ['auth', 'job', 'ai'].map((id) => always(id, 'healthy').target)
    create(targets)
    await health.sweep()
    await health.sweep()
    expect(batches.map((batch) => batch.map(({ id }) => id))).toEqual([
      ['auth', 'job', 'ai'],
      ['auth', 'job', 'ai'],
    ])
    const told = changes
    health.start()
    await vi.advanceTimersByTimeAsync(199)
    expect(changes - told).toBeLessThanOrEqual(1)
  })
})

describe('witness', () => {
  const claim = { at: 1, healthy: true, status: 'healthy', error: null }

  it("is asked after Looma's probe, never beside it", async () => {
    const looma = scripted('looma')
    let calls = 0
    create([looma.target], () => {
      calls += 1
      return Promise.resolve({ job: claim })
    })
    const swept = health.sweep()
    await idle()
    expect(calls).toBe(0)
    looma.asked[0]?.answer(result('healthy'))
    await swept
    await health.settled()
    expect(calls).toBe(1)
    expect(health.witnessOf('job')).toEqual(claim)
    expect(health.witnessOf('auth')).toBeNull()
    expect(health.witnessOf('redis')).toBeNull()
  })

  it('is forgotten when it fails or when Looma is not there', async () => {
    const looma = scripted('looma')
    let isBroken = false
    create([looma.target], () =>
      isBroken ? Promise.reject(new Error('500')) : Promise.resolve({ job: claim }),
    )
    const look = async (outcome: ProbeOutcome): Promise<void> => {
      const swept = health.sweep()
      looma.asked.at(-1)?.answer(result(outcome))
      await swept
      await health.settled()
    }
    await look('healthy')
    expect(health.witnessOf('job')).toEqual(claim)
    isBroken = true
    await look('healthy')
    expect(health.witnessOf('job')).toBeNull()
    isBroken = false
    await look('healthy')
    await look('unreachable')
    expect(health.witnessOf('job')).toBeNull()
  })
})

describe('dispose', () => {
  it('aborts what is in flight and tells nothing afterwards', async () => {
    const job = scripted('job')
    create([job.target], () => new Promise(() => undefined))
    health.start()
    const disposed = health.dispose()
    expect(job.asked[0]?.signal.aborted).toBe(true)
    await vi.advanceTimersByTimeAsync(timeoutMs)
    await disposed
    const told = changes
    job.asked[0]?.answer(result('healthy'))
    await vi.advanceTimersByTimeAsync(10 * intervalMs)
    expect(changes).toBe(told)
    expect(job.asked).toHaveLength(1)
  })
})
