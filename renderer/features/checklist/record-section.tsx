import { Button, Textarea } from '@mantine/core'
import { useEffect, useRef, useState, type DragEvent, type FormEvent } from 'react'
import { useTranslation } from 'react-i18next'
import type { ItemId } from '../../../shared/domain/checklist'
import { useCommand } from '../../api/hooks'
import { ErrorNotice } from '../../components/error-notice'
import { acceptedFiles } from './attachment-file'
import { AttachmentList, RefusedFiles } from './attachments'
import { NoteList } from './note-list'
import { PersonNameInput, usePersonName } from './person-name'
import type { RunView } from './run-view'
import { useAttach } from './use-attach'
import { useReportKeeper } from './use-run-edit'
import classes from './record.module.css'
import text from './text.module.css'

/** Notes and attachments of one item, or with null of the whole run and everything in it. */
export function RecordSection({ view, itemId }: { view: RunView; itemId: ItemId | null }) {
  const { t } = useTranslation()
  const isHere = (one: { itemId: string | null }) => itemId === null || one.itemId === itemId
  return (
    <section className={text.form} aria-label={t('checklist.record.title')}>
      <NoteList view={view} notes={view.report.notes.filter(isHere)} isWholeRun={itemId === null} />
      <AttachmentList
        view={view}
        attachments={view.report.attachments.filter(isHere)}
        isWholeRun={itemId === null}
      />
      {view.frozen === null ? (
        <RecordForm runId={view.report.run.id} itemId={itemId} />
      ) : (
        <p className="quiet">
          {t('checklist.record.frozen', { reason: t(`checklist.why.${view.frozen}`) })}
        </p>
      )}
    </section>
  )
}

function RecordForm({ runId, itemId }: { runId: string; itemId: ItemId | null }) {
  const { t } = useTranslation()
  const keep = useReportKeeper()
  const person = usePersonName()
  const attach = useAttach(runId, itemId, person)
  const [words, setWords] = useState('')
  const [isOver, setIsOver] = useState(false)
  const chooser = useRef<HTMLInputElement>(null)
  const note = useCommand('runs:note', {
    onSuccess: (report) => {
      keep(report)
      person.remember()
      setWords('')
    },
  })
  useEffect(() => {
    const paste = (event: ClipboardEvent) => {
      const files = [...(event.clipboardData?.files ?? [])]
      if (files.length === 0) return
      event.preventDefault()
      void attach.take(files)
    }
    window.addEventListener('paste', paste)
    return () => window.removeEventListener('paste', paste)
  })
  const drop = (event: DragEvent) => {
    event.preventDefault()
    setIsOver(false)
    void attach.take([...event.dataTransfer.files])
  }
  const isComplete = words.trim() !== '' && person.name !== ''
  const send = (event: FormEvent) => {
    event.preventDefault()
    if (isComplete) note.mutate({ id: runId, itemId, text: words.trim(), name: person.name })
  }
  return (
    <form
      className={classes.drop}
      data-over={isOver || undefined}
      aria-label={t('checklist.record.add')}
      onSubmit={send}
      onDragOver={(event) => {
        event.preventDefault()
        setIsOver(true)
      }}
      onDragLeave={() => setIsOver(false)}
      onDrop={drop}
    >
      <Textarea
        rows={2}
        label={t('checklist.record.note')}
        value={words}
        maxLength={2_000}
        onChange={(event) => setWords(event.currentTarget.value)}
      />
      <PersonNameInput person={person} />
      <div className={text.actions}>
        <Button type="submit" variant="default" loading={note.isPending} disabled={!isComplete}>
          {t('checklist.record.addNote')}
        </Button>
        <Button
          variant="default"
          loading={attach.isPending}
          onClick={() => chooser.current?.click()}
        >
          {t('checklist.record.addFile')}
        </Button>
        <span className="quiet">
          {isOver ? t('checklist.record.dropHere') : t('checklist.record.pasteHint')}
        </span>
      </div>
      <input
        ref={chooser}
        type="file"
        hidden
        multiple
        accept={acceptedFiles}
        onChange={(event) => {
          void attach.take([...(event.currentTarget.files ?? [])])
          // The same file may be chosen again.
          event.currentTarget.value = ''
        }}
      />
      {attach.lacksName ? (
        <p role="alert" className={classes.refusal}>
          {t('checklist.record.nameFirst')}
        </p>
      ) : null}
      <RefusedFiles files={attach.refused} />
      {attach.error === null ? null : <ErrorNotice compact error={attach.error} />}
      {note.isError ? <ErrorNotice compact error={note.error} /> : null}
    </form>
  )
}
