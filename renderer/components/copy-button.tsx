import { ActionIcon, Button, Tooltip } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { useDesk } from './desk'
import { Icon } from './icon'

/** Copies a text; with a label it is a button, without one an icon. */
export function CopyButton({ text, label, name }: { text: string; label?: string; name?: string }) {
  const { t } = useTranslation()
  const desk = useDesk()
  if (label !== undefined) {
    return (
      <Button
        variant="default"
        leftSection={<Icon name="copy" size={14} />}
        onClick={() => desk.copy(text)}
      >
        {label}
      </Button>
    )
  }
  const title = name ?? t('common.copy')
  return (
    <Tooltip label={title}>
      <ActionIcon variant="subtle" color="gray" aria-label={title} onClick={() => desk.copy(text)}>
        <Icon name="copy" size={14} />
      </ActionIcon>
    </Tooltip>
  )
}
