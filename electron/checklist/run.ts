import { randomUUID } from 'node:crypto'
import {
  runVerdictOf,
  totalsOf,
  type Cause,
  type Environment,
  type EvidenceCall,
  type Finding,
  type ItemId,
  type ItemPlan,
  type ItemResult,
  type RunOptions,
  type RunProgress,
  type RunReport,
} from '../../shared/domain/checklist'
import type { ObservedShape } from '../../shared/domain/contracts'
import type { GateRules } from '../../shared/domain/gate'
import { cause } from '../diagnosis/causes'
import { createObservations } from './assertions'
import { itemContext, type ItemCheck, type RunScope } from './context'
import { judged } from './gate'
import { closureOf, runGraph } from './graph'

/** Everything a run works with. */
export interface RunDeps {
  plan: readonly ItemPlan[]
  checks: Readonly<Record<ItemId, ItemCheck>>
  scope: Omit<RunScope, 'note'>
  options: RunOptions
  /** Of the run that this is a further attempt of; a new one when absent. */
  runId?: string
  gateRules: GateRules
  now: () => number
  environment(): Environment
  /** What the answers of the run looked like, and where that differs from what it should be. */
  learned(): { shapes: ObservedShape[]; drift: Finding[] }
  onProgress(progress: RunProgress): void
  /** Where a bug of the console's own goes. */
  onBug(item: ItemId, error: unknown): void
}

/** Runs the checklist once; always ends with a report, also when cancelled. */
export async function runChecklist(deps: RunDeps): Promise<RunReport> {
  const id = deps.runId ?? randomUUID()
  const startedAt = deps.now()
  const findings: Finding[] = []
  const results = new Map<ItemId, ItemResult>()
  const running = new Set<ItemId>()
  const scope: RunScope = { ...deps.scope, note: (finding) => findings.push(finding) }

  const progress = (report: RunReport | null): RunProgress => ({
    id,
    state: stateOf(report, scope.signal),
    startedAt,
    items: deps.plan.map((item) => ({
      id: item.id,
      phase: results.has(item.id) ? 'done' : running.has(item.id) ? 'running' : 'waiting',
      result: results.get(item.id) ?? null,
    })),
    report,
  })
  deps.onProgress(progress(null))
  await runGraph(deps.plan, async (itemId) => {
    const item = planned(deps.plan, itemId)
    running.add(itemId)
    deps.onProgress(progress(null))
    results.set(itemId, await judgeItem(item, deps, scope, results))
    running.delete(itemId)
    deps.onProgress(progress(null))
  })
  noteRenewals(scope)
  const { shapes, drift } = deps.learned()
  const items = deps.plan.flatMap((item) => results.get(item.id) ?? [])
  const finishedAt = deps.now()
  const ended: RunReport = {
    schema: 1,
    run: {
      id,
      startedAt,
      finishedAt,
      tester: deps.options.tester ?? '',
      talentId: scope.talentId,
      account: scope.account?.username ?? null,
      role: scope.facts.role,
      readOnly: deps.options.readOnly ?? null,
      attempts: [{ number: 1, startedAt, finishedAt, items: items.map((item) => item.id) }],
    },
    verdict: runVerdictOf(items),
    totals: totalsOf(items),
    items,
    findings: [...findings, ...drift],
    environment: deps.environment(),
    rootCauses: [],
    shapes,
    gate: null,
    notes: [],
    attachments: [],
    signOffs: [],
  }
  const report = judged(ended, deps.gateRules)
  deps.onProgress(progress(report))
  return report
}

function stateOf(report: RunReport | null, signal: AbortSignal): RunProgress['state'] {
  if (report === null) return signal.aborted ? 'cancelling' : 'running'
  return signal.aborted ? 'cancelled' : 'finished'
}

function planned(plan: readonly ItemPlan[], id: ItemId): ItemPlan {
  const item = plan.find((candidate) => candidate.id === id)
  if (item === undefined) throw new Error(`no item ${id}`)
  return item
}

/** Leaves an item out, blocks it, or runs its check and concludes. */
async function judgeItem(
  item: ItemPlan,
  deps: RunDeps,
  scope: RunScope,
  results: ReadonlyMap<ItemId, ItemResult>,
): Promise<ItemResult> {
  const startedAt = deps.now()
  const calls: EvidenceCall[] = []
  const observe = createObservations(cause('CONSOLE_ERROR', { detail: 'nothing was checked' }))
  const end = (outcome: Pick<ItemResult, 'verdict' | 'cause'>): ItemResult => ({
    id: item.id,
    group: item.group,
    title: item.title,
    flaky: false,
    durationMs: Math.max(0, deps.now() - startedAt),
    dependsOn: item.dependsOn,
    assertions: [...observe.assertions],
    calls,
    startedAt,
    attempt: 1,
    earlier: [],
    manual: null,
    ...outcome,
  })
  const skipReason = skipReasonOf(item, deps.options, closureOf(deps.plan, deps.options.only ?? []))
  if (skipReason !== null) return end({ verdict: 'skipped', cause: skipReason })
  if (scope.signal.aborted) return end({ verdict: 'unknown', cause: cause('CANCELLED') })
  const blocker = item.dependsOn.find((id) => results.get(id)?.verdict !== 'pass')
  if (blocker !== undefined) {
    return end({ verdict: 'blocked', cause: cause('BLOCKED', { item: blocker }) })
  }
  try {
    await deps.checks[item.id](itemContext(scope, observe, calls))
    return end(observe.conclude())
  } catch (error) {
    const failed = observe.conclude()
    if (failed.verdict === 'fail') return end(failed)
    if (scope.signal.aborted) return end({ verdict: 'unknown', cause: cause('CANCELLED') })
    deps.onBug(item.id, error)
    const detail = error instanceof Error ? error.message : String(error)
    return end({ verdict: 'unknown', cause: cause('CONSOLE_ERROR', { detail }) })
  }
}

/** Why a person or an option left an item out; null when nobody did. */
function skipReasonOf(
  item: ItemPlan,
  options: RunOptions,
  wanted: ReadonlySet<ItemId>,
): Cause | null {
  const { skip, only, readOnly } = options
  const reason = skip?.[item.id]
  if (reason !== undefined) return cause('SKIPPED', { detail: reason })
  if (only !== undefined && !wanted.has(item.id)) return cause('NOT_CHOSEN')
  if (readOnly !== undefined && item.writes) return cause('SKIPPED', { detail: readOnly })
  return null
}

function noteRenewals(scope: RunScope): void {
  const renewals = scope.tokens.renewals()
  if (renewals === 0) return
  scope.note({
    code: 'token-renewed',
    message: {
      zh: 'token 在运行中失效，控制台重新登录后继续',
      en: 'The token stopped working during the run; the console logged in again and went on',
    },
    detail: `renewals: ${renewals}`,
    diff: null,
  })
}
