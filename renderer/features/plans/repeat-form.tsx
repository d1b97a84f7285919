import { Button } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { RepeatOffer } from '../../../shared/domain/plans'
import { Icon } from '../../components/icon'
import { useSaid } from './use-said'
import classes from './steps.module.css'

/** Says what a repeat of the start ends first, and asks whether to; Escape goes back. */
export function RepeatForm({
  title,
  offer: { command, warnings },
  busy,
  isSending,
  onSend,
  onCancel,
}: {
  title: string
  offer: RepeatOffer
  /** Why nothing can be sent now; null when it can. */
  busy: string | null
  isSending: boolean
  onSend: () => void
  onCancel: () => void
}) {
  const { t } = useTranslation()
  const said = useSaid()
  return (
    <section
      className={classes.skip}
      aria-label={t('plans.repeatOf', { title })}
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return
        event.stopPropagation()
        onCancel()
      }}
    >
      <p>{t('plans.repeatForm.what')}</p>
      {command === null ? null : (
        <p>
          {t('plans.repeatForm.command')} <code>{command}</code>
        </p>
      )}
      {warnings.map((warning, index) => (
        <p key={index} className={classes.warning}>
          <Icon name="warning" size={14} />
          <span>{said(warning)}</span>
        </p>
      ))}
      <div className={classes.ways}>
        <Button loading={isSending} disabled={busy !== null && !isSending} onClick={onSend}>
          {t('plans.repeatForm.send')}
        </Button>
        <Button autoFocus variant="default" onClick={onCancel}>
          {t('common.cancel')}
        </Button>
      </div>
    </section>
  )
}
