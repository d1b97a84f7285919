import type {
  ItemId,
  ItemPlan,
  ItemResult,
  RunProgress,
  RunReport,
} from '../../../shared/domain/checklist'

/** One line of the checklist: its plan, and what became of it. */
export interface ItemView extends ItemPlan {
  phase: 'planned' | 'waiting' | 'running' | 'done'
  result: ItemResult | null
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
