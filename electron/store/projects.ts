import { z } from 'zod'
import { ProjectLaunch, type ProjectSide } from '../../shared/domain/projects'
import { storing, type Connection } from './connection'

/** What a person chose for one side of a profile. */
export const ProjectChoice = z.object({
  folder: z.string().min(1),
  launch: ProjectLaunch.nullable(),
})
export type ProjectChoice = z.infer<typeof ProjectChoice>

/** The chosen project folders, per profile. */
export interface ProjectStore {
  /** Null when nothing was chosen, or nothing that can be read. */
  get(profileId: string, side: ProjectSide): ProjectChoice | null
  save(profileId: string, side: ProjectSide, choice: ProjectChoice): void
  forget(profileId: string, side: ProjectSide): void
}

const Row = z.object({ choice: z.string() })

/** Makes the part of the store that keeps project choices. */
export function createProjectStore(db: Connection): ProjectStore {
  const get = db.prepare('SELECT choice FROM project_choices WHERE profile = ? AND side = ?')
  const save = db.prepare(
    'INSERT OR REPLACE INTO project_choices (profile, side, choice) VALUES (?, ?, ?)',
  )
  const forget = db.prepare('DELETE FROM project_choices WHERE profile = ? AND side = ?')
  return {
    get: (profileId, side) =>
      storing('read project choice', () =>
        choiceFrom(Row.safeParse(get.get(profileId, side)).data),
      ),
    save(profileId, side, choice) {
      const text = JSON.stringify(ProjectChoice.parse(choice))
      storing('save project choice', () => void save.run(profileId, side, text))
    },
    forget: (profileId, side) =>
      storing('forget project choice', () => void forget.run(profileId, side)),
  }
}

/** A launch that is damaged, or of a newer console, leaves the folder as chosen. */
function choiceFrom(row: z.infer<typeof Row> | undefined): ProjectChoice | null {
  if (row === undefined) return null
  try {
    const stored = ProjectChoice.extend({ launch: z.unknown() }).parse(JSON.parse(row.choice))
    const launch = ProjectLaunch.nullable().safeParse(stored.launch)
    return { folder: stored.folder, launch: launch.success ? launch.data : null }
  } catch {
    return null
  }
}
