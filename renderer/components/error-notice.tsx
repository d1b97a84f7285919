import { Button } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { OpsError } from '../../shared/errors'
import { CallLink } from './call-link'
import { Icon } from './icon'
import classes from './error-notice.module.css'

/** An error as people read it: what happened, what to do, and the technical detail on demand. */
export function ErrorNotice({
  error,
  onRetry,
  retryLabel,
  compact = false,
}: {
  error: Pick<OpsError, 'code' | 'message' | 'facts' | 'callId'>
  onRetry?: () => void
  retryLabel?: string
  compact?: boolean
}) {
  const { t } = useTranslation()
  const facts = Object.entries(error.facts)
  return (
    <div
      className={classes.notice}
      role="alert"
      data-error={error.code}
      data-compact={compact || undefined}
    >
      <span className={classes.mark}>
        <Icon name="warning" />
      </span>
      <div className={classes.body}>
        <p className={classes.cause}>{t(`errors.${error.code}.cause`)}</p>
        <p className={classes.next}>{t(`errors.${error.code}.next`)}</p>
        <details className={classes.detail}>
          <summary>{t('common.technicalDetail')}</summary>
          <code>
            {error.code}: {error.message}
            {facts.map(([name, value]) => `\n${name} = ${value}`)}
          </code>
        </details>
      </div>
      <div className={classes.actions}>
        <CallLink id={error.callId} />
        {onRetry === undefined ? null : (
          <Button variant="default" onClick={onRetry}>
            {retryLabel ?? t('common.retry')}
          </Button>
        )}
      </div>
    </div>
  )
}
