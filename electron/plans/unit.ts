import type { ProcessState } from '../../shared/domain/services'
import type { Bilingual } from '../../shared/domain/text'
import type { StopHow } from '../process/fleet'
import type { StepIo } from './step'

/** The unwanted end of a unit. */
export interface UnitEnd {
  code: number | null
  signal: string | null
  /** Its last lines of output, oldest first. */
  tail: readonly string[]
}

/** Something that is started and stopped as one: an embedded service, a command, a project. */
export interface Unit {
  /** The service's id, or the project's side. */
  id: string
  title: Bilingual
  /** Services and monitors that answer once it runs. */
  services: readonly string[]
  /** Units that must run before. */
  dependsOn: readonly string[]
  /** Command lines as a person would type them. */
  startCommand: string | null
  stopCommand: string | null
  startWarnings: readonly Bilingual[]
  stopWarnings: readonly Bilingual[]
  /** Local ports that it opens. */
  ports: readonly number[]
  /** What it started is told from everybody else's: by a tag, or as our own children. */
  provesItsOwn: boolean
  /** `external` runs without the console having started it. */
  state(): Promise<ProcessState>
  /** How it ended by itself after a start that had succeeded; null when it did not, or starts again. */
  ended?(): UnitEnd | null
  /** Its start command has ended well and left nothing of ours, and its answer is waited for. */
  isLeftAlone?(): boolean
  /** Resolves once it runs; rejects with an `OpsError`. */
  start(io: StepIo): Promise<void>
  /** Resolves once it has ended; `null` when there was nothing of ours to end. */
  stop(io: StepIo): Promise<StopHow | null>
}
