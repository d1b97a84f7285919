import { Button, Skeleton } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { RunSummary } from '../../../shared/domain/checklist'
import type { RunComparison } from '../../../shared/domain/comparison'
import { useCall } from '../../api/hooks'
import { ErrorNotice } from '../../components/error-notice'
import { Icon } from '../../components/icon'
import { Panel, ScreenFrame } from '../../components/panel'
import { StateWord } from '../../components/tone'
import { runTones } from '../../components/verdict-tones'
import { useFormat } from '../../i18n/format'
import { useUi } from '../../stores/ui'
import { OpeningNotice } from './bundle-problem'
import { ComparedItems } from './compared-items'
import { LatencyPanel, ShapesPanel, ValuesPanel } from './comparison-panels'
import type { BundleOpening } from './use-bundle-opening'
import classes from './comparison.module.css'

/** Two runs side by side: what became of each item, and what else differs. */
export function ComparisonView({
  before,
  after,
  opening,
}: {
  before: string
  after: string
  opening: BundleOpening
}) {
  const { t } = useTranslation()
  const showRuns = useUi((ui) => ui.showRuns)
  const comparison = useCall('runs:compare', [{ before, after }], { fresh: true })
  return (
    <ScreenFrame
      title={t('runs.comparison.title')}
      tools={
        <>
          <Button
            variant="default"
            leftSection={<Icon name="swap" size={14} />}
            onClick={() => showRuns({ kind: 'comparison', before: after, after: before })}
          >
            {t('runs.comparison.swap')}
          </Button>
          <Button variant="default" onClick={() => showRuns({ kind: 'history' })}>
            {t('runs.back')}
          </Button>
        </>
      }
    >
      <div className={classes.view}>
        <OpeningNotice opening={opening} />
        {comparison.isError ? (
          <ErrorNotice error={comparison.error} onRetry={() => void comparison.refetch()} />
        ) : comparison.data === undefined ? (
          <Skeleton height={400} radius={4} aria-label={t('common.loading')} />
        ) : (
          <Compared comparison={comparison.data} />
        )}
      </div>
    </ScreenFrame>
  )
}

function Compared({ comparison }: { comparison: RunComparison }) {
  return (
    <>
      <Outcome comparison={comparison} />
      <ComparedItems items={comparison.items} />
      <LatencyPanel latency={comparison.latency} />
      <ShapesPanel shapes={comparison.shapes} />
      <div className={classes.pair}>
        <ValuesPanel side="system" values={comparison.system} />
        <ValuesPanel side="environment" values={comparison.environment} />
      </div>
    </>
  )
}

function Outcome({ comparison: { before, after, items } }: { comparison: RunComparison }) {
  const { t } = useTranslation()
  const countOf = (change: string) => items.filter((item) => item.change === change).length
  const newly = countOf('newly-failing')
  const fixed = countOf('fixed')
  const still = countOf('still-failing')
  const outcome = newly > 0 ? 'worse' : fixed > 0 ? 'better' : 'same'
  return (
    <Panel title={t('runs.comparison.headline')}>
      <p className={classes.headline} role="status">
        <StateWord tone={newly > 0 ? 'worse' : 'idle'}>
          {t('runs.comparison.newlyFailing', { count: newly })}
        </StateWord>
        <StateWord tone={fixed > 0 ? 'ok' : 'idle'}>
          {t('runs.comparison.fixed', { count: fixed })}
        </StateWord>
        <StateWord tone={still > 0 ? 'bad' : 'idle'}>
          {t('runs.comparison.stillFailing', { count: still })}
        </StateWord>
      </p>
      <p>{t(`runs.comparison.sentence.${outcome}`)}</p>
      {before.profileName === after.profileName ? null : (
        <p className={classes.caution}>{t('runs.comparison.differentEnvironments')}</p>
      )}
      <div className={classes.runs}>
        <RunCard label={t('runs.comparison.before')} run={before} />
        <Icon name="right" />
        <RunCard label={t('runs.comparison.after')} run={after} />
      </div>
    </Panel>
  )
}

function RunCard({ label, run }: { label: string; run: RunSummary }) {
  const { t } = useTranslation()
  const format = useFormat()
  const { totals } = run
  return (
    <section className={classes.card} aria-label={label}>
      <p className="quiet">{label}</p>
      <p className={classes.headline}>
        <b>{format.exact(run.startedAt)}</b>
        <StateWord tone={runTones[run.verdict]}>
          {t(`checklist.runVerdictShort.${run.verdict}`)}
        </StateWord>
      </p>
      <p>
        {[
          `${t('checklist.passed')} ${totals.passed}`,
          `${t('checklist.failed')} ${totals.failed}`,
          `${t('checklist.unproven')} ${totals.unproven}`,
        ].join(' · ')}
      </p>
      <p className="quiet">
        {[
          run.profileName,
          run.tester,
          run.signedBy === null ? '' : t('runs.signedBy', { name: run.signedBy }),
        ]
          .filter((part) => part !== '')
          .join(' · ')}
      </p>
    </section>
  )
}
