import { Button, PasswordInput, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useTranslation } from 'react-i18next'
import type { Session } from '../../../shared/domain/session'
import { useSecretCommand } from '../../api/hooks'
import { ErrorNotice } from '../../components/error-notice'
import { testUsers } from './test-users'
import classes from './session.module.css'

/** User name and password; the password leaves the page with the request and stays nowhere. */
export function LoginForm({
  isEmbedded,
  onSession,
}: {
  isEmbedded: boolean
  onSession: (session: Session) => void
}) {
  const { t } = useTranslation()
  const login = useSecretCommand('session:login', onSession)
  const form = useForm({
    initialValues: { username: '', password: '' },
    validate: {
      username: (text) => (text.trim() === '' ? t('session.required') : null),
      password: (text) => (text === '' ? t('session.required') : null),
    },
  })
  const submit = form.onSubmit(({ username, password }) => {
    form.setFieldValue('password', '')
    login.send({ username: username.trim(), password }, () => form.reset())
  })
  return (
    <form className={classes.form} onSubmit={submit} noValidate>
      <TextInput
        label={t('session.username')}
        autoComplete="off"
        spellCheck={false}
        {...form.getInputProps('username')}
      />
      <PasswordInput
        label={t('session.password')}
        autoComplete="off"
        {...form.getInputProps('password')}
      />
      {login.error === null ? null : <ErrorNotice compact error={login.error} />}
      <Button type="submit" size="xs" loading={login.isPending}>
        {t('session.submit')}
      </Button>
      {isEmbedded ? (
        <section className={classes.fill}>
          <h3>{t('session.fill')}</h3>
          <p className="quiet">{t('session.fillHint')}</p>
          <div className={classes.users}>
            {testUsers.map(({ username, password, role }) => (
              <button
                key={username}
                type="button"
                className={classes.user}
                onClick={() => form.setValues({ username, password })}
              >
                {username}
                <span>{t(`session.testUser.${role}`)}</span>
              </button>
            ))}
          </div>
        </section>
      ) : null}
    </form>
  )
}
