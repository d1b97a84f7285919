import { TextInput } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useCacheWriter, useCall, useCommand } from '../../api/hooks'

/** The name a person signs a statement with: the settings' tester until another is written. */
export interface PersonNameState {
  value: string
  /** Without blanks around it; empty while none is written. */
  name: string
  set(value: string): void
  /** Makes the name that was used the default of the next statement. */
  remember(): void
}

export function usePersonName(): PersonNameState {
  const [draft, setDraft] = useState<string | null>(null)
  const settings = useCall('settings:get', [])
  const write = useCacheWriter()
  const update = useCommand('settings:update', {
    onSuccess: (value) => write('settings:get', [], value),
  })
  const value = draft ?? settings.data?.tester ?? ''
  const name = value.trim()
  return {
    value,
    name,
    set: setDraft,
    remember: () => {
      if (settings.data !== undefined && settings.data.tester !== name) {
        update.mutate({ tester: name })
      }
    },
  }
}

export function PersonNameInput({ person }: { person: PersonNameState }) {
  const { t } = useTranslation()
  return (
    <TextInput
      required
      label={t('checklist.record.name')}
      value={person.value}
      maxLength={80}
      onChange={(event) => person.set(event.currentTarget.value)}
    />
  )
}
