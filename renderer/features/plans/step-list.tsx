import { useTranslation } from 'react-i18next'
import type { Plan } from '../../../shared/domain/plans'
import { phasesOf } from './plan-words'
import { StepItem } from './step-item'
import type { PlanCommands } from './use-plan-commands'
import classes from './steps.module.css'

/** The steps in the order in which they run; what runs at the same time stands in one frame. */
export function StepList({ plan, commands }: { plan: Plan; commands: PlanCommands }) {
  const { t } = useTranslation()
  return (
    <ol className={classes.phases} aria-label={t('plans.steps')}>
      {phasesOf(plan.steps).map(({ phase, steps }, index) => (
        <li
          key={phase}
          className={classes.phase}
          data-parallel={steps.length > 1 || undefined}
          data-phase={phase}
        >
          <h2 className={classes.phaseName}>
            {steps.length > 1
              ? t('plans.together', { phase: index + 1, count: steps.length })
              : t('plans.phase', { phase: index + 1 })}
          </h2>
          {steps.map((step) => (
            <StepItem key={step.id} step={step} plan={plan} commands={commands} />
          ))}
        </li>
      ))}
    </ol>
  )
}
