import type { ItemResult, ManualResult } from '../../shared/domain/checklist'
import { cause } from '../diagnosis/causes'

/** What a person says about an item. */
export type Judgement = Pick<ManualResult, 'verdict' | 'note' | 'name' | 'at'>

/**
 * An item with a person's result, or with none. A person's fail turns the item red; a person's pass
 * never turns it green: it stands beside what the console found, and only the gate may accept it.
 */
export function withManual(item: ItemResult, judgement: Judgement | null): ItemResult {
  const automatic = item.manual?.automatic ?? { verdict: item.verdict, cause: item.cause }
  const found = withFlaky({ ...item, ...automatic, manual: null })
  if (judgement === null) return found
  const { verdict, note, name, at } = judgement
  const judged = { ...found, manual: { verdict, note, name, at, automatic } }
  if (verdict === 'pass') return judged
  const why = cause('MANUAL_FAIL', { name, detail: note })
  return { ...judged, verdict: 'fail', cause: why, flaky: false }
}

/** A pass that an earlier attempt of the run did not have is flaky. */
export function withFlaky(item: ItemResult): ItemResult {
  const isFlaky = item.verdict === 'pass' && item.earlier.some(({ verdict }) => verdict !== 'pass')
  return { ...item, flaky: isFlaky }
}
