import type { HealthyRuns } from './healthy-runs'
import type { Outcome } from './run'

/** Everything a drill measured. */
export interface DrillResult {
  outcomes: Outcome[]
  healthy: HealthyRuns
  durationMs: number
}

/** One promise of the drill and whether it was kept. */
export interface Goal {
  zh: string
  en: string
  actual: string
  isMet: boolean
}

const leastNamed = 0.95

/** Holds a result against what the console promises. */
export function goalsOf({ outcomes, healthy }: DrillResult): Goal[] {
  const defects = outcomes.filter((outcome) => !outcome.isHarmless)
  const variants = outcomes.filter((outcome) => outcome.isHarmless)
  const falseGreens = defects.filter(({ isFalseGreen }) => isFalseGreen)
  const alarmed = variants.filter(({ isHit }) => !isHit)
  const named = defects.filter(({ isCauseNamed }) => isCauseNamed === true)
  const share = defects.length === 0 ? 1 : named.length / defects.length
  return [
    {
      zh: '误判为绿：0',
      en: 'false greens: 0',
      actual: `${falseGreens.length} / ${defects.length}`,
      isMet: falseGreens.length === 0,
    },
    {
      zh: '健康系统误报：0',
      en: 'false alarms on healthy systems: 0',
      actual: `${healthy.falseAlarms.length} / ${healthy.runs}, ${alarmed.length} / ${variants.length}`,
      isMet: healthy.falseAlarms.length === 0 && alarmed.length === 0,
    },
    {
      zh: '原因正确：≥ 95 %',
      en: 'cause named correctly: ≥ 95 %',
      // Rounded down, so that 94.96 does not read as the goal.
      actual: `${named.length} / ${defects.length} = ${(Math.floor(share * 1000) / 10).toFixed(1)} %`,
      isMet: share >= leastNamed,
    },
  ]
}
