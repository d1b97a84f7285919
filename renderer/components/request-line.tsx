import classes from './request-line.module.css'

/** Method and address of a request, whole, in a box of its own. */
export function RequestLine({ method, url }: { method: string; url: string }) {
  return (
    <code className={classes.line}>
      <b>{method}</b> {url}
    </code>
  )
}
