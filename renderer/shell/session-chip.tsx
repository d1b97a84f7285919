import { useTranslation } from 'react-i18next'
import { useCall } from '../api/hooks'
import { Icon } from '../components/icon'
import { useNow } from '../components/use-now'
import { useUi } from '../stores/ui'
import classes from './top-bar.module.css'

/** Who is signed in, as what, and for how long. */
export function SessionChip() {
  const { t } = useTranslation()
  const show = useUi((ui) => ui.show)
  const now = useNow(5_000)
  const session = useCall('session:get', []).data
  if (session === undefined) return null
  const { state, username, role, expiresAt } = session
  const isExpired = state === 'expired' || (state === 'active' && (expiresAt ?? Infinity) <= now)
  const remark =
    state === 'none'
      ? null
      : isExpired
        ? t('bar.expired')
        : expiresAt === null
          ? t('bar.noExpiry')
          : t('bar.minutesLeft', { minutes: Math.floor((expiresAt - now) / 60_000) })
  return (
    <button
      type="button"
      className={classes.chip}
      data-state={isExpired ? 'expired' : state}
      onClick={() => show('session')}
    >
      <Icon name="session" size={14} />
      <span className={classes.who}>
        {state === 'none' ? t('bar.signedOut') : (username ?? t('common.unknown'))}
      </span>
      {state === 'none' || role === null ? null : <span className={classes.quiet}>{role}</span>}
      {remark === null ? null : (
        <span className={isExpired ? undefined : classes.quiet}>{remark}</span>
      )}
    </button>
  )
}
