import { useTranslation } from 'react-i18next'
import type { Project, ProjectLaunch } from '../../../shared/domain/projects'
import { useSaid } from './use-said'

/** Tells one way to start a project from another. */
export function launchKey(launch: ProjectLaunch | null): string {
  if (launch === null) return 'none'
  if (launch.kind === 'app') return 'app'
  return launch.kind === 'compose'
    ? `compose ${launch.file}`
    : `script ${launch.start} ${launch.stop ?? ''}`
}

/** How many traps the scripts of a way to start hold. */
export function launchWarnings(launch: ProjectLaunch | null, { scripts }: Project): number {
  if (launch?.kind !== 'script') return 0
  return scripts
    .filter(({ path }) => path === launch.start || path === launch.stop)
    .reduce((sum, { warnings }) => sum + warnings.length, 0)
}

/** A way to start a project in plain words. */
export function useLaunchWords(
  project: Project,
): (launch: ProjectLaunch | null) => { name: string; hint: string } {
  const { t } = useTranslation()
  const said = useSaid()
  return (launch) => {
    if (launch === null) {
      return { name: t('plans.projects.none'), hint: t('plans.projects.noneHint') }
    }
    if (launch.kind === 'app') {
      return { name: t('plans.projects.app'), hint: t('plans.projects.appHint') }
    }
    if (launch.kind === 'compose') {
      return {
        name: t('plans.projects.compose', { file: launch.file }),
        hint: t('plans.projects.composeHint'),
      }
    }
    const { start: file, stop } = launch
    const explains = project.scripts.find(({ path }) => path === file)?.explains
    const does =
      explains === undefined ? '' : t('plans.projects.sentence', { text: said(explains) })
    return stop === null
      ? {
          name: t('plans.projects.scriptBySignal', { file }),
          hint: `${does}${t('plans.projects.scriptSignal')}`,
        }
      : { name: t('plans.projects.script', { file, stop }), hint: does }
  }
}
