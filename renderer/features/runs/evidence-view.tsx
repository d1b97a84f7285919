import { Button, Skeleton } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { RunReport } from '../../../shared/domain/checklist'
import type { RunEvidence } from '../../../shared/domain/evidence'
import { useCall } from '../../api/hooks'
import { ErrorNotice } from '../../components/error-notice'
import { EmptyState, Facts, Panel, ScreenFrame } from '../../components/panel'
import { StateWord } from '../../components/tone'
import { runTones } from '../../components/verdict-tones'
import { useFormat } from '../../i18n/format'
import { useUi } from '../../stores/ui'
import { BundleCheckPanel } from './bundle-check'
import { OpeningNotice } from './bundle-problem'
import { FingerprintPanel } from './fingerprint-panel'
import { LogExcerpts } from './log-excerpts'
import { TimelinePanel } from './timeline-panel'
import type { BundleOpening } from './use-bundle-opening'
import classes from './evidence.module.css'

/** What is kept beside one run to prove it, of this console or of an opened bundle. */
export function EvidenceView({ id, opening }: { id: string; opening: BundleOpening }) {
  const { t } = useTranslation()
  const { openRun, show, showRuns } = useUi()
  const report = useCall('runs:get', [{ id }])
  const evidence = useCall('runs:evidence', [{ id }])
  const bundle = useCall('bundles:list', []).data?.find((one) => one.id === id)
  return (
    <ScreenFrame
      title={t('runs.evidence.title')}
      tools={
        <>
          <Button
            variant="default"
            onClick={() => {
              openRun(id)
              show('checklist')
            }}
          >
            {t('runs.openRun')}
          </Button>
          <Button variant="default" onClick={() => showRuns({ kind: 'history' })}>
            {t('runs.back')}
          </Button>
        </>
      }
    >
      <div className={classes.view}>
        <OpeningNotice opening={opening} />
        {bundle === undefined ? null : <BundleCheckPanel bundle={bundle} />}
        {report.isError ? <ErrorNotice compact error={report.error} /> : null}
        {report.data === undefined ? null : (
          <Overview report={report.data} evidence={evidence.data ?? null} />
        )}
        {evidence.isError ? (
          <ErrorNotice error={evidence.error} onRetry={() => void evidence.refetch()} />
        ) : evidence.data === undefined ? (
          <Skeleton height={320} radius={4} aria-label={t('common.loading')} />
        ) : evidence.data === null ? (
          <Panel>
            <EmptyState title={t('runs.evidence.none')} hint={t('runs.evidence.noneHint')} />
          </Panel>
        ) : (
          <>
            <FingerprintPanel fingerprint={evidence.data.fingerprint} />
            <TimelinePanel evidence={evidence.data} />
            <LogExcerpts logs={evidence.data.logs} />
          </>
        )}
      </div>
    </ScreenFrame>
  )
}

function Overview({ report, evidence }: { report: RunReport; evidence: RunEvidence | null }) {
  const { t } = useTranslation()
  const format = useFormat()
  const { run, verdict, totals } = report
  const lines = evidence?.logs.reduce((sum, log) => sum + log.lines.length, 0)
  return (
    <Panel title={t('runs.evidence.overview')}>
      <Facts
        rows={[
          [
            t('runs.evidence.run'),
            <span key="run" className={classes.line}>
              {format.exact(run.startedAt)}
              <StateWord tone={runTones[verdict]}>
                {t(`checklist.runVerdictShort.${verdict}`)}
              </StateWord>
              {[
                `${t('checklist.passed')} ${totals.passed}`,
                `${t('checklist.failed')} ${totals.failed}`,
                `${t('checklist.unproven')} ${totals.unproven}`,
              ].join(' · ')}
            </span>,
          ],
          [
            t('runs.evidence.calls'),
            evidence === null
              ? null
              : t('runs.evidence.callCount', { count: evidence.calls.length }),
          ],
          [t('runs.evidence.logLines'), lines === undefined ? null : format.count(lines)],
          [
            t('runs.evidence.incidents'),
            evidence === null ? null : format.count(evidence.incidents.length),
          ],
        ]}
      />
    </Panel>
  )
}
