import { Button } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { RunReport } from '../../../shared/domain/checklist'
import { hasDrift } from '../../../shared/domain/contracts'
import { inLanguage } from '../../../shared/domain/text'
import { EmptyState } from '../../components/panel'
import { ShapeDiffTable } from '../../components/shape-diff'
import { useLanguage } from '../../i18n/language'
import { useUi } from '../../stores/ui'
import classes from './findings.module.css'

/** What the run noticed besides its items. */
export function FindingList({ report }: { report: RunReport | null }) {
  const { t } = useTranslation()
  const language = useLanguage()
  const show = useUi((ui) => ui.show)
  if (report === null) return <EmptyState title={t('checklist.findingsBefore')} />
  if (report.findings.length === 0) return <EmptyState title={t('checklist.noFindings')} />
  return (
    <ul className={classes.findings}>
      {report.findings.map((finding, index) => (
        <li key={index}>
          <p>{inLanguage(finding.message, language)}</p>
          <p className="quiet">
            <code>{finding.code}</code> {finding.detail}
          </p>
          {finding.diff === null || !hasDrift(finding.diff) ? null : (
            <>
              <div className={classes.diff}>
                <ShapeDiffTable label={t('checklist.diff.title')} diff={finding.diff} />
              </div>
              <Button variant="default" onClick={() => show('contracts')}>
                {t('checklist.diff.open')}
              </Button>
            </>
          )}
        </li>
      ))}
    </ul>
  )
}
