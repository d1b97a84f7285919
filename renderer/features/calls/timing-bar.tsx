import { useTranslation } from 'react-i18next'
import type { CallTimings } from '../../../shared/domain/calls'
import { useFormat } from '../../i18n/format'
import classes from './calls.module.css'

/** Where the time of a call went, as a bar and in figures. */
export function TimingBar({ timings }: { timings: CallTimings }) {
  const { t } = useTranslation()
  const format = useFormat()
  const { queuedMs, connectMs, firstByteMs, totalMs } = timings
  // The first byte is counted from the sending, so it contains the connecting; the total contains all.
  const waitMs = Math.max(0, (firstByteMs ?? totalMs - queuedMs) - (connectMs ?? 0))
  const known = queuedMs + (connectMs ?? 0) + waitMs
  const parts = [
    { part: 'queued', ms: queuedMs, name: t('calls.queued') },
    { part: 'connect', ms: connectMs ?? 0, name: t('calls.connect') },
    { part: 'wait', ms: waitMs, name: t('calls.wait') },
    { part: 'download', ms: Math.max(0, totalMs - known), name: t('calls.download') },
  ]
  const wholeMs = Math.max(
    1,
    parts.reduce((sum, { ms }) => sum + ms, 0),
  )
  return (
    <div>
      <div className={classes.timings} aria-hidden="true">
        {parts
          .filter(({ ms }) => ms > 0)
          .map(({ part, ms }) => (
            <span
              key={part}
              className={classes.part}
              data-part={part}
              style={{ width: `${(ms / wholeMs) * 100}%` }}
            />
          ))}
      </div>
      <ul className={classes.keys}>
        {parts.map(({ part, ms, name }) => (
          <li key={part} className={classes.key} data-part={part}>
            {name} {part === 'connect' && connectMs === null ? t('calls.reused') : format.ms(ms)}
          </li>
        ))}
        <li className={classes.key}>
          <strong>
            {t('calls.total')} {format.ms(totalMs)}
          </strong>
        </li>
      </ul>
    </div>
  )
}
