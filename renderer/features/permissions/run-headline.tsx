import { useTranslation } from 'react-i18next'
import type { PermissionRun } from '../../../shared/domain/permissions'
import { useProfileName } from '../../components/profile-name'
import { StateWord } from '../../components/tone'
import { VerdictHeadline } from '../../components/verdict-headline'
import { runTones } from '../../components/verdict-tones'
import { useFormat } from '../../i18n/format'
import classes from './permissions.module.css'

/** How a run of the matrix stands. */
export function RunHeadline({ run }: { run: PermissionRun }) {
  const { t } = useTranslation()
  const format = useFormat()
  const nameOf = useProfileName()
  const { totals, state, verdict, startedAt, finishedAt } = run
  const isOver = state === 'finished' || state === 'cancelled'
  const done = run.cells.filter(({ observed }) => observed !== 'not-asked').length
  const meta = [
    nameOf(run.profile),
    t('permissions.talent', { id: run.talentId }),
    format.exact(startedAt),
    finishedAt === null ? null : t('permissions.took', { span: format.ms(finishedAt - startedAt) }),
  ].filter((part) => part !== null)
  return (
    <VerdictHeadline
      label={t('permissions.result')}
      counts={totals}
      nameOf={(figure) => t(`permissions.${figure}`)}
      hasLongNames
    >
      <p className={classes.line}>
        {isOver && verdict !== null ? (
          <StateWord tone={runTones[verdict]}>{t(`checklist.runVerdict.${verdict}`)}</StateWord>
        ) : null}
        <StateWord tone={isOver ? 'idle' : 'busy'}>{t(`permissions.state.${state}`)}</StateWord>
        <span className={classes.quiet}>
          {isOver
            ? t('permissions.of', { total: totals.total })
            : t('permissions.progress', { done, total: run.cells.length })}
        </span>
      </p>
      <p className={`${classes.quiet} truncate`}>{meta.join(' · ')}</p>
    </VerdictHeadline>
  )
}
