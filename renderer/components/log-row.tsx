import { memo, type ReactNode } from 'react'
import { useFormat } from '../i18n/format'
import { parseAnsi, plainText } from './ansi'
import type { FoundRange, LogFinder } from './log-find'
import classes from './log.module.css'

/** What a row shows of a line. */
export interface ShownLine {
  at: number
  source: string
  text: string
}

/** One line: time, what leads it, colours of the terminal, and what the search found. */
export const LogRow = memo(function LogRow({
  line,
  lead,
  tail,
  finder,
  isCurrent,
}: {
  line: ShownLine
  lead?: ReactNode
  tail?: ReactNode
  finder: LogFinder
  isCurrent: boolean
}) {
  const format = useFormat()
  return (
    <>
      <time className={classes.time} dateTime={new Date(line.at).toISOString()}>
        {format.clock(line.at)}
      </time>
      {lead}
      <span className={classes.source} data-source={line.source}>
        {line.source === 'stderr' ? 'err' : line.source === 'console' ? '»' : ''}
      </span>
      <span
        className={classes.text}
        data-source={line.source}
        data-current={isCurrent || undefined}
      >
        <LogText text={line.text} finder={finder} />
        {tail}
      </span>
    </>
  )
})

/** A match may begin in one colour and end in another: it is marked in each. */
function LogText({ text, finder }: { text: string; finder: LogFinder }) {
  const ranges = finder.isIdle ? [] : finder.rangesIn(plainText(text))
  let from = 0
  return parseAnsi(text).map((run, index) => {
    const start = from
    from += run.text.length
    return (
      <span
        key={index}
        data-colour={run.colour ?? undefined}
        data-bold={run.isBold || undefined}
        data-dim={run.isDim || undefined}
      >
        {marked(run.text, start, ranges)}
      </span>
    )
  })
}

function marked(text: string, start: number, ranges: readonly FoundRange[]): ReactNode {
  const end = start + text.length
  const inside = ranges.filter(({ from, to }) => to > start && from < end)
  if (inside.length === 0) return text
  const parts: ReactNode[] = []
  let done = start
  for (const range of inside) {
    const from = Math.max(range.from, start)
    const to = Math.min(range.to, end)
    parts.push(text.slice(done - start, from - start))
    parts.push(<mark key={from}>{text.slice(from - start, to - start)}</mark>)
    done = to
  }
  parts.push(text.slice(done - start))
  return parts
}
