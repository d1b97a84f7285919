import { Button, Textarea, TextInput } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { useState, type DragEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { useCommand } from '../../api/hooks'
import { ErrorNotice } from '../../components/error-notice'
import { Panel } from '../../components/panel'
import { StateWord } from '../../components/tone'
import { ProblemTable } from './problem-table'
import classes from './settings.module.css'

/** The contract's limit for the text of an environment file. */
const longestText = 1_000_000

/** Takes an environment file by drop or paste; a bad one is refused with every reason. */
export function ProfileImport() {
  const { t } = useTranslation()
  const client = useQueryClient()
  const [name, setName] = useState('profile.json')
  const [text, setText] = useState('')
  const [isOver, setIsOver] = useState(false)
  const take = useCommand('profiles:import', {
    onSuccess: (outcome) => {
      if (!outcome.ok) return
      setText('')
      void client.invalidateQueries({ queryKey: ['profiles:list'] })
    },
  })
  const drop = async (event: DragEvent) => {
    event.preventDefault()
    setIsOver(false)
    const file = event.dataTransfer.files[0]
    if (file === undefined) return
    take.reset()
    setName(file.name.slice(0, 200))
    setText((await file.text()).slice(0, longestText))
  }
  return (
    <Panel title={t('settings.import')}>
      <div
        className={classes.drop}
        data-over={isOver || undefined}
        onDragOver={(event) => {
          event.preventDefault()
          setIsOver(true)
        }}
        onDragLeave={() => setIsOver(false)}
        onDrop={(event) => void drop(event)}
      >
        <p className="quiet">{isOver ? t('settings.dropHere') : t('settings.importText')}</p>
        <TextInput
          label={t('settings.importName')}
          value={name}
          maxLength={200}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <Textarea
          label={t('settings.importBody')}
          rows={8}
          spellCheck={false}
          maxLength={longestText}
          styles={{ input: { fontFamily: 'var(--font-mono)' } }}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
        />
        <div>
          <Button
            disabled={text.trim() === ''}
            loading={take.isPending}
            onClick={() => take.mutate({ name, text })}
          >
            {t('settings.importRun')}
          </Button>
        </div>
        {take.isError ? <ErrorNotice compact error={take.error} /> : null}
        {take.data === undefined ? null : take.data.ok ? (
          <p role="status">
            <StateWord tone="ok">{t('settings.imported')}</StateWord>
          </p>
        ) : (
          <div role="alert">
            <StateWord tone="worse">
              {t('settings.refused', { count: take.data.problems.length })}
            </StateWord>
            <ProblemTable problems={take.data.problems} />
          </div>
        )}
      </div>
    </Panel>
  )
}
