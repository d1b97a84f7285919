import type { ProcessState, ServiceProcess } from '../../shared/domain/services'
import { OpsError } from '../../shared/errors'
import {
  cancelledStart,
  launchRefused,
  notReady,
  portHeld,
  processError,
  stuck,
} from './command-errors'
import { LaunchError } from './command-launch'
import { followRun, removeOutput } from './command-files'
import {
  awaitReady,
  familyOfRun,
  heldPorts,
  launchRun,
  mainOf,
  stopRun,
  type Run,
} from './command-run'
import type { CommandDeps, CommandSpec } from './command-spec'
import { represent } from './command-record'
import { createRestarts } from './command-restarts'
import { watchRun } from './command-watch'
import type { FileFollower } from './file-follower'
import type { StopHow } from './fleet'
import type { ChildExit } from './launch'
import { runRecordFile, type RunRecord } from './run-record'
import { unseenHolder, type PortListener } from './ports'
import type { ProcessRow } from './process-table'
import type { ManagedProcess } from './service-process'
import { nextState, type ProcessEvent } from './state'

const tailLines = 20
const unknownExit: ChildExit = { code: null, signal: null }

/** A service that runs by a command of the profile. */
export interface CommandProcess extends Omit<ManagedProcess, 'replan'> {
  /** Takes over a process that was proven to be the one an earlier console started. */
  adopt(found: Pick<RunRecord, 'pid' | 'startTicks' | 'tag' | 'startedAt'>): void
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
  const { folder, output, now, onChange } = deps
  const record = runRecordFile(folder)
  let state: ProcessState = 'stopped'
  let current: Run | null = null
  let files: FileFollower | null = null
  let stopWatching: () => void = () => undefined
  let exit: ServiceProcess['exit'] = null
  let tail: string[] = []
  let starts = 0
  let starting: Promise<void> | null = null
  let stopping: Promise<StopHow | null> | null = null
  /** What a run that ended by itself left behind is still being cleared away. */
  let clearing: Promise<void> = Promise.resolve()
  let isCancelled = false

  const apply = (event: ProcessEvent): void => {
    const next = nextState(state, event)
    if (next === state) return
    state = next
    onChange()
  }
  const fail = (error: OpsError): OpsError => {
    files?.drain()
    output.note(error.message)
    tail = output.tail(tailLines)
    apply('give-up')
    return error
  }
  const follow = (from: 'start' | 'saved'): void => {
    files?.close()
    files = followRun(spec, { folder, output, pollMs: deps.timings.outputMs }, from)
  }
  const unfollow = (): void => {
    files?.drain()
    files?.close()
    files = null
  }
  const restarts = createRestarts({
    ...{ now, random: deps.random, note: output.note, onChange, limits: deps.crashLimits },
    start: () => begin(),
  })

  /** The run is over; what is shown of it stays until the next one. */
  const book = (run: Run, how: ChildExit, unexpected: boolean): void => {
    if (current !== run) return
    stopWatching()
    files?.drain()
    if (how.code !== null || how.signal !== null || unexpected) {
      output.note(`ended with ${how.signal ?? `code ${how.code ?? 'unknown'}`}`)
    }
    exit = { at: now(), ...how, unexpected }
    tail = unexpected ? output.tail(tailLines) : []
    current = null
    apply('exit')
  }
  const lost = (run: Run, how: ChildExit): void => {
    if (current !== run || state !== 'running') return
    const { readyAt } = run
    book(run, how, true)
    clearing = clear(run).then(
      () => undefined,
      (error: unknown) => output.note(textOf(error)),
    )
    if (spec.restarts) restarts.consider(how, readyAt)
  }
  const clear = async (run: Run, withCommand = false): Promise<StopHow> => {
    const { how, survivors, held } = await stopRun(run, spec, deps, withCommand)
    if (survivors.length > 0) throw stuck(spec, survivors)
    unfollow()
    removeOutput(folder)
    await record.remove()
    if (held !== null) throw portHeld(spec, held, deps.mask)
    return how
  }

  const watch = (run: Run): void => {
    stopWatching()
    stopWatching = watchRun(run, spec, deps, () => {
      void mainGone(run).catch((error: unknown) => output.note(textOf(error)))
    })
  }
  /** A script of an earlier console ends like one of ours, and one of several services may crash. */
  const mainGone = async (run: Run): Promise<void> => {
    const family = await familyOfRun(run, deps)
    const held = await heldPorts(spec.ports, deps)
    const isServed = held.some((holder) => family.some(({ pid }) => pid === holder.pid))
    const isHandedOver = family.length > 0 && (isServed || run.isAdopted)
    if (isHandedOver) return handOver(run, family, held)
    lost(run, unknownExit)
  }
  const handOver = async (
    run: Run,
    family: readonly ProcessRow[],
    held: readonly PortListener[],
  ) => {
    if (current !== run || state !== 'running') return
    await represent(run, mainOf(run, family, held), spec, deps)
    if (current !== run || state !== 'running') return
    onChange()
    watch(run)
  }
  /** Our child has ended while the service runs: it went into the background, or it crashed. */
  const childEnded = async (run: Run, how: ChildExit): Promise<void> => {
    if (current !== run || state !== 'running') return
    if (how.code !== 0) return lost(run, how)
    const family = await familyOfRun(run, deps)
    if (current !== run || state !== 'running') return
    const isHandedOver = run.pid === null && spec.stop !== null
    if (family.length === 0 && !isHandedOver) return lost(run, how)
    await handOver(run, family, await heldPorts(spec.ports, deps))
  }
  const refuseBusyPort = async (): Promise<void> => {
    for (const port of spec.ports) {
      if (!(await deps.isBusy(port))) continue
      const holder = (await deps.holderOf(port)) ?? unseenHolder
      throw fail(portHeld(spec, { ...holder, port }, deps.mask))
    }
  }
  const emptyOutput = (): void => {
    try {
      removeOutput(folder)
      follow('start')
    } catch (error) {
      const text = `its output cannot be kept: ${textOf(error)}`
      throw fail(launchRefused(spec, new LaunchError('output', text, error)))
    }
  }
  const launchAndWait = async (): Promise<void> => {
    isCancelled = false
    apply('start')
    await clearing
    await refuseBusyPort()
    if (isCancelled) throw cancelled()
    starts += 1
    exit = null
    tail = []
    emptyOutput()
    const run = await launchRun(spec, deps).catch((error: unknown) => {
      throw fail(launchRefused(spec, error))
    })
    current = run
    onChange()
    try {
      const main = run.ticks === null ? null : { pid: run.pid ?? -1, ticks: run.ticks }
      await represent(run, main, spec, deps, false)
      await settle(run)
    } catch (error) {
      if (current === run && state !== 'stopping') await abandon(run)
      throw error instanceof OpsError && state === 'starting' ? fail(error) : error
    }
    void run.child?.exited
      .then((how) => childEnded(run, how))
      .catch((error: unknown) => output.note(textOf(error)))
  }
  const settle = async (run: Run): Promise<void> => {
    const outcome = await awaitReady(run, spec, deps, () => isCancelled)
    if (outcome.kind === 'cancelled') throw await endCancelled(run)
    if (outcome.kind !== 'ready') {
      if (outcome.kind === 'exit') exit = { at: now(), ...outcome.how, unexpected: true }
      throw notReady(spec, outcome, deps.mask)
    }
    await represent(run, outcome.main, spec, deps)
    if (isCancelled) throw await endCancelled(run)
    run.readyAt = now()
    apply('listening')
  }
  const cancelled = (): OpsError => {
    apply('stop')
    apply('exit')
    return cancelledStart(spec)
  }
  const endCancelled = async (run: Run): Promise<OpsError> => {
    await end(run)
    return cancelledStart(spec)
  }
  /** A start that failed leaves nothing behind. */
  const abandon = (run: Run): Promise<void> =>
    clear(run).then(
      () => leave(run),
      (error: unknown) => {
        output.note(textOf(error))
        if (!isStuck(error)) leave(run)
      },
    )
  const leave = (run: Run): void => {
    stopWatching()
    if (current === run) current = null
  }

  const end = (run: Run): Promise<StopHow> => {
    apply('stop')
    run.over.abort()
    run.ending ??= clear(run, true).then(
      (how) => {
        book(run, run.childExit ?? unknownExit, false)
        return how
      },
      (error: unknown) => {
        run.ending = null
        // Its processes are gone although somebody else has its port.
        if (!isStuck(error)) leave(run)
        throw error instanceof OpsError ? fail(error) : error
      },
    )
    return run.ending
  }
  /** What an earlier stop could not end has to go first. */
  const startAfter = async (stuckRun: Run | null): Promise<void> => {
    if (stuckRun !== null) {
      apply('start')
      await abandon(stuckRun)
      if (current !== null) throw fail(processError(spec, `${spec.id} is still there`, 'stuck'))
    }
    await launchAndWait()
  }
  const begin = (): Promise<void> => {
    if (starting !== null) return starting
    if (stopping !== null) return stopping.then(begin)
    if (current !== null && state === 'running') return Promise.resolve()
    restarts.started()
    starting = startAfter(current).finally(() => {
      starting = null
    })
    return starting
  }
  const start = (): Promise<void> => {
    if (starting === null && state !== 'running') restarts.forgive()
    return begin()
  }
  const stop = (): Promise<StopHow | null> => {
    if (stopping !== null) return stopping
    isCancelled = true
    restarts.forgive()
    const run = current
    const begun = starting
    const ended = run === null ? Promise.resolve(null) : end(run)
    stopping = ended
      .then(async (how) => {
        await begun?.catch(() => undefined)
        await clearing
        return how
      })
      .finally(() => {
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
      const { pid, startTicks, tag, startedAt } = found
      current = {
        ...{ tag, pid, ticks: startTicks, child: null, childTicks: -1, childExit: null },
        ...{
          isAdopted: true,
          isLeftAlone: false,
          startedAt,
          readyAt: now(),
          over: new AbortController(),
        },
        ending: null,
      }
      starts = 1
      follow('saved')
      output.note(`pid ${pid} of an earlier console was proven to be ours and taken over`)
      apply('adopt')
      watch(current)
    },
    family: async () =>
      current === null ? [] : (await familyOfRun(current, deps)).map(({ pid }) => pid),
    cleared: () => clearing,
    isLeftAlone: () => state === 'starting' && current?.isLeftAlone === true,
    refuse: (difference) =>
      output.note(
        `the record of an earlier run does not fit (${difference}): nothing is signalled`,
      ),
    snapshot: () => ({
      ...{ state, exit, tail, controllable: true, partOf: null },
      pid: current?.pid ?? null,
      startedAt: current?.startedAt ?? null,
      restarts: Math.max(0, starts - 1),
      adopted: current?.isAdopted ?? false,
      ...restarts.snapshot(),
    }),
    noteForeign: (isPresent) => apply(isPresent ? 'found' : 'lost'),
    post: () => undefined,
    killNow() {
      const pid = current?.childExit === null ? current.child?.pid : undefined
      if (pid !== undefined) deps.signals.group(pid, 'SIGKILL')
    },
    dispose() {
      restarts.forgive()
      stopWatching()
      unfollow()
      output.close()
    },
  }
}

function isStuck(error: unknown): boolean {
  return error instanceof OpsError && error.facts['code'] === 'stuck'
}

function textOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
