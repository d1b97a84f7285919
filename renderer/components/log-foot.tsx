import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { useFormat } from '../i18n/format'
import classes from './log.module.css'

/** What a log does not show, and why; nothing is left out in silence. */
export function LogFoot({
  state,
  isPaused,
  children,
}: {
  state: { dropped: number; trimmed: number; held: number; state: 'open' | 'ended' | 'failed' }
  isPaused: boolean
  children: ReactNode
}) {
  const { t } = useTranslation()
  const format = useFormat()
  return (
    <footer className={classes.foot}>
      {children}
      {state.trimmed > 0 ? (
        <span>{t('log.trimmed', { lines: format.count(state.trimmed) })}</span>
      ) : null}
      {state.dropped > 0 ? (
        <span className={classes.warn} role="status">
          {t('log.dropped', { lines: format.count(state.dropped) })}
        </span>
      ) : null}
      {isPaused ? (
        <span className={classes.warn}>{t('log.held', { lines: format.count(state.held) })}</span>
      ) : null}
      {state.state === 'ended' ? <span>{t('log.ended')}</span> : null}
    </footer>
  )
}
