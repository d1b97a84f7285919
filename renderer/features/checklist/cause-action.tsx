import { Button } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { CauseAction } from '../../../shared/domain/checklist'
import type { ServiceId } from '../../../shared/domain/services'
import { useCall, useCommand } from '../../api/hooks'
import { ActionButton } from '../../components/action-button'
import { CopyButton } from '../../components/copy-button'
import { ErrorNotice } from '../../components/error-notice'
import { controlRefusal, useServiceName } from '../../components/service-words'
import { useUi } from '../../stores/ui'
import type { Refusal } from './run-view'
import classes from './summary.module.css'

const screenOf = {
  'log-in': 'session',
  'open-settings': 'settings',
  'open-permissions': 'permissions',
} as const

/** The next step as a button, or the exact command where the console cannot take it. */
export function CauseActionView({
  action,
  elsewhere,
}: {
  action: CauseAction | null
  /** Why the console must not act on the services named; null when it may. */
  elsewhere: Refusal | null
}) {
  const { t } = useTranslation()
  const nameOf = useServiceName()
  const show = useUi((ui) => ui.show)
  const openLog = useUi((ui) => ui.openLog)
  if (action === null) return null
  if (action.kind === 'command') {
    return (
      <span className={classes.command}>
        <code>{action.command}</code>
        <CopyButton text={action.command} name={t('checklist.action.copy')} />
      </span>
    )
  }
  if (action.kind === 'start-service' || action.kind === 'restart-service') {
    const verb = action.kind === 'start-service' ? 'start' : 'restart'
    return <ServiceButton verb={verb} service={action.service} elsewhere={elsewhere} />
  }
  if (action.kind === 'open-log') {
    const { service } = action
    return (
      <ActionButton
        variant="default"
        reason={elsewhere === null ? null : t(`checklist.why.${elsewhere}`)}
        onClick={() => openLog(service)}
      >
        {t('checklist.action.open-log', { name: nameOf(service) })}
      </ActionButton>
    )
  }
  const { kind } = action
  return (
    <Button variant="default" onClick={() => show(screenOf[kind])}>
      {t(`checklist.action.${kind}`)}
    </Button>
  )
}

function ServiceButton({
  verb,
  service,
  elsewhere,
}: {
  verb: 'start' | 'restart'
  service: ServiceId
  elsewhere: Refusal | null
}) {
  const { t } = useTranslation()
  const nameOf = useServiceName()
  const grid = useCall('services:grid', [])
  const start = useCommand('services:start', { key: service })
  const restart = useCommand('services:restart', { key: service })
  const command = verb === 'start' ? start : restart
  const snapshot = grid.data?.services.find(({ id }) => id === service)
  const refusal =
    snapshot === undefined ? 'uncontrollable' : controlRefusal(verb, snapshot, command.isPending)
  const reason =
    elsewhere !== null
      ? t(`checklist.why.${elsewhere}`)
      : refusal === null
        ? null
        : t(`services.reason.${refusal}`)
  return (
    <>
      <ActionButton
        variant="default"
        loading={command.isPending}
        reason={reason}
        onClick={() => command.mutate({ id: service })}
      >
        {t(`checklist.action.${verb}-service`, { name: nameOf(service) })}
      </ActionButton>
      {command.isError ? <ErrorNotice compact error={command.error} /> : null}
    </>
  )
}
