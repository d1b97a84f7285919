import { OpsError } from '../../shared/errors'
import { isStuck, portHeld, stuck, textOf } from './command-errors'
import { launchCommand } from './command-launch'
import type { RunOutput } from './command-output'
import { outputFileOf, unseenExit, type Run } from './command-run'
import type { CommandDeps, CommandSpec } from './command-spec'
import type { CommandStatus } from './command-status'
import { settlesWithin } from './deadline'
import type { StopHow } from './fleet'
import type { ChildExit } from './launch'
import { unlessAborted } from './pause'
import { runRecordFile } from './run-record'
import { stopFamily, type StopResult, type StopTarget } from './stop-procedure'
import { tagVariable } from './tag'

/** Ends the runs of one service, and proves that none of them is left. */
export interface Endings {
  /** Somebody wants it to end; asked again meanwhile, it is still ended once. */
  end(run: Run): Promise<StopHow>
  /** A start that failed leaves nothing behind. */
  abandon(run: Run): Promise<void>
  /** Clears away, while nobody waits, what a run that ended by itself left behind. */
  sweep(run: Run): void
  /** Resolves once that is done. */
  swept(): Promise<void>
}

/** Makes the endings of one service. */
export function createEndings(
  spec: CommandSpec,
  deps: CommandDeps,
  { status, runOutput }: { status: CommandStatus; runOutput: RunOutput },
): Endings {
  const note = (error: unknown): void => deps.output.note(textOf(error))
  const clear = (run: Run, withCommand: boolean): Promise<StopHow> =>
    clearRun(run, spec, deps, { runOutput, withCommand })
  let sweeping: Promise<void> = Promise.resolve()
  return {
    end(run) {
      status.apply('stop')
      run.over.abort()
      run.ending ??= clear(run, true).then(
        (how) => {
          status.book(run, run.childExit ?? unseenExit, false)
          return how
        },
        (error: unknown) => {
          run.ending = null
          // Its processes are gone although somebody else has its port.
          if (!isStuck(error)) status.leave(run)
          throw error instanceof OpsError ? status.fail(error) : error
        },
      )
      return run.ending
    },
    abandon: (run) =>
      clear(run, false).then(
        () => status.leave(run),
        (error: unknown) => {
          note(error)
          if (!isStuck(error)) status.leave(run)
        },
      ),
    sweep(run) {
      sweeping = clear(run, false).then(() => undefined, note)
    },
    swept: () => sweeping,
  }
}

/** Output and record go only once no process is left that they could belong to. */
async function clearRun(
  run: Run,
  spec: CommandSpec,
  deps: CommandDeps,
  { runOutput, withCommand }: { runOutput: RunOutput; withCommand: boolean },
): Promise<StopHow> {
  const { how, survivors, held } = await stopRun(run, spec, deps, withCommand)
  if (survivors.length > 0) throw stuck(spec, survivors)
  runOutput.unfollow()
  runOutput.remove()
  await runRecordFile(deps.folder).remove()
  if (held !== null) throw portHeld(spec, held, deps.mask)
  return how
}

/** Ends a run by the measured procedure; with the profile's own stop command when it has one. */
function stopRun(
  run: Run,
  spec: CommandSpec,
  deps: CommandDeps,
  withCommand: boolean,
): Promise<StopResult> {
  const { child } = run
  const target: StopTarget = {
    tag: run.tag,
    leader: child === null ? null : { pid: child.pid, ticks: run.childTicks },
    ports: spec.ports,
    hasExited: () => child === null || run.childExit !== null,
  }
  const argv = withCommand ? spec.stop : null
  return stopFamily(target, {
    ...deps,
    note: (text) => deps.output.note(text),
    stopCommand: argv === null ? null : () => runStopCommand(argv, spec, deps),
  })
}

/** Whatever becomes of it is only told: what it was to end is looked for afterwards anyway. */
async function runStopCommand(
  argv: readonly string[],
  spec: CommandSpec,
  deps: CommandDeps,
): Promise<void> {
  const { output, timings } = deps
  const tag = deps.newTag()
  try {
    const env = { ...spec.env, [tagVariable]: tag }
    const outputFile = outputFileOf(deps.folder)
    const child = await launchCommand({ argv, cwd: spec.cwd, env, outputFile })
    let exit: ChildExit | null = null
    const booked = child.exited.then((how) => {
      exit = how
      output.note(`stop command ended with ${how.signal ?? `code ${how.code ?? 'unknown'}`}`)
    })
    const row = await deps.table.row(child.pid)
    const patience = unlessAborted(booked, deps.hurry, undefined)
    const isDone = await settlesWithin(patience, timings.stopCommandMs)
    if (isDone && exit !== null) return
    output.note(`the stop command did not end within ${timings.stopCommandMs} ms`)
    const leader = { pid: child.pid, ticks: row?.ticks ?? -1 }
    const target: StopTarget = { tag, leader, ports: [], hasExited: () => exit !== null }
    await stopFamily(target, { ...deps, note: () => undefined, stopCommand: null })
  } catch (error) {
    output.note(`the stop command failed: ${error instanceof Error ? error.message : 'unknown'}`)
  }
}
