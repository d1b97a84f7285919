import {
  itemIds,
  type ItemId,
  type ItemResult,
  type RunReport,
  type Verdict,
} from '../../shared/domain/checklist'
import type { ComparedItem, ItemChange, RunComparison } from '../../shared/domain/comparison'
import { hasDrift } from '../../shared/domain/contracts'
import type { RunEvidence } from '../../shared/domain/evidence'
import { diffShapes } from '../contracts/shape'
import { environmentValues, systemValues, valuesThatDiffer } from './compare-values'
import { compareLatency } from './latency'
import { summaryOf } from './summary'

/** What is kept beside the two runs; null where there is none. */
export interface ComparedEvidence {
  before: RunEvidence | null
  after: RunEvidence | null
}

/** Two runs side by side: items, latency, shapes, and what changed around them. */
export function compareRuns(
  before: RunReport,
  after: RunReport,
  evidence: ComparedEvidence = { before: null, after: null },
): RunComparison {
  // A fingerprint of one run alone would make everything in it look new.
  const hasBoth = evidence.before !== null && evidence.after !== null
  const printOf = (side: keyof ComparedEvidence) =>
    hasBoth ? (evidence[side]?.fingerprint ?? null) : null
  const [was, is] = [printOf('before'), printOf('after')]
  return {
    before: summaryOf(before),
    after: summaryOf(after),
    items: itemIds.flatMap((id) => comparedItem(itemOf(before, id), itemOf(after, id))),
    latency: compareLatency(before, after),
    shapes: comparedShapes(before, after),
    environment: valuesThatDiffer(environmentValues(before, was), environmentValues(after, is)),
    system: valuesThatDiffer(systemValues(before, was), systemValues(after, is)),
  }
}

function itemOf(report: RunReport, id: ItemId): ItemResult | null {
  return report.items.find((item) => item.id === id) ?? null
}

function comparedItem(before: ItemResult | null, after: ItemResult | null): ComparedItem[] {
  const item = after ?? before
  if (item === null) return []
  return [
    {
      id: item.id,
      title: item.title,
      change: changeOf(before?.verdict ?? null, after?.verdict ?? null),
      before: before?.verdict ?? null,
      after: after?.verdict ?? null,
      causeBefore: before?.cause?.code ?? null,
      causeAfter: after?.cause?.code ?? null,
      durationBeforeMs: before?.durationMs ?? null,
      durationAfterMs: after?.durationMs ?? null,
    },
  ]
}

/** What the system under test stands in the way of; the rest was not tried or not found out. */
const isFailing = (verdict: Verdict) =>
  verdict === 'fail' || verdict === 'denied' || verdict === 'blocked'

/** An item that neither run tried is as good as absent: calling it failing or passing would lie. */
function changeOf(before: Verdict | null, after: Verdict | null): ItemChange {
  if (before === null || after === null) return 'absent'
  if (isFailing(after)) return isFailing(before) ? 'still-failing' : 'newly-failing'
  if (before === after) return after === 'pass' ? 'still-passing' : 'absent'
  return after === 'pass' && isFailing(before) ? 'fixed' : 'changed'
}

function comparedShapes(before: RunReport, after: RunReport): RunComparison['shapes'] {
  return after.shapes.flatMap(({ operation, shape }) => {
    const earlier = before.shapes.find((seen) => seen.operation === operation)
    // An operation that only one run called says nothing about the shape of its answers.
    if (earlier === undefined) return []
    const diff = diffShapes(earlier.shape, shape)
    return hasDrift(diff) ? [{ operation, diff }] : []
  })
}
