import type { CallRecord } from '../../shared/domain/calls'
import type { RunReport } from '../../shared/domain/checklist'
import type {
  Fingerprint,
  HealthTrack,
  LogExcerpt,
  RunEvidence,
} from '../../shared/domain/evidence'
import { serviceIds, type Incident, type LogLine, type Probe } from '../../shared/domain/services'
import type { EvidenceStore } from '../store/evidence'
import { callLimits, createCallKeeper, type CallKeeper } from './call-keeper'
import { excerptsOf, failureWindows, limitExcerpts, mergeExcerpts } from './log-excerpts'

/** What the evidence of a run is collected from. */
export interface CaptureDeps {
  probesSince(at: number, limit: number): { id: string; probe: Probe }[]
  incidentsDuring(from: number, to: number): Incident[]
  /** Null when the output of this service cannot be seen. */
  logOf(service: string): readonly LogLine[] | null
  fingerprint(report: RunReport): Promise<Fingerprint>
  mask(text: string): string
  now: () => number
}

/** What a recorder needs besides. */
export interface RecorderDeps extends CaptureDeps {
  store: EvidenceStore
  onBug(message: string, error: unknown): void
}

/** Keeps what proves a run. */
export interface EvidenceRecorder {
  /** Runs the work and keeps its evidence; without evidence the run is a run all the same. */
  record(run: (onCall: (call: CallRecord) => void) => Promise<RunReport>): Promise<RunReport>
}

/** Health kept from before a run. */
const leadMs = 5 * 60_000
const mostProbes = 20_000
const mostLines = 400
/** For a run of several attempts. */
const mostMergedLines = 2_000

/** Makes the recorder of a profile's runs. */
export function createEvidenceRecorder(deps: RecorderDeps): EvidenceRecorder {
  return {
    async record(run) {
      const keeper = createCallKeeper()
      const report = await run((call) => keeper.add(call))
      try {
        const found = await captureEvidence(deps, report, keeper)
        const earlier = earlierOf(report)
        deps.store.save(report.run.id, earlier === null ? found : mergeEvidence(earlier, found))
      } catch (error) {
        deps.onBug('the evidence of a run could not be kept', error)
      }
      return report
    },
  }

  /** What cannot be read any more must not keep the evidence of a later attempt away. */
  function earlierOf({ run }: RunReport): RunEvidence | null {
    try {
      return deps.store.get(run.id)
    } catch (error) {
      deps.onBug('the earlier evidence of a run is lost', error)
      return null
    }
  }
}

/** Collects everything that proves the last attempt of a run. */
export async function captureEvidence(
  deps: CaptureDeps,
  report: RunReport,
  keeper: Pick<CallKeeper, 'calls' | 'dropped'>,
): Promise<RunEvidence> {
  const { run } = report
  const startedAt = run.attempts.at(-1)?.startedAt ?? run.startedAt
  const from = Math.max(0, startedAt - leadMs)
  const windows = failureWindows(report.items)
  const logs = serviceIds.flatMap((id) =>
    windows.length === 0 ? [] : excerptsOf(id, deps.logOf(id) ?? [], windows, deps.mask),
  )
  return {
    calls: keeper.calls(),
    timeline: tracksOf(deps.probesSince(from, mostProbes)),
    incidents: deps.incidentsDuring(from, deps.now()),
    logs: [
      ...limitExcerpts(logs, mostLines),
      ...droppedCalls(keeper.dropped(), startedAt, deps.now()),
    ],
    fingerprint: await deps.fingerprint(report),
  }
}

/** Joins the evidence of the attempts of one run; where both know the same, the later one holds. */
export function mergeEvidence(earlier: RunEvidence, later: RunEvidence): RunEvidence {
  const keeper = createCallKeeper()
  for (const call of [...earlier.calls, ...later.calls]) keeper.add(call)
  const probes = [...earlier.timeline, ...later.timeline].flatMap(({ service, probes: own }) =>
    own.map((probe) => ({ id: service, probe })),
  )
  const unique = new Map(probes.map((entry) => [`${entry.id} ${entry.probe.at}`, entry]))
  const inOrder = [...unique.values()].sort((left, right) => left.probe.at - right.probe.at)
  const incidents = new Map([...earlier.incidents, ...later.incidents].map((one) => [one.id, one]))
  const { at: firstAt = 0 } = keeper.calls()[0] ?? {}
  return {
    calls: keeper.calls(),
    timeline: tracksOf(inOrder.slice(-mostProbes)),
    incidents: [...incidents.values()].sort((left, right) => left.startedAt - right.startedAt),
    logs: [
      ...limitExcerpts(mergeExcerpts(earlier.logs, later.logs), mostMergedLines),
      ...droppedCalls(keeper.dropped(), firstAt, later.fingerprint.takenAt),
    ],
    fingerprint: later.fingerprint,
  }
}

function tracksOf(probes: readonly { id: string; probe: Probe }[]): HealthTrack[] {
  const tracks = new Map<string, Probe[]>()
  for (const { id, probe } of probes) {
    const track = tracks.get(id)
    if (track === undefined) tracks.set(id, [probe])
    else track.push(probe)
  }
  return [...tracks].map(([service, own]) => ({ service, probes: own }))
}

/** Evidence that is incomplete says so where it is read. */
function droppedCalls(count: number, from: number, to: number): LogExcerpt[] {
  if (count === 0) return []
  const text =
    `较早的 ${count} 次调用没有保留（最多 ${callLimits.calls} 次）/ ` +
    `${count} earlier calls were not kept (at most ${callLimits.calls})`
  const line: LogLine = { seq: 0, at: to, source: 'console', text }
  return [{ service: 'console', items: [], from, to, lines: [line], omitted: 0 }]
}
