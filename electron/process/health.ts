import {
  zervigoIds,
  type HealthState,
  type Probe,
  type ServiceHealth,
  type WitnessReport,
} from '../../shared/domain/services'
import { nextTrack, untouched, type HealthEvent, type HealthTrack } from './damping'
import { settlesWithin } from './deadline'
import { createAnnouncer, createGate, directly } from './health-pace'
import type { ProbeResult } from './probe'
import type { Witness } from './witness'

/** Something whose health is watched. */
export interface HealthTarget {
  /** A service id, or the id of a monitor. */
  id: string
  kind: 'service' | 'monitor'
  /** Asks once; a rejection means the check itself broke. */
  probe: (signal: AbortSignal) => Promise<ProbeResult>
}

/** A target's state changed; what incidents are made of. */
export interface HealthTransition {
  id: string
  from: HealthState
  to: HealthState
  at: number
  fault: Probe['fault']
  detail: string | null
}

export interface HealthOptions {
  targets: readonly HealthTarget[]
  intervalMs: number
  /** Longest wait for one probe. */
  timeoutMs: number
  now: () => number
  /** States, or at most five times a second mere measurements, are new; of many targets once. */
  onChange: () => void
  /** Asks Looma for its own view; runs after Looma's probe, because Looma takes one caller a time. */
  witness: (signal: AbortSignal) => Promise<Witness | null>
  /** Every probe, in batches, for the history. */
  onProbes?: (batch: { id: string; probe: Probe }[]) => void
  onTransition?: (transition: HealthTransition) => void
}

export interface Health {
  /** Begins to poll, with a first sweep at once. */
  start(): void
  /** Probes everything now; resolves when all have answered or their time is up. */
  sweep(): Promise<void>
  /** Resolves when nothing is under way any more, Looma's own view included. */
  settled(): Promise<void>
  pause(): void
  resume(): void
  /** Polls less often while nobody looks, and catches up at once when somebody does. */
  setHidden(isHidden: boolean): void
  /** The process is gone: the target is unreachable now, not after three probes. */
  noteExit(id: string, detail?: string): void
  /** A process has just begun to listen: forget the past and look at once. */
  noteStart(id: string): void
  snapshot(id: string): ServiceHealth
  witnessOf(id: string): WitnessReport | null
  /** Ends every probe; resolves within the deadline of one. */
  dispose(): Promise<void>
}

/** While hidden, this many times slower. */
const hiddenFactor = 3
/** Monitors are probed in this many groups, so that a thousand of them make no burst. */
const monitorGroups = 20
/** Beyond it, probes of monitors wait their turn. */
const monitorsAtOnce = 100
const staleIntervals = 3
/** A probe keeps its own deadline; this is for one that does not. */
const graceMs = 250

interface Watched {
  target: HealthTarget
  track: HealthTrack
  /** Grows with each exit and start, so that an answer of the process before is not believed. */
  life: number
  flight: { promise: Promise<void>; abort: AbortController } | null
}

/** Polls the health of every target of a profile. */
export function createHealth(options: HealthOptions): Health {
  const { intervalMs, timeoutMs, now, witness } = options
  const watched = new Map<string, Watched>()
  for (const target of options.targets) {
    watched.set(target.id, { target, track: untouched, life: 0, flight: null })
  }
  const all = [...watched.values()]
  const services = all.filter(({ target }) => target.kind === 'service')
  const monitors = all.filter(({ target }) => target.kind === 'monitor')
  const announcer = createAnnouncer(options)
  const gate = createGate(monitorsAtOnce)
  let claims: Witness | null = null
  let asking: { promise: Promise<void>; abort: AbortController } | null = null
  let timer: NodeJS.Timeout | null = null
  let group = 0
  let isRunning = false
  let isHidden = false
  let isDisposed = false

  const fold = (entry: Watched, event: HealthEvent, at: number): void => {
    const before = entry.track
    entry.track = nextTrack(before, event)
    const { state: to, unconfirmed, lastError } = entry.track
    const isNews = to !== before.state || unconfirmed !== before.unconfirmed
    if (to !== before.state) {
      const { fault = null, detail = null } = to === 'healthy' ? {} : (lastError ?? {})
      options.onTransition?.({ id: entry.target.id, from: before.state, to, at, fault, detail })
    }
    announcer.changed(isNews)
  }

  const run = async (entry: Watched, abort: AbortController): Promise<void> => {
    const { life, target } = entry
    let event: HealthEvent
    try {
      const probing = target.probe(abort.signal)
      if (!(await settlesWithin(probing, timeoutMs + graceMs))) abort.abort()
      const result = abort.signal.aborted && !isDisposed ? overdue(timeoutMs, now()) : await probing
      event = { type: 'probed', ...result }
      if (life === entry.life && !isDisposed) announcer.probed(target.id, result.probe)
    } catch (error) {
      event = { type: 'broken', at: now(), detail: String(error) }
    }
    // The process that was asked is gone, or a new one has come since.
    if (life !== entry.life || isDisposed) return
    fold(entry, event, now())
  }

  const probe = (entry: Watched): Promise<void> => {
    if (isDisposed) return Promise.resolve()
    if (entry.flight !== null) return entry.flight.promise
    const abort = new AbortController()
    const turn = entry.target.kind === 'monitor' ? gate : directly
    const promise = turn(() => run(entry, abort)).finally(() => {
      if (entry.flight?.abort === abort) entry.flight = null
    })
    entry.flight = { promise, abort }
    return promise
  }

  const askLooma = (): Promise<void> => {
    if (asking !== null || isDisposed) return asking?.promise ?? Promise.resolve()
    const abort = new AbortController()
    const ask = async (): Promise<void> => {
      const answer = witness(abort.signal).catch(() => null)
      const isInTime = await settlesWithin(answer, timeoutMs + graceMs)
      if (!isInTime) abort.abort()
      if (isDisposed) return
      claims = isInTime ? await answer : null
      announcer.changed(true)
    }
    const promise = ask().finally(() => {
      asking = null
    })
    asking = { promise, abort }
    return promise
  }
  const withWitness = async (entry: Watched): Promise<void> => {
    await probe(entry)
    if (entry.target.id !== 'looma') return
    const outcome = entry.track.probes.at(-1)?.outcome
    if (entry.track.state !== 'unreachable' && outcome !== 'unreachable') void askLooma()
    else claims = null
  }

  const period = (): number => (isHidden ? intervalMs * hiddenFactor : intervalMs)
  const groups = monitors.length === 0 ? 1 : monitorGroups
  const tick = (): void => {
    if (group === 0) for (const entry of services) void withWitness(entry)
    for (let index = group; index < monitors.length; index += groups) {
      const entry = monitors[index]
      if (entry !== undefined) void probe(entry)
    }
    group = (group + 1) % groups
    arm()
  }
  const arm = (): void => {
    if (timer !== null) clearTimeout(timer)
    timer = isRunning && !isDisposed ? setTimeout(tick, period() / groups) : null
  }
  const sweep = async (): Promise<void> => {
    await Promise.all([...services.map(withWitness), ...monitors.map(probe)])
    announcer.flush()
  }
  const begin = (): void => {
    if (isRunning || isDisposed) return
    isRunning = true
    // The sweep below has just covered group 0's services.
    group = groups === 1 ? 0 : 1
    void sweep()
    arm()
  }
  const find = (id: string): Watched => {
    const entry = watched.get(id)
    if (entry === undefined) throw new Error(`no health target ${id}`)
    return entry
  }
  const renew = (entry: Watched): void => {
    entry.life += 1
    entry.flight?.abort.abort()
    entry.flight = null
  }
  const underWay = (): Promise<void>[] => [
    ...all.flatMap(({ flight }) => (flight === null ? [] : [flight.promise])),
    ...(asking === null ? [] : [asking.promise]),
  ]

  return {
    start: begin,
    resume: begin,
    sweep,
    async settled() {
      for (let open = underWay(); open.length > 0; open = underWay()) await Promise.all(open)
      announcer.flush()
    },
    pause() {
      isRunning = false
      arm()
    },
    setHidden(next) {
      if (next === isHidden) return
      isHidden = next
      if (!next && isRunning) void sweep()
      arm()
    },
    noteExit(id, detail) {
      const entry = find(id)
      renew(entry)
      fold(entry, { type: 'exited', at: now(), detail: detail ?? null }, now())
    },
    noteStart(id) {
      const entry = find(id)
      renew(entry)
      fold(entry, { type: 'started' }, now())
      void withWitness(entry)
    },
    snapshot: (id) => view(find(id).track, now(), period()),
    witnessOf: (id) => claimOf(claims, id),
    async dispose() {
      isDisposed = true
      arm()
      const open = underWay()
      for (const { flight } of all) flight?.abort.abort()
      asking?.abort.abort()
      announcer.dispose()
      await settlesWithin(Promise.all(open), timeoutMs)
    },
  }
}

function view(track: HealthTrack, at: number, periodMs: number): ServiceHealth {
  const { state, unconfirmed, since, latencyMs, version, reportedName, lastProbeAt } = track
  const stale = lastProbeAt !== null && at - lastProbeAt > staleIntervals * periodMs
  const rest = { lastProbeAt, lastError: track.lastError, probes: [...track.probes] }
  return { state, unconfirmed, since, stale, latencyMs, version, reportedName, ...rest }
}

function claimOf(claims: Witness | null, id: string): WitnessReport | null {
  const known = zervigoIds.find((zervigo) => zervigo === id)
  return known === undefined ? null : (claims?.[known] ?? null)
}

function overdue(timeoutMs: number, at: number): ProbeResult {
  const detail = `no answer within ${timeoutMs} ms`
  const probe: Probe = {
    ...{ at, outcome: 'unreachable', latencyMs: null, status: null },
    ...{ fault: 'timeout', detail },
  }
  return { probe, reportedName: null, version: null, body: null }
}
