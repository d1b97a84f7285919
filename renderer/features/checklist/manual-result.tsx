import { Button, SegmentedControl, Textarea } from '@mantine/core'
import { useState, type FormEvent } from 'react'
import { useTranslation } from 'react-i18next'
import type { ItemId, ItemResult, ManualResult } from '../../../shared/domain/checklist'
import { useCommand } from '../../api/hooks'
import { ActionButton } from '../../components/action-button'
import { ErrorNotice } from '../../components/error-notice'
import { StateWord, type Tone } from '../../components/tone'
import { useFormat } from '../../i18n/format'
import { PersonNameInput, usePersonName } from './person-name'
import type { RunView } from './run-view'
import { useReportKeeper } from './use-run-edit'
import classes from './item-detail.module.css'
import text from './text.module.css'

/** A person's pass is no green: it has a tone of its own. */
export const manualTones: Record<ManualResult['verdict'], Tone> = { pass: 'info', fail: 'worse' }

/** What a person found about an item, beside what the console found. */
export function ManualSection({ view, result }: { view: RunView; result: ItemResult }) {
  const { t } = useTranslation()
  const [isWriting, setIsWriting] = useState(false)
  const keep = useReportKeeper()
  const withdraw = useCommand('runs:judge', { onSuccess: keep })
  const reason = view.frozen === null ? null : t(`checklist.why.${view.frozen}`)
  const { manual } = result
  return (
    <section className={text.form} aria-label={t('checklist.manual.title')}>
      <div className={classes.sectionHead}>
        <h3>{t('checklist.manual.title')}</h3>
        {isWriting ? null : (
          <span className={text.actions}>
            {manual === null ? null : (
              <ActionButton
                variant="default"
                reason={reason}
                loading={withdraw.isPending}
                onClick={() =>
                  withdraw.mutate({ id: view.report.run.id, itemId: result.id, result: null })
                }
              >
                {t('checklist.manual.takeBack')}
              </ActionButton>
            )}
            <ActionButton variant="default" reason={reason} onClick={() => setIsWriting(true)}>
              {t(manual === null ? 'checklist.manual.write' : 'checklist.manual.change')}
            </ActionButton>
          </span>
        )}
      </div>
      {manual === null ? null : <ManualWords manual={manual} />}
      {withdraw.isError ? <ErrorNotice compact error={withdraw.error} /> : null}
      {isWriting || manual !== null ? <p className="quiet">{t('checklist.manual.rule')}</p> : null}
      {isWriting && view.frozen === null ? (
        <ManualForm
          runId={view.report.run.id}
          itemId={result.id}
          onDone={() => setIsWriting(false)}
        />
      ) : null}
    </section>
  )
}

function ManualWords({ manual }: { manual: ManualResult }) {
  const { t } = useTranslation()
  const format = useFormat()
  return (
    <>
      <p className={text.tags}>
        <StateWord tone={manualTones[manual.verdict]}>
          {t(`checklist.manual.${manual.verdict}`)}
        </StateWord>
        <span className="quiet">
          {[
            manual.name,
            format.exact(manual.at),
            t('checklist.manual.automatic', {
              verdict: t(`checklist.verdict.${manual.automatic.verdict}`),
            }),
          ].join(' · ')}
        </span>
      </p>
      <p className={text.words}>{manual.note}</p>
    </>
  )
}

function ManualForm({
  runId,
  itemId,
  onDone,
}: {
  runId: string
  itemId: ItemId
  onDone: () => void
}) {
  const { t } = useTranslation()
  const keep = useReportKeeper()
  const person = usePersonName()
  const [verdict, setVerdict] = useState<ManualResult['verdict']>('pass')
  const [note, setNote] = useState('')
  const judge = useCommand('runs:judge', {
    onSuccess: (report) => {
      keep(report)
      person.remember()
      onDone()
    },
  })
  const isComplete = note.trim() !== '' && person.name !== ''
  const send = (event: FormEvent) => {
    event.preventDefault()
    if (!isComplete) return
    judge.mutate({ id: runId, itemId, result: { verdict, note: note.trim(), name: person.name } })
  }
  return (
    <form className={text.form} onSubmit={send}>
      <SegmentedControl
        aria-label={t('checklist.manual.title')}
        value={verdict}
        data={[
          { value: 'pass', label: t('checklist.manual.pass') },
          { value: 'fail', label: t('checklist.manual.fail') },
        ]}
        onChange={(value) => setVerdict(value === 'fail' ? 'fail' : 'pass')}
      />
      <Textarea
        required
        autosize={false}
        rows={3}
        label={t('checklist.manual.note')}
        placeholder={t('checklist.manual.noteHint')}
        value={note}
        maxLength={2_000}
        onChange={(event) => setNote(event.currentTarget.value)}
      />
      <PersonNameInput person={person} />
      {judge.isError ? <ErrorNotice compact error={judge.error} /> : null}
      <div className={text.actions}>
        <Button type="submit" loading={judge.isPending} disabled={!isComplete}>
          {t('checklist.record.save')}
        </Button>
        <Button variant="default" onClick={onDone}>
          {t('common.cancel')}
        </Button>
      </div>
    </form>
  )
}
