import { ActionIcon, Button, Tooltip } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { SyncEntry, SyncJob } from '../../../shared/domain/talents'
import { CallLink } from '../../components/call-link'
import { Icon } from '../../components/icon'
import { StateWord, type Tone } from '../../components/tone'
import { useNow } from '../../components/use-now'
import { useFormat } from '../../i18n/format'
import { useUi } from '../../stores/ui'
import classes from './talents.module.css'

function toneOf({ state, failed, cancelled }: SyncJob): Tone {
  if (state === 'running' || state === 'cancelling') return 'busy'
  if (failed > 0) return 'worse'
  return state === 'cancelled' || cancelled > 0 ? 'warn' : 'ok'
}

/** One bulk sync: counts that add up, cancel, and retrying only what failed. */
export function BulkProgress({
  job,
  isRetrying,
  onCancel,
  onRetry,
  onDismiss,
}: {
  job: SyncJob
  isRetrying: boolean
  onCancel: () => void
  onRetry: () => void
  onDismiss: () => void
}) {
  const { t } = useTranslation()
  const format = useFormat()
  const now = useNow(1_000)
  const [isOpen, setIsOpen] = useState(false)
  const ended = job.done + job.failed + job.cancelled
  const isRunning = job.state === 'running' || job.state === 'cancelling'
  const part = (count: number) => ({ width: `${job.total === 0 ? 0 : (count / job.total) * 100}%` })
  return (
    <section className={classes.job} aria-label={t('talents.bulk.title')} data-sync={job.state}>
      <div className={classes.bulkLine}>
        <StateWord tone={toneOf(job)}>{t(`talents.bulk.state.${job.state}`)}</StateWord>
        <strong>
          {t('talents.bulk.of', { ended: format.count(ended), total: format.count(job.total) })}
        </strong>
        <span className="quiet">
          {t('talents.bulk.took', { span: format.span((job.finishedAt ?? now) - job.startedAt) })}
        </span>
        <span className={classes.gap} />
        {job.state === 'running' ? (
          <Button variant="default" onClick={onCancel}>
            {t('talents.bulk.cancel')}
          </Button>
        ) : null}
        {!isRunning && job.failed + job.cancelled > 0 ? (
          <Button loading={isRetrying} onClick={onRetry}>
            {t(job.cancelled > 0 ? 'talents.bulk.retryLeft' : 'talents.bulk.retry')}
          </Button>
        ) : null}
        {isRunning ? null : (
          <Tooltip label={t('talents.bulk.dismiss')}>
            <ActionIcon
              variant="subtle"
              color="gray"
              aria-label={t('talents.bulk.dismiss')}
              onClick={onDismiss}
            >
              <Icon name="close" />
            </ActionIcon>
          </Tooltip>
        )}
      </div>
      <div
        className={classes.track}
        role="progressbar"
        aria-label={t('talents.bulk.progress')}
        aria-valuemin={0}
        aria-valuemax={job.total}
        aria-valuenow={ended}
      >
        <span data-part="done" style={part(job.done)} />
        <span data-part="failed" style={part(job.failed)} />
        <span data-part="cancelled" style={part(job.cancelled)} />
      </div>
      <div className={classes.bulkLine}>
        <span>{t('talents.bulk.done', { count: job.done })}</span>
        <span>{t('talents.bulk.failed', { count: job.failed })}</span>
        <span>{t('talents.bulk.waiting', { count: job.waiting + job.running })}</span>
        <span>{t('talents.bulk.cancelled', { count: job.cancelled })}</span>
        <span className={classes.gap} />
        {job.failures.length === 0 ? null : (
          <Button variant="subtle" aria-expanded={isOpen} onClick={() => setIsOpen(!isOpen)}>
            {isOpen ? t('talents.bulk.hide') : t('talents.bulk.failures')}
          </Button>
        )}
      </div>
      {isOpen ? <Failures job={job} /> : null}
    </section>
  )
}

function Failures({ job }: { job: SyncJob }) {
  const { t } = useTranslation()
  return (
    <>
      <ul className={classes.failures} aria-label={t('talents.bulk.failures')} tabIndex={0}>
        {job.failures.map((entry) => (
          <Failure key={entry.talentId} entry={entry} />
        ))}
      </ul>
      {job.failed > job.failures.length ? (
        <p className="quiet">{t('talents.bulk.failuresMore', { shown: job.failures.length })}</p>
      ) : null}
    </>
  )
}

function Failure({ entry }: { entry: SyncEntry }) {
  const { t } = useTranslation()
  const openTalent = useUi((ui) => ui.openTalent)
  return (
    <li className={classes.failure}>
      <button type="button" className={classes.name} onClick={() => openTalent(entry.talentId)}>
        {entry.name}
      </button>
      <span className="truncate" title={entry.error?.message}>
        {entry.error === null ? '—' : t(`errors.${entry.error.code}.cause`)}
      </span>
      <CallLink id={entry.callId ?? entry.error?.callId} />
    </li>
  )
}
