import type { LogLevel, LogProblem } from '../../shared/domain/logs'
import { createFileTail, type TailSink } from './file-tail'
import { createFactReader } from './line-facts'
import { createLineMask, createRing, createSplitter, cut, plain, type RingLimits } from './lines'

/** One line of a log file that somebody else writes. */
export interface FollowedLine {
  seq: number
  at: number
  level: LogLevel | null
  text: string
}

export interface FollowLimits extends RingLimits {
  maxLineChars: number
  /** How much of what already stands in the file is read. */
  lastBytes: number
}

export const followLimits: FollowLimits = {
  maxLines: 10_000,
  maxBytes: 4 * 1024 * 1024,
  maxLineChars: 64 * 1024,
  lastBytes: 1024 * 1024,
}

export interface FollowOptions {
  path: string
  mask: (text: string) => string
  now: () => number
  limits?: FollowLimits
  intervalMs?: number
}

/** Follows one log file for as long as it is not closed. */
export interface LogFollower {
  /** Returns the kept lines and follows from exactly there. */
  subscribe(listener: (lines: FollowedLine[]) => void): {
    snapshot: FollowedLine[]
    dispose(): void
  }
  problem(): LogProblem | null
  /** Looks at once instead of at the next interval. */
  poll(): Promise<void>
  close(): Promise<void>
}

const quietPollsBeforePreview = 8

/** Begins to follow a file; looks come one after the other, never two at a time. */
export function createLogFollower(options: FollowOptions): LogFollower {
  const { path, mask, now, limits = followLimits, intervalMs = 250 } = options
  const ring = createRing<FollowedLine>(limits)
  const listeners = new Set<(lines: FollowedLine[]) => void>()
  const sinks = new Set<FollowedSink>()
  let seq = 0
  let timer: NodeJS.Timeout | null = null
  let looking: Promise<void> = Promise.resolve()
  let isClosed = false

  const emit = (lines: Omit<FollowedLine, 'seq'>[]): void => {
    if (lines.length === 0) return
    const numbered = lines.map((line) => ({ seq: seq++, ...line }))
    for (const line of numbered) ring.push(line)
    for (const listener of [...listeners]) listener(numbered)
  }
  const tail = createFileTail({
    path,
    lastBytes: limits.lastBytes,
    openSink() {
      const sink = createFollowedSink({ mask, now, maxLineChars: limits.maxLineChars, emit })
      sinks.add(sink)
      return { push: sink.push, end: () => void (sink.end(), sinks.delete(sink)) }
    },
  })
  const look = (): Promise<void> => {
    looking = looking.then(async () => {
      if (isClosed) return
      for (const sink of sinks) sink.beginPoll()
      await tail.poll()
      for (const sink of sinks) sink.endPoll()
    })
    return looking
  }
  const schedule = (): void => {
    if (isClosed) return
    timer = setTimeout(() => void look().then(schedule, schedule), intervalMs)
  }
  void look().then(schedule, schedule)

  return {
    subscribe(listener) {
      listeners.add(listener)
      return { snapshot: ring.lines(), dispose: () => void listeners.delete(listener) }
    },
    problem: tail.problem,
    poll: look,
    async close() {
      isClosed = true
      listeners.clear()
      if (timer !== null) clearTimeout(timer)
      await looking.catch(() => undefined)
      await tail.close()
    },
  }
}

interface FollowedSink extends TailSink {
  beginPoll(): void
  endPoll(): void
}

/** Bytes of one file in, masked lines out. */
function createFollowedSink({
  mask,
  now,
  maxLineChars,
  emit,
}: {
  mask: (text: string) => string
  now: () => number
  maxLineChars: number
  emit(lines: Omit<FollowedLine, 'seq'>[]): void
}): FollowedSink {
  const splitter = createSplitter(maxLineChars)
  const maskLine = createLineMask(mask)
  const facts = createFactReader(now)
  let quietPolls = 0
  let previewed = ''

  const lineOf = (raw: string) => {
    const text = cut(maskLine(plain(raw)), maxLineChars)
    return { ...facts.read(text), text }
  }
  return {
    push(chunk) {
      quietPolls = 0
      emit(splitter.push(chunk).map(lineOf))
    },
    end: () => emit(splitter.end().map(lineOf)),
    beginPoll: () => facts.begin(),
    endPoll() {
      quietPolls += 1
      const raw = splitter.pending()
      if (quietPolls < quietPollsBeforePreview || raw === '' || raw === previewed) return
      previewed = raw
      // The last word may be the beginning of a secret, which only the whole of it shows.
      const text = `${cut(mask(plain(raw)).replace(/\S{4,}$/, ''), maxLineChars)}…`
      emit([{ at: now(), level: null, text }])
    },
  }
}

/** The followers of a workspace: one per file, however many read it. */
export interface LogFollowers {
  subscribe(
    path: string,
    listener: (lines: FollowedLine[]) => void,
  ): { snapshot: FollowedLine[]; dispose(): void }
  /** Files that are followed now. */
  paths(): string[]
  dispose(): Promise<void>
}

/** Shares followers: the first reader begins one, the last ends it. */
export function createLogFollowers(follow: (path: string) => LogFollower): LogFollowers {
  const shared = new Map<string, { follower: LogFollower; readers: number }>()
  const closing = new Set<Promise<void>>()
  const close = (path: string, follower: LogFollower): void => {
    shared.delete(path)
    const done = follower.close().finally(() => closing.delete(done))
    closing.add(done)
  }
  return {
    subscribe(path, listener) {
      const entry = shared.get(path) ?? { follower: follow(path), readers: 0 }
      shared.set(path, entry)
      entry.readers += 1
      const subscription = entry.follower.subscribe(listener)
      let isDisposed = false
      return {
        snapshot: subscription.snapshot,
        dispose() {
          if (isDisposed) return
          isDisposed = true
          subscription.dispose()
          entry.readers -= 1
          if (entry.readers === 0 && shared.get(path) === entry) close(path, entry.follower)
        },
      }
    },
    paths: () => [...shared.keys()],
    async dispose() {
      for (const [path, { follower }] of [...shared]) close(path, follower)
      await Promise.all(closing)
    },
  }
}
