import type { ProfileEntry } from '../../shared/domain/profile'
import {
  projectSides,
  type Project,
  type ProjectLaunch,
  type ProjectSide,
} from '../../shared/domain/projects'
import { OpsError } from '../../shared/errors'
import { appFile, findProject, type FoundProject } from '../projects/find-project'
import { isFileInside } from '../projects/read-part'
import { canStart, canStop } from '../projects/script-catalogue'
import type { ProjectStore } from '../store/projects'

/** The two project folders: where they are and how they are started. */
export interface ProjectsFeature {
  list(): Promise<Project[]>
  /** Asks a person for the folder; what is there stays when nobody chose one. */
  choose(side: ProjectSide): Promise<Project[]>
  /** Decides how a project is started; null leaves that to somebody else. */
  launch(side: ProjectSide, launch: ProjectLaunch | null): Promise<Project[]>
  forget(side: ProjectSide): Promise<Project[]>
}

export interface ProjectsDeps {
  profileId: string
  kind: ProfileEntry['kind']
  choices: ProjectStore
  askForFolder(side: ProjectSide): Promise<string | null>
  /** Whether processes of this side, started by the console, are alive. */
  isRunning(side: ProjectSide): boolean
  /** Whether the profile's own commands start this side. */
  inProfile(side: ProjectSide): boolean
  /** Called after a choice was changed and kept. */
  onLaunch(side: ProjectSide): void | Promise<void>
}

/** Makes the projects feature of one profile. */
export function createProjects(deps: ProjectsDeps): ProjectsFeature {
  const { profileId, kind, choices, isRunning, inProfile } = deps
  let isAsking = false

  async function read(side: ProjectSide): Promise<Project> {
    const choice = kind === 'embedded' ? null : choices.get(profileId, side)
    const found: FoundProject =
      choice === null
        ? { problem: null, offers: [], scripts: [], composeFiles: [] }
        : await findProject(side, choice.folder)
    return {
      ...found,
      ...{ side, folder: choice?.folder ?? null, launch: choice?.launch ?? null },
      ...{ isRunning: isRunning(side), isInProfile: inProfile(side) },
    }
  }
  const list = (): Promise<Project[]> => Promise.all(projectSides.map(read))

  function refuse(side: ProjectSide): void {
    if (kind === 'embedded') {
      throw new OpsError('unsupported', 'the embedded stack has no project folders')
    }
    if (isRunning(side)) {
      throw new OpsError('busy', `${side} is running; stop it first`, { facts: { side } })
    }
  }
  async function keep(side: ProjectSide, change: () => void): Promise<Project[]> {
    // It may have been started while a person was being asked or the disk was read.
    refuse(side)
    change()
    await deps.onLaunch(side)
    return list()
  }

  return {
    list,
    async choose(side) {
      refuse(side)
      if (isAsking) throw new OpsError('busy', 'another folder is being asked for')
      isAsking = true
      try {
        const folder = await deps.askForFolder(side)
        if (folder === null) return await list()
        const before = choices.get(profileId, side)?.launch ?? null
        const launch = (await isPossible(side, folder, before)) ? before : null
        return await keep(side, () => choices.save(profileId, side, { folder, launch }))
      } finally {
        isAsking = false
      }
    },
    async launch(side, launch) {
      refuse(side)
      const folder = choices.get(profileId, side)?.folder
      if (folder === undefined) {
        throw new OpsError('rejected', `no folder has been chosen for ${side}`, { facts: { side } })
      }
      if (!(await isPossible(side, folder, launch))) {
        const facts = { side, folder }
        throw new OpsError('rejected', `${side} cannot be started like this`, { facts })
      }
      return keep(side, () => choices.save(profileId, side, { folder, launch }))
    },
    forget: (side) => keep(side, () => choices.forget(profileId, side)),
  }
}

/** Only what was found in the folder may be run, and a stop script never starts anything. */
async function isPossible(
  side: ProjectSide,
  folder: string,
  launch: ProjectLaunch | null,
): Promise<boolean> {
  if (launch === null) return true
  const { problem, scripts, composeFiles } = await findProject(side, folder)
  if (problem !== null) return false
  const isFound = (path: string): boolean => scripts.some((script) => script.path === path)
  switch (launch.kind) {
    case 'app':
      return side === 'looma' && isFileInside(folder, appFile)
    case 'compose':
      return composeFiles.includes(launch.file)
    case 'script': {
      const { start, stop } = launch
      if (!isFound(start) || !canStart(side, start)) return false
      return stop === null || (isFound(stop) && canStop(side, stop))
    }
  }
}
