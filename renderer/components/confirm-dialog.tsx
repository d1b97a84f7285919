import { Button, Modal } from '@mantine/core'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import classes from './confirm-dialog.module.css'

/** Asks before something that cannot be taken back is done. */
export function ConfirmDialog({
  isOpen,
  title,
  action,
  startsAtCancel = false,
  onClose,
  onConfirm,
  children,
}: {
  isOpen: boolean
  title: string
  /** The word on the button that does it. */
  action: string
  /** Enter alone then changes nothing. */
  startsAtCancel?: boolean
  onClose: () => void
  onConfirm: () => void
  /** What would happen. */
  children: ReactNode
}) {
  const { t } = useTranslation()
  return (
    <Modal
      opened={isOpen}
      onClose={onClose}
      title={title}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      {children}
      <div className={classes.actions}>
        <Button variant="default" onClick={onClose} data-autofocus={startsAtCancel || undefined}>
          {t('common.cancel')}
        </Button>
        <Button color="red" onClick={onConfirm} data-autofocus={!startsAtCancel || undefined}>
          {action}
        </Button>
      </div>
    </Modal>
  )
}
