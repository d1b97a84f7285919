import type { ProcessState, ServiceProcess } from '../../shared/domain/services'
import type { OpsError } from '../../shared/errors'
import type { Run } from './command-run'
import type { CommandDeps } from './command-spec'
import type { ChildExit } from './launch'
import { nextState, type ProcessEvent } from './state'

const tailLines = 20

/** What is known of one service that runs by command: its state, its run, how the last one ended. */
export interface CommandStatus {
  state(): ProcessState
  /** The run that has processes, or may have; null when there is none. */
  run(): Run | null
  /** True while this very run is the service; after each wait it may be over. */
  isRunning(run: Run): boolean
  apply(event: ProcessEvent): void
  /** One start more: what was shown of the run before goes. */
  count(): void
  take(run: Run): void
  noteExit(how: ChildExit, unexpected: boolean): void
  /** The run is over; what is shown of it stays until the next one. */
  book(run: Run, how: ChildExit, unexpected: boolean): void
  /** The run is over, and nothing is to be shown of it. */
  leave(run: Run): void
  /** Books a failure with the last lines of the output and returns it. */
  fail(error: OpsError): OpsError
  snapshot(): StatusSnapshot
}

type StatusSnapshot = Pick<
  ServiceProcess,
  'state' | 'pid' | 'startedAt' | 'exit' | 'tail' | 'restarts' | 'adopted'
>

/** Makes the status of one service; `drain` reads the output that is there by now. */
export function createCommandStatus(
  { output, now, onChange }: Pick<CommandDeps, 'output' | 'now' | 'onChange'>,
  drain: () => void,
): CommandStatus {
  let state: ProcessState = 'stopped'
  let current: Run | null = null
  let exit: ServiceProcess['exit'] = null
  let tail: string[] = []
  let starts = 0

  const apply = (event: ProcessEvent): void => {
    const next = nextState(state, event)
    if (next === state) return
    state = next
    onChange()
  }
  const noteExit = (how: ChildExit, unexpected: boolean): void => {
    exit = { at: now(), ...how, unexpected }
  }
  return {
    state: () => state,
    run: () => current,
    isRunning: (run) => current === run && state === 'running',
    apply,
    count() {
      starts += 1
      exit = null
      tail = []
    },
    take(run) {
      current = run
    },
    noteExit,
    book(run, how, unexpected) {
      if (current !== run) return
      run.stopWatching()
      drain()
      if (how.code !== null || how.signal !== null || unexpected) {
        output.note(`ended with ${how.signal ?? `code ${how.code ?? 'unknown'}`}`)
      }
      noteExit(how, unexpected)
      tail = unexpected ? output.tail(tailLines) : []
      current = null
      apply('exit')
    },
    leave(run) {
      run.stopWatching()
      if (current === run) current = null
    },
    fail(error) {
      drain()
      output.note(error.message)
      tail = output.tail(tailLines)
      apply('give-up')
      return error
    },
    snapshot: () => ({
      ...{ state, exit, tail },
      pid: current?.pid ?? null,
      startedAt: current?.startedAt ?? null,
      restarts: Math.max(0, starts - 1),
      adopted: current?.isAdopted ?? false,
    }),
  }
}
