import type {
  ItemId,
  ItemResult,
  RunOptions,
  RunProgress,
  RunReport,
  Verdict,
} from '../../shared/domain/checklist'
import type { CallRecord } from '../../shared/domain/calls'
import { Profile } from '../../shared/domain/profile'
import type { StackPorts } from '../localstack/plan'
import { createGate } from '../zervigo/gate'
import { createSecrets } from '../zervigo/secrets'
import { startRun } from './start-run'

export const admin = { username: 'admin', password: 'password' }
export const guest = { username: 'testuser', password: 'testuser123' }

/** The profile of a stack on these ports; parts of it can be given apart. */
export function profileOf(ports: StackPorts, more: Record<string, unknown> = {}) {
  const at = (port: number) => ({ url: `http://127.0.0.1:${port}` })
  const parsed = Profile.parse({
    name: 'test',
    looma: { ...at(ports.looma), concurrency: 4 },
    zervigo: {
      auth: at(ports.auth),
      ai: at(ports.ai),
      resume: at(ports.resume),
      job: at(ports.job),
      company: at(ports.company),
      user: at(ports.user),
    },
    requestTimeoutMs: 8_000,
    chatTimeoutMs: 8_000,
    ...more,
  })
  return { ...parsed, id: 'test' }
}

export interface TestRun {
  profile: ReturnType<typeof profileOf>
  account?: { username: string; password: string } | null
  token?: string
  options?: RunOptions
  runId?: string
  signal?: AbortSignal
  onCall?: (call: CallRecord) => void
  onProgress?: (progress: RunProgress) => void
}

/** Runs the real checklist with a client and secrets of its own; a bug of the console fails it. */
export async function runTest(run: TestRun): Promise<RunReport> {
  const bugs: string[] = []
  const report = await startRun({
    profile: run.profile,
    account: run.account === undefined ? admin : run.account,
    token: run.token ?? null,
    options: run.options ?? {},
    ...(run.runId === undefined ? {} : { runId: run.runId }),
    defaultTalentId: 'test_talent_123',
    consoleVersion: '0.0.0',
    secrets: createSecrets(),
    loomaGate: createGate(run.profile.looma.concurrency),
    signal: run.signal ?? new AbortController().signal,
    now: Date.now,
    onCall: run.onCall ?? (() => {}),
    onProgress: run.onProgress ?? (() => {}),
    onBug: (item, error) => bugs.push(`${item}: ${String(error)}`),
  })
  if (bugs.length > 0) throw new Error(bugs.join('\n'))
  return report
}

/** One item of a report. */
export function itemOf(report: RunReport, id: ItemId): ItemResult {
  const item = report.items.find((candidate) => candidate.id === id)
  if (item === undefined) throw new Error(`no item ${id}`)
  return item
}

/** Every item that is not a pass, as `verdict CODE`. */
export function notPassed(report: RunReport): Partial<Record<ItemId, string>> {
  return Object.fromEntries(
    report.items
      .filter(({ verdict }) => verdict !== 'pass')
      .map(({ id, verdict, cause }) => [id, `${verdict} ${cause?.code ?? '-'}`]),
  )
}

/** Ids of the items with this verdict. */
export function withVerdict(report: RunReport, verdict: Verdict): ItemId[] {
  return report.items.filter((item) => item.verdict === verdict).map(({ id }) => id)
}
