import { Button } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { Icon } from './icon'

/** Holds a moving view still, and lets it go on. */
export function PauseButton({
  isPaused,
  onChange,
}: {
  isPaused: boolean
  onChange: (isPaused: boolean) => void
}) {
  const { t } = useTranslation()
  return (
    <Button
      variant="default"
      leftSection={<Icon name={isPaused ? 'play' : 'pause'} size={14} />}
      onClick={() => onChange(!isPaused)}
    >
      {isPaused ? t('log.resume') : t('log.pause')}
    </Button>
  )
}
