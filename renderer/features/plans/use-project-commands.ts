import type { ProjectLaunch, ProjectSide } from '../../../shared/domain/projects'
import type { OpsError } from '../../../shared/errors'
import type { CallOutput } from '../../../shared/ipc'
import { useCacheWriter, useCommand } from '../../api/hooks'

/** What a person can decide about one project. */
export interface ProjectCommands {
  isChoosing: boolean
  isPending: boolean
  error: OpsError | null
  choose(): void
  forget(): void
  launch(launch: ProjectLaunch | null): void
}

/** Binds the calls about one side; each answers both projects as they stand then. */
export function useProjectCommands(side: ProjectSide): ProjectCommands {
  const write = useCacheWriter()
  const keep = (projects: CallOutput<'projects:list'>) => write('projects:list', [], projects)
  const choose = useCommand('projects:choose', { key: side, onSuccess: keep })
  const forget = useCommand('projects:forget', { key: side, onSuccess: keep })
  const launch = useCommand('projects:launch', { key: side, onSuccess: keep })
  const all = [choose, forget, launch]
  const begin = (work: () => void) => {
    for (const { reset } of all) reset()
    work()
  }
  return {
    isChoosing: choose.isPending,
    isPending: all.some(({ isPending }) => isPending),
    error: all.find(({ error }) => error !== null)?.error ?? null,
    choose: () => begin(() => choose.mutate({ side })),
    forget: () => begin(() => forget.mutate({ side })),
    launch: (chosen) => begin(() => launch.mutate({ side, launch: chosen })),
  }
}
