import { Button, Textarea, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { notifications } from '@mantine/notifications'
import { useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { useCall, useCommand } from '../../api/hooks'
import { ErrorNotice } from '../../components/error-notice'
import classes from './contracts.module.css'

/** Makes the last answer the new baseline; who does so and why is mandatory. */
export function AcceptForm({ operation }: { operation: string }) {
  const { t } = useTranslation()
  const client = useQueryClient()
  const settings = useCall('settings:get', [])
  const accept = useCommand('contracts:accept', {
    onSuccess: () => {
      notifications.show({ message: t('contracts.accept.done') })
      void client.invalidateQueries({ queryKey: ['contracts:list'] })
    },
  })
  const required = (text: string) => (text.trim() === '' ? t('contracts.accept.required') : null)
  const form = useForm({
    initialValues: { name: settings.data?.tester ?? '', note: '' },
    validate: { name: required, note: required },
  })
  const submit = form.onSubmit(({ name, note }) =>
    accept.mutate({ operation, name: name.trim(), note: note.trim() }),
  )
  return (
    <form className={classes.form} onSubmit={submit} noValidate>
      <h3>{t('contracts.accept.title')}</h3>
      <p className="quiet">{t('contracts.accept.text')}</p>
      <TextInput
        required
        label={t('contracts.accept.name')}
        maxLength={80}
        {...form.getInputProps('name')}
      />
      <Textarea
        required
        label={t('contracts.accept.note')}
        rows={3}
        maxLength={2000}
        {...form.getInputProps('note')}
      />
      {accept.isError ? <ErrorNotice compact error={accept.error} /> : null}
      <div>
        <Button type="submit" loading={accept.isPending}>
          {t('contracts.accept.run')}
        </Button>
      </div>
    </form>
  )
}
