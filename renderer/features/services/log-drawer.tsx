import { useTranslation } from 'react-i18next'
import { useCall } from '../../api/hooks'
import { BottomDrawer } from '../../components/bottom-drawer'
import { useServiceName } from '../../components/service-words'
import { useUi } from '../../stores/ui'
import { LogView } from './log-view'

/** The output of one service, from whichever screen it was asked for. */
export function LogDrawer() {
  const { t } = useTranslation()
  const nameOf = useServiceName()
  const service = useUi((ui) => ui.logService)
  const openLog = useUi((ui) => ui.openLog)
  const grid = useCall('services:grid', [])
  return (
    <BottomDrawer
      title={
        service === null ? null : t('log.title', { name: nameOf(service, grid.data?.services) })
      }
      onClose={() => openLog(null)}
    >
      {service === null ? null : <LogView key={service} service={service} />}
    </BottomDrawer>
  )
}
