import type { ReactNode } from 'react'
import classes from './warning-note.module.css'

/** A caution that stays in sight above what it is about. */
export function WarningNote({ children }: { children: ReactNode }) {
  return (
    <p className={classes.note} role="status">
      {children}
    </p>
  )
}
