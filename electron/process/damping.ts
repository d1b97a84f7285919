import type { HealthState, Probe, ServiceHealth } from '../../shared/domain/services'

/** What is remembered of one target between two probes. */
export interface HealthTrack {
  state: HealthState
  unconfirmed: boolean
  since: number | null
  /** True from a start until the first success, which then counts at once. */
  isFresh: boolean
  /** True while `state` rests on a first look that the rule has not confirmed. */
  isProvisional: boolean
  goodStreak: number
  redStreak: number
  answeredStreak: number
  troubledStreak: number
  latencyMs: number | null
  version: string | null
  reportedName: string | null
  lastProbeAt: number | null
  lastError: ServiceHealth['lastError']
  probes: readonly Probe[]
}

export type HealthEvent =
  | { type: 'probed'; probe: Probe; reportedName: string | null; version: string | null }
  /** The check itself broke; what it would have found is not known. */
  | { type: 'broken'; at: number; detail: string }
  /** The process is known to be gone. */
  | { type: 'exited'; at: number; detail: string | null }
  /** A new process is known to run. */
  | { type: 'started' }

export const redAfter = 3
export const greenAfter = 2
export const keptProbes = 60

/** A target nobody has looked at yet. */
export const untouched: HealthTrack = {
  state: 'unknown',
  unconfirmed: false,
  since: null,
  isFresh: false,
  isProvisional: false,
  goodStreak: 0,
  redStreak: 0,
  answeredStreak: 0,
  troubledStreak: 0,
  latencyMs: null,
  version: null,
  reportedName: null,
  lastProbeAt: null,
  lastError: null,
  probes: [],
}

const settled = { unconfirmed: false, isProvisional: false, isFresh: false }
const noStreaks = { goodStreak: 0, redStreak: 0, answeredStreak: 0, troubledStreak: 0 }

/** Folds one event into the track: red after 3 failures, green after 2 successes. */
export function nextTrack(track: HealthTrack, event: HealthEvent): HealthTrack {
  switch (event.type) {
    case 'probed':
      return afterProbe(track, event)
    case 'broken': {
      const lastError = { at: event.at, fault: 'other' as const, detail: event.detail }
      const unclear = { ...enter(track, 'unknown', event.at), ...noStreaks, ...settled, lastError }
      return { ...unclear, lastProbeAt: event.at }
    }
    case 'exited': {
      const lastError = { at: event.at, fault: 'refused' as const, detail: event.detail }
      const gone = { ...enter(track, 'unreachable', event.at), ...noStreaks, ...settled, lastError }
      return { ...gone, latencyMs: null }
    }
    case 'started':
      return { ...track, ...noStreaks, ...settled, state: 'unknown', since: null, isFresh: true }
  }
}

function afterProbe(
  track: HealthTrack,
  { probe, reportedName, version }: Extract<HealthEvent, { type: 'probed' }>,
): HealthTrack {
  const counted = count(track, probe)
  const state = decide(counted, probe.outcome)
  const isFirst = track.state === 'unknown'
  const isTrusted = counted.isFresh && probe.outcome === 'healthy'
  const isProvisional = (isFirst || track.isProvisional) && !isTrusted && !confirms(counted, state)
  return {
    ...enter(counted, state, probe.at),
    isFresh: counted.isFresh && !isTrusted && counted.redStreak < redAfter,
    isProvisional,
    unconfirmed: isProvisional || colourOf(probe.outcome) !== colourOf(state),
    latencyMs: probe.latencyMs,
    version: version ?? track.version,
    reportedName: reportedName ?? track.reportedName,
    lastProbeAt: probe.at,
    lastError: errorOf(probe) ?? track.lastError,
    probes: [...track.probes.slice(1 - keptProbes), probe],
  }
}

function count(track: HealthTrack, { outcome }: Probe): HealthTrack {
  const isGood = outcome === 'healthy'
  const isRed = colourOf(outcome) === 'red'
  return {
    ...track,
    goodStreak: isGood ? track.goodStreak + 1 : 0,
    redStreak: isRed ? track.redStreak + 1 : 0,
    answeredStreak: isRed ? 0 : track.answeredStreak + 1,
    troubledStreak: isGood ? 0 : track.troubledStreak + 1,
  }
}

function decide(track: HealthTrack, outcome: Probe['outcome']): HealthState {
  if (track.state === 'unknown') return outcome
  if (track.isFresh && outcome === 'healthy') return outcome
  if (track.redStreak >= redAfter) return outcome
  if (track.goodStreak >= greenAfter) return 'healthy'
  if (colourOf(track.state) === 'red') {
    return track.answeredStreak >= greenAfter ? 'degraded' : track.state
  }
  // Some of the last three failed and some only limped: too much for green, too little for red.
  return track.troubledStreak >= redAfter ? 'degraded' : track.state
}

/** The newest probes carry the state by themselves, whatever it was before. */
function confirms(track: HealthTrack, state: HealthState): boolean {
  switch (colourOf(state)) {
    case 'green':
      return track.goodStreak >= greenAfter
    case 'amber':
      return track.troubledStreak >= greenAfter && track.answeredStreak >= greenAfter
    case 'red':
      return track.redStreak >= redAfter
    case 'grey':
      return false
  }
}

function colourOf(state: HealthState): 'green' | 'amber' | 'red' | 'grey' {
  switch (state) {
    case 'healthy':
      return 'green'
    case 'degraded':
      return 'amber'
    case 'failing':
    case 'unreachable':
      return 'red'
    case 'unknown':
      return 'grey'
  }
}

function errorOf({ at, fault, detail }: Probe): HealthTrack['lastError'] {
  return fault === null ? null : { at, fault, detail }
}

function enter(track: HealthTrack, state: HealthState, at: number): HealthTrack {
  return state === track.state ? track : { ...track, state, since: at }
}
