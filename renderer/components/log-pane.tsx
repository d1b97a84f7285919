import { useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { LogLine } from '../../shared/domain/services'
import type { OpsError } from '../../shared/errors'
import { useFormat } from '../i18n/format'
import { plainText } from './ansi'
import { CopyButton } from './copy-button'
import { ErrorNotice } from './error-notice'
import { LogFoot } from './log-foot'
import { LogList } from './log-list'
import { LogRow } from './log-row'
import { LogSearchField, useLogSearch } from './log-search'
import { EmptyState } from './panel'
import { PauseButton } from './pause-button'
import { ToolButton } from './tool-button'
import classes from './log.module.css'

const keyOf = (line: LogLine) => line.seq
const lineOf = (line: LogLine) => line

/** The lines of one log as they are held. */
export interface ShownLog {
  lines: readonly LogLine[]
  dropped: number
  trimmed: number
  held: number
  state: 'open' | 'ended' | 'failed'
  error: OpsError | null
  retry: () => void
}

/** A log with search, pause and follow; scrolling up stops following. */
export function LogPane({
  log,
  isPaused,
  onPause,
}: {
  log: ShownLog
  isPaused: boolean
  onPause: (isPaused: boolean) => void
}) {
  const { t } = useTranslation()
  const format = useFormat()
  const box = useRef<HTMLDivElement>(null)
  const [isFollowing, setIsFollowing] = useState(true)
  const [isWrapped, setIsWrapped] = useState(false)
  const { lines } = log
  const search = useLogSearch(lines, lineOf, () => setIsFollowing(false))

  return (
    <div className={classes.view}>
      <div className={classes.tools}>
        <LogSearchField search={search} />
        <span className={classes.gap} />
        <PauseButton isPaused={isPaused} onChange={onPause} />
        <ToolButton
          icon="follow"
          label={t('log.follow')}
          isPressed={isFollowing}
          onClick={() => setIsFollowing(!isFollowing)}
        />
        <ToolButton
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
      <LogList
        rows={lines}
        keyOf={keyOf}
        box={box}
        isFollowing={isFollowing}
        onFollow={setIsFollowing}
        isWrapped={isWrapped}
        target={search.target}
        empty={
          log.error === null ? (
            <EmptyState title={t('log.empty')} hint={t('log.emptyHint')} />
          ) : null
        }
        render={(line, index) => (
          <LogRow line={line} finder={search.finder} isCurrent={index === search.current} />
        )}
      />
      <LogFoot state={log} isPaused={isPaused}>
        <span>{t('log.lines', { lines: format.count(lines.length) })}</span>
      </LogFoot>
    </div>
  )
}
