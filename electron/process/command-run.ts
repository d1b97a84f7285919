import { join } from 'node:path'
import { watchAlone } from './command-alone'
import { launchCommand, type LaunchedCommand } from './command-launch'
import type { CommandDeps, CommandSpec } from './command-spec'
import { settlesWithin } from './deadline'
import { familyOf } from './family'
import type { StopHow } from './fleet'
import type { ChildExit } from './launch'
import { pause, unlessAborted } from './pause'
import type { PortListener } from './ports'
import type { ProcessRow } from './process-table'
import { runRecordFile } from './run-record'
import { stopFamily, type StopResult, type StopTarget } from './stop-procedure'
import { tagVariable } from './tag'

/** One life of a service, from its launch or adoption to its proven end. */
export interface Run {
  tag: string
  /** The process that stands for the service; null while a manager such as docker has it. */
  pid: number | null
  /** The start of that process, once it has been seen. */
  ticks: number | null
  /** Our own child, also after it went into the background; null when adopted. */
  child: LaunchedCommand | null
  childTicks: number
  childExit: ChildExit | null
  isAdopted: boolean
  /** Its command has ended well and nothing of it is left, while its answer is still waited for. */
  isLeftAlone: boolean
  startedAt: number
  readyAt: number | null
  /** Aborted when nobody waits for it to become ready any more. */
  over: AbortController
  /** Set while it is being ended, so that it is ended once. */
  ending: Promise<StopHow> | null
}

export const outputFileOf = (folder: string): string => join(folder, 'output.log')

/** Starts the command; its descendants can be told from all others by the tag. */
export async function launchRun(spec: CommandSpec, deps: CommandDeps): Promise<Run> {
  const tag = deps.newTag()
  const bootId = await deps.table.bootId()
  if (bootId !== null) await runRecordFile(deps.folder).writeIntent({ tag, bootId })
  const child = await launchCommand({
    argv: spec.start,
    cwd: spec.cwd,
    env: { ...spec.env, [tagVariable]: tag },
    outputFile: outputFileOf(deps.folder),
  })
  const run: Run = {
    ...{ tag, pid: child.pid, ticks: null, child, childTicks: -1, childExit: null },
    ...{ isAdopted: false, isLeftAlone: false },
    ...{ startedAt: deps.now(), readyAt: null, ending: null },
    over: new AbortController(),
  }
  // Booked before anything is awaited, or a quick exit would be missed.
  void child.exited.then((how) => {
    run.childExit = how
    if (hasCrashed(how)) run.over.abort()
  })
  const row = await deps.table.row(child.pid)
  // Until it is reaped its number cannot belong to anybody else.
  if (row !== null && run.childExit === null) {
    run.childTicks = row.ticks
    run.ticks = row.ticks
  }
  return run
}

/** A command may put its service into the background and end well; any other end is a crash. */
export const hasCrashed = (how: ChildExit): boolean => how.code !== 0

export type Readiness =
  | { kind: 'ready'; main: ProcessRow | null }
  | { kind: 'exit'; how: ChildExit }
  | { kind: 'timeout' }
  | { kind: 'left-nothing' }
  | { kind: 'cancelled' }
  | { kind: 'untracked' }
  | { kind: 'foreign'; holder: PortListener }

/** Waits until the service answers as itself, its command failed, or its time is up. */
export async function awaitReady(
  run: Run,
  spec: CommandSpec,
  deps: CommandDeps,
  isCancelled: () => boolean,
): Promise<Readiness> {
  const deadline = AbortSignal.timeout(spec.readyTimeoutMs)
  const until = AbortSignal.any([deadline, run.over.signal])
  const ended = (): Readiness | null => {
    if (isCancelled()) return { kind: 'cancelled' }
    if (run.childExit !== null && hasCrashed(run.childExit)) {
      return { kind: 'exit', how: run.childExit }
    }
    return deadline.aborted ? { kind: 'timeout' } : null
  }
  const lookAlone = watchAlone(run, spec, deps)
  for (;;) {
    const over = ended()
    if (over !== null) return over
    const answers = await isReadyBy(until, spec.id, deps)
    const meanwhile = ended()
    if (meanwhile !== null) return meanwhile
    if (answers) return judgeReady(run, spec, deps)
    if ((await lookAlone()) === 'given-up' && run.childExit !== null) {
      if (spec.stop !== null) return { kind: 'left-nothing' }
      // A command that ended well and left nobody has nothing that could still become ready.
      return { kind: 'exit', how: run.childExit }
    }
    await pause(deps.timings.readyPollMs, until)
  }
}

function isReadyBy(until: AbortSignal, id: string, deps: CommandDeps): Promise<boolean> {
  const answer = deps.isReady(id, until).catch(() => false)
  return unlessAborted(answer, until, false)
}

export function familyOfRun(run: Run, { table }: CommandDeps): Promise<ProcessRow[]> {
  return familyOf(table, { tag: run.tag, leader: leaderOf(run) })
}

function leaderOf({ child, childTicks, childExit }: Run): StopTarget['leader'] {
  return child === null || childExit !== null ? null : { pid: child.pid, ticks: childTicks }
}

/** Programs that hold a port for a container, whose own process is not to be seen here. */
const containerPorts = /docker|podman|containerd|rootless|conmon|slirp4netns|pasta/i

/** The answer came; it counts only when nobody else than this run can have given it. */
async function judgeReady(run: Run, spec: CommandSpec, deps: CommandDeps): Promise<Readiness> {
  const family = await familyOfRun(run, deps)
  const held = await heldPorts(spec.ports, deps)
  const isOurs = (holder: PortListener) => family.some(({ pid }) => pid === holder.pid)
  if (family.length === 0) {
    // Where the system shows no processes, our own living child is proof enough.
    if (run.childExit === null) return { kind: 'ready', main: null }
    return spec.stop === null ? { kind: 'untracked' } : { kind: 'ready', main: null }
  }
  const holder = held.find((one) => !isOurs(one) && isStranger(one))
  if (holder !== undefined) return { kind: 'foreign', holder }
  return { kind: 'ready', main: mainOf(run, family, held) }
}

function isStranger({ pid, command }: PortListener): boolean {
  return pid !== null && !containerPorts.test(command ?? '')
}

/** Those of the ports that somebody listens on. */
export async function heldPorts(
  ports: readonly number[],
  { holderOf }: Pick<CommandDeps, 'holderOf'>,
): Promise<PortListener[]> {
  const found = await Promise.all(
    ports.map(async (port) => {
      const holder = await holderOf(port)
      return holder === null ? [] : [{ ...holder, port }]
    }),
  )
  return found.flat()
}

/** Our child while it lives, else who holds a port, else the eldest. */
export function mainOf(
  run: Run,
  family: readonly ProcessRow[],
  held: readonly PortListener[],
): ProcessRow | null {
  const childPid = run.childExit === null ? (run.child?.pid ?? null) : null
  return (
    family.find(({ pid }) => pid === childPid) ??
    family.find(({ pid }) => held.some((holder) => holder.pid === pid)) ??
    family.toSorted((one, other) => one.ticks - other.ticks)[0] ??
    null
  )
}

/** Ends a run by the measured procedure; with the profile's own stop command when it has one. */
export function stopRun(
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
