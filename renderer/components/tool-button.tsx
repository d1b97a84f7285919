import { ActionIcon, Tooltip } from '@mantine/core'
import { Icon, type IconName } from './icon'

/** A button that shows an outline and says what it does. */
export function ToolButton({
  icon,
  label,
  isPressed,
  onClick,
}: {
  icon: IconName
  label: string
  isPressed?: boolean
  onClick: () => void
}) {
  return (
    <Tooltip label={label}>
      <ActionIcon
        variant={isPressed === true ? 'light' : 'subtle'}
        color={isPressed === true ? 'blue' : 'gray'}
        aria-label={label}
        aria-pressed={isPressed}
        onClick={onClick}
      >
        <Icon name={icon} />
      </ActionIcon>
    </Tooltip>
  )
}
