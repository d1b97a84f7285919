import classes from './raw-text.module.css'

/** What was sent or received, to the letter; how tall it may grow is for its place to say. */
export function RawText({ label, text }: { label: string; text: string }) {
  return (
    <pre className={classes.text} tabIndex={0} aria-label={label}>
      {text}
    </pre>
  )
}
