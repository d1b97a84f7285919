import { hasDrift, type ContractEntry } from '../../../shared/domain/contracts'
import type { Tone } from '../../components/tone'

/** How the last answer of an endpoint stands to its baseline. */
export type ContractState = 'same' | 'drift' | 'unseen' | 'unknown'

/** `same` only where both sides are known and nothing differs. */
export function stateOf({ baseline, observed, diff }: ContractEntry): ContractState {
  if (observed === null) return 'unseen'
  if (baseline === null) return 'unknown'
  return hasDrift(diff) ? 'drift' : 'same'
}

/** Drift is worth a look and never a failure, so it is never red. */
export const stateTones: Record<ContractState, Tone> = {
  same: 'ok',
  drift: 'warn',
  unseen: 'idle',
  unknown: 'info',
}

/** How many fields differ. */
export function driftCount({ diff }: ContractEntry): number {
  return diff.added.length + diff.removed.length + diff.changed.length
}

/** True when accepting the last answer would change what later ones are held against. */
export function canAccept(entry: ContractEntry): boolean {
  const state = stateOf(entry)
  return state === 'drift' || state === 'unknown'
}
