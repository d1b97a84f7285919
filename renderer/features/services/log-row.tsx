import { memo, type ReactNode } from 'react'
import type { LogLine } from '../../../shared/domain/services'
import { useFormat } from '../../i18n/format'
import { parseAnsi } from '../../components/ansi'
import classes from './log-view.module.css'

/** One line: time, colours of the terminal, and what the search found. */
export const LogRow = memo(function LogRow({
  line,
  query,
  isCurrent,
}: {
  line: LogLine
  query: string
  isCurrent: boolean
}) {
  const format = useFormat()
  return (
    <>
      <time className={classes.time}>{format.clock(line.at)}</time>
      <span className={classes.source} data-source={line.source}>
        {line.source === 'stdout' ? '' : line.source === 'stderr' ? 'err' : '»'}
      </span>
      <span
        className={classes.text}
        data-source={line.source}
        data-current={isCurrent || undefined}
      >
        {parseAnsi(line.text).map((run, index) => (
          <span
            key={index}
            data-colour={run.colour ?? undefined}
            data-bold={run.isBold || undefined}
            data-dim={run.isDim || undefined}
          >
            {marked(run.text, query)}
          </span>
        ))}
      </span>
    </>
  )
})

function marked(text: string, query: string): ReactNode {
  if (query === '') return text
  const wanted = query.toLowerCase()
  const lower = text.toLowerCase()
  const parts: ReactNode[] = []
  let from = 0
  for (let at = lower.indexOf(wanted); at >= 0; at = lower.indexOf(wanted, from)) {
    parts.push(text.slice(from, at), <mark key={at}>{text.slice(at, at + wanted.length)}</mark>)
    from = at + wanted.length
  }
  parts.push(text.slice(from))
  return parts
}
