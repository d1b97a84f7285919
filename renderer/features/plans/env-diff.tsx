import { useTranslation } from 'react-i18next'
import type { EnvProposal } from '../../../shared/domain/plans'
import { ActionButton } from '../../components/action-button'
import type { PlanCommands } from './use-plan-commands'
import classes from './steps.module.css'

/** The lines that would be added to a `.env`, before a person agrees. */
export function EnvDiff({
  step,
  proposal: { file, example, isNew, added },
  isOpen,
  commands,
}: {
  step: string
  proposal: EnvProposal
  /** False once the plan is not under way any more. */
  isOpen: boolean
  commands: PlanCommands
}) {
  const { t } = useTranslation()
  const { pending } = commands
  const reason = !isOpen ? t('plans.why.notFailed') : pending === null ? null : t('plans.why.busy')
  return (
    <section className={classes.diff} aria-label={t('plans.proposal.title')}>
      <p>
        {t(isNew ? 'plans.proposal.isNew' : 'plans.proposal.existing')} <code>{file}</code>
      </p>
      <p className="quiet">
        {t('plans.proposal.example')} <code>{example}</code>
      </p>
      <div
        className={classes.added}
        role="group"
        aria-label={t('plans.proposal.diff')}
        tabIndex={0}
      >
        {added.map(({ key, value }) => (
          <code key={key}>
            <span>+</span> {key}={value}
          </code>
        ))}
      </div>
      <p className="quiet">
        {t(isNew ? 'plans.proposal.keepsNew' : 'plans.proposal.keepsExisting')}{' '}
        {t('plans.proposal.secrets')}
      </p>
      <div>
        <ActionButton
          loading={pending?.command === 'apply' && pending.step === step}
          reason={reason}
          onClick={() => commands.apply(step)}
        >
          {t('plans.proposal.apply', { count: added.length })}
        </ActionButton>
      </div>
    </section>
  )
}
