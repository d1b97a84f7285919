import { Drawer } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { useCall } from '../../api/hooks'
import { useServiceName } from '../../components/service-words'
import { useUi } from '../../stores/ui'
import { LogView } from './log-view'
import classes from './log-drawer.module.css'

/** The output of one service, from whichever screen it was asked for. */
export function LogDrawer() {
  const { t } = useTranslation()
  const nameOf = useServiceName()
  const service = useUi((ui) => ui.logService)
  const openLog = useUi((ui) => ui.openLog)
  const grid = useCall('services:grid', [])
  return (
    <Drawer
      opened={service !== null}
      onClose={() => openLog(null)}
      position="bottom"
      size="64%"
      title={
        service === null ? null : t('log.title', { name: nameOf(service, grid.data?.services) })
      }
      closeButtonProps={{ 'aria-label': t('common.close') }}
      classNames={{ content: classes.drawer ?? '', body: classes.drawerBody ?? '' }}
    >
      {service === null ? null : <LogView key={service} service={service} />}
    </Drawer>
  )
}
