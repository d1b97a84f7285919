import { useTranslation } from 'react-i18next'
import { ContainerAction, type Container } from '../../../../shared/domain/docker'
import { ActionButton } from '../../../components/action-button'
import { ConfirmDialog } from '../../../components/confirm-dialog'
import { isAlive, refusalOf, type ServiceRow } from './docker-words'
import classes from './docker.module.css'

/** Start, stop, restart and the log of one service. */
export function ServiceActions({
  service,
  container,
  isBusy,
  onAct,
  onLog,
}: {
  service: string
  container: Container | null
  isBusy: boolean
  onAct: (action: ContainerAction) => void
  onLog: () => void
}) {
  const { t } = useTranslation()
  const labelOf = (action: string) => t('docker.actionOf', { action, name: service })
  return (
    <div className={classes.actions}>
      {ContainerAction.options.map((action) => {
        const refusal = refusalOf(action, container, isBusy)
        return (
          <ActionButton
            key={action}
            variant="default"
            size="compact-sm"
            reason={refusal === null ? null : t(`docker.reason.${refusal}`)}
            label={labelOf(t(`docker.${action}`))}
            onClick={() => onAct(action)}
          >
            {t(`docker.${action}`)}
          </ActionButton>
        )
      })}
      <ActionButton
        variant="default"
        size="compact-sm"
        reason={container === null ? t('docker.reason.none') : null}
        label={labelOf(t('docker.log'))}
        onClick={onLog}
      >
        {t('docker.log')}
      </ActionButton>
    </div>
  )
}

/** Starts or stops everything of a project. */
export function ProjectActions({
  rows,
  name,
  isBusy,
  onStart,
  onStop,
}: {
  rows: readonly ServiceRow[]
  name: string
  isBusy: boolean
  onStart: () => void
  onStop: () => void
}) {
  const { t } = useTranslation()
  const areAllUp = rows.every(({ container }) => container?.state === 'running')
  const isAnyUp = rows.some(({ container }) => isAlive(container))
  const busy = isBusy ? t('docker.reason.busy') : null
  const labelOf = (action: string) => t('docker.actionOf', { action, name })
  return (
    <>
      <ActionButton
        variant="default"
        size="compact-sm"
        reason={busy ?? (areAllUp ? t('docker.reason.all') : null)}
        label={labelOf(t('docker.startAll'))}
        onClick={onStart}
      >
        {t('docker.startAll')}
      </ActionButton>
      <ActionButton
        variant="default"
        size="compact-sm"
        reason={busy ?? (isAnyUp ? null : t('docker.reason.nothing'))}
        label={labelOf(t('docker.stopAll'))}
        onClick={onStop}
      >
        {t('docker.stopAll')}
      </ActionButton>
    </>
  )
}

/** Asks before anything is stopped. */
export function StopDialog({
  name,
  isAll,
  onClose,
  onStop,
}: {
  /** What would be stopped; null asks nothing. */
  name: string | null
  isAll: boolean
  onClose: () => void
  onStop: () => void
}) {
  const { t } = useTranslation()
  return (
    <ConfirmDialog
      isOpen={name !== null}
      title={
        isAll
          ? t('docker.confirmStopAll', { name: name ?? '' })
          : t('docker.confirmStop', { name: name ?? '' })
      }
      action={t('docker.stop')}
      onClose={onClose}
      onConfirm={onStop}
    >
      <p>{t('docker.confirmStopText')}</p>
    </ConfirmDialog>
  )
}
