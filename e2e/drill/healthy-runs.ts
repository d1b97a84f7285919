import type { Defect } from './defect'
import { judgeOutcome, runChecklistOn, type Outcome } from './run'
import type { DrillSystem } from './system'

/** A healthy system that was not called healthy. */
export interface FalseAlarm {
  run: number
  system: string
  said: string
}

/** What came of running healthy systems. */
export interface HealthyRuns {
  runs: number
  falseAlarms: FalseAlarm[]
}

const plain = (kind: Defect['system'], concurrency: number, talentId: string): Defect => ({
  id: `${kind}, looma.concurrency ${concurrency}, ${talentId}`,
  ...{ group: 'healthy variants', system: kind, zh: '', en: '' },
  expect: { items: {}, reason: null },
  plant({ run }) {
    const looma = run.profile.looma
    if (typeof looma === 'object')
      run.profile = { ...run.profile, looma: { ...looma, concurrency } }
    if (kind === 'embedded') run.talentId = talentId
  },
})

const talents = ['test_talent_123', 'test123', 'legacy import/2021 #114?'] as const

/** Every second run is a plain system, the others are harmless variations. */
function systemOf(run: number, variants: readonly Defect[]): Defect {
  const variant = variants[Math.floor(run / 2) % Math.max(1, variants.length)]
  if (run % 2 === 1 && variant !== undefined) return variant
  const talentId = talents[run % talents.length] ?? talents[0]
  return run % 10 === 8 ? plain('peer', 1, '') : plain('embedded', 1 + (run % 4), talentId)
}

/** Runs healthy systems and collects everything that was not green. */
export async function runHealthy(
  system: DrillSystem,
  count: number,
  variants: readonly Defect[],
  onRun: (done: number, alarm: FalseAlarm | null) => void,
): Promise<HealthyRuns> {
  const falseAlarms: FalseAlarm[] = []
  for (let run = 0; run < count; run += 1) {
    const healthy = systemOf(run, variants)
    const outcome = await runOnce(system, healthy)
    const said = complaintOf(outcome)
    const alarm = said === '' ? null : { run, system: healthy.id, said }
    if (alarm !== null) falseAlarms.push(alarm)
    onRun(run + 1, alarm)
  }
  return { runs: count, falseAlarms }
}

async function runOnce(system: DrillSystem, healthy: Defect): Promise<Outcome> {
  try {
    const setup = await system.plant(healthy)
    const { report, bugs } = await runChecklistOn(setup, healthy.system)
    return judgeOutcome(healthy, report, bugs, 0)
  } finally {
    await system.heal()
  }
}

/** Everything an outcome of a healthy system complains about; empty when it is green. */
export function complaintOf({ items, causes, bugs, missingFindings }: Outcome): string {
  const wrong = items.filter(({ ok }) => !ok).map(({ id, actual }) => `${id} ${actual}`)
  const missing = missingFindings.map((code) => `finding ${code} is missing`)
  return [...wrong, ...(wrong.length > 0 ? causes : []), ...missing, ...bugs].join(', ')
}
