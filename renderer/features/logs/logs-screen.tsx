import { Button, Skeleton } from '@mantine/core'
import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import type { LogSource } from '../../../shared/domain/logs'
import { useCall, useGridPart } from '../../api/hooks'
import { ErrorNotice } from '../../components/error-notice'
import { EmptyState, ScreenFrame } from '../../components/panel'
import { useUi } from '../../stores/ui'
import { MergedLog } from './merged-log'
import { SaveLogs } from './save-logs'
import { ServiceToggles } from './service-toggles'
import classes from './logs.module.css'

/** How often a missing or refused log file is looked at again. */
const lookAgainMs = 5_000

/** What every service says, in one stream by time. */
export function LogsScreen() {
  const { t } = useTranslation()
  const sources = useCall('logs:sources', [], { fresh: true })
  const profileId = useGridPart(({ profile }) => profile.id)
  const hidden = useUi((ui) => ui.logChoices.hidden)
  const chooseLogs = useUi((ui) => ui.chooseLogs)
  const { refetch } = sources
  useEffect(() => {
    const timer = setInterval(() => void refetch(), lookAgainMs)
    return () => clearInterval(timer)
  }, [refetch])

  const services = [...new Set((sources.data ?? []).map(({ service }) => service))]
  const shown = services.filter((id) => !hidden.includes(id))
  return (
    <ScreenFrame
      fixed
      title={t('logs.title')}
      summary={t('logs.count', { shown: shown.length, total: services.length })}
      tools={shown.length === 0 ? null : <SaveLogs services={shown} />}
    >
      {sources.isError ? (
        <ErrorNotice error={sources.error} onRetry={() => void refetch()} />
      ) : sources.data === undefined ? (
        <Skeleton height={400} radius={4} />
      ) : services.length === 0 ? (
        <EmptyState title={t('logs.noSources')} hint={t('logs.noSourcesHint')} />
      ) : (
        <div className={classes.screen}>
          <ServiceToggles services={services} sources={sources.data} />
          <Problems sources={sources.data} />
          {shown.length === 0 ? (
            <EmptyState title={t('logs.noneChosen')}>
              <Button variant="default" onClick={() => chooseLogs({ hidden: [] })}>
                {t('logs.showAll')}
              </Button>
            </EmptyState>
          ) : (
            <MergedLog key={profileId ?? ''} services={shown} order={services} />
          )}
        </div>
      )}
    </ScreenFrame>
  )
}

/** A file that cannot be read is said, not shown as silence. */
function Problems({ sources }: { sources: readonly LogSource[] }) {
  const { t } = useTranslation()
  const broken = sources.filter(({ problem }) => problem !== null)
  if (broken.length === 0) return null
  return (
    <div role="status">
      <ul className={classes.problems}>
        {broken.map(({ service, file, problem }) => (
          <li key={file}>
            <b>{service}</b> {problem === null ? null : t(`logs.problem.${problem.code}`)}{' '}
            <code title={problem?.detail}>{file}</code>
          </li>
        ))}
      </ul>
    </div>
  )
}
