import { Skeleton } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { useCall } from '../../api/hooks'
import { ErrorNotice } from '../../components/error-notice'
import { EmptyState } from '../../components/panel'
import { StateWord } from '../../components/tone'
import { useFormat } from '../../i18n/format'
import classes from './checklist.module.css'

const runTones = { pass: 'ok', fail: 'worse', incomplete: 'warn' } as const

/** Every kept run, newest first. */
export function RunHistory({
  openId,
  onOpen,
}: {
  openId: string | null
  onOpen: (id: string) => void
}) {
  const { t } = useTranslation()
  const format = useFormat()
  const runs = useCall('runs:list', [{ limit: 200 }], { fresh: true })
  if (runs.isError) return <ErrorNotice error={runs.error} onRetry={() => void runs.refetch()} />
  if (runs.data === undefined) return <Skeleton height={200} radius={4} />
  if (runs.data.length === 0) return <EmptyState title={t('checklist.historyEmpty')} />
  return (
    <ul className={classes.history} aria-label={t('checklist.history')}>
      {runs.data.map((run) => (
        <li key={run.id}>
          <button
            type="button"
            className={classes.run}
            data-run={run.id}
            aria-current={run.id === openId || undefined}
            onClick={() => onOpen(run.id)}
          >
            <StateWord tone={runTones[run.verdict]}>
              {t(`checklist.runVerdictShort.${run.verdict}`)}
            </StateWord>
            <span>{format.exact(run.startedAt)}</span>
            <span className={classes.quiet}>
              {[
                `${t('checklist.passed')} ${run.totals.passed}`,
                `${t('checklist.failed')} ${run.totals.failed}`,
                `${t('checklist.unproven')} ${run.totals.unproven}`,
              ].join(' · ')}
            </span>
            <span className={`${classes.quiet} truncate`}>
              {[run.profileName, run.tester].filter((part) => part !== '').join(' · ')}
            </span>
          </button>
        </li>
      ))}
    </ul>
  )
}
