import { startRun } from '../../electron/checklist/start-run'
import { createGate } from '../../electron/zervigo/gate'
import { createSecrets } from '../../electron/zervigo/secrets'
import { itemIds, type ItemId, type RunReport, type Verdict } from '../../shared/domain/checklist'
import { Profile } from '../../shared/domain/profile'
import { allowed, isHarmless, type Defect, type RunSetup } from './defect'
import type { DrillSystem } from './system'

/** One expected item and what became of it. */
export interface ItemOutcome {
  id: ItemId
  expected: readonly Verdict[]
  actual: Verdict
  ok: boolean
}

/** What a run against one planted defect showed. */
export interface Outcome {
  id: string
  group: string
  zh: string
  en: string
  isHarmless: boolean
  expectedReason: readonly (string | null)[]
  expectedCode: readonly string[]
  items: ItemOutcome[]
  /** Causes of the expected items, then the root causes, as `CODE/REASON`. */
  causes: string[]
  runVerdict: RunReport['verdict']
  missingFindings: string[]
  /** An item it breaks, or the whole run, was called a pass. */
  isFalseGreen: boolean
  /** Null where there is no cause to name. */
  isCauseNamed: boolean | null
  isHit: boolean
  durationMs: number
  /** Bugs of the console, which are never the system's fault. */
  bugs: string[]
}

const longestRunMs = 120_000

/** Runs the real checklist once. */
export async function runChecklistOn(
  run: RunSetup,
  kind: string,
): Promise<{ report: RunReport; bugs: string[] }> {
  const profile = { ...Profile.parse(run.profile), id: kind }
  const bugs: string[] = []
  const report = await startRun({
    profile,
    account: run.account,
    token: run.token,
    options: {},
    defaultTalentId: run.talentId,
    consoleVersion: '0.0.0',
    secrets: createSecrets(),
    loomaGate: createGate(profile.looma.concurrency),
    signal: AbortSignal.timeout(longestRunMs),
    now: Date.now,
    onCall: () => undefined,
    onProgress: () => undefined,
    onBug: (item, error) => bugs.push(`${item}: ${String(error)}`),
  })
  return { report, bugs }
}

/** Plants a defect, runs the checklist, heals the system and judges what was said. */
export async function drillDefect(system: DrillSystem, defect: Defect): Promise<Outcome> {
  const startedAt = performance.now()
  try {
    const setup = await system.plant(defect)
    const { report, bugs } = await runChecklistOn(setup, defect.system)
    return judgeOutcome(defect, report, bugs, performance.now() - startedAt)
  } finally {
    await system.heal()
  }
}

/** Compares a report with what the defect should have led to. */
export function judgeOutcome(
  defect: Defect,
  report: RunReport,
  bugs: string[],
  durationMs: number,
): Outcome {
  const harmless = isHarmless(defect)
  const expected: Defect['expect']['items'] = harmless
    ? Object.fromEntries(itemIds.map((id) => [id, 'pass' as const]))
    : defect.expect.items
  const items = report.items.flatMap(({ id, verdict }): ItemOutcome[] => {
    const wanted = expected[id]
    if (wanted === undefined) return []
    const verdicts = allowed(wanted)
    return [{ id, expected: verdicts, actual: verdict, ok: verdicts.includes(verdict) }]
  })
  const broken = items.filter((item) => !item.expected.includes('pass'))
  const isFalseGreen =
    broken.length > 0 &&
    (report.verdict === 'pass' || broken.some(({ actual }) => actual === 'pass'))
  const found = causesOf(
    report,
    items.filter(({ actual }) => actual !== 'pass').map(({ id }) => id),
  )
  const noted = new Set(report.findings.map(({ code }) => code))
  const missingFindings = (defect.expect.findings ?? []).filter((code) => !noted.has(code))
  const isCauseNamed = broken.length === 0 ? null : found.some((cause) => names(defect, cause))
  return {
    ...{ id: defect.id, group: defect.group, zh: defect.zh, en: defect.en },
    isHarmless: harmless || broken.length === 0,
    expectedReason: listOf(defect.expect.reason),
    expectedCode: listOf(defect.expect.code ?? []),
    items,
    causes: [...new Set(found.map(({ code, reason }) => `${code}/${reason ?? '-'}`))],
    runVerdict: report.verdict,
    missingFindings,
    isFalseGreen,
    isCauseNamed,
    isHit:
      items.every(({ ok }) => ok) &&
      isCauseNamed !== false &&
      missingFindings.length === 0 &&
      bugs.length === 0,
    durationMs: Math.round(durationMs),
    bugs,
  }
}

interface Named {
  code: string
  reason: string | null
}

function causesOf(report: RunReport, ids: readonly ItemId[]): Named[] {
  const own = report.items.flatMap(({ id, cause }) =>
    cause !== null && ids.includes(id) ? [cause] : [],
  )
  return [...own, ...report.rootCauses.map(({ cause }) => cause)]
}

function names({ expect }: Defect, { code, reason }: Named): boolean {
  return listOf(expect.reason).some((wanted) =>
    wanted === null ? listOf(expect.code ?? []).includes(code) : wanted === reason,
  )
}

function listOf<T extends string | null>(value: T | readonly T[]): readonly T[] {
  return typeof value === 'string' || value === null ? [value] : value
}
