import type { ProcessState } from '../../shared/domain/services'

/** What can happen to a service process. */
export type ProcessEvent =
  | 'start'
  | 'listening'
  | 'stop'
  | 'exit'
  /** The child could not be launched, or never became ready. */
  | 'give-up'
  /** Somebody else's process answers for this service. */
  | 'found'
  | 'lost'
  /** A process of an earlier console was proven to be ours. */
  | 'adopt'

const transitions: Record<ProcessState, Partial<Record<ProcessEvent, ProcessState>>> = {
  stopped: { start: 'starting', found: 'external', adopt: 'running' },
  starting: { listening: 'running', stop: 'stopping', exit: 'failed', 'give-up': 'failed' },
  running: { stop: 'stopping', exit: 'failed' },
  stopping: { exit: 'stopped', 'give-up': 'failed' },
  failed: { start: 'starting', found: 'external' },
  external: { start: 'starting', lost: 'stopped' },
}

/** The state after an event; an event that does not apply changes nothing. */
export function nextState(state: ProcessState, event: ProcessEvent): ProcessState {
  return transitions[state][event] ?? state
}
