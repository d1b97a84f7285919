import type { Profile } from '../../shared/domain/profile'
import { projectSides, type ProjectSide } from '../../shared/domain/projects'
import { commandEnvironment } from '../process/command-launch'
import type { CommandSpec } from '../process/command-spec'
import { launchCommandOf, type LaunchPlan } from '../projects/launch-command'
import { serviceLogs, type ProjectLog } from '../projects/project-logs'
import type { ProjectStore } from '../store/projects'
import { portsOf } from './commands'

/** The commands that start and stop the chosen projects of a profile. */
export interface ProjectCommands {
  /** Null when no command was chosen, or compose starts it. */
  commandOf(side: ProjectSide): Promise<LaunchPlan | null>
  specOf(side: ProjectSide): Promise<CommandSpec | null>
  /** Those of both sides, for an earlier console may have left them running. */
  specs(): Promise<CommandSpec[]>
  /** Whether the profile's own commands start this side. */
  inProfile(side: ProjectSide): boolean
  /** Log files of the services that the projects' scripts write. */
  logs(): ProjectLog[]
}

export interface ProjectCommandsDeps {
  profile: Profile
  choices: ProjectStore
  env: Readonly<Record<string, string | undefined>>
}

/** The first answer of a script that starts databases and gateways before may take minutes. */
const readyTimeoutMs = 300_000

/** Makes the commands of the projects of one profile. */
export function createProjectCommands(deps: ProjectCommandsDeps): ProjectCommands {
  const { profile, choices } = deps
  const base = commandEnvironment(deps.env)
  const { platform } = process

  const inProfile = (side: ProjectSide): boolean =>
    Object.keys(profile.processes).some((id) =>
      side === 'looma' ? id === 'looma' : id in profile.zervigo,
    )
  const choiceOf = (side: ProjectSide) => {
    const choice = inProfile(side) ? null : choices.get(profile.id, side)
    const launch = choice?.launch ?? null
    if (choice === null || launch === null || launch.kind === 'compose') return null
    return { folder: choice.folder, launch }
  }
  async function commandOf(side: ProjectSide): Promise<LaunchPlan | null> {
    const choice = choiceOf(side)
    return choice === null ? null : launchCommandOf({ side, ...choice, profile, base, platform })
  }
  async function specOf(side: ProjectSide): Promise<CommandSpec | null> {
    const choice = choiceOf(side)
    const plan = await commandOf(side)
    if (choice === null || plan === null) return null
    const { folder, launch } = choice
    // What cannot be started any more may still run and wants to be found and stopped.
    const lost = {
      argv: [launch.kind === 'script' ? `./${launch.start}` : 'python'],
      ...{ stopArgv: null, cwd: folder, env: base },
    }
    const { argv, stopArgv, cwd, env } = plan.ok ? plan.command : lost
    return {
      ...{ id: side, start: argv, stop: stopArgv, cwd, env, log: null, readyTimeoutMs },
      ports: portsOf(profile, side),
      dependsOn: side === 'looma' ? ['zervigo'] : [],
      restarts: false,
    }
  }
  return {
    ...{ commandOf, specOf, inProfile },
    logs() {
      const folders = projectSides.flatMap((side) => choiceOf(side)?.folder ?? [])
      return folders.flatMap(serviceLogs)
    },
    async specs() {
      const found = await Promise.all(projectSides.map(specOf))
      return found.filter((spec) => spec !== null)
    },
  }
}
