import { randomUUID } from 'node:crypto'
import type { SyncEntry, SyncJob, SyncOutcome, TalentPage } from '../../shared/domain/talents'
import { OpsError, toWire } from '../../shared/errors'

/** Syncs many talents one by one, with progress that adds up, cancel and retry. */
export interface SyncFeature {
  current(): SyncJob | null
  /** Without ids everything that the list holds. One job at a time. */
  start(ids: readonly string[] | null): Promise<SyncJob>
  /** A new job with what failed or was cancelled in the last one. */
  retry(): Promise<SyncJob>
  cancel(): SyncJob | null
  /** Cancels a job under way and waits for what it has begun. */
  dispose(): Promise<void>
}

/** What bulk sync needs. */
export interface SyncDeps {
  talents: {
    list(input: { query: string; offset: number; limit: number }): Promise<TalentPage>
    sync(id: string, signal?: AbortSignal): Promise<SyncOutcome>
  }
  /** Syncs under way at a time; the client keeps Looma's own bound besides. */
  concurrency: number
  now: () => number
  /** Called at most once per `quietMs`, and at every start and end. */
  onChange(job: SyncJob): void
  quietMs?: number
}

interface Job {
  id: string
  startedAt: number
  finishedAt: number | null
  abort: AbortController
  entries: SyncEntry[]
  /** Ended entries, newest last. */
  ended: SyncEntry[]
}

const pageSize = 500
const shownFailures = 200
const shownRecent = 20

/** Makes the bulk sync of one profile. */
export function createSync(deps: SyncDeps): SyncFeature {
  const { talents, concurrency, now, onChange, quietMs = 100 } = deps
  let job: Job | null = null
  let isStarting = false
  let isDisposed = false
  let timer: NodeJS.Timeout | null = null
  let ended: Promise<void> = Promise.resolve()

  const announce = (isFinal: boolean) => {
    if (isFinal && timer !== null) {
      clearTimeout(timer)
      timer = null
    }
    if (isDisposed) return
    if (isFinal && job !== null) onChange(snapshot(job))
    if (isFinal || timer !== null) return
    timer = setTimeout(() => {
      timer = null
      if (job !== null) onChange(snapshot(job))
    }, quietMs)
  }

  async function syncOne(running: Job, entry: SyncEntry): Promise<void> {
    entry.state = 'running'
    announce(false)
    try {
      const { resumeId, callId } = await talents.sync(entry.talentId, running.abort.signal)
      Object.assign(entry, { state: 'done', resumeId, callId })
    } catch (error) {
      const wire = toWire(error)
      const state = wire.code === 'aborted' ? 'cancelled' : 'failed'
      Object.assign(entry, { state, error: wire, callId: wire.callId })
    }
    running.ended.push(entry)
    announce(false)
  }

  async function run(running: Job): Promise<void> {
    const queue = running.entries[Symbol.iterator]()
    const worker = async () => {
      for (const entry of queue) {
        if (running.abort.signal.aborted) entry.state = 'cancelled'
        else await syncOne(running, entry)
      }
    }
    await Promise.all(Array.from({ length: Math.max(1, concurrency) }, worker))
    running.finishedAt = now()
    announce(true)
  }

  function begin(entries: SyncEntry[]): SyncJob {
    if (isDisposed) throw new OpsError('aborted', 'the profile was changed')
    const begun: Job = {
      id: randomUUID(),
      startedAt: now(),
      finishedAt: null,
      abort: new AbortController(),
      entries,
      ended: [],
    }
    job = begun
    onChange(snapshot(begun))
    ended = run(begun)
    return snapshot(begun)
  }

  function refuseSecond(): void {
    if (isStarting || (job !== null && job.finishedAt === null)) {
      throw new OpsError('busy', 'a bulk sync is under way')
    }
  }

  return {
    current: () => (job === null ? null : snapshot(job)),
    async start(ids) {
      refuseSecond()
      isStarting = true
      try {
        return begin(
          ids === null
            ? await everyTalent(talents.list)
            : [...new Set(ids)].map((id) => entryOf(id, id)),
        )
      } finally {
        isStarting = false
      }
    },
    async retry() {
      refuseSecond()
      const left = (job?.entries ?? []).filter(
        (entry) => entry.state === 'failed' || entry.state === 'cancelled',
      )
      if (left.length === 0) throw new OpsError('missing', 'nothing failed in the last bulk sync')
      return begin(left.map((entry) => entryOf(entry.talentId, entry.name)))
    },
    cancel() {
      if (job === null) return null
      if (job.finishedAt === null) {
        job.abort.abort()
        announce(false)
      }
      return snapshot(job)
    },
    async dispose() {
      isDisposed = true
      if (job?.finishedAt === null) job.abort.abort()
      if (timer !== null) clearTimeout(timer)
      await ended
    },
  }
}

function entryOf(talentId: string, name: string): SyncEntry {
  return { talentId, name, state: 'waiting', resumeId: null, error: null, callId: null }
}

async function everyTalent(list: SyncDeps['talents']['list']): Promise<SyncEntry[]> {
  const entries = new Map<string, SyncEntry>()
  for (;;) {
    const page = await list({ query: '', offset: entries.size, limit: pageSize })
    const before = entries.size
    for (const talent of page.items) entries.set(talent.id, entryOf(talent.id, talent.name))
    // As built, Looma has no paging and answers the same list every time.
    if (entries.size === before || entries.size >= page.total) return [...entries.values()]
  }
}

function snapshot(job: Job): SyncJob {
  const counts = { waiting: 0, running: 0, done: 0, failed: 0, cancelled: 0 }
  for (const entry of job.entries) counts[entry.state] += 1
  const isEnded = job.finishedAt !== null
  const isCancelled = job.abort.signal.aborted
  return {
    id: job.id,
    state: isEnded
      ? isCancelled
        ? 'cancelled'
        : 'finished'
      : isCancelled
        ? 'cancelling'
        : 'running',
    startedAt: job.startedAt,
    finishedAt: job.finishedAt,
    total: job.entries.length,
    ...counts,
    failures: job.entries.filter((entry) => entry.state === 'failed').slice(0, shownFailures),
    recent: job.ended.slice(-shownRecent).reverse(),
  }
}
