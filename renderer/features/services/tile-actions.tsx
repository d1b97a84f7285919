import { ActionIcon, Button, Menu } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ServiceId, StackFault, type ServiceSnapshot } from '../../../shared/domain/services'
import type { OpsError } from '../../../shared/errors'
import { useCommand } from '../../api/hooks'
import { ActionButton } from '../../components/action-button'
import { ConfirmDialog } from '../../components/confirm-dialog'
import { useDesk } from '../../components/desk'
import { Icon } from '../../components/icon'
import { controlRefusal, type ControlVerb } from '../../components/service-words'
import { useUi } from '../../stores/ui'
import classes from './tile-actions.module.css'

/** Start, stop, restart, log; and drills for services of the embedded stack. */
export function TileActions({
  service,
  name,
  dependants,
  isEmbedded,
}: {
  service: ServiceSnapshot
  name: string
  /** Names of the services that need this one; empty when none does. */
  dependants: string
  isEmbedded: boolean
}) {
  const { t } = useTranslation()
  const openLog = useUi((ui) => ui.openLog)
  const [isAsking, setIsAsking] = useState(false)
  const start = useCommand('services:start', { key: service.id })
  const stop = useCommand('services:stop', { key: service.id })
  const restart = useCommand('services:restart', { key: service.id })
  const isBusy = start.isPending || stop.isPending || restart.isPending
  const input = { id: service.id }
  const onError = (error: OpsError) =>
    void notifications.show({
      color: 'red',
      title: `${name}: ${t(`errors.${error.code}.cause`)}`,
      message: error.message,
      autoClose: 8_000,
    })
  const reason = (verb: ControlVerb) => {
    const refusal = controlRefusal(verb, service, isBusy)
    return refusal === null ? null : t(`services.reason.${refusal}`)
  }
  const button = (verb: ControlVerb, act: () => void) => (
    <ActionButton
      variant="default"
      size="compact-sm"
      reason={reason(verb)}
      label={t('services.actionOf', { action: t(`services.${verb}`), name })}
      onClick={act}
    >
      {t(`services.${verb}`)}
    </ActionButton>
  )
  return (
    <footer className={classes.actions}>
      {service.process.controllable ? (
        <>
          {button('start', () => start.mutate(input, { onError }))}
          {button('stop', () => setIsAsking(true))}
          {button('restart', () => restart.mutate(input, { onError }))}
        </>
      ) : null}
      <Button
        variant="default"
        size="compact-sm"
        aria-label={t('services.actionOf', { action: t('services.log'), name })}
        onClick={() => openLog(service.id)}
      >
        {t('services.log')}
      </Button>
      <span className={classes.gap} />
      <MoreMenu service={service} name={name} isEmbedded={isEmbedded} />
      <StopDialog
        isOpen={isAsking}
        name={name}
        dependants={dependants}
        onClose={() => setIsAsking(false)}
        onStop={() => {
          setIsAsking(false)
          stop.mutate(input, { onError })
        }}
      />
    </footer>
  )
}

function MoreMenu({
  service,
  name,
  isEmbedded,
}: {
  service: ServiceSnapshot
  name: string
  isEmbedded: boolean
}) {
  const { t } = useTranslation()
  const desk = useDesk()
  const plant = useCommand('services:fault', {
    key: service.id,
    onSuccess: (_value, { fault }) =>
      void notifications.show({
        message: t('drill.planted', { name, fault: t(`drill.${fault}`) }),
      }),
  })
  const id = ServiceId.safeParse(service.id)
  const onError = (error: OpsError) =>
    void notifications.show({ color: 'red', message: t(`errors.${error.code}.cause`) })
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <ActionIcon
          variant="subtle"
          color="gray"
          size={26}
          aria-label={t('services.more', { name })}
        >
          <Icon name="more" />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item leftSection={<Icon name="copy" />} onClick={() => desk.copy(service.url)}>
          {t('services.copyUrl')}
        </Menu.Item>
        {isEmbedded && id.success ? (
          <>
            <Menu.Divider />
            <Menu.Label role="menuitem" aria-disabled="true">
              <span className={classes.drill}>{t('services.drill')}</span>
              <span className={classes.drillHint}>{t('services.drillHint')}</span>
            </Menu.Label>
            {StackFault.options.map((fault) => (
              <Menu.Item
                key={fault}
                onClick={() => plant.mutate({ id: id.data, fault }, { onError })}
              >
                {t(`drill.${fault}`)}
              </Menu.Item>
            ))}
          </>
        ) : null}
      </Menu.Dropdown>
    </Menu>
  )
}

function StopDialog({
  isOpen,
  name,
  dependants,
  onClose,
  onStop,
}: {
  isOpen: boolean
  name: string
  dependants: string
  onClose: () => void
  onStop: () => void
}) {
  const { t } = useTranslation()
  return (
    <ConfirmDialog
      isOpen={isOpen}
      title={t('services.confirmStop', { name })}
      action={t('services.stop')}
      onClose={onClose}
      onConfirm={onStop}
    >
      <p>
        {dependants === ''
          ? t('services.confirmStopAlone')
          : t('services.confirmStopText', { names: dependants })}
      </p>
    </ConfirmDialog>
  )
}
