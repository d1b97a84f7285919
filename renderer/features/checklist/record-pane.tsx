import { useTranslation } from 'react-i18next'
import { EmptyState } from '../../components/panel'
import { RecordSection } from './record-section'
import type { RunView } from './run-view'
import { SignOffSection } from './sign-off'
import text from './text.module.css'

/** What people add to a run: sign-off, notes, attachments. */
export function RecordPane({ view }: { view: RunView | null }) {
  const { t } = useTranslation()
  if (view === null) {
    return <EmptyState title={t('checklist.record.before')} />
  }
  return (
    <div className={text.stack}>
      <SignOffSection view={view} />
      <RecordSection view={view} itemId={null} />
    </div>
  )
}
