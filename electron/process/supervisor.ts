import { join } from 'node:path'
import { createFleet, startInOrder, type Fleet } from './fleet'
import type { LaunchScript, LaunchSpec } from './launch'
import { createOutput, type OutputLimits } from './output'
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

export interface Supervisor extends Fleet {
  /** Adds a service, or gives a stopped one a new plan. */
  define(spec: ProcessSpec): void
  /** Starts every service after those it depends on; rejects with the first failure at the end. */
  startAll(): Promise<void>
  /** Stops in the given order, then whatever else runs. */
  stopAll(order: readonly string[]): Promise<void>
  /** The last resort while the console exits: kills every child, waits for none. */
  killNow(): void
  dispose(): Promise<void>
}

/** Runs the service processes of one stack. */
export function createSupervisor(options: SupervisorOptions): Supervisor {
  const timings = { ...supervisorTimings, ...options.timings }
  const processes = new Map<string, ManagedProcess>()
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
    ...createFleet(processes),
    define,
    startAll: () => startInOrder(processes),
    stopAll,
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
