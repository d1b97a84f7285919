import type {
  ItemId,
  ItemPlan,
  ItemResult,
  RunProgress,
  RunReport,
  Verdict,
} from '../../../shared/domain/checklist'
import type { Tone } from '../../components/tone'

/** One line of the checklist: its plan, and what became of it. */
export interface ItemView extends ItemPlan {
  phase: 'planned' | 'waiting' | 'running' | 'done'
  result: ItemResult | null
}

/** Six verdicts, six shapes. */
export const verdictTones: Record<Verdict, Tone> = {
  pass: 'ok',
  fail: 'worse',
  denied: 'warn',
  blocked: 'held',
  skipped: 'idle',
  unknown: 'info',
}

/** Joins the plan with a run; the plan's order and length never change, so nothing jumps. */
export function viewItems(
  plan: readonly ItemPlan[],
  progress: RunProgress | null,
  report: RunReport | null,
): ItemView[] {
  const results = new Map<ItemId, ItemResult>(report?.items.map((item) => [item.id, item]))
  const live = new Map(progress?.items.map((item) => [item.id, item]))
  return plan.map((item) => {
    if (report !== null) {
      const result = results.get(item.id) ?? null
      return { ...item, phase: result === null ? 'planned' : 'done', result }
    }
    const now = live.get(item.id)
    return { ...item, phase: now?.phase ?? 'planned', result: now?.result ?? null }
  })
}
