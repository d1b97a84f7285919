import { useTranslation } from 'react-i18next'
import type { RunReport } from '../../../shared/domain/checklist'
import { inLanguage } from '../../../shared/domain/text'
import { EmptyState } from '../../components/panel'
import { useLanguage } from '../../i18n/language'
import classes from './checklist.module.css'

/** What the run noticed besides its items. */
export function FindingList({ report }: { report: RunReport | null }) {
  const { t } = useTranslation()
  const language = useLanguage()
  if (report === null) return <EmptyState title={t('checklist.before')} />
  if (report.findings.length === 0) return <EmptyState title={t('checklist.noFindings')} />
  return (
    <ul className={classes.findings}>
      {report.findings.map((finding, index) => (
        <li key={index}>
          <p>{inLanguage(finding.message, language)}</p>
          <p className={classes.quiet}>
            <code>{finding.code}</code> {finding.detail}
          </p>
        </li>
      ))}
    </ul>
  )
}
