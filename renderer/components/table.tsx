import type { ReactNode } from 'react'
import classes from './table.module.css'

/** A plain table; when it is wider than its place it scrolls inside itself. */
export function Table({
  label,
  head,
  children,
}: {
  label: string
  head: readonly ReactNode[]
  /** The rows. */
  children: ReactNode
}) {
  return (
    <div className={classes.scroll} role="group" aria-label={label} tabIndex={0}>
      <table className={classes.table} aria-label={label}>
        <thead>
          <tr>
            {head.map((content, column) => (
              <th key={column} scope="col">
                {content}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>{children}</tbody>
      </table>
    </div>
  )
}
