import { Button, TextInput } from '@mantine/core'
import { useState, type FormEvent } from 'react'
import { useTranslation } from 'react-i18next'
import classes from './steps.module.css'

/** Asks why a step is left out; Enter sends, Escape goes back. */
export function SkipForm({
  title,
  busy,
  isSending,
  onSend,
  onCancel,
}: {
  title: string
  /** Why nothing can be sent now; null when it can. */
  busy: string | null
  isSending: boolean
  onSend: (reason: string) => void
  onCancel: () => void
}) {
  const { t } = useTranslation()
  const [reason, setReason] = useState('')
  const isComplete = reason.trim() !== '' && busy === null
  const send = (event: FormEvent) => {
    event.preventDefault()
    if (isComplete) onSend(reason.trim())
  }
  return (
    <form
      className={classes.skip}
      aria-label={t('plans.skipOf', { title })}
      onSubmit={send}
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return
        event.stopPropagation()
        onCancel()
      }}
    >
      <TextInput
        required
        autoFocus
        label={t('plans.skipForm.reason')}
        description={t('plans.skipForm.hint')}
        value={reason}
        maxLength={400}
        onChange={(event) => setReason(event.currentTarget.value)}
      />
      <div className={classes.ways}>
        <Button type="submit" loading={isSending} disabled={!isComplete && !isSending}>
          {t('plans.skipForm.send')}
        </Button>
        <Button variant="default" onClick={onCancel}>
          {t('common.cancel')}
        </Button>
      </div>
    </form>
  )
}
