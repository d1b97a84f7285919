import { join, resolve } from 'node:path'
import { randomUUID } from 'node:crypto'
import type { Plan, PlanKind } from '../../shared/domain/plans'
import type { Profile, ProfileEntry } from '../../shared/domain/profile'
import type { Project, ProjectSide } from '../../shared/domain/projects'
import type { Bilingual, Language } from '../../shared/domain/text'
import { createDockerCli } from '../docker/docker-cli'
import { dockerCheck } from '../docker/docker-check'
import { createDocker, type DockerFeature } from '../features/docker'
import { createPlans, type PlansFeature } from '../features/plans'
import { createProjects, type ProjectsFeature } from '../features/projects'
import { usualDependencies, type ServicesFeature } from '../features/services'
import { bringUpPhases, type BringUpTimings } from '../plans/bring-up'
import { shutdownPhases } from '../plans/shutdown'
import type { Phase, StepSpec } from '../plans/step'
import type { Unit } from '../plans/unit'
import { unitAnswers, type AskService } from '../plans/units'
import { commandEnvironment } from '../process/command-launch'
import type { CommandSupervisor } from '../process/command-supervisor'
import type { Fleet } from '../process/fleet'
import type { HealthTarget } from '../process/health'
import type { LookAtPorts } from '../process/port-look'
import { projectChecks } from '../projects/checks'
import { launchNeedsDocker } from '../projects/launch-command'
import { projectLogs } from '../projects/project-logs'
import { runProgram } from '../projects/run-program'
import type { Store } from '../store/database'
import type { Secrets } from '../zervigo/secrets'
import { portsOf, servicesOf } from './commands'
import type { ProjectCommands } from './project-commands'
import { composeProjectUnit, projectUnit, serviceUnit } from './units'

export interface StartStopDeps {
  profile: Profile
  kind: ProfileEntry['kind']
  store: Store
  secrets: Secrets
  env: Readonly<Record<string, string | undefined>>
  dataFolder: string
  version: string
  /** What runs the processes: of the embedded stack, or by command. */
  fleet: Fleet
  /** Null on the embedded stack. */
  commands: CommandSupervisor | null
  projectCommands: ProjectCommands
  targets: readonly HealthTarget[]
  services: ServicesFeature
  look: LookAtPorts
  askForFolder(side: ProjectSide): Promise<string | null>
  planTimings: Partial<BringUpTimings>
  now: () => number
  onChange(plan: Plan): void
  onBug(message: string, error: unknown): void
}

/** Everything that brings a profile's system up and down. */
export interface StartStop {
  plans: PlansFeature
  projects: ProjectsFeature
  docker: DockerFeature
  dispose(): Promise<void>
}

/** Most runs that are looked at before a log's archive is thrown away. */
const mostRuns = 10_000

/** Opens the plans, projects and docker of one profile. */
export function openStartStop(deps: StartStopDeps): StartStop {
  const { profile, kind, store, secrets, commands, projectCommands, fleet, now, onBug } = deps
  const mask = (text: string) => secrets.mask(text)
  const maskBody = (text: string) => secrets.maskBody(text)
  const cli = createDockerCli({ env: deps.env, mask: maskBody })
  const isRunning = (side: ProjectSide): boolean =>
    fleet.ids().includes(side) &&
    ['starting', 'running', 'stopping'].includes(fleet.snapshot(side).state)
  let composeFiles: { side: ProjectSide; file: string }[] = []
  const projects = createProjects({
    ...{ profileId: profile.id, kind, choices: store.projects, isRunning },
    askForFolder: deps.askForFolder,
    inProfile: projectCommands.inProfile,
    async onLaunch(side) {
      if (commands === null || projectCommands.inProfile(side)) return
      const spec = await projectCommands.specOf(side)
      if (spec === null) commands.forget(side)
      else commands.define(spec)
    },
  })
  async function listProjects(): Promise<Project[]> {
    const list = await projects.list()
    composeFiles = list.flatMap(filesOf)
    return list
  }
  const docker = createDocker({ compose: () => composeFiles, cli, mask: maskBody, now })

  async function unitsOf(list: readonly Project[]): Promise<Unit[]> {
    const dependsOn = { ...usualDependencies, ...profile.dependsOn }
    const parts = { profile, fleet, dependsOn }
    const single = fleet
      .ids()
      .filter((id) => kind === 'embedded' || profile.processes[id] !== undefined)
      .map((id) => serviceUnit(id, parts))
    const wholes = await Promise.all(
      list.map(async (project): Promise<Unit[]> => {
        const { launch, isInProfile, folder } = project
        if (launch === null || isInProfile || folder === null || commands === null) return []
        if (launch.kind === 'compose') return [await composeProjectUnit(profile, project, cli)]
        return [
          await projectUnit(project, { ...parts, fleet: commands, commands: projectCommands }),
        ]
      }),
    )
    return [...single, ...wholes.flat()]
  }
  const probes = new Map(deps.targets.map((target) => [target.id, target]))
  const probe: AskService = async (service, signal) => {
    const target = probes.get(service)
    if (target === undefined) throw new Error(`nothing is known of ${service}`)
    return target.probe(signal)
  }
  const checks = createChecks({ ...deps, probe, cli })

  async function build(planKind: PlanKind): Promise<Phase[]> {
    await commands?.opened
    const list = kind === 'embedded' ? [] : await listProjects()
    const units = await unitsOf(list)
    const { look } = deps
    if (planKind === 'shutdown') {
      const files = logFiles(deps, list)
      return shutdownPhases({ units, look, now, logs: async () => ({ files, runSpans: spans() }) })
    }
    return bringUpPhases({
      ...{ units, look, probe, now, timings: deps.planTimings },
      checks: kind === 'embedded' ? [] : await checks(list),
      portOf: (service) => portsOf(profile, service)[0] ?? null,
      sweep: () => deps.services.probe(),
    })
  }
  const spans = () => {
    const runs = store.runs.listRuns({ limit: mostRuns })
    const seen = runs.map(({ startedAt, finishedAt }) => ({ from: startedAt, to: finishedAt }))
    const oldest = Math.min(...runs.map(({ startedAt }) => startedAt))
    // Runs that the list leaves out are older than all in it, and their evidence counts too.
    return runs.length < mostRuns ? seen : [...seen, { from: 0, to: oldest }]
  }

  const plans = createPlans({
    profile: { id: profile.id, name: profile.name },
    consoleVersion: deps.version,
    build,
    folders: {
      plan: join(deps.dataFolder, 'plans', profile.id),
      reports: join(deps.dataFolder, 'reports'),
    },
    earlier: () => whatWasLeft(commands),
    mask,
    findSecret: (content) => secrets.findIn(content),
    language: (): Language => store.settings.get().language,
    ...{ now, newId: randomUUID, onChange: deps.onChange, onBug },
  })
  return {
    plans,
    projects: { ...projects, list: listProjects },
    docker: {
      ...docker,
      async status() {
        if (kind !== 'embedded') await listProjects()
        return docker.status()
      },
    },
    async dispose() {
      await Promise.all([plans.dispose(), docker.dispose()])
    },
  }
}

/** The compose file that starts a project; without one all that were found. */
function filesOf({ side, folder, launch, composeFiles }: Project) {
  if (folder === null) return []
  const names = launch?.kind === 'compose' ? [launch.file] : composeFiles
  return names.map((name) => ({ side, file: resolve(folder, name) }))
}

/** The checks of both projects side by side, docker with their folders. */
function createChecks(
  deps: StartStopDeps & { probe: AskService; cli: ReturnType<typeof createDockerCli> },
) {
  const { profile, env, now, cli, probe } = deps
  const { platform } = process
  return async (list: readonly Project[]): Promise<Phase[]> => {
    const wanted = list.filter(({ folder, isInProfile }) => folder !== null || !isInProfile)
    const folderOf = (side: ProjectSide) => list.find((one) => one.side === side)?.folder ?? null
    const phases = await Promise.all(
      wanted.map(async (project) => {
        const other = project.side === 'looma' ? 'zervigo' : 'looma'
        const own = await projectChecks(project, {
          ...{ profile, platform, now, otherFolder: folderOf(other) },
          ...{ base: commandEnvironment(env), run: runProgram },
        })
        return project.folder === null ? own.map((phase) => unlessUp(phase, project, probe)) : own
      }),
    )
    const [folders = [], ...rest] = inParallel(phases)
    const need = await dockerNeed(list)
    return [[...folders, dockerCheck({ cli, need, platform })], ...rest]
  }
}

async function dockerNeed(list: readonly Project[]): Promise<'required' | 'mentioned' | 'none'> {
  const needs = await Promise.all(
    list.map(async ({ launch, folder, isInProfile }) => {
      if (launch === null || folder === null || isInProfile) return 'none'
      if (launch.kind === 'compose') return 'required'
      return (await launchNeedsDocker(folder, launch)) ? 'mentioned' : 'none'
    }),
  )
  return needs.find((one) => one === 'required') ?? needs.find((one) => one !== 'none') ?? 'none'
}

/** What already runs needs no folder. */
function unlessUp(phase: Phase, { side }: Project, probe: AskService): StepSpec[] {
  return phase.map((step) => ({
    ...step,
    async run(io) {
      const { isUp, words } = await unitAnswers({ services: servicesOf(side) }, probe, io.signal)
      if (!isUp) return step.run(io)
      const reason = {
        zh: `它的服务都已在运行，不需要由控制台启动：${words.zh}`,
        en: `Its services run already and need no start by the console: ${words.en}`,
      }
      return { state: 'skipped', reason }
    },
  }))
}

/** The first phases together, then the second ones, and so on. */
function inParallel(phases: readonly (readonly Phase[])[]): StepSpec[][] {
  const most = Math.max(0, ...phases.map((own) => own.length))
  return Array.from({ length: most }, (_, at) => phases.flatMap((own) => [...(own[at] ?? [])]))
}

/** The console's own logs, those that the profile names, and what the projects write. */
function logFiles({ fleet, profile }: StartStopDeps, list: readonly Project[]): string[] {
  const own = fleet.ids().map((id) => fleet.log(id).file)
  const named = Object.values(profile.processes).flatMap(({ cwd, log }) =>
    log === undefined ? [] : [resolve(cwd, log)],
  )
  const written = list.flatMap(({ folder, launch, isInProfile }) =>
    folder === null || launch === null || isInProfile ? [] : projectLogs(folder),
  )
  return [...new Set([...own, ...named, ...written])]
}

/** What the next start of the console finds of the processes of the one before. */
async function whatWasLeft(commands: CommandSupervisor | null): Promise<Bilingual[]> {
  if (commands === null) {
    return [
      {
        zh: '内置服务的进程不会被接管；还占着端口的，会在检查端口时列出',
        en: 'Processes of the embedded services are not taken over; a port that one still holds shows in the port check',
      },
    ]
  }
  const { adopted, stale, heldBy } = await commands.opened
  const found = adopted.map((id): Bilingual => {
    const { pid } = commands.snapshot(id)
    return {
      zh: `${id} 仍在运行（PID ${pid ?? '?'}），已证实是控制台启动的并接管`,
      en: `${id} still runs (pid ${pid ?? '?'}); it was proven to be ours and taken over`,
    }
  })
  const lost = stale.map(({ id, difference }): Bilingual => ({
    zh: `${id} 的记录与现在的进程对不上（${difference}），没有动任何进程`,
    en: `The record of ${id} does not fit what runs now (${difference}); nothing was signalled`,
  }))
  const other: Bilingual[] =
    heldBy === null
      ? []
      : [
          {
            zh: `另一个控制台（PID ${heldBy}）正在管理这个环境的进程`,
            en: `Another console (pid ${heldBy}) runs the processes of this profile`,
          },
        ]
  const all = [...found, ...lost, ...other]
  if (all.length > 0) return all
  return [{ zh: '没有发现控制台留下的进程', en: 'No process of the earlier console was found' }]
}
