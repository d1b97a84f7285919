import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ProjectSide } from '../../../../shared/domain/projects'
import { useLineStream } from '../../../api/line-stream'
import { BottomDrawer } from '../../../components/bottom-drawer'
import { LogPane } from '../../../components/log-pane'

/** The log of one compose service; closing it ends the command that follows it. */
export function ContainerLog({
  of,
  onClose,
}: {
  of: { side: ProjectSide; service: string } | null
  onClose: () => void
}) {
  const { t } = useTranslation()
  return (
    <BottomDrawer
      title={of === null ? null : t('log.title', { name: of.service })}
      onClose={onClose}
    >
      {of === null ? null : <Lines key={`${of.side}-${of.service}`} {...of} />}
    </BottomDrawer>
  )
}

function Lines({ side, service }: { side: ProjectSide; service: string }) {
  const [isPaused, setIsPaused] = useState(false)
  const log = useLineStream('docker:log', { side, service }, isPaused)
  return <LogPane log={log} isPaused={isPaused} onPause={setIsPaused} />
}
