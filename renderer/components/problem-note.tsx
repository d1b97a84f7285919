import type { ReactNode } from 'react'
import { Icon } from './icon'
import classes from './problem-note.module.css'

/** What a screen found wrong by itself, with its cause first; errors of calls are an ErrorNotice. */
export function ProblemNote({
  cause,
  children,
  ...attributes
}: {
  cause: string
  /** What to do next and what is known. */
  children: ReactNode
} & Partial<Record<`data-${string}`, string | undefined>>) {
  return (
    <div className={classes.note} role="alert" {...attributes}>
      <Icon name="warning" />
      <div>
        <p className={classes.cause}>{cause}</p>
        {children}
      </div>
    </div>
  )
}
