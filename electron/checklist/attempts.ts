import {
  runVerdictOf,
  totalsOf,
  type Finding,
  type ItemAttempt,
  type ItemId,
  type ItemPlan,
  type ItemProgress,
  type ItemResult,
  type RunInfo,
  type RunOptions,
  type RunProgress,
  type RunReport,
} from '../../shared/domain/checklist'
import type { ObservedShape } from '../../shared/domain/contracts'
import { closureOf } from './graph'
import { withFlaky, withManual } from './manual'

/** Options that try again what a run did not pass; null when there is nothing to try. */
export function rerunOptions(report: RunReport): (RunOptions & { only: ItemId[] }) | null {
  const { run, items } = report
  const open = items.filter((item) => item.verdict !== 'pass' && !isLeftOut(item))
  if (open.length === 0) return null
  // What was left out is no business of a further attempt: its reason stays as it was given.
  const skip = items.filter(isLeftOut).map(({ id, cause }) => [id, cause?.code ?? 'skipped'])
  return {
    only: open.map(({ id }) => id),
    skip: Object.fromEntries(skip),
    talentId: run.talentId,
    tester: run.tester,
    ...(run.readOnly === null ? {} : { readOnly: run.readOnly }),
  }
}

/** A run with one more attempt: what was tried again has its new result, the rest stays. */
export function mergeAttempt(previous: RunReport, next: RunReport): RunReport {
  const earlier = attemptsOf(previous)
  const number = (earlier.at(-1)?.number ?? 0) + 1
  const items = previous.items.map((item) => mergedItem(item, triedIn(next, item.id), number))
  const tried = items.filter(({ attempt }) => attempt === number).map(({ id }) => id)
  const { startedAt, finishedAt } = next.run
  return {
    ...previous,
    run: {
      ...previous.run,
      finishedAt,
      account: next.run.account ?? previous.run.account,
      role: next.run.role ?? previous.run.role,
      attempts: [...earlier, { number, startedAt, finishedAt, items: tried }],
    },
    verdict: runVerdictOf(items),
    totals: totalsOf(items),
    items,
    findings: distinct([
      ...standing(previous.findings, next.shapes),
      ...next.findings,
      ...otherAccount(previous, next),
    ]),
    environment: {
      ...next.environment,
      services: replaced(previous.environment.services, next.environment.services, ({ id }) => id),
    },
    rootCauses: [],
    shapes: replaced(previous.shapes, next.shapes, ({ operation }) => operation),
    gate: null,
  }
}

/** Findings that the further attempt did not look at again: drift is said of the newest answer. */
function standing(findings: readonly Finding[], seenAgain: readonly ObservedShape[]): Finding[] {
  const operations = new Set(seenAgain.map(({ operation }) => operation))
  return findings.filter(({ code, detail }) => code !== 'contract-drift' || !operations.has(detail))
}

/** Progress of a further attempt as progress of the whole run. */
export function mergeProgress(
  previous: RunReport,
  progress: RunProgress,
  plan: readonly ItemPlan[],
  only: readonly ItemId[],
): RunProgress {
  const left = new Set(previous.items.filter(isLeftOut).map(idOf))
  const wanted = new Set([...closureOf(plan, only)].filter((id) => !left.has(id)))
  const number = (attemptsOf(previous).at(-1)?.number ?? 0) + 1
  const items = progress.items.map((item): ItemProgress => {
    const before = previous.items.find(({ id }) => id === item.id)
    if (before === undefined) return item
    if (!wanted.has(item.id)) return { id: item.id, phase: 'done', result: before }
    const tried = item.result !== null && wasTried(item.result) ? item.result : null
    const result = item.phase === 'done' ? mergedItem(before, tried, number) : null
    return { id: item.id, phase: item.phase, result }
  })
  return { ...progress, id: previous.run.id, items }
}

/** The items of an ended run as its progress shows them. */
export function endedItems(report: RunReport): ItemProgress[] {
  return report.items.map((result) => ({ id: result.id, phase: 'done', result }))
}

const idOf = ({ id }: ItemResult) => id

/** A person's fail does not undo that an item was left out on purpose. */
const isLeftOut = (item: ItemResult) => withManual(item, null).verdict === 'skipped'

/** Reports of older consoles list no attempts, though they had one. */
function attemptsOf({ run, items }: RunReport): RunInfo['attempts'] {
  if (run.attempts.length > 0) return run.attempts
  const { startedAt, finishedAt } = run
  return [{ number: 1, startedAt, finishedAt, items: items.map(idOf) }]
}

/** A cancelled attempt says nothing about the items it did not reach. */
function wasTried({ verdict, cause }: ItemResult): boolean {
  return verdict !== 'skipped' && !(verdict === 'unknown' && cause?.code === 'CANCELLED')
}

function triedIn(next: RunReport, id: ItemId): ItemResult | null {
  return next.items.find((item) => item.id === id && wasTried(item)) ?? null
}

/** A person's judgement is about the item, so it outlives the attempt it was made on. */
function mergedItem(before: ItemResult, tried: ItemResult | null, number: number): ItemResult {
  if (tried === null) return before
  const earlier = [...before.earlier, attemptOf(withManual(before, null))]
  return withManual(withFlaky({ ...tried, attempt: number, earlier }), before.manual)
}

function attemptOf(item: ItemResult): ItemAttempt {
  const { attempt, verdict, durationMs, cause, assertions, calls, startedAt } = item
  return { attempt, verdict, durationMs, cause, assertions, calls, startedAt }
}

function replaced<T>(before: readonly T[], after: readonly T[], keyOf: (entry: T) => string): T[] {
  return [...new Map([...before, ...after].map((entry) => [keyOf(entry), entry])).values()]
}

function distinct(findings: readonly Finding[]): Finding[] {
  return replaced(findings, [], ({ code, message, detail }) =>
    JSON.stringify([code, message.en, detail]),
  )
}

/** Attempts of two accounts are not comparable; whoever reads the run has to know. */
function otherAccount({ run: before }: RunReport, { run: after }: RunReport): Finding[] {
  if (before.account === null || after.account === null) return []
  if (before.account === after.account) return []
  return [
    {
      code: 'account-changed',
      message: {
        zh: '这次运行的各次尝试使用了不同的账号',
        en: 'The attempts of this run were made with different accounts',
      },
      detail: `${before.account} → ${after.account}`,
      diff: null,
    },
  ]
}
