import { Button, Switch, TextInput } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { useState, type FormEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { GateRules } from '../../../shared/domain/gate'
import { useCacheWriter, useCommand } from '../../api/hooks'
import { ErrorNotice } from '../../components/error-notice'
import classes from './run-choice.module.css'
import text from './text.module.css'

interface Draft {
  maxFailed: string
  maxUnproven: string
  p95Ms: string
  acceptsManual: boolean
  allowsFlaky: boolean
  allowsDrift: boolean
}

const draftOf = (rules: GateRules): Draft => ({
  ...rules,
  maxFailed: String(rules.maxFailed),
  maxUnproven: String(rules.maxUnproven),
  p95Ms: rules.p95Ms === null ? '' : String(rules.p95Ms),
})

const figureOf = (written: string) => (/^\d+$/.test(written.trim()) ? Number(written) : Number.NaN)

function rulesOf(draft: Draft) {
  return GateRules.safeParse({
    ...draft,
    maxFailed: figureOf(draft.maxFailed),
    maxUnproven: figureOf(draft.maxUnproven),
    p95Ms: draft.p95Ms.trim() === '' ? null : figureOf(draft.p95Ms),
  })
}

const figures = ['maxFailed', 'maxUnproven', 'p95Ms'] as const
const switches = ['acceptsManual', 'allowsFlaky', 'allowsDrift'] as const

/** When a run is good enough; written as a draft and kept as a whole. */
export function GateForm({ rules }: { rules: GateRules }) {
  const { t } = useTranslation()
  const client = useQueryClient()
  const write = useCacheWriter()
  const [changed, setChanged] = useState<Draft | null>(null)
  const update = useCommand('settings:update', {
    onSuccess: (value) => {
      write('settings:get', [], value)
      setChanged(null)
      // The gate of a run is judged by the rules in force when it is read.
      for (const name of ['checklist:current', 'runs:get'] as const) {
        void client.invalidateQueries({ queryKey: [name] })
      }
    },
  })
  const draft = changed ?? draftOf(rules)
  const parsed = rulesOf(draft)
  const bad = new Set(parsed.error?.issues.map(({ path }) => path[0]))
  const set = (part: Partial<Draft>) => setChanged({ ...draft, ...part })
  const save = (event: FormEvent) => {
    event.preventDefault()
    if (parsed.success) update.mutate({ gate: parsed.data })
  }
  return (
    <form className={text.form} aria-label={t('checklist.gate.edit')} onSubmit={save}>
      <h3>{t('checklist.gate.edit')}</h3>
      <div className={classes.triple}>
        {figures.map((name) => (
          <TextInput
            key={name}
            inputMode="numeric"
            label={t(`checklist.gate.${name}`)}
            placeholder={name === 'p95Ms' ? t('checklist.gate.p95Empty') : ''}
            value={draft[name]}
            maxLength={6}
            error={bad.has(name) ? t(`checklist.gate.allowed.${name}`) : null}
            onChange={(event) => set({ [name]: event.currentTarget.value })}
          />
        ))}
      </div>
      {switches.map((name) => (
        <Switch
          key={name}
          label={t(`checklist.gate.${name}`)}
          checked={draft[name]}
          onChange={(event) => set({ [name]: event.currentTarget.checked })}
        />
      ))}
      {update.isError ? <ErrorNotice compact error={update.error} /> : null}
      <div className={text.actions}>
        <Button
          type="submit"
          loading={update.isPending}
          disabled={changed === null || !parsed.success}
        >
          {t('checklist.gate.save')}
        </Button>
        <Button variant="default" onClick={() => setChanged(draftOf(GateRules.parse({})))}>
          {t('checklist.gate.defaults')}
        </Button>
        <span className="quiet" role="status">
          {update.isSuccess && changed === null ? t('settings.saved') : ''}
        </span>
      </div>
    </form>
  )
}
