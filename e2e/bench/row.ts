/** A budget as it stands in the table. */
export interface FigureSpec {
  id: string
  zh: string
  en: string
  /** Shown behind the numbers, e.g. `×` or ` ms`. */
  unit: string
  budget: { sense: 'most' | 'less' | 'least'; limit: number }
  /** Digits behind the point. */
  digits: number
}

/** What was measured for one figure: a value per repetition. */
export interface Measured {
  values: readonly number[]
  /** How it was measured, as far as a reader has to know. */
  zh: string
  en: string
}

/** Where and how a row measures. */
export interface BenchContext {
  quick: boolean
  /** Null where there is no binary or nothing to draw on. */
  electron: { executable: string; appArgs: readonly string[] } | null
  /** The script of this very bench, which children run in another role. */
  benchScript: string
  /** The built script of the embedded stack. */
  serviceScript: string
  /** Emptied after the row. */
  folder: string
  say(text: string): void
}

/** One measurement, which may answer several budgets. */
export interface Row {
  name: string
  figures: readonly FigureSpec[]
  /** One entry per figure, by its id. */
  measure(context: BenchContext): Promise<Readonly<Record<string, Measured>>>
}

/** A figure after the run; without values it could not be measured, and `reason` says why. */
export interface Result extends FigureSpec {
  row: string
  measured: Measured | null
  reason: string | null
}

export interface BenchReport {
  schema: 1
  at: string
  quick: boolean
  machine: { cpu: string; cores: number; memoryGb: number; platform: string; node: string }
  /** Load of the last minute before the first row and after the last. */
  load: { before: number; after: number }
  results: Result[]
}

/** Runs one row; what goes wrong is its answer, not the end of the bench. */
export async function runRow(row: Row, context: BenchContext): Promise<Result[]> {
  const told = (figure: FigureSpec, measured: Measured | null, reason: string | null): Result => ({
    ...figure,
    row: row.name,
    measured,
    reason,
  })
  try {
    const all = await row.measure(context)
    return row.figures.map((figure) => {
      const measured = all[figure.id]
      const isSound = measured !== undefined && measured.values.length > 0
      if (isSound && measured.values.every(Number.isFinite)) return told(figure, measured, null)
      return told(figure, null, 'no value came of it')
    })
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    context.say(error instanceof Error ? (error.stack ?? reason) : reason)
    return row.figures.map((figure) => told(figure, null, reason))
  }
}
