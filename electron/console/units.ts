import { resolve } from 'node:path'
import { inLanguage, type Bilingual } from '../../shared/domain/text'
import type { Profile } from '../../shared/domain/profile'
import type { Project } from '../../shared/domain/projects'
import type { ProcessState } from '../../shared/domain/services'
import { OpsError } from '../../shared/errors'
import { composeUnit } from '../docker/compose-unit'
import type { DockerCli } from '../docker/docker-cli'
import type { StepIo } from '../plans/step'
import type { Unit, UnitEnd } from '../plans/unit'
import type { CommandSupervisor } from '../process/command-supervisor'
import type { Fleet } from '../process/fleet'
import { unlessAborted } from '../process/pause'
import { plannedServices } from '../process/planned-services'
import { isPortBusy } from '../process/ports'
import { shellLine } from '../projects/shell-words'
import { launchWarnings } from '../projects/launch-offers'
import { sideNames } from '../projects/side-names'
import { portsOf, servicesOf } from './commands'
import type { ProjectCommands } from './project-commands'

export interface UnitDeps {
  profile: Profile
  fleet: Fleet
  /** Dependencies of the services and monitors among themselves. */
  dependsOn: Readonly<Record<string, readonly string[]>>
}

/** A service that has a process of its own: of the embedded stack, or by a command of the profile. */
export function serviceUnit(id: string, { profile, fleet, dependsOn }: UnitDeps): Unit {
  const command = profile.processes[id]
  const ports = portsOf(profile, id)
  return {
    id,
    title: titleOf(profile, id),
    services: [id],
    dependsOn: dependsOn[id] ?? [],
    startCommand: command === undefined ? null : shellLine(command.start),
    stopCommand: command?.stop === undefined ? null : shellLine(command.stop),
    ...{ startWarnings: [], stopWarnings: [], ports, provesItsOwn: true },
    state: () => stateOf(fleet, id, ports),
    ended: () => endOf(fleet, id),
    isLeftAlone: () => fleet.isLeftAlone?.(id) ?? false,
    start: (io) => startWithOutput(fleet, id, io),
    stop: (io) => stopped(fleet, id, io),
  }
}

/** A project that its own script or program starts. */
export async function projectUnit(
  project: Project,
  { profile, fleet, commands }: UnitDeps & { fleet: CommandSupervisor; commands: ProjectCommands },
): Promise<Unit> {
  const { side } = project
  const ports = portsOf(profile, side)
  const planned = await commands.commandOf(side)
  const command = planned?.ok === true ? planned.command : null
  const warnings = launchWarnings(project)
  return {
    ...projectParts(profile, project),
    startCommand: command?.startCommand ?? null,
    stopCommand: command?.stopCommand ?? null,
    startWarnings: warnings.start,
    stopWarnings: warnings.stop,
    ...{ ports, provesItsOwn: true },
    state: () => stateOf(fleet, side, ports),
    ended: () => endOf(fleet, side),
    isLeftAlone: () => fleet.isLeftAlone?.(side) ?? false,
    async start(io) {
      // Its environment may have changed since the last look, and so may the profile's folder.
      const spec = await commands.specOf(side)
      if (spec === null) throw new OpsError('unsupported', `${side} has no way to be started`)
      if (isIdle(fleet.snapshot(side).state)) fleet.define(spec)
      await startWithOutput(fleet, side, io)
    },
    stop: (io) => stopped(fleet, side, io),
  }
}

/** A project that docker compose starts. */
export async function composeProjectUnit(
  profile: Profile,
  project: Project,
  cli: DockerCli,
): Promise<Unit> {
  const { launch, folder } = project
  if (launch?.kind !== 'compose' || folder === null) throw new Error('not started by compose')
  const compose = await composeUnit({ file: resolve(folder, launch.file), cli })
  return {
    ...projectParts(profile, project),
    ...{ startCommand: compose.startCommand, stopCommand: compose.stopCommand },
    ...{ startWarnings: [], stopWarnings: [], ports: portsOf(profile, project.side) },
    provesItsOwn: false,
    async state() {
      if (await compose.isRunning()) return 'running'
      return (await compose.hasAny()) ? 'starting' : 'stopped'
    },
    start: (io) => compose.up(io),
    stop: (io) => compose.stop(io),
  }
}

function projectParts(profile: Profile, { side }: Project) {
  const name = sideNames[side]
  return {
    id: side,
    title: { zh: `${name} 项目`, en: `the ${name} project` },
    services: servicesOf(side),
    // What a profile starts by single commands comes before Looma as well.
    dependsOn: side === 'looma' ? ['zervigo', ...Object.keys(profile.processes)] : [],
  }
}

function titleOf(profile: Profile, id: string): Bilingual {
  const monitor = profile.monitors.find((one) => one.id === id)
  if (monitor !== undefined) return { zh: monitor.name, en: monitor.name }
  const known = Object.entries(plannedServices).find(([name]) => name === id)?.[1]
  return known === undefined
    ? { zh: id, en: id }
    : { zh: inLanguage(known, 'zh-CN'), en: inLanguage(known, 'en') }
}

const isIdle = (state: ProcessState): boolean =>
  state === 'stopped' || state === 'failed' || state === 'external'

/** A service without a process of ours may still be run by somebody else. */
async function stateOf(fleet: Fleet, id: string, ports: readonly number[]): Promise<ProcessState> {
  // What a crash left behind is ours, and no stranger's, until it has been cleared away.
  await fleet.cleared?.(id)
  const { state, pid } = fleet.snapshot(id)
  if (!isIdle(state) || (state === 'failed' && pid !== null)) return state
  for (const port of ports) if (await isPortBusy(port)) return 'external'
  return state
}

function endOf(fleet: Fleet, id: string): UnitEnd | null {
  const { state, exit, tail, nextStartAt } = fleet.snapshot(id)
  if (state !== 'failed' || exit === null || nextStartAt !== null) return null
  return { code: exit.code, signal: exit.signal, tail }
}

/** Somebody who waits no longer leaves the start to itself. */
async function startWithOutput(fleet: Fleet, id: string, io: StepIo): Promise<void> {
  const { dispose } = fleet.log(id).subscribe((lines) => {
    for (const { text } of lines) io.line(text)
  })
  const aborted = Symbol('aborted')
  try {
    const started = fleet.start(id).then(() => null)
    const outcome = await unlessAborted<null | typeof aborted>(started, io.signal, aborted)
    if (outcome === aborted) throw new OpsError('aborted', `nobody waits for ${id} any more`)
  } finally {
    dispose()
  }
}

async function stopped(fleet: Fleet, id: string, io: StepIo) {
  const { dispose } = fleet.log(id).subscribe((lines) => {
    for (const { text } of lines) io.line(text)
  })
  return fleet.stop(id).finally(dispose)
}
