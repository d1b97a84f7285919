import { signOffInForce, type RunReport, type RunSummary } from '../../shared/domain/checklist'

/** The line a run shows in a list. */
export function summaryOf(report: RunReport): RunSummary {
  const { run, verdict, totals, environment } = report
  return {
    id: run.id,
    startedAt: run.startedAt,
    finishedAt: run.finishedAt,
    profileName: environment.profile.name,
    tester: run.tester,
    verdict,
    totals,
    signedBy: signOffInForce(report)?.name ?? null,
    attempts: Math.max(1, run.attempts.length),
    flaky: report.items.filter(({ flaky }) => flaky).length,
    damaged: false,
  }
}
