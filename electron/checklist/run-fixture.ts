import {
  RunReport,
  type EvidenceCall,
  type ItemId,
  type ItemResult,
  type Verdict,
} from '../../shared/domain/checklist'
import { cause } from '../diagnosis/causes'
import { defaultGateRules, judged } from './gate'
import { checklistPlan } from './plan'

export const callOf = (part: Partial<EvidenceCall> = {}): EvidenceCall => ({
  ...{ method: 'GET', url: 'http://127.0.0.1:8888/health', status: 200, durationMs: 100 },
  ...{ request: null, response: '{}', error: null, at: null, correlationId: null },
  ...part,
})

/** A complete run: every item passes unless told otherwise. */
export function runWith(
  verdicts: Partial<Record<ItemId, Verdict>> = {},
  more: { run?: Partial<RunReport['run']>; item?: (item: ItemResult) => Partial<ItemResult> } = {},
): RunReport {
  const items = checklistPlan.map(({ id, group, title, dependsOn }) => {
    const verdict = verdicts[id] ?? 'pass'
    const item: ItemResult = {
      ...{ id, group, title, dependsOn: [...dependsOn], verdict, flaky: false, durationMs: 10 },
      ...{ assertions: [], calls: [callOf()], startedAt: 5, attempt: 1, earlier: [], manual: null },
      cause: verdict === 'pass' ? null : causeOf(verdict),
    }
    return { ...item, ...more.item?.(item) }
  })
  const report = RunReport.parse({
    schema: 1,
    run: {
      ...{ id: 'run-1', startedAt: 1_000, finishedAt: 2_000, tester: '李雷', talentId: 't/1 ?#' },
      ...{ account: 'admin', role: 'super_admin', readOnly: null },
      ...more.run,
    },
    verdict: 'pass',
    totals: { passed: 0, failed: 0, unproven: 0, total: 0 },
    items,
    findings: [],
    environment: {
      ...{ consoleVersion: '0.1.0', platform: 'linux-x64', profile: { id: 'test', name: '联调' } },
      services: [service('looma', 8888), service('auth', 8207)],
    },
  })
  return judged(report, defaultGateRules)
}

/** One item of a run. */
export function itemIn(report: RunReport, id: ItemId): ItemResult {
  const item = report.items.find((candidate) => candidate.id === id)
  if (item === undefined) throw new Error(`no item ${id}`)
  return item
}

function service(id: string, port: number) {
  const reported = { reportedName: id, version: '1.0.0', health: 'healthy' }
  return { id, url: `http://127.0.0.1:${port}`, ...reported }
}

function causeOf(verdict: Exclude<Verdict, 'pass'>) {
  switch (verdict) {
    case 'fail':
      return cause('SERVICE_DOWN', { service: 'ai', url: 'http://x', detail: 'refused' })
    case 'denied':
      return cause('NOT_ALLOWED', { account: 'admin', role: 'guest', permission: 'sync' })
    case 'blocked':
      return cause('BLOCKED', { item: 'auth.jwt' })
    case 'skipped':
      return cause('SKIPPED', { detail: '数据冻结' })
    case 'unknown':
      return cause('CONSOLE_ERROR', { detail: 'bug' })
  }
}
