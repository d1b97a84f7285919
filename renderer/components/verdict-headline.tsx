import type { ReactNode } from 'react'
import { ToneShape, type Tone } from './tone'
import classes from './verdict-headline.module.css'

const figures = ['passed', 'failed', 'unproven'] as const
type Figure = (typeof figures)[number]

const tones: Record<Figure, Tone> = { passed: 'ok', failed: 'worse', unproven: 'held' }

/** Three numbers and the verdict in words; never a percentage. */
export function VerdictHeadline({
  label,
  counts,
  nameOf,
  hasLongNames = false,
  aside,
  children,
}: {
  label: string
  /** Null while nothing is known. */
  counts: Readonly<Record<Figure, number>> | null
  nameOf: (figure: Figure) => string
  hasLongNames?: boolean
  /** Stands at the end, after the words. */
  aside?: ReactNode
  /** The verdict in words. */
  children: ReactNode
}) {
  return (
    <section className={classes.headline} aria-label={label}>
      <dl className={classes.figures} data-long={hasLongNames || undefined}>
        {figures.map((figure) => (
          <div key={figure} data-figure={figure}>
            <dd>{counts?.[figure] ?? '—'}</dd>
            <dt>
              <ToneShape tone={tones[figure]} size={10} /> {nameOf(figure)}
            </dt>
          </div>
        ))}
      </dl>
      <div className={classes.words} role="status">
        {children}
      </div>
      {aside}
    </section>
  )
}
