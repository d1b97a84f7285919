import { Button, Textarea } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useTranslation } from 'react-i18next'
import type { Session } from '../../../shared/domain/session'
import { useSecretCommand } from '../../api/hooks'
import { ErrorNotice } from '../../components/error-notice'
import classes from './session.module.css'

const jwtShape = /^(?:Bearer\s+)?[\w-]+\.[\w-]+\.[\w-]*$/i

/** A token pasted by hand; it is cleared from the page the moment it is sent. */
export function TokenForm({ onSession }: { onSession: (session: Session) => void }) {
  const { t } = useTranslation()
  const command = useSecretCommand('session:use-token', onSession)
  const form = useForm({
    initialValues: { token: '' },
    validate: {
      token: (text) =>
        text.trim() === ''
          ? t('session.required')
          : jwtShape.test(text.trim())
            ? null
            : t('session.tokenInvalid'),
    },
  })
  const submit = form.onSubmit(({ token }) => {
    form.reset()
    command.send({ token: token.trim().replace(/^Bearer\s+/i, '') })
  })
  return (
    <form className={classes.form} onSubmit={submit} noValidate>
      <Textarea
        label={t('session.token')}
        description={t('session.tokenHint')}
        rows={6}
        spellCheck={false}
        autoComplete="off"
        styles={{ input: { fontFamily: 'var(--font-mono)' } }}
        {...form.getInputProps('token')}
      />
      {command.error === null ? null : <ErrorNotice compact error={command.error} />}
      <Button type="submit" size="xs" loading={command.isPending}>
        {t('session.useToken')}
      </Button>
    </form>
  )
}
