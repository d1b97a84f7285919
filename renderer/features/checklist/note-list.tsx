import { useTranslation } from 'react-i18next'
import type { RunNote } from '../../../shared/domain/records'
import { inLanguage } from '../../../shared/domain/text'
import { Tag } from '../../components/tone'
import { useFormat } from '../../i18n/format'
import { useLanguage } from '../../i18n/language'
import type { RunView } from './run-view'
import classes from './record.module.css'
import text from './text.module.css'

/** What people remarked, in the order they did. */
export function NoteList({
  view,
  notes,
  isWholeRun,
}: {
  view: RunView
  notes: readonly RunNote[]
  isWholeRun: boolean
}) {
  const { t } = useTranslation()
  const format = useFormat()
  return (
    <>
      <h3>
        {t('checklist.record.notes')} {notes.length}
      </h3>
      {notes.length === 0 ? <p className="quiet">{t('checklist.record.noNotes')}</p> : null}
      <ul className={classes.list} aria-label={t('checklist.record.notes')}>
        {notes.map((note) => (
          <li key={note.id}>
            <p className={text.words}>{note.text}</p>
            <p className={text.tags}>
              <span className="quiet">
                {note.name} · {format.exact(note.at)}
              </span>
              {isWholeRun ? <PlaceTag view={view} itemId={note.itemId} /> : null}
            </p>
          </li>
        ))}
      </ul>
    </>
  )
}

/** Names the item that something belongs to; nothing for the whole run. */
export function PlaceTag({ view, itemId }: { view: RunView; itemId: string | null }) {
  const language = useLanguage()
  if (itemId === null) return null
  const item = view.report.items.find(({ id }) => id === itemId)
  return <Tag>{item === undefined ? itemId : inLanguage(item.title, language)}</Tag>
}
