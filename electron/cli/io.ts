import type { LaunchScript } from '../process/launch'

/** What a command may use of its surroundings. */
export interface CliIo {
  /** Results. */
  out(text: string): void
  /** Progress and problems. */
  err(text: string): void
  env: Readonly<Record<string, string | undefined>>
  /** Aborted by Ctrl-C. */
  signal: AbortSignal
  /** How the embedded services are started where this runs. */
  launch: LaunchScript
  /** The built `service.js`. */
  serviceScript: string
  /** Where profiles and the stack's data are kept. */
  dataFolder: string
  version: string
}
