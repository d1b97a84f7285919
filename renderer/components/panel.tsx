import type { ReactNode } from 'react'
import classes from './panel.module.css'

/** A bordered area with a heading of its own. */
export function Panel({
  title,
  aside,
  children,
  flush = false,
}: {
  title?: ReactNode
  aside?: ReactNode
  children: ReactNode
  /** Lets the content touch the border. */
  flush?: boolean
}) {
  return (
    <section className={classes.panel}>
      {title === undefined ? null : (
        <header className={classes.header}>
          <h2>{title}</h2>
          {aside === undefined ? null : <div className={classes.aside}>{aside}</div>}
        </header>
      )}
      <div className={flush ? classes.flush : classes.body}>{children}</div>
    </section>
  )
}

/** The frame of a screen: heading, tools, scrolling content. */
export function ScreenFrame({
  title,
  summary,
  tools,
  children,
  fixed = false,
}: {
  title: string
  summary?: ReactNode
  tools?: ReactNode
  children: ReactNode
  /** The content scrolls inside itself. */
  fixed?: boolean
}) {
  return (
    <div className={classes.screen}>
      <header className={classes.head}>
        <div className={classes.titles}>
          <h1>{title}</h1>
          {summary === undefined ? null : <div className={classes.summary}>{summary}</div>}
        </div>
        {tools === undefined ? null : <div className={classes.tools}>{tools}</div>}
      </header>
      <div className={fixed ? classes.fixed : classes.content} tabIndex={fixed ? undefined : -1}>
        {children}
      </div>
    </div>
  )
}

/** Says why nothing is here and what would put something here. */
export function EmptyState({
  title,
  hint,
  children,
}: {
  title: string
  hint?: ReactNode
  children?: ReactNode
}) {
  return (
    <div className={classes.empty}>
      <p className={classes.emptyTitle}>{title}</p>
      {hint === undefined ? null : <p className={classes.emptyHint}>{hint}</p>}
      {children === undefined ? null : <div className={classes.emptyActions}>{children}</div>}
    </div>
  )
}

/** Names and values in two aligned columns; a missing value is said, not left out. */
export function Facts({ rows }: { rows: readonly (readonly [string, ReactNode])[] }) {
  return (
    <dl className={classes.facts}>
      {rows.map(([name, value]) => (
        <div key={name} className={classes.fact}>
          <dt>{name}</dt>
          <dd>{value ?? '—'}</dd>
        </div>
      ))}
    </dl>
  )
}
