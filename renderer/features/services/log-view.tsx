import { ActionIcon, Button, TextInput, Tooltip } from '@mantine/core'
import { useVirtualizer } from '@tanstack/react-virtual'
import { useEffect, useMemo, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { CopyButton } from '../../components/copy-button'
import { ErrorNotice } from '../../components/error-notice'
import { Icon, type IconName } from '../../components/icon'
import { EmptyState } from '../../components/panel'
import { useFormat } from '../../i18n/format'
import { plainText } from '../../components/ansi'
import { LogRow } from './log-row'
import { useLog } from './use-log'
import classes from './log-view.module.css'

const rowPx = 18

/** A log with search, pause and follow; scrolling up stops following. */
export function LogView({ service }: { service: string }) {
  const { t } = useTranslation()
  const format = useFormat()
  const [isPaused, setIsPaused] = useState(false)
  const [isFollowing, setIsFollowing] = useState(true)
  const [isWrapped, setIsWrapped] = useState(false)
  const [query, setQuery] = useState('')
  const [position, setPosition] = useState(0)
  const log = useLog(service, isPaused)
  const box = useRef<HTMLDivElement>(null)
  const { lines } = log

  const found = useMemo(() => {
    const wanted = query.trim().toLowerCase()
    if (wanted === '') return []
    return lines.flatMap(({ text }, index) =>
      plainText(text).toLowerCase().includes(wanted) ? [index] : [],
    )
  }, [lines, query])
  const current = found.length === 0 ? null : (found[position % found.length] ?? null)

  const rows = useVirtualizer({
    count: lines.length,
    getScrollElement: () => box.current,
    estimateSize: () => rowPx,
    getItemKey: (index) => lines[index]?.seq ?? index,
    overscan: 20,
  })

  useEffect(() => {
    if (isFollowing && lines.length > 0) rows.scrollToIndex(lines.length - 1, { align: 'end' })
  }, [isFollowing, lines, rows])

  const go = (to: number) => {
    if (found.length === 0) return
    const next = (to + found.length) % found.length
    setPosition(next)
    setIsFollowing(false)
    rows.scrollToIndex(found[next] ?? 0, { align: 'center' })
  }

  return (
    <div className={classes.view}>
      <div className={classes.tools}>
        <TextInput
          type="search"
          className={classes.search}
          aria-label={t('log.search')}
          placeholder={t('log.search')}
          leftSection={<Icon name="search" size={14} />}
          value={query}
          onChange={(event) => {
            setQuery(event.currentTarget.value)
            setPosition(0)
          }}
          onKeyDown={(event) => {
            if (event.key === 'Enter') go(position + (event.shiftKey ? -1 : 1))
          }}
        />
        <span className={classes.found} role="status">
          {query.trim() === ''
            ? ''
            : found.length === 0
              ? t('log.noMatches')
              : t('log.matches', {
                  current: format.count((position % found.length) + 1),
                  total: format.count(found.length),
                })}
        </span>
        <Tool icon="up" label={t('log.previous')} onClick={() => go(position - 1)} />
        <Tool icon="down" label={t('log.next')} onClick={() => go(position + 1)} />
        <span className={classes.gap} />
        <Button
          variant="default"
          leftSection={<Icon name={isPaused ? 'play' : 'pause'} size={14} />}
          onClick={() => setIsPaused(!isPaused)}
        >
          {isPaused ? t('log.resume') : t('log.pause')}
        </Button>
        <Tool
          icon="follow"
          label={t('log.follow')}
          isPressed={isFollowing}
          onClick={() => setIsFollowing(!isFollowing)}
        />
        <Tool
          icon="wrap"
          label={t('log.wrap')}
          isPressed={isWrapped}
          onClick={() => setIsWrapped(!isWrapped)}
        />
        <CopyButton
          name={t('log.copy')}
          text={lines.map(({ text }) => plainText(text)).join('\n')}
        />
      </div>
      {log.error === null ? null : <ErrorNotice compact error={log.error} onRetry={log.retry} />}
      <div
        ref={box}
        className={classes.box}
        role="log"
        aria-live="off"
        aria-label={t('log.region')}
        tabIndex={0}
        onWheel={(event) => {
          if (event.deltaY < 0) setIsFollowing(false)
        }}
        onScroll={(event) => {
          const { scrollHeight, scrollTop, clientHeight } = event.currentTarget
          if (scrollHeight - scrollTop - clientHeight > rowPx * 40) setIsFollowing(false)
        }}
        onKeyDown={(event) => {
          if (['ArrowUp', 'PageUp', 'Home'].includes(event.key)) setIsFollowing(false)
          if (event.key === 'End') setIsFollowing(true)
        }}
      >
        {lines.length === 0 && log.error === null ? (
          <EmptyState title={t('log.empty')} hint={t('log.emptyHint')} />
        ) : (
          <div className={classes.lines} style={{ height: rows.getTotalSize() }}>
            {rows.getVirtualItems().map((row) => {
              const line = lines[row.index]
              if (line === undefined) return null
              return (
                <div
                  key={row.key}
                  ref={rows.measureElement}
                  data-index={row.index}
                  className={classes.row}
                  data-wrap={isWrapped || undefined}
                  style={{ transform: `translateY(${row.start}px)` }}
                >
                  <LogRow line={line} query={query.trim()} isCurrent={row.index === current} />
                </div>
              )
            })}
          </div>
        )}
      </div>
      <footer className={classes.foot}>
        <span>{t('log.lines', { lines: format.count(lines.length) })}</span>
        {log.trimmed > 0 ? (
          <span>{t('log.trimmed', { lines: format.count(log.trimmed) })}</span>
        ) : null}
        {log.dropped > 0 ? (
          <span className={classes.warn} role="status">
            {t('log.dropped', { lines: format.count(log.dropped) })}
          </span>
        ) : null}
        {isPaused ? (
          <span className={classes.warn}>{t('log.held', { lines: format.count(log.held) })}</span>
        ) : null}
        {log.state === 'ended' ? <span>{t('log.ended')}</span> : null}
      </footer>
    </div>
  )
}

function Tool({
  icon,
  label,
  isPressed,
  onClick,
}: {
  icon: IconName
  label: string
  isPressed?: boolean
  onClick: () => void
}) {
  return (
    <Tooltip label={label}>
      <ActionIcon
        variant={isPressed === true ? 'light' : 'subtle'}
        color={isPressed === true ? 'blue' : 'gray'}
        aria-label={label}
        aria-pressed={isPressed}
        onClick={onClick}
      >
        <Icon name={icon} />
      </ActionIcon>
    </Tooltip>
  )
}
