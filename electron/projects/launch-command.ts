import { join, relative, sep } from 'node:path'
import type { StepProblem } from '../../shared/domain/plans'
import type { Profile } from '../../shared/domain/profile'
import type { ProjectLaunch, ProjectSide } from '../../shared/domain/projects'
import { scriptProblem } from './check-folder'
import { requirementsFile } from './check-venv'
import { appFile } from './find-project'
import { findVenv } from './find-python'
import { problems } from './problems'
import { projectEnvironment } from './project-env'
import { isFileInside, readPart } from './read-part'
import { knownScript } from './script-catalogue'
import { shellLine } from './shell-words'
import { mostScriptBytes, needsDocker, readScriptText } from './script-traps'

/** How the console runs a project's own program or scripts. */
export interface ProjectCommand {
  argv: string[]
  /** Null when it is ended by signal. */
  stopArgv: string[] | null
  cwd: string
  /** The whole environment; nothing is inherited. */
  env: Record<string, string>
  /** As a person would type it in `cwd`. */
  startCommand: string
  stopCommand: string | null
}

export type RunnableLaunch = Exclude<ProjectLaunch, { kind: 'compose' }>

export interface LaunchOptions {
  side: ProjectSide
  folder: string
  launch: RunnableLaunch
  profile: Profile
  /** The console's own environment as far as a command may have it. */
  base: Readonly<Record<string, string>>
  platform: NodeJS.Platform
}

export type LaunchPlan = { ok: true; command: ProjectCommand } | { ok: false; problem: StepProblem }

/** Makes the command lines and the environment of a launch, or says what keeps it from being run. */
export async function launchCommandOf(options: LaunchOptions): Promise<LaunchPlan> {
  const { side, folder, launch, profile, base, platform } = options
  const venv = await findVenv(folder, platform)
  const env = projectEnvironment({ side, profile, base, venv })
  if (launch.kind === 'script') return scriptPlan(options, launch, env)
  if (!(await isFileInside(folder, appFile))) {
    return { ok: false, problem: problems.fileLost(appFile) }
  }
  if (venv === null) {
    const hasRequirements = await isFileInside(folder, requirementsFile)
    return { ok: false, problem: problems.venvMissing(platform, hasRequirements) }
  }
  const variables = ['PYTHONPATH', 'HOST', 'PORT'].map((name) => `${name}=${env[name] ?? ''}`)
  const python = relative(folder, venv.python).replaceAll(sep, '/')
  const startCommand = shellLine([...variables, python, appFile])
  const argv = [venv.python, appFile]
  const command = { argv, stopArgv: null, cwd: folder, env, startCommand, stopCommand: null }
  return { ok: true, command }
}

async function scriptPlan(
  { side, folder, base }: LaunchOptions,
  { start, stop }: Extract<RunnableLaunch, { kind: 'script' }>,
  env: Record<string, string>,
): Promise<LaunchPlan> {
  for (const path of [start, stop]) {
    const problem = path === null ? null : await scriptProblem(folder, path, base)
    if (problem !== null) return { ok: false, problem }
  }
  const argv = scriptArgv(side, start, 'start')
  const stopArgv = stop === null ? null : scriptArgv(side, stop, 'stop')
  const startCommand = shellLine(argv)
  const stopCommand = stopArgv === null ? null : shellLine(stopArgv)
  return { ok: true, command: { argv, stopArgv, cwd: folder, env, startCommand, stopCommand } }
}

function scriptArgv(side: ProjectSide, path: string, use: 'start' | 'stop'): string[] {
  return [`./${path}`, ...(knownScript(side, path)?.arguments[use] ?? [])]
}

/** Tells whether a launch needs docker before it is started. */
export async function launchNeedsDocker(folder: string, launch: ProjectLaunch): Promise<boolean> {
  if (launch.kind === 'compose') return true
  if (launch.kind === 'app') return false
  const text = await readPart(join(folder, launch.start), mostScriptBytes).catch(() => null)
  return text !== null && needsDocker(readScriptText(text.toString('utf8')))
}
