import { Button, Tooltip, type ButtonProps } from '@mantine/core'
import type { MouseEventHandler, ReactNode } from 'react'

/** A button that stays reachable when it cannot be used and says why. */
export function ActionButton({
  reason,
  onClick,
  children,
  label,
  ...rest
}: ButtonProps & {
  /** Why it cannot be used now; null when it can. */
  reason: string | null
  onClick: MouseEventHandler<HTMLButtonElement>
  children: ReactNode
  /** Name for screen readers where the words alone are ambiguous. */
  label?: string
}) {
  const isRefused = reason !== null
  return (
    <Tooltip
      label={reason ?? ''}
      disabled={!isRefused}
      events={{ hover: true, focus: true, touch: true }}
    >
      <Button
        {...rest}
        {...(label === undefined ? {} : { 'aria-label': label })}
        {...(isRefused ? { 'aria-disabled': true, 'data-disabled': true } : {})}
        onClick={(event) => {
          if (isRefused) event.preventDefault()
          else onClick(event)
        }}
      >
        {children}
      </Button>
    </Tooltip>
  )
}
