import type { MatrixCell } from '../../../shared/domain/permissions'
import type { Tone } from '../../components/tone'

/** What a cell says in one phrase; every phrase is a key of the texts. */
type CellWord =
  | 'allowedAsExpected'
  | 'deniedAsExpected'
  | 'allowedWrongly'
  | 'deniedWrongly'
  | 'unauthorized'
  | 'error'
  | 'waiting'
  | 'notAsked'
  | 'notJudged'
  | 'pass'
  | 'fail'
  | 'unknown'

/** The phrase of a cell. The verdict decides; what was seen only says it more exactly. */
export function wordOf(cell: MatrixCell, isRunning: boolean): CellWord {
  const { expected, observed, verdict } = cell
  if (observed === 'not-asked') return isRunning ? 'waiting' : 'notAsked'
  if (verdict === 'pass') {
    if (expected === 'allow' && observed === 'allowed') return 'allowedAsExpected'
    if (expected === 'deny' && observed === 'denied') return 'deniedAsExpected'
    return 'pass'
  }
  if (verdict === 'fail') {
    if (expected === 'deny' && observed === 'allowed') return 'allowedWrongly'
    if (expected === 'allow' && observed === 'denied') return 'deniedWrongly'
    if (observed === 'unauthorized' || observed === 'error') return observed
    return 'fail'
  }
  if (observed === 'unauthorized' || observed === 'error') return observed
  return expected === null ? 'notJudged' : 'unknown'
}

/** Green only for a pass; a cell that says nothing looks like nothing. */
export function toneOf({ expected, observed, verdict }: MatrixCell): Tone {
  if (observed === 'not-asked') return 'idle'
  if (verdict === 'pass') return 'ok'
  if (verdict === 'fail') return 'worse'
  return expected === null && (observed === 'allowed' || observed === 'denied') ? 'info' : 'held'
}
