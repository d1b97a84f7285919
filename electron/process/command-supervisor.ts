import { join } from 'node:path'
import { OpsError } from '../../shared/errors'
import { differenceFrom, findByIntent, type Difference } from './adoption'
import { createCommandProcess, type CommandProcess } from './command-process'
import {
  commandTimings,
  type CommandDeps,
  type CommandSpec,
  type CommandTimings,
} from './command-spec'
import { takeLock, type ConsoleLock } from './console-lock'
import { crashLoopLimits, type CrashLoopLimits } from './crash-loop'
import { createFleet, memberOf, stopInOrder, type Fleet } from './fleet'
import { createOutput, type OutputLimits } from './output'
import type { ProcessTable } from './process-table'
import { runRecordFile, type RunRecord } from './run-record'

export interface CommandSupervisorOptions extends Pick<
  CommandDeps,
  | 'table'
  | 'signals'
  | 'now'
  | 'random'
  | 'mask'
  | 'newTag'
  | 'isReady'
  | 'isBusy'
  | 'holderOf'
  | 'consoleVersion'
> {
  specs: readonly CommandSpec[]
  /** Specs that take a look at the disk; they are there before anything is adopted. */
  lateSpecs?: () => Promise<readonly CommandSpec[]>
  /** Private folder of the profile's processes. */
  folder: string
  timings?: Partial<CommandTimings>
  crashLimits?: CrashLoopLimits
  logLimits?: OutputLimits
  onChange(id: string): void
}

/** What became of the records of an earlier console. */
export interface Opened {
  adopted: string[]
  stale: { id: string; difference: Difference | 'unreadable' }[]
  /** The console that runs these processes; null when it is this one. */
  heldBy: number | null
}

export interface CommandSupervisor extends Fleet {
  /** Adds a service, or gives a stopped one another command; refused while it runs. */
  define(spec: CommandSpec): void
  /** Takes a stopped service away; refused while it runs. */
  forget(id: string): void
  /** Settles when the processes of an earlier console have been adopted or refused. */
  readonly opened: Promise<Opened>
  /** The service of every process that runs by a command, also of those in the background. */
  owned(): Promise<Map<number, string>>
  /** Stops everything, dependants first; after the limit nobody waits politely any more. */
  dispose(limitMs: number): Promise<void>
}

/** Runs the services that a profile gives commands for. */
export function createCommandSupervisor(options: CommandSupervisorOptions): CommandSupervisor {
  const hurry = new AbortController()
  const processes = new Map(
    options.specs.map((spec) => [spec.id, createOne(spec, options, hurry.signal)]),
  )
  const fleet = createFleet(processes)
  let lock: ConsoleLock | null = null
  const open = async (): Promise<Opened> => {
    const result: Opened = { adopted: [], stale: [], heldBy: null }
    lock = await takeLock(options.folder, options.table)
    for (const spec of (await options.lateSpecs?.()) ?? []) {
      processes.set(spec.id, createOne(spec, options, hurry.signal))
    }
    if (!lock.ok) return { ...result, heldBy: lock.pid }
    for (const id of processes.keys()) await examine(id, processes, options, result)
    return result
  }
  const opened = open()
  // Whoever acts awaits it and is told; without an act nothing depends on it.
  opened.catch(() => undefined)
  const whenOurs = async (): Promise<void> => {
    const { heldBy } = await opened
    if (heldBy === null) return
    throw new OpsError(
      'busy',
      `another console (pid ${heldBy}) runs the processes of this profile`,
      {
        facts: { pid: heldBy },
      },
    )
  }
  const forget = (id: string): void => {
    const process = processes.get(id)
    if (process === undefined) return
    if (!['stopped', 'failed', 'external'].includes(process.snapshot().state)) {
      throw new OpsError('busy', `${id} is running`, { facts: { id } })
    }
    process.dispose()
    processes.delete(id)
  }
  return {
    ...fleet,
    opened,
    start: (id) => whenOurs().then(() => fleet.start(id)),
    stop: (id) => whenOurs().then(() => fleet.stop(id)),
    define(spec) {
      forget(spec.id)
      processes.set(spec.id, createOne(spec, options, hurry.signal))
      options.onChange(spec.id)
    },
    forget,
    restart: (id) => whenOurs().then(() => fleet.restart(id)),
    isLeftAlone: (id) => memberOf(processes, id).isLeftAlone(),
    cleared: (id) => memberOf(processes, id).cleared(),
    async owned() {
      const families = await Promise.all(
        [...processes].map(async ([id, process]) =>
          (await process.family()).map((pid) => [pid, id] as const),
        ),
      )
      return new Map(families.flat())
    },
    async dispose(limitMs) {
      const timer = setTimeout(() => hurry.abort(), limitMs)
      try {
        await opened.catch(() => undefined)
        await stopInOrder(processes)
      } finally {
        clearTimeout(timer)
        for (const process of processes.values()) process.dispose()
        if (lock?.ok === true) await lock.release()
      }
    },
  }
}

function createOne(
  spec: CommandSpec,
  options: CommandSupervisorOptions,
  hurry: AbortSignal,
): CommandProcess {
  const { mask, now, logLimits } = options
  const folder = folderOf(options.folder, spec.id)
  const output = createOutput({
    ...{ file: join(options.folder, 'logs', `${spec.id}.log`), mask, now },
    ...(logLimits === undefined ? {} : { limits: logLimits }),
  })
  const timings = { ...commandTimings, ...options.timings }
  const { crashLimits = crashLoopLimits } = options
  const onChange = (): void => options.onChange(spec.id)
  const own = { folder, output, timings, crashLimits, hurry, onChange }
  return createCommandProcess(spec, { ...options, ...own })
}

const folderOf = (folder: string, id: string): string => join(folder, 'run', id)

/** A record that fits its process in everything is adopted; any other is kept aside, unsignalled. */
async function examine(
  id: string,
  processes: ReadonlyMap<string, CommandProcess>,
  { folder, table, now }: CommandSupervisorOptions,
  result: Opened,
): Promise<void> {
  const file = runRecordFile(folderOf(folder, id))
  const record = await file.read()
  if (record === null) {
    const intent = await file.readIntent()
    const found = await findByIntent(intent, table)
    if (intent === null || found === null) return file.remove()
    memberOf(processes, id).adopt({ ...found, tag: intent.tag, startedAt: now() })
    result.adopted.push(id)
    return
  }
  const difference = record === 'unreadable' ? 'unreadable' : await differenceFrom(record, table)
  const isOurs = record !== 'unreadable' && record.service === id
  if (isOurs && difference === null) {
    memberOf(processes, id).adopt(record)
    result.adopted.push(id)
    return
  }
  // A start script ends once its services run; they still carry the tag of its run.
  const left = isOurs && mayHaveMoved(record, difference) ? await leftBehind(record, table) : null
  if (isOurs && left !== null) {
    memberOf(processes, id).adopt({ ...record, ...left })
    result.adopted.push(id)
    return
  }
  await file.setAside()
  memberOf(processes, id).refuse(difference ?? 'unreadable')
  result.stale.push({ id, difference: difference ?? 'unreadable' })
}

/** It ended, or was seen before it became the program that it is. */
function mayHaveMoved(
  { isSettled }: RunRecord,
  difference: Difference | 'unreadable' | null,
): boolean {
  if (difference === 'gone') return true
  return !isSettled && (difference === 'exe' || difference === 'argv')
}

async function leftBehind({ tag, bootId }: RunRecord, table: ProcessTable) {
  return bootId === null ? null : findByIntent({ tag, bootId }, table)
}
