import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { PlanStep } from '../../../shared/domain/plans'
import { Icon } from '../../components/icon'
import { useSaid } from './use-said'
import classes from './steps.module.css'

/**
 * What to know before a step runs, and what is not as it should be after. Once it went well, what
 * was told before is folded away: it would contradict a plan that ended without warnings.
 */
export function StepWarnings({
  step: { warnings, state },
  title,
}: {
  step: Pick<PlanStep, 'warnings' | 'state'>
  title: string
}) {
  const { t } = useTranslation()
  const said = useSaid()
  const [isOpen, setIsOpen] = useState(false)
  if (warnings.length === 0) return null
  const isPast = state === 'done' || state === 'skipped'
  return (
    <>
      {isPast ? (
        <button
          type="button"
          className={classes.toggle}
          aria-expanded={isOpen}
          aria-label={t('plans.knownOf', { title })}
          onClick={() => setIsOpen(!isOpen)}
        >
          <Icon name={isOpen ? 'down' : 'right'} size={12} />
          {t('plans.known', { count: warnings.length })}
        </button>
      ) : null}
      {isPast && !isOpen
        ? null
        : warnings.map((warning, index) => (
            <p key={index} className={classes.warning}>
              <Icon name="warning" size={14} />
              <span>{said(warning)}</span>
            </p>
          ))}
    </>
  )
}
