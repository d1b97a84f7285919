import { join, resolve } from 'node:path'
import { networkInterfaces } from 'node:os'
import type { Profile } from '../../shared/domain/profile'
import type { ProjectSide } from '../../shared/domain/projects'
import { serviceIds, zervigoIds, ServiceId } from '../../shared/domain/services'
import { usualDependencies } from '../features/services'
import { commandEnvironment } from '../process/command-launch'
import type { CommandSpec, CommandTimings } from '../process/command-spec'
import { createCommandSupervisor, type CommandSupervisor } from '../process/command-supervisor'
import type { HealthTarget } from '../process/health'
import { isPortBusy, portOwner } from '../process/ports'
import type { ProbeResult } from '../process/probe'
import { systemTable } from '../process/process-table'
import { systemSignals } from '../process/signals'
import { newTag } from '../process/tag'
import { watchProcesses, type ProcessWatcher } from './watch-processes'

export interface CommandsOptions {
  profile: Profile
  /** Projects that a person chose how to start. */
  projects(): Promise<readonly CommandSpec[]>
  /** The probes of the grid, which also tell when a service has started. */
  targets: readonly HealthTarget[]
  dataFolder: string
  version: string
  env: Readonly<Record<string, string | undefined>>
  mask: (text: string) => string
  now: () => number
  commandTimings: Partial<CommandTimings>
}

/** Runs the commands of a profile and of the projects that belong to it. */
export function openCommands(options: CommandsOptions, watcher: ProcessWatcher): CommandSupervisor {
  const { profile, targets, now, mask } = options
  const probes = new Map(targets.map((target) => [target.id, target]))
  const isUpNow = async (id: string, signal: AbortSignal): Promise<boolean> => {
    const target = probes.get(id)
    return target !== undefined && isUp(id, await target.probe(signal))
  }
  const supervisor = createCommandSupervisor({
    specs: commandSpecs(profile, options.env),
    lateSpecs: options.projects,
    folder: join(options.dataFolder, 'processes', profile.id),
    consoleVersion: options.version,
    timings: options.commandTimings,
    ...{ now, mask, newTag, random: Math.random },
    onChange: (id) => observe(id),
    ...{ table: systemTable(), signals: systemSignals() },
    ...{ isBusy: isPortBusy, holderOf: portOwner },
    async isReady(id, signal) {
      if (id !== 'zervigo') return isUpNow(id, signal)
      // Its script starts them one after another; the others are waited for one by one.
      const answers = await Promise.all(
        zervigoIds.map((one) => isUpNow(one, signal).catch(() => false)),
      )
      return answers.includes(true)
    },
  })
  const observe = watchProcesses((id) => supervisor.snapshot(id), watcher)
  return supervisor
}

/** It answers, and as itself; whether it is well is the business of health, not of its start. */
function isUp(id: string, { probe, reportedName }: ProbeResult): boolean {
  if (probe.outcome === 'healthy' || probe.outcome === 'degraded') return true
  return ServiceId.safeParse(id).success && probe.fault === 'unhealthy' && reportedName !== null
}

/** The services of a profile that the console can start, with everything filled in. */
export function commandSpecs(profile: Profile, env: CommandsOptions['env']): CommandSpec[] {
  const dependsOn = { ...usualDependencies, ...profile.dependsOn }
  return Object.entries(profile.processes).map(([id, command]) => ({
    id,
    start: command.start,
    stop: command.stop ?? null,
    cwd: command.cwd,
    env: commandEnvironment(env),
    log: command.log === undefined ? null : resolve(command.cwd, command.log),
    ports: portsOf(profile, id),
    readyTimeoutMs: command.readyTimeoutMs,
    dependsOn: dependsOn[id] ?? [],
    restarts: true,
  }))
}

/** The seven services and the monitors that a unit of this name brings up. */
export function servicesOf(id: ProjectSide | (string & {})): readonly string[] {
  return id === 'zervigo' ? zervigoIds : [id]
}

/** The ports of a service, or of a project's services, as far as they are of this machine. */
export function portsOf(profile: Profile, id: string): number[] {
  return servicesOf(id).flatMap((service) => portOf(profile, service) ?? [])
}

function portOf(profile: Profile, id: string): number | null {
  const monitor = profile.monitors.find((one) => one.id === id)
  if (monitor?.kind === 'tcp') return isHere(monitor.host) ? monitor.port : null
  const text = urlOf(profile, id) ?? monitor?.url
  if (text === undefined) return null
  const url = new URL(text)
  if (!isHere(url.hostname)) return null
  return Number(url.port) || (url.protocol === 'https:' ? 443 : 80)
}

function urlOf(profile: Profile, id: string): string | undefined {
  const service = serviceIds.find((one) => one === id)
  if (service === undefined) return undefined
  return service === 'looma' ? profile.looma.url : profile.zervigo[service].url
}

function isHere(hostname: string): boolean {
  const host = hostname.replace(/^\[|\]$/g, '')
  if (host === 'localhost' || host === '::1' || host.startsWith('127.')) return true
  const own = Object.values(networkInterfaces()).flatMap((list) => list ?? [])
  return own.some(({ address }) => address === host)
}
