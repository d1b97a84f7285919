import { useEffect, useMemo, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useLineStream } from '../../api/line-stream'
import { ErrorNotice } from '../../components/error-notice'
import { LogFoot } from '../../components/log-foot'
import { LogList } from '../../components/log-list'
import { LogRow } from '../../components/log-row'
import { LogSearchField, useLogSearch } from '../../components/log-search'
import { EmptyState } from '../../components/panel'
import { useFormat } from '../../i18n/format'
import { useUi } from '../../stores/ui'
import { FilterBar } from './filter-bar'
import { LogTools } from './log-tools'
import { createRowMaker, type ShownRow } from './shown-rows'
import { hueOf } from './service-toggles'
import { useTimeJump } from './use-time-jump'
import classes from './logs.module.css'
import log from '../../components/log.module.css'

/** A stream that ended with its profile is opened again once the next one stands. */
const openAgainMs = 1_000

const keyOf = ({ line }: ShownRow) => line.seq
const lineOf = ({ line }: ShownRow) => line

/** The lines of the chosen services by time, filtered, searched and followed. */
export function MergedLog({
  services,
  order,
}: {
  services: readonly string[]
  /** All services, which decides their colours. */
  order: readonly string[]
}) {
  const { t } = useTranslation()
  const format = useFormat()
  const box = useRef<HTMLDivElement>(null)
  const [isPaused, setIsPaused] = useState(false)
  const [readTo, setReadTo] = useState<number | null>(null)
  const choices = useUi((ui) => ui.logChoices)
  const request = useUi((ui) => ui.logRequest)
  const stream = useLineStream('logs:follow', { services: [...services] }, isPaused)
  const [makeRows] = useState(createRowMaker)
  const { atLeast, isCollapsed, isWrapped } = choices
  const rows = useMemo(
    () => makeRows(stream.lines, { atLeast, request, isCollapsed }),
    [makeRows, stream.lines, atLeast, request, isCollapsed],
  )
  const { received, retry, state } = stream
  const isFollowing = readTo === null
  const follow = (isWanted: boolean) =>
    setReadTo((before) => (isWanted ? null : (before ?? received)))
  const search = useLogSearch(rows, lineOf, () => follow(false))
  const jump = useTimeJump(rows, search)

  useEffect(() => {
    if (state !== 'ended') return
    const timer = setTimeout(retry, openAgainMs)
    return () => clearTimeout(timer)
  }, [state, retry])

  return (
    <div className={log.view}>
      <div className={log.tools}>
        <LogSearchField search={search} />
        <span className={log.gap} />
        <LogTools
          rows={rows}
          box={box}
          isPaused={isPaused}
          onPause={setIsPaused}
          missed={readTo === null ? null : received - readTo}
          onFollow={follow}
        />
      </div>
      <FilterBar jump={jump} />
      {stream.error === null ? null : <ErrorNotice compact error={stream.error} onRetry={retry} />}
      <LogList
        rows={rows}
        keyOf={keyOf}
        box={box}
        isFollowing={isFollowing}
        onFollow={follow}
        isWrapped={isWrapped}
        target={search.target}
        empty={stream.error === null ? <Nothing isFiltered={stream.lines.length > 0} /> : null}
        render={(row, index) => (
          <LogRow
            line={row.line}
            finder={search.finder}
            isCurrent={index === search.current}
            lead={<Lead row={row} hue={hueOf(row.line.service, order)} />}
            tail={row.count > 1 ? <Repeats row={row} /> : null}
          />
        )}
      />
      <LogFoot state={stream} isPaused={isPaused}>
        <span>
          {t('logs.shown', {
            shown: format.count(rows.reduce((sum, { count }) => sum + count, 0)),
            total: format.count(stream.lines.length),
          })}
        </span>
        {jump.isTooEarly ? (
          <span className={log.warn} role="status">
            {t('logs.tooEarly')}
          </span>
        ) : null}
      </LogFoot>
    </div>
  )
}

function Lead({ row, hue }: { row: ShownRow; hue: number }) {
  const { t } = useTranslation()
  const { service, level } = row.line
  return (
    <>
      <span className={classes.service} data-hue={hue}>
        {service}
      </span>
      <span className={classes.level} data-level={level ?? undefined}>
        {level === null ? '' : t(`logs.level.${level}`)}
      </span>
    </>
  )
}

function Repeats({ row }: { row: ShownRow }) {
  const { t } = useTranslation()
  const format = useFormat()
  return (
    <span className={classes.repeats}>
      {t('logs.repeats', { times: format.count(row.count), at: format.clock(row.lastAt) })}
    </span>
  )
}

function Nothing({ isFiltered }: { isFiltered: boolean }) {
  const { t } = useTranslation()
  return isFiltered ? (
    <EmptyState title={t('logs.nothingLeft')} hint={t('logs.nothingLeftHint')} />
  ) : (
    <EmptyState title={t('log.empty')} hint={t('log.emptyHint')} />
  )
}
