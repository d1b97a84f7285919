import { Button } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { useProfileName } from '../../components/profile-name'
import {
  totalsOf,
  type ItemPlan,
  type RunProgress,
  type RunReport,
} from '../../../shared/domain/checklist'
import { StateWord } from '../../components/tone'
import { VerdictHeadline } from '../../components/verdict-headline'
import { runTones } from '../../components/verdict-tones'
import { useNow } from '../../components/use-now'
import { useFormat } from '../../i18n/format'
import type { ItemView } from './item-views'
import classes from './headline.module.css'

/** How the run shown stands, or that none was made yet. */
export function Headline({
  plan,
  items,
  progress,
  report,
  pastRunId,
  onBack,
}: {
  plan: readonly ItemPlan[]
  items: readonly ItemView[]
  progress: RunProgress | null
  report: RunReport | null
  pastRunId: string | null
  onBack: () => void
}) {
  const { t } = useTranslation()
  const format = useFormat()
  const results = items.flatMap(({ result }) => (result === null ? [] : [result]))
  const isIdle = progress === null && report === null
  const totals = report?.totals ?? totalsOf(results)
  return (
    <VerdictHeadline
      label={t('checklist.result')}
      counts={isIdle ? null : totals}
      nameOf={(figure) => t(`checklist.${figure}`)}
      aside={
        pastRunId === null ? null : (
          <div className={classes.past}>
            <span className="quiet">
              {report === null
                ? t('common.loading')
                : t('checklist.viewing', { at: format.exact(report.run.startedAt) })}
            </span>
            <Button variant="default" onClick={onBack}>
              {t('checklist.back')}
            </Button>
          </div>
        )
      }
    >
      <p className={classes.verdict}>
        {isIdle ? (
          <StateWord tone="idle">{t('checklist.before')}</StateWord>
        ) : report === null ? (
          <StateWord tone="busy">
            {t('checklist.running')} ·{' '}
            {t('checklist.progress', { done: results.length, total: plan.length })}
          </StateWord>
        ) : (
          <StateWord tone={runTones[report.verdict]}>
            {t(`checklist.runVerdict.${report.verdict}`)}
          </StateWord>
        )}
        {isIdle || report === null ? null : (
          <span className="quiet">{t('checklist.of', { total: plan.length })}</span>
        )}
        {progress?.state === 'cancelled' ? (
          <span className="quiet">{t('checklist.runCancelled')}</span>
        ) : null}
      </p>
      {isIdle ? (
        <p className="quiet">{t('checklist.beforeText')}</p>
      ) : report === null ? (
        progress === null ? null : (
          <Elapsed startedAt={progress.startedAt} />
        )
      ) : (
        <RunMeta report={report} />
      )}
    </VerdictHeadline>
  )
}

function Elapsed({ startedAt }: { startedAt: number }) {
  const { t } = useTranslation()
  const format = useFormat()
  const now = useNow(1_000)
  return (
    <p className="quiet">
      {t('checklist.took')} {format.span(now - startedAt)}
    </p>
  )
}

function RunMeta({ report }: { report: RunReport }) {
  const { t } = useTranslation()
  const nameOf = useProfileName()
  const format = useFormat()
  const { run, environment } = report
  const parts = [
    nameOf(environment.profile),
    `${t('checklist.talent')} ${run.talentId}`,
    run.account === null
      ? null
      : `${t('checklist.account')} ${run.account}${run.role === null ? '' : ` (${run.role})`}`,
    run.tester === '' ? null : `${t('checklist.tester')} ${run.tester}`,
    `${t('checklist.took')} ${format.ms(run.finishedAt - run.startedAt)}`,
    run.readOnly === null ? null : `${t('checklist.readOnly')}: ${run.readOnly}`,
  ].filter((part) => part !== null)
  return <p className="quiet truncate">{parts.join(' · ')}</p>
}
