import type { CrashLoopLimits } from './crash-loop'
import type { Output } from './output'
import type { PortHolder } from './ports'
import type { ProcessTable } from './process-table'
import type { Signals } from './signals'
import { stopTimings, type StopTimings } from './stop-procedure'

/** A service that a profile gives commands for. */
export interface CommandSpec {
  id: string
  start: readonly string[]
  /** Null when the profile leaves stopping to signals. */
  stop: readonly string[] | null
  cwd: string
  env: Readonly<Record<string, string>>
  /** The service's own log file, absolute; null when it only prints. */
  log: string | null
  /** What it opens on this machine; nothing when its addresses are elsewhere. */
  ports: readonly number[]
  readyTimeoutMs: number
  dependsOn: readonly string[]
  /** True when a crash is answered by a start. */
  restarts: boolean
}

export interface CommandTimings extends StopTimings {
  /** Between two looks whether a starting service answers. */
  readyPollMs: number
  /** Between two looks whether a process that is no child of ours still lives. */
  watchMs: number
  /** How long a manager may take to show on a port, once a command has left nothing itself. */
  leftAloneMs: number
  /** Between two looks for new output. */
  outputMs: number
}

export const commandTimings: CommandTimings = {
  ...stopTimings,
  readyPollMs: 250,
  watchMs: 1_000,
  outputMs: 200,
  // As long as a plan waits for a service whose start has ended.
  leftAloneMs: 60_000,
}

/** What every command of a profile is run with. */
export interface CommandDeps {
  /** Private folder of this one service: its record and its raw output. */
  folder: string
  table: ProcessTable
  signals: Signals
  timings: CommandTimings
  output: Output
  now: () => number
  random: () => number
  crashLimits: CrashLoopLimits
  mask: (text: string) => string
  newTag: () => string
  /** Tells whether the service answers and names itself as it should; false when it does not yet. */
  isReady(id: string, signal: AbortSignal): Promise<boolean>
  isBusy(port: number): Promise<boolean>
  holderOf(port: number): Promise<PortHolder | null>
  consoleVersion: string
  hurry: AbortSignal
  onChange(): void
}
