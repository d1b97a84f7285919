import { useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { LogLine } from '../../../shared/domain/services'
import { useLineStream } from '../../api/line-stream'
import { plainText } from '../../components/ansi'
import { CopyButton } from '../../components/copy-button'
import { ErrorNotice } from '../../components/error-notice'
import { LogFoot } from '../../components/log-foot'
import { LogList } from '../../components/log-list'
import { LogRow } from '../../components/log-row'
import { LogSearchField, useLogSearch } from '../../components/log-search'
import { EmptyState } from '../../components/panel'
import { PauseButton } from '../../components/pause-button'
import { ToolButton } from '../../components/tool-button'
import { useFormat } from '../../i18n/format'
import classes from '../../components/log.module.css'

const keyOf = (line: LogLine) => line.seq
const lineOf = (line: LogLine) => line

/** A log with search, pause and follow; scrolling up stops following. */
export function LogView({ service }: { service: string }) {
  const { t } = useTranslation()
  const format = useFormat()
  const box = useRef<HTMLDivElement>(null)
  const [isPaused, setIsPaused] = useState(false)
  const [isFollowing, setIsFollowing] = useState(true)
  const [isWrapped, setIsWrapped] = useState(false)
  const log = useLineStream('services:log', { id: service }, isPaused)
  const { lines } = log
  const search = useLogSearch(lines, lineOf, () => setIsFollowing(false))

  return (
    <div className={classes.view}>
      <div className={classes.tools}>
        <LogSearchField search={search} />
        <span className={classes.gap} />
        <PauseButton isPaused={isPaused} onChange={setIsPaused} />
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
