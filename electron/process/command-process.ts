import { createEndings } from './command-ending'
import { cancelledStart, stillStuck } from './command-errors'
import { createRunOutput } from './command-output'
import { createRestarts } from './command-restarts'
import { adoptedRun, familyOfRun, type FoundRun, type Run } from './command-run'
import type { CommandDeps, CommandSpec } from './command-spec'
import { startRun } from './command-starting'
import { createCommandStatus } from './command-status'
import { createSuccession } from './command-succession'
import type { StopHow } from './fleet'
import type { ChildExit } from './launch'
import type { ManagedProcess } from './service-process'

/** A service that runs by a command of the profile. */
export interface CommandProcess extends Omit<ManagedProcess, 'replan'> {
  /** Takes over a process that was proven to be the one an earlier console started. */
  adopt(found: FoundRun): void
  /** Every process of its run. */
  family(): Promise<number[]>
  /** Resolves once what a run that ended by itself left behind has been cleared away. */
  cleared(): Promise<void>
  /** Its start command has ended well and left nothing, and it is still waited for. */
  isLeftAlone(): boolean
  /** Tells in the log that a record of an earlier console proved nothing. */
  refuse(difference: string): void
}

/** Makes the keeper of one service that runs by command. */
export function createCommandProcess(spec: CommandSpec, deps: CommandDeps): CommandProcess {
  const { output, now, random, onChange, crashLimits: limits } = deps
  const runOutput = createRunOutput(spec, deps)
  const status = createCommandStatus(deps, runOutput.drain)
  const endings = createEndings(spec, deps, { status, runOutput })
  const restarts = createRestarts({
    ...{ now, random, note: output.note, onChange, limits },
    start: () => begin(),
  })
  const lost = (run: Run, how: ChildExit): void => {
    if (!status.isRunning(run)) return
    status.book(run, how, true)
    endings.sweep(run)
    if (spec.restarts) restarts.consider(how, run.readyAt)
  }
  const succession = createSuccession(spec, deps, status, lost)
  let starting: Promise<void> | null = null
  let stopping: Promise<StopHow | null> | null = null
  let isCancelled = false
  let isClearing = false
  let stopsAsked = 0

  /** What an earlier stop could not end has to go first. */
  const startAfter = async (stuckRun: Run | null): Promise<void> => {
    isCancelled = false
    if (stuckRun !== null) {
      status.apply('start')
      isClearing = true
      await endings.abandon(stuckRun).finally(() => {
        isClearing = false
      })
      if (status.run() !== null) throw status.fail(stillStuck(spec))
    }
    const parts = { status, endings, runOutput, isCancelled: () => isCancelled }
    succession.follow(await startRun(spec, deps, parts))
  }
  const begin = (): Promise<void> => {
    if (starting !== null) return starting
    if (stopping !== null) {
      const asked = stopsAsked
      return stopping.then(() => {
        if (stopsAsked !== asked) throw cancelledStart(spec)
        return begin()
      })
    }
    const run = status.run()
    if (run !== null && status.isRunning(run)) return Promise.resolve()
    restarts.started()
    starting = startAfter(run).finally(() => {
      starting = null
    })
    return starting
  }
  const start = (): Promise<void> => {
    if (starting === null && status.state() !== 'running') restarts.forgive()
    return begin()
  }
  const stop = (): Promise<StopHow | null> => {
    stopsAsked += 1
    if (stopping !== null) return stopping
    isCancelled = true
    restarts.forgive()
    const begun = starting?.catch(() => undefined)
    const endAll = async (): Promise<StopHow | null> => {
      // What a start is just clearing away is not ended a second time beside it.
      if (isClearing) await begun
      const run = status.run()
      const how = run === null ? null : await endings.end(run)
      await begun
      await endings.swept()
      return how
    }
    stopping = endAll().finally(() => {
      stopping = null
    })
    return stopping
  }

  return {
    log: output,
    dependsOn: () => spec.dependsOn,
    start,
    stop,
    restart: () => stop().then(start),
    adopt(found) {
      const run = adoptedRun(found, now())
      status.take(run)
      status.count()
      runOutput.follow('saved')
      output.note(`pid ${found.pid} of an earlier console was proven to be ours and taken over`)
      status.apply('adopt')
      succession.watch(run)
    },
    async family() {
      const run = status.run()
      return run === null ? [] : (await familyOfRun(run, deps)).map(({ pid }) => pid)
    },
    cleared: endings.swept,
    isLeftAlone: () => status.state() === 'starting' && status.run()?.isLeftAlone === true,
    refuse: (difference) =>
      output.note(
        `the record of an earlier run does not fit (${difference}): nothing is signalled`,
      ),
    snapshot: () => ({
      ...status.snapshot(),
      ...{ controllable: true, partOf: null },
      ...restarts.snapshot(),
    }),
    noteForeign: (isPresent) => status.apply(isPresent ? 'found' : 'lost'),
    post: () => undefined,
    killNow() {
      const run = status.run()
      const pid = run?.childExit === null ? run.child?.pid : undefined
      if (pid !== undefined) deps.signals.group(pid, 'SIGKILL')
    },
    dispose() {
      restarts.forgive()
      status.run()?.stopWatching()
      runOutput.unfollow()
      output.close()
    },
  }
}
