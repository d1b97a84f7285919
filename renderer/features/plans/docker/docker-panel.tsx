import { Button, Skeleton } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { DockerStatus } from '../../../../shared/domain/docker'
import type { ProjectSide } from '../../../../shared/domain/projects'
import { useCall } from '../../../api/hooks'
import { ErrorNotice } from '../../../components/error-notice'
import { Icon } from '../../../components/icon'
import { EmptyState, Panel } from '../../../components/panel'
import { When } from '../../../components/when'
import { ComposeTable } from './compose-table'
import { ContainerLog } from './container-log'
import { DockerBanner } from './docker-banner'
import classes from './docker.module.css'

const everyMs = 5_000

/** Docker and what runs of the compose files of both projects; it looks again while it is shown. */
export function DockerPanel() {
  const { t } = useTranslation()
  const status = useCall('docker:status', [], { fresh: true, everyMs })
  const [log, setLog] = useState<{ side: ProjectSide; service: string } | null>(null)
  const { data } = status
  return (
    <div className={classes.panel}>
      <div className={classes.head}>
        {data === undefined ? null : (
          <span className={classes.age}>
            {t('docker.seen')} <When at={data.at} />
          </span>
        )}
        <Button
          variant="default"
          leftSection={<Icon name="refresh" size={14} />}
          onClick={() => void status.refetch()}
        >
          {t('docker.refresh')}
        </Button>
      </div>
      {status.isError ? (
        <ErrorNotice error={status.error} onRetry={() => void status.refetch()} />
      ) : data === undefined ? (
        <Skeleton height={240} radius={4} aria-label={t('common.loading')} />
      ) : (
        <Shown status={data} onLog={(side, service) => setLog({ side, service })} />
      )}
      <ContainerLog of={log} onClose={() => setLog(null)} />
    </div>
  )
}

function Shown({
  status,
  onLog,
}: {
  status: DockerStatus
  onLog: (side: ProjectSide, service: string) => void
}) {
  const { t } = useTranslation()
  return (
    <>
      <DockerBanner status={status} />
      {status.projects.length === 0 ? (
        <Panel>
          <EmptyState title={t('docker.empty')} hint={t('docker.emptyHint')} />
        </Panel>
      ) : (
        status.projects.map((project) => (
          <ComposeTable
            key={project.file}
            project={project}
            isUsable={status.state === 'ready'}
            onLog={(service) => onLog(project.side, service)}
          />
        ))
      )}
    </>
  )
}
