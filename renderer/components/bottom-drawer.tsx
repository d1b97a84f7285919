import { Drawer } from '@mantine/core'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import classes from './bottom-drawer.module.css'

/** A drawer over the lower part of the window, for a log; without a title it is closed. */
export function BottomDrawer({
  title,
  onClose,
  children,
}: {
  title: string | null
  onClose: () => void
  children: ReactNode
}) {
  const { t } = useTranslation()
  return (
    <Drawer
      opened={title !== null}
      onClose={onClose}
      position="bottom"
      size="64%"
      title={title}
      closeButtonProps={{ 'aria-label': t('common.close') }}
      classNames={{ content: classes.content ?? '', body: classes.body ?? '' }}
    >
      {children}
    </Drawer>
  )
}
