import { useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useFormat } from '../i18n/format'
import { plainText } from './ansi'
import { createLogFinder, noQuery, type LogFinder, type LogQuery } from './log-find'
import type { LogTarget } from './log-list'
import { SearchField } from './search-field'
import { ToolButton } from './tool-button'
import classes from './log.module.css'

/** A search under way in the rows of a log. */
export interface LogSearch {
  query: LogQuery
  finder: LogFinder
  /** Rows that hold a match. */
  found: readonly number[]
  /** Which of them is looked at; null when none is found. */
  current: number | null
  position: number
  /** The row that the last step went to. */
  target: LogTarget | null
  change(patch: Partial<LogQuery>): void
  step(by: 1 | -1): void
  /** Brings a row into view, as after a search. */
  show(index: number): void
}

/** Searches rows; `textOf` gives the line whose text is looked at. */
export function useLogSearch<T>(
  rows: readonly T[],
  lineOf: (row: T) => { text: string },
  onJump: () => void,
): LogSearch {
  const [query, setQuery] = useState(noQuery)
  const [position, setPosition] = useState(0)
  const [target, setTarget] = useState<LogTarget | null>(null)
  const finder = useMemo(() => createLogFinder(query, plainText), [query])
  const found = useMemo(() => matches(rows, lineOf, finder), [rows, lineOf, finder])
  const at = found.length === 0 ? 0 : position % found.length
  const show = (index: number) => {
    onJump()
    setTarget({ index })
  }
  return {
    query,
    finder,
    found,
    current: found[at] ?? null,
    position: at,
    target,
    show,
    change(patch) {
      const next = { ...query, ...patch }
      setQuery(next)
      setPosition(0)
      const first = matches(rows, lineOf, createLogFinder(next, plainText))[0]
      if (first !== undefined) show(first)
    },
    step(by) {
      const next = (at + by + found.length) % found.length
      const index = found[next]
      if (index === undefined) return
      setPosition(next)
      show(index)
    },
  }
}

function matches<T>(
  rows: readonly T[],
  lineOf: (row: T) => { text: string },
  finder: LogFinder,
): number[] {
  if (finder.isIdle) return []
  return rows.flatMap((row, index) => (finder.has(lineOf(row)) ? [index] : []))
}

/** The field of a search, with its kinds, its steps and where it stands. */
export function LogSearchField({ search }: { search: LogSearch }) {
  const { t } = useTranslation()
  const format = useFormat()
  const { query, finder, found, change, step } = search
  const { problem } = finder
  return (
    <>
      <SearchField
        className={classes.search}
        label={t('log.search')}
        value={query.text}
        error={
          problem === null
            ? undefined
            : problem.kind === 'slow'
              ? t('log.slowPattern')
              : t('log.badPattern', { detail: problem.detail })
        }
        onSearch={(text) => change({ text })}
        onKeyDown={(event) => {
          if (event.key === 'Enter') step(event.shiftKey ? -1 : 1)
        }}
      />
      <Kind
        word=".*"
        label={t('log.regex')}
        isOn={query.isRegex}
        onChange={(isRegex) => change({ isRegex })}
      />
      <Kind
        word="Aa"
        label={t('log.caseSensitive')}
        isOn={query.isCaseSensitive}
        onChange={(isCaseSensitive) => change({ isCaseSensitive })}
      />
      <span className={classes.found} role="status">
        {finder.isIdle
          ? ''
          : found.length === 0
            ? t('log.noMatches')
            : t('log.matches', {
                current: format.count(search.position + 1),
                total: format.count(found.length),
              })}
      </span>
      <ToolButton icon="up" label={t('log.previous')} onClick={() => step(-1)} />
      <ToolButton icon="down" label={t('log.next')} onClick={() => step(1)} />
    </>
  )
}

function Kind({
  word,
  label,
  isOn,
  onChange,
}: {
  word: string
  label: string
  isOn: boolean
  onChange: (isOn: boolean) => void
}) {
  return (
    <button
      type="button"
      className={classes.kind}
      aria-label={label}
      title={label}
      aria-pressed={isOn}
      onClick={() => onChange(!isOn)}
    >
      {word}
    </button>
  )
}
