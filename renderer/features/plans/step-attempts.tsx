import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { PlanStep } from '../../../shared/domain/plans'
import { useFormat } from '../../i18n/format'
import { FoldButton } from './fold-button'
import { useSaid } from './use-said'
import classes from './steps.module.css'

/** What was tried before the attempt that is shown, folded away until somebody asks. */
export function StepAttempts({
  attempts,
  title,
}: {
  attempts: PlanStep['attempts']
  title: string
}) {
  const { t } = useTranslation()
  const said = useSaid()
  const format = useFormat()
  const [isOpen, setIsOpen] = useState(false)
  if (attempts.length === 0) return null
  return (
    <div>
      <FoldButton
        isOpen={isOpen}
        label={t('plans.attemptsOf', { title })}
        words={t('plans.attempts', { count: attempts.length })}
        onToggle={() => setIsOpen(!isOpen)}
      />
      {isOpen ? (
        <ol aria-label={t('plans.attemptsOf', { title })}>
          {attempts.map(({ state, startedAt, endedAt, words }, index) => (
            <li key={index} className={classes.result}>
              {t(`plans.state.${state}`)}
              {startedAt === null || endedAt === null ? '' : ` (${format.ms(endedAt - startedAt)})`}
              {': '}
              {said(words)}
            </li>
          ))}
        </ol>
      ) : null}
    </div>
  )
}
