import type { z } from 'zod'
import type { CallSummary } from '../shared/domain/calls'
import {
  itemIds,
  runVerdictOf,
  totalsOf,
  type ItemId,
  type ItemPlan,
  ItemResult,
  RunReport,
  RunSummary,
  type Verdict,
} from '../shared/domain/checklist'
import type { SignOff } from '../shared/domain/records'
import { serviceIds, type Grid, type ServiceSnapshot } from '../shared/domain/services'
import { noSession, type Session } from '../shared/domain/session'
import { Settings, type SettingsPatch } from '../shared/domain/settings'
import type { SyncJob, TalentDetail, TalentSummary } from '../shared/domain/talents'
import type { CallOutput } from '../shared/ipc'

/** A moment for data whose age does not matter. */
export const someTime = Date.UTC(2026, 5, 1, 8)

export const settings: Settings = Settings.parse({ theme: 'light' })

/** The settings after a change, as main answers them. */
export function patched(before: Settings, patch: SettingsPatch): Settings {
  return Settings.parse({ ...before, ...patch })
}

/** A service in good health, with what the test changes about it. */
export function service(
  id: string,
  change: {
    process?: Partial<ServiceSnapshot['process']>
    health?: Partial<ServiceSnapshot['health']>
  } & Partial<Omit<ServiceSnapshot, 'process' | 'health'>> = {},
): ServiceSnapshot {
  const { process, health, ...rest } = change
  return {
    id,
    kind: 'service',
    name: null,
    url: `http://localhost/${id}`,
    witness: null,
    disagrees: false,
    dependsOn: id === 'auth' ? [] : ['auth'],
    affectedBy: null,
    ...rest,
    process: {
      state: 'running',
      pid: 4711,
      startedAt: someTime,
      exit: null,
      tail: [],
      restarts: 0,
      controllable: true,
      adopted: false,
      nextStartAt: null,
      crashLoop: false,
      partOf: null,
      ...process,
    },
    health: {
      state: 'healthy',
      unconfirmed: false,
      since: someTime,
      stale: false,
      latencyMs: 12,
      version: '1.0.0',
      reportedName: `${id}-service`,
      lastProbeAt: someTime,
      lastError: null,
      probes: [],
      ...health,
    },
  }
}

/** The grid of the embedded stack, seven services well. */
export function grid(change: Partial<Grid> = {}): Grid {
  return {
    at: someTime,
    profile: { id: 'embedded', name: '内置演示环境', kind: 'embedded' },
    pollIntervalMs: 10_000,
    stack: { state: 'running', conflicts: [], freePorts: false },
    services: serviceIds.map((id) => service(id)),
    ...change,
  }
}

export function session(change: Partial<Session> = {}): Session {
  return {
    ...noSession,
    state: 'active',
    username: 'admin',
    userId: '1',
    role: 'super_admin',
    permissions: ['*'],
    wildcard: true,
    renewable: true,
    source: 'password',
    expiresAt: Date.now() + 3_600_000,
    ...change,
  }
}

export function talent(id: string, change: Partial<TalentSummary> = {}): TalentSummary {
  return {
    id,
    name: `人才 ${id}`,
    title: '工程师',
    city: '北京',
    years: 5,
    skills: ['Python'],
    status: null,
    placeholder: false,
    ...change,
  }
}

export function talentDetail(id: string, change: Partial<TalentDetail> = {}): TalentDetail {
  return {
    ...talent(id),
    email: null,
    phone: null,
    education: null,
    summary: '八年后端经验',
    updatedAt: null,
    resumeId: null,
    callId: 'call-detail',
    ...change,
  }
}

export function syncJob(change: Partial<SyncJob> = {}): SyncJob {
  return {
    id: 'job-1',
    state: 'running',
    startedAt: someTime,
    finishedAt: null,
    total: 10,
    waiting: 5,
    running: 1,
    done: 3,
    failed: 1,
    cancelled: 0,
    failures: [],
    recent: [],
    ...change,
  }
}

export const plan: ItemPlan[] = itemIds.map((id) => ({
  id,
  group: id.startsWith('basic')
    ? 'basic'
    : id.startsWith('auth')
      ? 'auth'
      : id.startsWith('api')
        ? 'api'
        : 'data',
  title: { zh: `项 ${id}`, en: `Item ${id}` },
  proves: { zh: `证明 ${id}`, en: `Proof ${id}` },
  dependsOn: id === 'data.chat' ? ['api.chat'] : [],
  writes: id === 'api.sync',
}))

export function itemResult(
  id: ItemId,
  verdict: Verdict,
  change: Partial<z.input<typeof ItemResult>> = {},
): ItemResult {
  const planned = plan.find((item) => item.id === id)
  if (planned === undefined) throw new Error(`no item ${id}`)
  const { group, title, dependsOn } = planned
  return ItemResult.parse({
    id,
    group,
    title,
    dependsOn,
    verdict,
    flaky: false,
    durationMs: 12,
    cause: null,
    assertions: [],
    calls: [],
    ...change,
  })
}

/** A finished run in which everything passed but what the test names. */
export function report(
  verdicts: Partial<Record<ItemId, Verdict>> = {},
  results: Partial<Record<ItemId, ItemResult>> = {},
): RunReport {
  const items = itemIds.map((id) => results[id] ?? itemResult(id, verdicts[id] ?? 'pass'))
  return RunReport.parse({
    schema: 1,
    run: {
      id: 'run-1',
      startedAt: someTime,
      finishedAt: someTime + 4_000,
      tester: '李雷',
      talentId: 'test_talent_123',
      account: 'admin',
      role: 'super_admin',
      readOnly: null,
    },
    verdict: runVerdictOf(items),
    totals: totalsOf(items),
    items,
    findings: [],
    environment: {
      consoleVersion: '0.1.0',
      platform: 'linux',
      profile: { id: 'embedded', name: '内置演示环境' },
      services: [],
    },
  })
}

/** A sign-off in force. */
export function signOff(change: Partial<SignOff> = {}): SignOff {
  return {
    name: '韩梅梅',
    statement: '同意发布',
    at: someTime,
    sha256: '0123456789abcdef'.repeat(4),
    gateOpen: true,
    withdrawn: null,
    ...change,
  }
}

/** One line of the history. */
export function runSummary(change: Partial<z.input<typeof RunSummary>> = {}): RunSummary {
  const { run, verdict, totals, environment } = report()
  return RunSummary.parse({
    id: run.id,
    startedAt: run.startedAt,
    finishedAt: run.finishedAt,
    profileName: environment.profile.name,
    tester: run.tester,
    verdict,
    totals,
    ...change,
  })
}

export function callSummary(id: string, change: Partial<CallSummary> = {}): CallSummary {
  return {
    id,
    at: someTime,
    service: 'looma',
    operation: 'talent.sync',
    method: 'POST',
    url: `http://localhost:8888/api/${id}`,
    status: 200,
    error: null,
    durationMs: 20,
    ...change,
  }
}

export function callRecord(
  id: string,
  change: Partial<CallOutput<'calls:get'>> = {},
): CallOutput<'calls:get'> {
  const { durationMs: _durationMs, ...summary } = callSummary(id)
  return {
    ...summary,
    correlationId: 'correlation-1',
    attempt: 1,
    timings: { queuedMs: 5, connectMs: 2, firstByteMs: 30, totalMs: 40 },
    request: {
      headers: [['authorization', 'Bearer ***']],
      body: { text: '{"a":1}', bytes: 7, truncated: false },
    },
    response: {
      headers: [['content-type', 'application/json']],
      body: { text: '{"ok":true,"list":[1]}', bytes: 22, truncated: false },
    },
    curl: "curl -X POST 'http://localhost:8888/api/x'",
    ...change,
  }
}
