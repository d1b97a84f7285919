import type { Profile, ProfileEntry } from '../../shared/domain/profile'
import {
  serviceIds,
  ZervigoId,
  type Grid,
  type Incident,
  type LogLine,
  type ServiceId,
  type ServiceProcess,
  type ServiceSnapshot,
  type StackFault,
  type StackStatus,
} from '../../shared/domain/services'
import { OpsError } from '../../shared/errors'
import type { StreamSink } from '../../shared/ipc'
import type { Fleet } from '../process/fleet'
import type { Health } from '../process/health'
import { rootCauses, type DependencyGraph } from '../process/rootcause'
import { contradicts } from '../process/witness'

/** The live grid and what a person can do to one service. */
export interface ServicesFeature {
  grid(): Grid
  probe(): Promise<Grid>
  start(id: string): Promise<void>
  stop(id: string): Promise<void>
  restart(id: string): Promise<void>
  fault(id: ServiceId, fault: StackFault): void
  incidents(limit: number): Incident[]
  log(id: string, sink: StreamSink<LogLine>): void
}

/** What the grid is made of. */
export interface ServicesDeps {
  profile: Profile
  kind: ProfileEntry['kind']
  health: Health
  /** Null when the profile's processes are not the console's. */
  supervisor: Fleet | null
  stackStatus(): StackStatus | null
  listIncidents(limit: number): Incident[]
  now: () => number
}

/** What every profile has unless it says otherwise (DESIGN 2). */
export const usualDependencies: DependencyGraph = {
  looma: ['auth', 'resume', 'job', 'ai', 'company', 'user'],
  ai: ['auth'],
  resume: ['auth'],
  job: ['auth', 'resume'],
  company: ['auth'],
  user: ['auth'],
}

const foreign: ServiceProcess = {
  state: 'external',
  pid: null,
  startedAt: null,
  exit: null,
  tail: [],
  restarts: 0,
  controllable: false,
  adopted: false,
  nextStartAt: null,
  crashLoop: false,
  partOf: null,
}

/** Makes the services feature of one profile. */
export function createServices(deps: ServicesDeps): ServicesFeature {
  const { profile, health, supervisor, now } = deps
  const dependsOn: DependencyGraph = { ...usualDependencies, ...profile.dependsOn }
  const targets = [
    ...serviceIds.map((id) => ({
      id,
      kind: 'service' as const,
      name: null,
      url: urlOf(profile, id),
    })),
    ...profile.monitors.map((monitor) => ({
      id: monitor.id,
      kind: 'monitor' as const,
      name: monitor.name,
      url: monitor.kind === 'http' ? monitor.url : `tcp://${monitor.host}:${monitor.port}`,
    })),
  ]
  const controlled = (id: string): Fleet => {
    if (supervisor === null || !supervisor.ids().includes(id)) {
      throw new OpsError('unsupported', `the console does not run ${id}`, {
        facts: { service: id },
      })
    }
    return supervisor
  }
  const processOf = (id: string): ServiceProcess => {
    const ids = supervisor?.ids() ?? []
    if (supervisor === null || ids.includes(id)) return supervisor?.snapshot(id) ?? foreign
    const isPart = ids.includes('zervigo') && ZervigoId.safeParse(id).success
    const isRunning = isPart && supervisor.snapshot('zervigo').state === 'running'
    return isRunning ? { ...foreign, partOf: 'zervigo' } : foreign
  }

  function grid(): Grid {
    const healths = new Map(targets.map(({ id }) => [id, health.snapshot(id)]))
    const states = Object.fromEntries([...healths].map(([id, one]) => [id, one.state]))
    const causes = rootCauses(states, dependsOn)
    return {
      at: now(),
      profile: { id: profile.id, name: profile.name, kind: deps.kind },
      pollIntervalMs: profile.poll.intervalMs,
      stack: deps.stackStatus(),
      services: targets.map((target): ServiceSnapshot => {
        const measured = healths.get(target.id) ?? health.snapshot(target.id)
        const witness = target.kind === 'service' ? health.witnessOf(target.id) : null
        return {
          ...target,
          process: processOf(target.id),
          health: measured,
          witness,
          disagrees: witness !== null && contradicts(witness, measured.state),
          dependsOn: [...(dependsOn[target.id] ?? [])],
          affectedBy: causes[target.id] ?? null,
        }
      }),
    }
  }

  return {
    grid,
    async probe() {
      await health.sweep()
      return grid()
    },
    start: async (id) => controlled(id).start(id),
    async stop(id) {
      await controlled(id).stop(id)
    },
    restart: async (id) => controlled(id).restart(id),
    fault(id, fault) {
      if (deps.kind !== 'embedded') {
        throw new OpsError('unsupported', 'faults are planted in the embedded stack only')
      }
      const owner = controlled(id)
      if (owner.snapshot(id).state !== 'running') {
        throw new OpsError('process', `${id} does not run`, { facts: { id } })
      }
      owner.post(id, { type: 'fault', fault })
    },
    incidents: deps.listIncidents,
    log(id, sink) {
      const { snapshot, dispose } = controlled(id)
        .log(id)
        .subscribe((lines) => sink.push(lines))
      if (sink.signal.aborted) return dispose()
      sink.push(snapshot)
      sink.signal.addEventListener('abort', dispose, { once: true })
    },
  }
}

function urlOf(profile: Profile, id: ServiceId): string {
  return id === 'looma' ? profile.looma.url : profile.zervigo[id].url
}
