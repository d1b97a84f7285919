import { Skeleton } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { PlanKind } from '../../../shared/domain/plans'
import { useCall } from '../../api/hooks'
import { ErrorNotice } from '../../components/error-notice'
import { Icon } from '../../components/icon'
import { PlanHeadline } from './plan-headline'
import { PlanNotes } from './plan-notes'
import { PrepareButton } from './prepare-button'
import { StepList } from './step-list'
import { usePlanCommands, type PlanCommands } from './use-plan-commands'
import classes from './plans.module.css'

/** The plan of this environment: none yet, listed, under way, or as it ended. */
export function PlanPane() {
  const { t } = useTranslation()
  const current = useCall('plans:current', [])
  const commands = usePlanCommands()
  if (current.isError) {
    return <ErrorNotice error={current.error} onRetry={() => void current.refetch()} />
  }
  if (current.data === undefined) {
    return <Skeleton height={400} radius={4} role="status" aria-label={t('common.loading')} />
  }
  const plan = current.data
  const { failure } = commands
  const problem =
    failure === null || failure.step !== null ? null : <ErrorNotice error={failure.error} />
  if (plan === null) {
    return (
      <div className={classes.pane}>
        {problem}
        <FirstChoice commands={commands} />
      </div>
    )
  }
  return (
    <div className={classes.pane}>
      <PlanHeadline plan={plan} commands={commands} />
      {problem}
      <PlanNotes plan={plan} commands={commands} />
      <StepList key={plan.id} plan={plan} commands={commands} />
    </div>
  )
}

/** Where a person stands before the first plan: two ways, each in a sentence. */
function FirstChoice({ commands }: { commands: PlanCommands }) {
  const { t } = useTranslation()
  return (
    <section className={classes.first} aria-label={t('plans.emptyTitle')}>
      <h2>{t('plans.emptyTitle')}</h2>
      <p className="quiet">{t('plans.emptyHint')}</p>
      <div className={classes.choices}>
        {PlanKind.options.map((kind) => (
          <div key={kind} className={classes.choice}>
            <Icon name={kind === 'bring-up' ? 'play' : 'stop'} size={22} />
            <p>{t(`plans.prepareHint.${kind}`)}</p>
            <PrepareButton kind={kind} commands={commands} isMain={kind === 'bring-up'} />
          </div>
        ))}
      </div>
    </section>
  )
}
