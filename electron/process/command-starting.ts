import { OpsError } from '../../shared/errors'
import type { Endings } from './command-ending'
import { cancelledStart, launchRefused, notReady, portHeld, textOf } from './command-errors'
import { LaunchError } from './command-launch'
import type { RunOutput } from './command-output'
import { awaitReady } from './command-ready'
import { represent } from './command-record'
import { launchRun, type Run } from './command-run'
import type { CommandDeps, CommandSpec } from './command-spec'
import type { CommandStatus } from './command-status'
import { unseenHolder } from './ports'

/** What a start works with beside the command itself. */
export interface StartParts {
  status: CommandStatus
  endings: Endings
  runOutput: RunOutput
  /** True once a person no longer wants this start. */
  isCancelled: () => boolean
}

/** Launches a service and waits until it answers as itself; a start that fails leaves nothing. */
export async function startRun(
  spec: CommandSpec,
  deps: CommandDeps,
  parts: StartParts,
): Promise<Run> {
  const { status, endings, runOutput, isCancelled } = parts
  status.apply('start')
  await endings.swept()
  await refuseBusyPort(spec, deps, status)
  if (isCancelled()) throw cancelledUnlaunched(spec, status)
  status.count()
  emptyOutput(spec, status, runOutput)
  const run = await launchRun(spec, deps).catch((error: unknown) => {
    throw status.fail(launchRefused(spec, error))
  })
  status.take(run)
  deps.onChange()
  try {
    const main = run.ticks === null ? null : { pid: run.pid ?? -1, ticks: run.ticks }
    await represent(run, main, spec, deps, false)
    await settle(run, spec, deps, parts)
  } catch (error) {
    if (status.run() === run && status.state() !== 'stopping') await endings.abandon(run)
    throw error instanceof OpsError && status.state() === 'starting' ? status.fail(error) : error
  }
  return run
}

async function refuseBusyPort(
  spec: CommandSpec,
  { isBusy, holderOf, mask }: CommandDeps,
  status: CommandStatus,
): Promise<void> {
  for (const port of spec.ports) {
    if (!(await isBusy(port))) continue
    const holder = (await holderOf(port)) ?? unseenHolder
    throw status.fail(portHeld(spec, { ...holder, port }, mask))
  }
}

function cancelledUnlaunched(spec: CommandSpec, status: CommandStatus): OpsError {
  status.apply('stop')
  status.apply('exit')
  return cancelledStart(spec)
}

function emptyOutput(spec: CommandSpec, status: CommandStatus, runOutput: RunOutput): void {
  try {
    runOutput.remove()
    runOutput.follow('start')
  } catch (error) {
    const text = `its output cannot be kept: ${textOf(error)}`
    throw status.fail(launchRefused(spec, new LaunchError('output', text, error)))
  }
}

async function settle(
  run: Run,
  spec: CommandSpec,
  deps: CommandDeps,
  { status, endings, isCancelled }: StartParts,
): Promise<void> {
  const endCancelled = async (): Promise<OpsError> => {
    await endings.end(run)
    return cancelledStart(spec)
  }
  const outcome = await awaitReady(run, spec, deps, isCancelled)
  if (outcome.kind === 'cancelled') throw await endCancelled()
  if (outcome.kind !== 'ready') {
    if (outcome.kind === 'exit') status.noteExit(outcome.how, true)
    throw notReady(spec, outcome, deps.mask)
  }
  await represent(run, outcome.main, spec, deps)
  if (isCancelled()) throw await endCancelled()
  run.readyAt = deps.now()
  status.apply('listening')
}
