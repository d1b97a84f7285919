import { lstat } from 'node:fs/promises'
import { join } from 'node:path'
import type { Profile } from '../../shared/domain/profile'
import type { Project, ProjectSide } from '../../shared/domain/projects'
import type { Phase } from '../plans/step'
import { envCheck, findEnvExample } from './check-env'
import { folderCheck } from './check-folder'
import { requirementsFile, venvCheck } from './check-venv'
import { isFileInside } from './read-part'
import type { RunProgram } from './run-program'

/** What the checks of a project need besides the project. */
export interface CheckDeps {
  profile: Profile
  /** The folder of the other side, whose secret is compared; null when none was chosen. */
  otherFolder: string | null
  /** The console's own environment as far as a command may have it. */
  base: Readonly<Record<string, string>>
  platform: NodeJS.Platform
  run: RunProgram
  now: () => number
}

/** A project whose folder is known. */
export interface CheckedFolder {
  side: ProjectSide
  folder: string
  otherFolder: string | null
}

/**
 * The steps that say whether a project can be started: its folder first, then its virtual
 * environment and its configuration, where it has them.
 */
export async function projectChecks(project: Project, deps: CheckDeps): Promise<Phase[]> {
  const { side, folder, launch, problem } = project
  const first = [folderCheck(project, deps)]
  if (folder === null || problem !== null) return [first]
  const checked = { side, folder, otherFolder: deps.otherFolder }
  const needsVenv = launch?.kind === 'app' || (await isFileInside(folder, requirementsFile))
  const hasEnv = (await findEnvExample(folder)) !== null || (await exists(join(folder, '.env')))
  const second = [
    ...(needsVenv ? [venvCheck(checked, deps)] : []),
    ...(hasEnv ? [envCheck(checked, deps)] : []),
  ]
  return second.length === 0 ? [first] : [first, second]
}

/** A broken link counts: it is there, and the check has to say so. */
async function exists(path: string): Promise<boolean> {
  return lstat(path).then(
    () => true,
    () => false,
  )
}
