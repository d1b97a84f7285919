import { join } from 'node:path'
import type { ServiceProcess } from '../../shared/domain/services'
import { OpsError } from '../../shared/errors'
import type { LaunchScript, LaunchSpec } from './launch'
import { createOutput, type OutputLimits, type ServiceLog } from './output'
import { createServiceProcess, type ManagedProcess } from './service-process'

/** A service that the console may run. */
export interface ProcessSpec extends LaunchSpec {
  id: string
  /** Checked before a start; null when it listens nowhere. */
  port: number | null
  /** Services that `startAll` brings up first. */
  dependsOn: readonly string[]
}

export interface SupervisorTimings {
  /** From launch to the child's own word that it listens. */
  readyMs: number
  /** From the polite signal to the last one. */
  stopMs: number
  /** From the last signal until a process counts as stuck. */
  killMs: number
  /** How long a freed port may take to show as free. */
  verifyMs: number
  /** How long output may still arrive after an exit. */
  drainMs: number
}

export const supervisorTimings: SupervisorTimings = {
  readyMs: 30_000,
  stopMs: 10_000,
  killMs: 3_000,
  verifyMs: 2_000,
  drainMs: 250,
}

export interface SupervisorOptions {
  launch: LaunchScript
  logFolder: string
  mask: (text: string) => string
  now: () => number
  timings?: Partial<SupervisorTimings>
  logLimits?: OutputLimits
  /** Something about this service's process changed; called at once. */
  onChange: (id: string) => void
  /** What a child says over IPC, besides its readiness. */
  onMessage?: (id: string, message: unknown) => void
}

export interface Supervisor {
  /** Adds a service, or gives a stopped one a new plan. */
  define(spec: ProcessSpec): void
  /** Resolves once the child listens; two starts at once are one. */
  start(id: string): Promise<void>
  stop(id: string): Promise<void>
  restart(id: string): Promise<void>
  /** Starts every service after those it depends on; rejects with the first failure at the end. */
  startAll(): Promise<void>
  /** Stops in the given order, then whatever else runs. */
  stopAll(order: readonly string[]): Promise<void>
  /** Says whether a process the console did not start answers for this service. */
  noteForeign(id: string, isPresent: boolean): void
  snapshot(id: string): ServiceProcess
  log(id: string): ServiceLog
  post(id: string, message: unknown): void
  ids(): string[]
  /** The last resort while the console exits: kills every child, waits for none. */
  killNow(): void
  dispose(): Promise<void>
}

/** Runs the service processes of one stack. */
export function createSupervisor(options: SupervisorOptions): Supervisor {
  const timings = { ...supervisorTimings, ...options.timings }
  const processes = new Map<string, ManagedProcess>()
  const of = (id: string): ManagedProcess => {
    const found = processes.get(id)
    if (found === undefined) throw new OpsError('missing', `no process ${id}`, { facts: { id } })
    return found
  }
  const define = (spec: ProcessSpec): void => {
    const known = processes.get(spec.id)
    if (known !== undefined) {
      known.replan(spec)
      return
    }
    const output = createOutput({
      file: join(options.logFolder, `${spec.id}.log`),
      mask: options.mask,
      now: options.now,
      ...(options.logLimits === undefined ? {} : { limits: options.logLimits }),
    })
    const onChange = (): void => options.onChange(spec.id)
    const onMessage = (message: unknown): void => options.onMessage?.(spec.id, message)
    const { launch, now, mask } = options
    const deps = { launch, now, mask, timings, output, onChange, onMessage }
    processes.set(spec.id, createServiceProcess(spec, deps))
  }
  const stopAll = async (order: readonly string[]): Promise<void> => {
    const problems: unknown[] = []
    for (const id of order) {
      await processes
        .get(id)
        ?.stop()
        .catch((error: unknown) => problems.push(error))
    }
    const rest = [...processes.values()].map((process) => process.stop())
    for (const result of await Promise.allSettled(rest)) {
      if (result.status === 'rejected' && problems.length === 0) problems.push(result.reason)
    }
    if (problems.length > 0) throw problems[0]
  }

  return {
    define,
    start: async (id) => of(id).start(),
    stop: async (id) => of(id).stop(),
    restart: async (id) => of(id).restart(),
    startAll: () => startInOrder(processes),
    stopAll,
    noteForeign: (id, isPresent) => of(id).noteForeign(isPresent),
    snapshot: (id) => of(id).snapshot(),
    log: (id) => of(id).log,
    post: (id, message) => of(id).post(message),
    ids: () => [...processes.keys()],
    killNow() {
      for (const process of processes.values()) process.killNow()
    },
    async dispose() {
      try {
        await stopAll([])
      } finally {
        for (const process of processes.values()) process.dispose()
      }
    },
  }
}

async function startInOrder(processes: ReadonlyMap<string, ManagedProcess>): Promise<void> {
  const starts = new Map<string, Promise<void>>()
  const begin = (id: string, path: readonly string[]): Promise<void> => {
    const known = starts.get(id)
    const process = processes.get(id)
    if (known !== undefined) return known
    if (process === undefined) return Promise.resolve()
    // A circle would wait for itself; the edge that closes it is left out.
    const needs = process.dependsOn().filter((need) => need !== id && !path.includes(need))
    const first = Promise.allSettled(needs.map((need) => begin(need, [...path, id])))
    const started = first.then(() => process.start())
    starts.set(id, started)
    return started
  }
  const results = await Promise.allSettled([...processes.keys()].map((id) => begin(id, [])))
  for (const result of results) if (result.status === 'rejected') throw result.reason
}
