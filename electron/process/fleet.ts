import type { ServiceProcess } from '../../shared/domain/services'
import { OpsError } from '../../shared/errors'
import type { ServiceLog } from './output'
import type { ManagedProcess } from './service-process'

/** What ended a process: the profile's own command, a polite signal, or the last one. */
export type StopHow = 'command' | 'term' | 'kill'

/** What can be done to the processes of a profile, however they are run. */
export interface Fleet {
  /** Resolves once it is ready; two starts at once are one. */
  start(id: string): Promise<void>
  /** Answers what ended it; null when there was nothing of ours to end. */
  stop(id: string): Promise<StopHow | null>
  restart(id: string): Promise<void>
  /** Says whether a process the console did not start answers for this service. */
  noteForeign(id: string, isPresent: boolean): void
  snapshot(id: string): ServiceProcess
  log(id: string): ServiceLog
  /** Resolves once what a run that ended by itself left behind has been cleared away. */
  cleared?(id: string): Promise<void>
  /** Its start command has ended well and left nothing, and it is still waited for. */
  isLeftAlone?(id: string): boolean
  post(id: string, message: unknown): void
  ids(): string[]
}

type Member = Omit<ManagedProcess, 'replan'>

/** Finds one of several processes, or refuses. */
export function memberOf<T>(processes: ReadonlyMap<string, T>, id: string): T {
  const found = processes.get(id)
  if (found === undefined) throw new OpsError('missing', `no process ${id}`, { facts: { id } })
  return found
}

/** The processes as one fleet. */
export function createFleet(processes: ReadonlyMap<string, Member>): Fleet {
  const of = (id: string): Member => memberOf(processes, id)
  return {
    start: async (id) => of(id).start(),
    stop: async (id) => of(id).stop(),
    restart: async (id) => of(id).restart(),
    noteForeign: (id, isPresent) => of(id).noteForeign(isPresent),
    snapshot: (id) => of(id).snapshot(),
    log: (id) => of(id).log,
    post: (id, message) => of(id).post(message),
    ids: () => [...processes.keys()],
  }
}

/** Starts every one after those it depends on; rejects with the first failure at the end. */
export function startInOrder(processes: ReadonlyMap<string, Member>): Promise<void> {
  return inOrder(
    processes,
    (id) => memberOf(processes, id).dependsOn(),
    (process) => process.start(),
  )
}

/** Stops every one after those that depend on it; rejects with the first failure at the end. */
export function stopInOrder(processes: ReadonlyMap<string, Member>): Promise<void> {
  const dependants = (id: string): string[] =>
    [...processes].flatMap(([other, process]) => (process.dependsOn().includes(id) ? [other] : []))
  return inOrder(processes, dependants, (process) => process.stop())
}

async function inOrder(
  processes: ReadonlyMap<string, Member>,
  needsOf: (id: string) => readonly string[],
  act: (process: Member) => Promise<unknown>,
): Promise<void> {
  const acts = new Map<string, Promise<unknown>>()
  const begin = (id: string, path: readonly string[]): Promise<unknown> => {
    const known = acts.get(id)
    const process = processes.get(id)
    if (known !== undefined) return known
    if (process === undefined) return Promise.resolve()
    // A circle would wait for itself; the edge that closes it is left out.
    const needs = needsOf(id).filter((need) => need !== id && !path.includes(need))
    const first = Promise.allSettled(needs.map((need) => begin(need, [...path, id])))
    const acted = first.then(() => act(process))
    acts.set(id, acted)
    return acted
  }
  const results = await Promise.allSettled([...processes.keys()].map((id) => begin(id, [])))
  for (const result of results) if (result.status === 'rejected') throw result.reason
}
