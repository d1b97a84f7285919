import { SegmentedControl, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Settings } from '../../../shared/domain/settings'
import { useCacheWriter, useCommand } from '../../api/hooks'
import { ErrorNotice } from '../../components/error-notice'
import { Panel } from '../../components/panel'
import classes from './settings.module.css'

const themes = ['system', 'light', 'dark'] as const
const languages = ['zh-CN', 'en'] as const

/** Language, theme, and the defaults of the checklist; each is kept as soon as it is changed. */
export function GeneralPanel({ settings }: { settings: Settings }) {
  const { t } = useTranslation()
  const write = useCacheWriter()
  const update = useCommand('settings:update', {
    onSuccess: (value) => write('settings:get', [], value),
  })
  return (
    <Panel
      title={t('settings.general')}
      aside={
        <span className="quiet" role="status">
          {update.isSuccess ? t('settings.saved') : ''}
        </span>
      }
    >
      <div className={classes.form}>
        {update.isError ? <ErrorNotice compact error={update.error} /> : null}
        <Choice
          label={t('settings.language')}
          value={settings.language}
          options={languages.map((value) => ({ value, label: t(`language.${value}`) }))}
          onChange={(language) => update.mutate({ language })}
        />
        <Choice
          label={t('settings.theme')}
          value={settings.theme}
          options={themes.map((value) => ({ value, label: t(`theme.${value}`) }))}
          onChange={(theme) => update.mutate({ theme })}
        />
        <KeptInput
          label={t('settings.tester')}
          description={t('settings.testerHint')}
          value={settings.tester}
          maxLength={80}
          onKeep={(tester) => update.mutate({ tester })}
        />
        <KeptInput
          label={t('settings.talent')}
          description={t('settings.talentHint')}
          value={settings.talentId}
          maxLength={1000}
          onKeep={(talentId) => update.mutate({ talentId })}
        />
      </div>
    </Panel>
  )
}

function Choice<T extends string>({
  label,
  value,
  options,
  onChange,
}: {
  label: string
  value: T
  options: { value: T; label: string }[]
  onChange: (value: T) => void
}) {
  return (
    <div className={classes.choice}>
      <span>{label}</span>
      <SegmentedControl
        aria-label={label}
        value={value}
        data={options}
        onChange={(chosen) => {
          const option = options.find((one) => one.value === chosen)
          if (option !== undefined) onChange(option.value)
        }}
      />
    </div>
  )
}

/** A field that is kept when it is left or Enter is pressed. */
function KeptInput({
  value,
  onKeep,
  ...rest
}: {
  label: string
  description: string
  value: string
  maxLength: number
  onKeep: (value: string) => void
}) {
  const [draft, setDraft] = useState<string | null>(null)
  const keep = () => {
    if (draft !== null && draft.trim() !== value) onKeep(draft.trim())
    setDraft(null)
  }
  return (
    <TextInput
      {...rest}
      value={draft ?? value}
      onChange={(event) => setDraft(event.currentTarget.value)}
      onBlur={keep}
      onKeyDown={(event) => {
        if (event.key === 'Enter') keep()
        if (event.key === 'Escape') setDraft(null)
      }}
    />
  )
}
