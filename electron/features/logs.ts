import { isAbsolute, join } from 'node:path'
import type { LogSource, MergedLine, SavedLogs } from '../../shared/domain/logs'
import type { Profile } from '../../shared/domain/profile'
import { OpsError } from '../../shared/errors'
import type { StreamSink } from '../../shared/ipc'
import { lookAt } from '../process/file-tail'
import { createFactReader } from '../process/line-facts'
import { createLogBatcher } from '../process/log-batch'
import { exportLogs } from '../process/log-export'
import type { LogFollowers } from '../process/log-follow'
import type { Supervisor } from '../process/supervisor'

/** Logs of the services, one by one or merged by time. */
export interface LogsFeature {
  /** Where saved logs are written. */
  readonly folder: string
  sources(): Promise<LogSource[]>
  /** What is held of these services by time, then what follows. */
  follow(services: readonly string[], sink: StreamSink<MergedLine>): void
  save(services: readonly string[]): Promise<SavedLogs>
  dispose(): Promise<void>
}

export interface LogsDeps {
  profile: Pick<Profile, 'id' | 'processes'>
  /** Null when the profile's processes are not the console's. */
  supervisor: Pick<Supervisor, 'ids' | 'log'> | null
  /** Log files that the scripts of the projects write. */
  written(): readonly { service: string; file: string }[]
  followers: LogFollowers
  folder: string
  mask: (text: string) => string
  now: () => number
}

type Unnumbered = Omit<MergedLine, 'seq'>
type Place = Pick<LogSource, 'service' | 'kind' | 'file'>

/** Lines that a first look shows at most; the page holds as many. */
const mostAtFirst = 10_000

/** Makes the logs feature of one profile. */
export function createLogs(deps: LogsDeps): LogsFeature {
  const { profile, supervisor, followers, folder, mask, now } = deps
  const follows = new Set<StreamSink<MergedLine>>()

  const places = (): Place[] => [
    ...(supervisor?.ids() ?? []).map((service) => {
      return { service, kind: 'process' as const, file: supervisor?.log(service).file ?? '' }
    }),
    ...Object.entries(profile.processes).flatMap(([service, { cwd, log }]): Place[] => {
      if (log === undefined) return []
      return [{ service, kind: 'file', file: isAbsolute(log) ? log : join(cwd, log) }]
    }),
    ...deps.written().map(({ service, file }) => ({ service, kind: 'file' as const, file })),
  ]
  const placesOf = (services: readonly string[]): Place[] => {
    const chosen = places().filter(({ service }) => services.includes(service))
    const unknown = services.find((id) => !chosen.some(({ service }) => service === id))
    if (unknown !== undefined) {
      throw new OpsError('unsupported', `no log of ${unknown} is known`, {
        facts: { service: unknown },
      })
    }
    return chosen
  }

  /** Both kinds of source as one: what is held, and what comes. */
  function subscribe({ service, kind, file }: Place, listen: (lines: Unnumbered[]) => void) {
    if (kind === 'file') {
      const foreign = (lines: readonly Omit<MergedLine, 'service' | 'source'>[]) =>
        lines.map(({ at, level, text }) => ({ service, source: 'file' as const, at, level, text }))
      const { snapshot, dispose } = followers.subscribe(file, (lines) => listen(foreign(lines)))
      return { snapshot: foreign(snapshot), dispose }
    }
    const facts = createFactReader(now)
    const log = supervisor?.log(service)
    if (log === undefined) return { snapshot: [], dispose: () => undefined }
    const own = (lines: ReturnType<typeof log.snapshot>) =>
      lines.map(({ at, source, text }): Unnumbered => {
        const { level } = facts.read(text)
        return { service, source, at, level, text }
      })
    const { snapshot, dispose } = log.subscribe((lines) => listen(own(lines)))
    return { snapshot: own(snapshot), dispose }
  }

  function follow(services: readonly string[], sink: StreamSink<MergedLine>): void {
    const chosen = placesOf(services)
    let seq = 0
    const batcher = createLogBatcher<Unnumbered>({
      push: (lines) => sink.push(lines.map((line) => ({ seq: seq++, ...line }))),
      drop: (count) => sink.drop(count),
    })
    const subscriptions = chosen.map((place) => subscribe(place, batcher.add))
    const held = subscriptions
      .flatMap(({ snapshot }) => snapshot)
      .sort((one, other) => one.at - other.at)
    if (held.length > mostAtFirst) sink.drop(held.length - mostAtFirst)
    batcher.add(held.slice(-mostAtFirst))
    batcher.flush()
    follows.add(sink)
    const stop = (): void => {
      follows.delete(sink)
      batcher.dispose()
      for (const { dispose } of subscriptions) dispose()
    }
    if (sink.signal.aborted) stop()
    else sink.signal.addEventListener('abort', stop, { once: true })
  }

  return {
    folder,
    follow,
    sources: () =>
      Promise.all(
        places().map(async (place): Promise<LogSource> => {
          if (place.kind === 'process') return { ...place, problem: null }
          const found = await lookAt(place.file)
          return { ...place, problem: 'code' in found ? found : null }
        }),
      ),
    save: (services) =>
      exportLogs({
        ...{ folder, mask, now },
        name: `${profile.id ?? 'logs'}-${stampName(now())}`,
        logs: placesOf(services).map(({ service, kind, file }) => {
          return { service, file, format: kind === 'process' ? 'output' : 'foreign' }
        }),
      }),
    async dispose() {
      for (const sink of [...follows]) sink.end()
      await followers.dispose()
    },
  }
}

/** A moment as part of a file name, to the millisecond: two saves never meet. */
function stampName(at: number): string {
  return new Date(at).toISOString().replace(/[:.]/g, '-').replace(/Z$/, '')
}
