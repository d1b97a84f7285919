import { Icon } from '../../components/icon'
import classes from './steps.module.css'

/** Unfolds a part of a step and folds it away again. */
export function FoldButton({
  isOpen,
  label,
  words,
  onToggle,
}: {
  isOpen: boolean
  /** For who cannot see to which step it belongs. */
  label: string
  words: string
  onToggle: () => void
}) {
  return (
    <button
      type="button"
      className={classes.toggle}
      aria-expanded={isOpen}
      aria-label={label}
      onClick={onToggle}
    >
      <Icon name={isOpen ? 'down' : 'right'} size={12} />
      {words}
    </button>
  )
}
