import type { Assertion, Cause, Verdict } from '../../shared/domain/checklist'

/** What one item has observed so far. */
export interface Observations {
  /** Records one fact; a fact that does not hold brings the cause that explains it. */
  expect(id: string, ok: boolean, expected: string, actual: string, why: Cause): boolean
  /** Records a permission refusal where an answer was expected. */
  denied(id: string, expected: string, actual: string, why: Cause): void
  /** Records that the console could not find out. */
  unproven(id: string, expected: string, actual: string, why: Cause): void
  readonly assertions: readonly Assertion[]
  conclude(): { verdict: Verdict; cause: Cause | null }
}

type Kind = 'fail' | 'denied' | 'unknown'

/** Collects assertions and turns them into a verdict: a pass needs every one of them to hold. */
export function createObservations(nothingChecked: Cause): Observations {
  const assertions: Assertion[] = []
  const faults: { kind: Kind; why: Cause }[] = []

  function record(kind: Kind, id: string, expected: string, actual: string, why: Cause): void {
    assertions.push({ id, ok: false, expected, actual })
    faults.push({ kind, why })
  }
  return {
    assertions,
    expect(id, ok, expected, actual, why) {
      if (ok) assertions.push({ id, ok, expected, actual })
      else record('fail', id, expected, actual, why)
      return ok
    },
    denied: (id, expected, actual, why) => record('denied', id, expected, actual, why),
    unproven: (id, expected, actual, why) => record('unknown', id, expected, actual, why),
    conclude() {
      for (const kind of ['fail', 'denied', 'unknown'] as const) {
        const worst = faults.find((fault) => fault.kind === kind)
        if (worst !== undefined) return { verdict: kind, cause: worst.why }
      }
      if (assertions.length === 0) return { verdict: 'unknown', cause: nothingChecked }
      return { verdict: 'pass', cause: null }
    },
  }
}
