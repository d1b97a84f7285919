import { Button } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { useProfileName } from '../../components/profile-name'
import {
  totalsOf,
  type ItemPlan,
  type RunProgress,
  type RunReport,
} from '../../../shared/domain/checklist'
import { StateWord, ToneShape } from '../../components/tone'
import { runTones } from '../../components/verdict-tones'
import { useNow } from '../../components/use-now'
import { useFormat } from '../../i18n/format'
import type { ItemView } from './item-views'
import classes from './headline.module.css'
import text from './text.module.css'

/** Three numbers and the verdict in words; never a percentage. */
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
  const figures = [
    { name: 'passed', tone: 'ok', count: totals.passed },
    { name: 'failed', tone: 'worse', count: totals.failed },
    { name: 'unproven', tone: 'held', count: totals.unproven },
  ] as const
  return (
    <section className={classes.headline} aria-label={t('checklist.result')}>
      <dl className={classes.figures}>
        {figures.map(({ name, tone, count }) => (
          <div key={name} data-figure={name}>
            <dd>{isIdle ? '—' : count}</dd>
            <dt>
              <ToneShape tone={tone} size={10} /> {t(`checklist.${name}`)}
            </dt>
          </div>
        ))}
      </dl>
      <div className={classes.verdict} role="status">
        <p>
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
            <span className={text.quiet}>{t('checklist.of', { total: plan.length })}</span>
          )}
          {progress?.state === 'cancelled' ? (
            <span className={text.quiet}>{t('checklist.runCancelled')}</span>
          ) : null}
        </p>
        {isIdle ? (
          <p className={text.quiet}>{t('checklist.beforeText')}</p>
        ) : report === null ? (
          progress === null ? null : (
            <Elapsed startedAt={progress.startedAt} />
          )
        ) : (
          <RunMeta report={report} />
        )}
      </div>
      {pastRunId === null ? null : (
        <div className={classes.past}>
          <span className={text.quiet}>
            {report === null
              ? t('common.loading')
              : t('checklist.viewing', { at: format.exact(report.run.startedAt) })}
          </span>
          <Button variant="default" onClick={onBack}>
            {t('checklist.back')}
          </Button>
        </div>
      )}
    </section>
  )
}

function Elapsed({ startedAt }: { startedAt: number }) {
  const { t } = useTranslation()
  const format = useFormat()
  const now = useNow(1_000)
  return (
    <p className={text.quiet}>
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
  return <p className={`${text.quiet} truncate`}>{parts.join(' · ')}</p>
}
