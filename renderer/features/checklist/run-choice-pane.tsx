import { Button, Checkbox, Switch, TextInput } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import {
  ItemGroup,
  type ItemId,
  type ItemPlan,
  type RunOptions,
} from '../../../shared/domain/checklist'
import type { Settings } from '../../../shared/domain/settings'
import { inLanguage } from '../../../shared/domain/text'
import { useLanguage } from '../../i18n/language'
import classes from './run-choice.module.css'
import text from './text.module.css'

/** What a person chose for the next run; null stands for the default of the settings. */
export interface RunChoice {
  talentId: string | null
  tester: string | null
  isReadOnly: boolean
  readOnlyReason: string
  skipped: ReadonlySet<ItemId>
  skipReason: string
}

export const emptyChoice: RunChoice = {
  talentId: null,
  tester: null,
  isReadOnly: false,
  readOnlyReason: '',
  skipped: new Set(),
  skipReason: '',
}

/** The options to send; null while a mandatory reason is missing. */
export function toOptions(choice: RunChoice, defaults: Settings | undefined): RunOptions | null {
  const reason = choice.skipReason.trim()
  const readOnly = choice.readOnlyReason.trim()
  if (choice.skipped.size > 0 && reason === '') return null
  if (choice.isReadOnly && readOnly === '') return null
  const talentId = (choice.talentId ?? defaults?.talentId ?? '').trim()
  const tester = (choice.tester ?? defaults?.tester ?? '').trim()
  return {
    ...(talentId === '' ? {} : { talentId }),
    ...(tester === '' ? {} : { tester }),
    ...(choice.isReadOnly ? { readOnly } : {}),
    ...(choice.skipped.size === 0
      ? {}
      : { skip: Object.fromEntries([...choice.skipped].map((id) => [id, reason])) }),
  }
}

/** Talent, tester, read-only, and which items to leave out; leaving out needs a reason. */
export function RunChoicePane({
  plan,
  choice,
  defaults,
  onChange,
}: {
  plan: readonly ItemPlan[]
  choice: RunChoice
  defaults: Settings | undefined
  onChange: (choice: RunChoice) => void
}) {
  const { t } = useTranslation()
  const missing = t('checklist.options.reasonRequired')
  return (
    <div className={classes.options}>
      <div className={classes.pair}>
        <TextInput
          label={t('checklist.options.talent')}
          value={choice.talentId ?? defaults?.talentId ?? ''}
          maxLength={1000}
          onChange={(event) => onChange({ ...choice, talentId: event.currentTarget.value })}
        />
        <TextInput
          label={t('checklist.options.tester')}
          value={choice.tester ?? defaults?.tester ?? ''}
          maxLength={80}
          onChange={(event) => onChange({ ...choice, tester: event.currentTarget.value })}
        />
      </div>
      <Switch
        label={t('checklist.options.readOnly')}
        description={t('checklist.options.readOnlyHint')}
        checked={choice.isReadOnly}
        onChange={(event) => onChange({ ...choice, isReadOnly: event.currentTarget.checked })}
      />
      {choice.isReadOnly ? (
        <TextInput
          required
          label={t('checklist.options.readOnlyReason')}
          value={choice.readOnlyReason}
          maxLength={500}
          error={choice.readOnlyReason.trim() === '' ? missing : null}
          onChange={(event) => onChange({ ...choice, readOnlyReason: event.currentTarget.value })}
        />
      ) : null}
      <ItemChoice plan={plan} choice={choice} onChange={onChange} />
    </div>
  )
}

function ItemChoice({
  plan,
  choice,
  onChange,
}: {
  plan: readonly ItemPlan[]
  choice: RunChoice
  onChange: (choice: RunChoice) => void
}) {
  const { t } = useTranslation()
  const language = useLanguage()
  const { skipped } = choice
  const skip = (ids: Iterable<ItemId>) => onChange({ ...choice, skipped: new Set(ids) })
  const toggle = (id: ItemId) => {
    const next = new Set(skipped)
    if (!next.delete(id)) next.add(id)
    skip(next)
  }
  return (
    <fieldset className={classes.choice}>
      <legend>{t('checklist.options.choose')}</legend>
      <div className={text.tags}>
        <Button variant="default" disabled={skipped.size === 0} onClick={() => skip([])}>
          {t('checklist.options.all')}
        </Button>
        {skipped.size === 0 ? null : (
          <span role="status">{t('checklist.options.skipCount', { count: skipped.size })}</span>
        )}
      </div>
      {skipped.size === 0 ? null : (
        <TextInput
          required
          label={t('checklist.options.skipReason')}
          description={t('checklist.options.sameReason')}
          value={choice.skipReason}
          maxLength={500}
          error={choice.skipReason.trim() === '' ? t('checklist.options.reasonRequired') : null}
          onChange={(event) => onChange({ ...choice, skipReason: event.currentTarget.value })}
        />
      )}
      {ItemGroup.options.map((group) => (
        <div key={group} role="group" aria-label={t(`checklist.group.${group}`)}>
          <h3 className={classes.choiceGroup}>
            {t(`checklist.group.${group}`)}
            <Button
              variant="subtle"
              onClick={() => skip(plan.filter((item) => item.group !== group).map(({ id }) => id))}
            >
              {t('checklist.options.onlyGroup')}
            </Button>
          </h3>
          {plan
            .filter((item) => item.group === group)
            .map((item) => (
              <Checkbox
                key={item.id}
                className={classes.box}
                label={inLanguage(item.title, language)}
                aria-label={t('checklist.options.include', {
                  title: inLanguage(item.title, language),
                })}
                checked={!skipped.has(item.id)}
                onChange={() => toggle(item.id)}
              />
            ))}
        </div>
      ))}
    </fieldset>
  )
}
