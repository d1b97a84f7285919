import type { ComparedItem, RunComparison } from '../../../shared/domain/comparison'
import type { BundleCheck, OpenedBundle, RunEvidence } from '../../../shared/domain/evidence'
import type { ProbeOutcome } from '../../../shared/domain/services'
import { report, runSummary, someTime } from '../../test-data'

/** A comparison of two runs in which nothing differs but what the test says. */
export function comparison(change: Partial<RunComparison> = {}): RunComparison {
  return {
    before: runSummary({ id: 'old', startedAt: someTime }),
    after: runSummary({ id: 'new', startedAt: someTime + 3_600_000 }),
    items: [compared('basic.env')],
    latency: [],
    shapes: [],
    environment: [],
    system: [],
    ...change,
  }
}

/** An item that passes in both runs, with what the test changes about it. */
export function compared(id: ComparedItem['id'], change: Partial<ComparedItem> = {}): ComparedItem {
  return {
    id,
    title: { zh: `项 ${id}`, en: `Item ${id}` },
    change: 'still-passing',
    before: 'pass',
    after: 'pass',
    causeBefore: null,
    causeAfter: null,
    durationBeforeMs: 10,
    durationAfterMs: 12,
    ...change,
  }
}

const probe = (outcome: ProbeOutcome, at: number) => ({
  at,
  outcome,
  latencyMs: outcome === 'healthy' ? 5 : null,
  status: null,
  fault: outcome === 'healthy' ? null : ('refused' as const),
  detail: null,
})

export const digest = 'ab'.repeat(32)

export const evidence: RunEvidence = {
  calls: [],
  timeline: [
    { service: 'looma', probes: [probe('healthy', someTime), probe('healthy', someTime + 1_000)] },
    {
      service: 'resume',
      probes: [probe('healthy', someTime), probe('unreachable', someTime + 1_000)],
    },
  ],
  incidents: [
    {
      id: 1,
      service: 'resume',
      state: 'unreachable',
      fault: 'refused',
      detail: 'ECONNREFUSED',
      startedAt: someTime,
      endedAt: null,
    },
  ],
  logs: [
    {
      service: 'resume',
      items: ['api.sync'],
      from: someTime,
      to: someTime + 1_000,
      lines: [{ seq: 7, at: someTime, source: 'stderr', text: '\u001b[31mdisk is full\u001b[0m' }],
      omitted: 12,
    },
  ],
  fingerprint: {
    takenAt: someTime,
    platform: 'linux',
    osRelease: '6.1',
    consoleVersion: '0.1.0',
    profileSha256: digest,
    files: [
      { name: 'looma .env', sha256: digest },
      { name: 'zervigo .env', sha256: null },
    ],
    services: [
      {
        id: 'auth',
        url: 'http://localhost:8207',
        port: 8207,
        reportedName: 'auth-service',
        version: '1.4.0',
        owner: { pid: 4711, command: 'node auth.js', user: 'looma', startedAt: someTime },
      },
      {
        id: 'ai',
        url: 'http://10.0.0.5:8206',
        port: 8206,
        reportedName: null,
        version: null,
        owner: null,
      },
    ],
  },
}

/** An opened bundle that is as its manifest says. */
export function bundle(id: string, check: Partial<BundleCheck> = {}): OpenedBundle {
  return {
    id,
    fileName: `${id}.zip`,
    sha256: digest,
    check: { state: 'intact', problems: [], chain: 'first', ...check },
    manifest: {
      format: 'looma-evidence',
      version: 1,
      createdAt: someTime,
      consoleVersion: '0.1.0',
      runId: 'run-1',
      files: [],
      redaction: {
        rules: [
          { name: 'jwt', count: 2 },
          { name: 'password', count: 3 },
        ],
        scanned: ['report.json', 'evidence.json'],
        unscanned: ['report.pdf'],
      },
      previous: null,
    },
    report: report({ 'api.chat': 'fail' }),
    evidence: null,
  }
}
