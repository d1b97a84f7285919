import { Radio } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { Project, ProjectLaunch } from '../../../shared/domain/projects'
import { Icon } from '../../components/icon'
import { launchKey, launchWarnings, useLaunchWords } from './launch-words'
import type { ProjectCommands } from './use-project-commands'
import classes from './projects.module.css'

/** The ways to start a project, the safest first; a click decides. */
export function LaunchChoice({
  project,
  commands,
}: {
  project: Project
  commands: ProjectCommands
}) {
  const { t } = useTranslation()
  const { launch, offers, isRunning } = project
  const chosen = launchKey(launch)
  const isGone = launch !== null && !offers.some((offer) => launchKey(offer) === chosen)
  const rows: (ProjectLaunch | null)[] = [...(isGone ? [launch] : []), ...offers, null]
  const isLocked = isRunning || commands.isPending
  return (
    <Radio.Group
      label={t('plans.projects.launch')}
      value={chosen}
      classNames={{ label: classes.legend ?? '' }}
      onChange={(key) => {
        const next = rows.find((row) => launchKey(row) === key)
        if (next !== undefined && !isLocked) commands.launch(next)
      }}
    >
      {offers.length === 0 ? <p className="quiet">{t('plans.projects.noOffers')}</p> : null}
      <div className={classes.offers}>
        {rows.map((row) => (
          <Offer
            key={launchKey(row)}
            launch={row}
            project={project}
            isSafest={row !== null && row === offers[0]}
            isGone={isGone && row === launch}
            isLocked={isLocked}
          />
        ))}
      </div>
    </Radio.Group>
  )
}

function Offer({
  launch,
  project,
  isSafest,
  isGone,
  isLocked,
}: {
  launch: ProjectLaunch | null
  project: Project
  isSafest: boolean
  isGone: boolean
  isLocked: boolean
}) {
  const { t } = useTranslation()
  const { name, hint } = useLaunchWords(project)(launch)
  const count = launchWarnings(launch, project)
  return (
    <div>
      <Radio
        size="xs"
        value={launchKey(launch)}
        label={isSafest ? `${name} · ${t('plans.projects.safest')}` : name}
        description={hint}
        // Disabled fields lose the focus, which a person who only waits should keep.
        disabled={project.isRunning}
        aria-disabled={isLocked}
        classNames={{ description: 'quiet' }}
      />
      {isGone ? <Caution words={t('plans.projects.gone')} /> : null}
      {count === 0 ? null : <Caution words={t('plans.projects.scriptWarnings', { count })} />}
    </div>
  )
}

function Caution({ words }: { words: string }) {
  return (
    <p className={`${classes.warning} ${classes.under}`}>
      <Icon name="warning" size={14} />
      <span>{words}</span>
    </p>
  )
}
