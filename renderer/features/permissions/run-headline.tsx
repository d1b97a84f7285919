import { useTranslation } from 'react-i18next'
import type { PermissionRun } from '../../../shared/domain/permissions'
import { useProfileName } from '../../components/profile-name'
import { StateWord, ToneShape } from '../../components/tone'
import { runTones } from '../../components/verdict-tones'
import { useFormat } from '../../i18n/format'
import classes from './permissions.module.css'

/** Three numbers and the verdict in words; never a percentage. */
export function RunHeadline({ run }: { run: PermissionRun }) {
  const { t } = useTranslation()
  const format = useFormat()
  const nameOf = useProfileName()
  const { totals, state, verdict, startedAt, finishedAt } = run
  const isOver = state === 'finished' || state === 'cancelled'
  const done = run.cells.filter(({ observed }) => observed !== 'not-asked').length
  const figures = [
    { name: 'passed', tone: 'ok' },
    { name: 'failed', tone: 'worse' },
    { name: 'unproven', tone: 'held' },
  ] as const
  const meta = [
    nameOf(run.profile),
    t('permissions.talent', { id: run.talentId }),
    format.exact(startedAt),
    finishedAt === null ? null : t('permissions.took', { span: format.ms(finishedAt - startedAt) }),
  ].filter((part) => part !== null)
  return (
    <section className={classes.headline} aria-label={t('permissions.result')}>
      <dl className={classes.figures}>
        {figures.map(({ name, tone }) => (
          <div key={name} data-figure={name}>
            <dd>{totals[name]}</dd>
            <dt>
              <ToneShape tone={tone} size={10} /> {t(`permissions.${name}`)}
            </dt>
          </div>
        ))}
      </dl>
      <div className={classes.outcome} role="status">
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
      </div>
    </section>
  )
}
