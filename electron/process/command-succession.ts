import { textOf } from './command-errors'
import { represent } from './command-record'
import { familyOfRun, heldPorts, mainOf, unseenExit, type Run } from './command-run'
import type { CommandDeps, CommandSpec } from './command-spec'
import type { CommandStatus } from './command-status'
import { watchRun } from './command-watch'
import type { ChildExit } from './launch'
import type { PortListener } from './ports'
import type { ProcessRow } from './process-table'

/** Finds who stands for a running service once the process that did is gone. */
export interface Succession {
  /** Awaits the end of our own child. */
  follow(run: Run): void
  /** Looks from time to time at a process that is no child of ours. */
  watch(run: Run): void
}

/** Makes the succession of one service; `onLost` hears of a run that has nobody left. */
export function createSuccession(
  spec: CommandSpec,
  deps: CommandDeps,
  status: CommandStatus,
  onLost: (run: Run, how: ChildExit) => void,
): Succession {
  const note = (error: unknown): void => deps.output.note(textOf(error))
  const watch = (run: Run): void => {
    run.stopWatching()
    run.stopWatching = watchRun(run, spec, deps, () => void mainGone(run).catch(note))
  }
  const handOver = async (
    run: Run,
    family: readonly ProcessRow[],
    held: readonly PortListener[],
  ): Promise<void> => {
    if (!status.isRunning(run)) return
    await represent(run, mainOf(run, family, held), spec, deps)
    if (!status.isRunning(run)) return
    deps.onChange()
    watch(run)
  }
  /** A script of an earlier console ends like one of ours, and one of several services may crash. */
  const mainGone = async (run: Run): Promise<void> => {
    const family = await familyOfRun(run, deps)
    const held = await heldPorts(spec.ports, deps)
    const isServed = held.some((holder) => family.some(({ pid }) => pid === holder.pid))
    const isHandedOver = family.length > 0 && (isServed || run.isAdopted)
    if (isHandedOver) return handOver(run, family, held)
    onLost(run, unseenExit)
  }
  /** Our child has ended while the service runs: it went into the background, or it crashed. */
  const childEnded = async (run: Run, how: ChildExit): Promise<void> => {
    if (!status.isRunning(run)) return
    if (how.code !== 0) return onLost(run, how)
    const family = await familyOfRun(run, deps)
    if (!status.isRunning(run)) return
    const isHandedOver = run.pid === null && spec.stop !== null
    if (family.length === 0 && !isHandedOver) return onLost(run, how)
    await handOver(run, family, await heldPorts(spec.ports, deps))
  }
  return {
    follow(run) {
      void run.child?.exited.then((how) => childEnded(run, how)).catch(note)
    },
    watch,
  }
}
