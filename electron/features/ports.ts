import type { PortTable, StopOutcome, StopRefusal } from '../../shared/domain/ports'
import type { Profile, ProfileEntry } from '../../shared/domain/profile'
import type { ServiceSnapshot } from '../../shared/domain/services'
import { OpsError } from '../../shared/errors'
import type { LookAtPorts } from '../process/port-look'
import { portRows, portsToSee, type OwnProcesses, type ReportedName } from '../process/port-table'
import { stopHolder, type ConfirmByName, type StopHolderDeps } from '../process/stop-holder'

/** Every port of the profile and of the known plans: who holds it, and whether that is right. */
export interface PortsFeature {
  list(): Promise<PortTable>
  /** Ends a foreign holder that a person confirmed by name; answers with the ports as they are then. */
  stop(
    port: number,
    pid: number,
  ): Promise<{ outcome: StopOutcome; reason: StopRefusal | null; table: PortTable }>
  dispose(): Promise<void>
}

export interface PortsDeps {
  profile: Profile
  kind: ProfileEntry['kind']
  look: LookAtPorts
  /** Processes and self-given names as the grid has them. */
  services(): readonly Pick<ServiceSnapshot, 'id' | 'process' | 'health'>[]
  consolePid: number
  /** The service of every process that the console started by a command, also in the background. */
  owned(): Promise<ReadonlyMap<number, string>>
  /** Draws the question outside the page; null where nobody could be asked. */
  confirm: ConfirmByName | null
  now: () => number
  timing?: Pick<StopHolderDeps, 'pause' | 'looks' | 'terminate'>
}

/** Makes the ports feature of one profile. */
export function createPorts(deps: PortsDeps): PortsFeature {
  const { profile, kind, look, now } = deps
  const end = new AbortController()
  let isAsking = false

  const own = async (): Promise<OwnProcesses> => {
    const shown = deps
      .services()
      .flatMap(({ id, process: { pid } }) => (pid === null ? [] : [[pid, id] as const]))
    const owned = await deps.owned()
    return { consolePid: deps.consolePid, services: new Map([...owned, ...shown]) }
  }
  async function list(): Promise<PortTable> {
    const seen = await look(portsToSee(profile))
    const reported = reportedNames(deps.services())
    const rows = portRows({ profile, seen, own: await own(), reported })
    return { at: now(), profile: { id: profile.id, kind }, rows }
  }

  return {
    list,
    async stop(port, pid) {
      const { confirm } = deps
      if (confirm === null) throw new OpsError('unsupported', 'nobody can be asked here')
      if (isAsking) throw new OpsError('busy', 'another process is being asked about')
      if (!portsToSee(profile).has(port)) {
        throw new OpsError('rejected', `port ${port} is in no plan`, { facts: { port } })
      }
      isAsking = true
      try {
        const stopping = { look, own, confirm, ...deps.timing }
        const result = await stopHolder({ port, pid }, stopping, end.signal)
        return { ...result, table: await list() }
      } finally {
        isAsking = false
      }
    },
    async dispose() {
      end.abort()
    },
  }
}

/** A name counts only while the service answers; an old one may be that of a predecessor. */
function reportedNames(services: ReturnType<PortsDeps['services']>): Map<string, ReportedName> {
  const names = new Map<string, ReportedName>()
  for (const { id, health } of services) {
    const { reportedName: name, lastProbeAt: at, state, stale } = health
    const isAnswering = state !== 'unknown' && state !== 'unreachable' && !stale
    if (name !== null && at !== null && isAnswering) names.set(id, { name, at })
  }
  return names
}
