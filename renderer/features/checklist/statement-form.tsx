import { Button, Textarea } from '@mantine/core'
import type { FormEvent, ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { OpsError } from '../../../shared/errors'
import { ErrorNotice } from '../../components/error-notice'
import { PersonNameInput, type PersonNameState } from './person-name'
import text from './text.module.css'

/** Words that somebody puts a name to; they stay until main has taken them. */
export function StatementForm({
  label,
  action,
  words,
  person,
  isPending,
  error,
  children,
  onWords,
  onSend,
  onCancel,
}: {
  label: string
  action: string
  words: string
  person: PersonNameState
  isPending: boolean
  error: OpsError | null
  children?: ReactNode
  onWords: (words: string) => void
  onSend: (words: string, name: string) => void
  onCancel?: () => void
}) {
  const { t } = useTranslation()
  const isComplete = words.trim() !== '' && person.name !== ''
  const send = (event: FormEvent) => {
    event.preventDefault()
    if (isComplete) onSend(words.trim(), person.name)
  }
  return (
    <form className={text.form} aria-label={action} onSubmit={send}>
      {children}
      <Textarea
        required
        rows={2}
        label={label}
        value={words}
        maxLength={2_000}
        onChange={(event) => onWords(event.currentTarget.value)}
      />
      <PersonNameInput person={person} />
      {error === null ? null : <ErrorNotice compact error={error} />}
      <div className={text.actions}>
        <Button type="submit" loading={isPending} disabled={!isComplete}>
          {action}
        </Button>
        {onCancel === undefined ? null : (
          <Button variant="default" onClick={onCancel}>
            {t('common.cancel')}
          </Button>
        )}
      </div>
    </form>
  )
}
