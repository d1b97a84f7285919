import { join } from 'node:path'
import { launchCommand, type LaunchedCommand } from './command-launch'
import type { CommandDeps, CommandSpec } from './command-spec'
import { familyOf, type FamilyRoot } from './family'
import type { StopHow } from './fleet'
import type { ChildExit } from './launch'
import type { PortListener } from './ports'
import type { ProcessRow } from './process-table'
import { runRecordFile, type RunRecord } from './run-record'
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
  /** Ends the looks whether its process still lives. */
  stopWatching: () => void
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
    ...{ isAdopted: false, startedAt: deps.now(), readyAt: null, ...fresh() },
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

/** What was proven to be a run of an earlier console. */
export type FoundRun = Pick<RunRecord, 'pid' | 'startTicks' | 'tag' | 'startedAt'>

/** A run of an earlier console goes on as one of ours, except that its process is no child. */
export function adoptedRun({ pid, startTicks, tag, startedAt }: FoundRun, readyAt: number): Run {
  return {
    ...{ tag, pid, ticks: startTicks, child: null, childTicks: -1, childExit: null },
    ...{ isAdopted: true, startedAt, readyAt, ...fresh() },
  }
}

function fresh(): Pick<Run, 'over' | 'stopWatching' | 'ending' | 'isLeftAlone'> {
  const stopWatching = () => undefined
  return { over: new AbortController(), stopWatching, ending: null, isLeftAlone: false }
}

/** Nobody saw how it ended: it was no child of ours. */
export const unseenExit: ChildExit = { code: null, signal: null }

/** A command may put its service into the background and end well; any other end is a crash. */
export const hasCrashed = (how: ChildExit): boolean => how.code !== 0

export function familyOfRun(run: Run, { table }: CommandDeps): Promise<ProcessRow[]> {
  return familyOf(table, { tag: run.tag, leader: leaderOf(run) })
}

function leaderOf({ child, childTicks, childExit }: Run): FamilyRoot['leader'] {
  return child === null || childExit !== null ? null : { pid: child.pid, ticks: childTicks }
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
