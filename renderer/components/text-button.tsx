import type { ComponentProps } from 'react'
import classes from './text-button.module.css'

/** A button that stands among words and looks like a link. */
export function TextButton(props: Omit<ComponentProps<'button'>, 'type' | 'className'>) {
  return <button {...props} type="button" className={classes.button} />
}
