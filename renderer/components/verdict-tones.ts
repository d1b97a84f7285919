import type { RunVerdict, Verdict } from '../../shared/domain/checklist'
import type { Tone } from './tone'

/** The tone of an item's verdict; the six differ in shape as well. */
export const verdictTones: Record<Verdict, Tone> = {
  pass: 'ok',
  fail: 'worse',
  denied: 'warn',
  blocked: 'held',
  skipped: 'idle',
  unknown: 'info',
}

/** The tone of a whole run. */
export const runTones: Record<RunVerdict, Tone> = { pass: 'ok', fail: 'worse', incomplete: 'warn' }
