import { Skeleton } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { Incident, ServiceSnapshot } from '../../../shared/domain/services'
import { useCall } from '../../api/hooks'
import { ErrorNotice } from '../../components/error-notice'
import { EmptyState, Panel } from '../../components/panel'
import { healthTones, useServiceName } from '../../components/service-words'
import { ToolButton } from '../../components/tool-button'
import { StateWord, Tag } from '../../components/tone'
import { useNow } from '../../components/use-now'
import { When } from '../../components/when'
import { useFormat } from '../../i18n/format'
import { useUi } from '../../stores/ui'
import classes from './incident-list.module.css'

/** What was down, since when, because of what; newest first. */
export function IncidentList({ services }: { services: readonly ServiceSnapshot[] }) {
  const { t } = useTranslation()
  const incidents = useCall('services:incidents', [{ limit: 200 }], { fresh: true })
  if (incidents.isError) {
    return <ErrorNotice error={incidents.error} onRetry={() => void incidents.refetch()} />
  }
  if (incidents.data === undefined) return <Skeleton height={240} radius={4} />
  if (incidents.data.length === 0) {
    return (
      <Panel>
        <EmptyState title={t('services.noIncidents')} hint={t('services.noIncidentsHint')} />
      </Panel>
    )
  }
  const columns = ['service', 'state', 'reason', 'began', 'lasted'] as const
  return (
    <Panel flush>
      <table className={classes.table} aria-label={t('services.viewIncidents')}>
        <thead>
          <tr>
            {columns.map((column) => (
              <th key={column} scope="col">
                {t(`services.incident.${column}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {incidents.data.map((incident) => (
            <IncidentRow key={incident.id} incident={incident} services={services} />
          ))}
        </tbody>
      </table>
    </Panel>
  )
}

function IncidentRow({
  incident,
  services,
}: {
  incident: Incident
  services: readonly ServiceSnapshot[]
}) {
  const { t } = useTranslation()
  const format = useFormat()
  const nameOf = useServiceName()
  const now = useNow(1_000)
  const openLogsAt = useUi((ui) => ui.openLogsAt)
  const { state, fault, detail, startedAt, endedAt } = incident
  return (
    <tr>
      <td>{nameOf(incident.service, services)}</td>
      <td>
        <StateWord tone={healthTones[state]}>{t(`health.${state}`)}</StateWord>
      </td>
      <td className={classes.reason}>
        {fault === null ? '—' : t(`fault.${fault}`)}
        {detail === null ? null : <code title={detail}> {detail}</code>}
      </td>
      <td>
        <When at={startedAt} />{' '}
        <ToolButton
          icon="logs"
          label={t('logs.atThisTime')}
          onClick={() => openLogsAt(startedAt)}
        />
      </td>
      <td>
        {format.span((endedAt ?? now) - startedAt)}{' '}
        {endedAt === null ? <Tag tone="bad">{t('services.incident.ongoing')}</Tag> : null}
      </td>
    </tr>
  )
}
