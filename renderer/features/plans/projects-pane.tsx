import { Skeleton } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { useCall } from '../../api/hooks'
import { ErrorNotice } from '../../components/error-notice'
import { EmptyState, Panel } from '../../components/panel'
import { ProjectCard } from './project-card'
import classes from './projects.module.css'

/** The two source trees: where they are, how they are started, what is in them. */
export function ProjectsPane() {
  const { t } = useTranslation()
  const grid = useCall('services:grid', [])
  const isEmbedded = grid.data?.profile.kind === 'embedded'
  const projects = useCall('projects:list', [], {
    fresh: true,
    enabled: grid.isError || (grid.data !== undefined && !isEmbedded),
  })
  if (isEmbedded) {
    return (
      <Panel>
        <EmptyState
          title={t('plans.projects.embeddedTitle')}
          hint={t('plans.projects.embeddedHint')}
        />
      </Panel>
    )
  }
  if (projects.error?.code === 'unsupported') {
    return (
      <Panel>
        <EmptyState
          title={t('plans.projects.unsupportedTitle')}
          hint={t('plans.projects.unsupportedHint')}
        />
      </Panel>
    )
  }
  if (projects.isError) {
    return <ErrorNotice error={projects.error} onRetry={() => void projects.refetch()} />
  }
  if (projects.data === undefined) {
    return <Skeleton height={400} radius={4} role="status" aria-label={t('common.loading')} />
  }
  return (
    <div className={classes.cards}>
      {projects.data.map((project) => (
        <ProjectCard key={project.side} project={project} />
      ))}
    </div>
  )
}
