import { Button } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { Plan } from '../../../shared/domain/plans'
import { CopyButton } from '../../components/copy-button'
import { Icon } from '../../components/icon'
import { useSaid } from './use-said'
import type { PlanCommands } from './use-plan-commands'
import classes from './plans.module.css'

/** What a person must know about the plan as a whole, between its headline and its steps. */
export function PlanNotes({ plan, commands }: { plan: Plan; commands: PlanCommands }) {
  const { t } = useTranslation()
  const cautions = plan.steps.reduce((sum, { warnings }) => sum + warnings.length, 0)
  return (
    <>
      {plan.state === 'ready' && cautions > 0 ? (
        <p className={classes.note}>
          <Icon name="warning" size={14} />
          <span>{t('plans.caution', { count: cautions })}</span>
        </p>
      ) : null}
      {plan.state === 'interrupted' ? <Interrupted plan={plan} /> : null}
      {plan.reportProblem === null ? null : (
        <p className={classes.note} role="alert">
          <Icon name="warning" size={14} />
          <span>
            {t('plans.reportProblem')}: {plan.reportProblem}
          </span>
        </p>
      )}
      {plan.report === null ? null : <Report report={plan.report} commands={commands} />}
    </>
  )
}

function Interrupted({ plan }: { plan: Plan }) {
  const { t } = useTranslation()
  const said = useSaid()
  return (
    <section className={classes.banner} aria-label={t('plans.interrupted.title')}>
      <h2>{t('plans.interrupted.title')}</h2>
      <p className="quiet">{t('plans.interrupted.text')}</p>
      {plan.found.length === 0 ? (
        <p>{t('plans.interrupted.nothing')}</p>
      ) : (
        <ul className={classes.found}>
          {plan.found.map((line, index) => (
            <li key={index}>{said(line)}</li>
          ))}
        </ul>
      )}
    </section>
  )
}

function Report({
  report: { folder, file },
  commands,
}: {
  report: NonNullable<Plan['report']>
  commands: PlanCommands
}) {
  const { t } = useTranslation()
  const glue = folder.includes('\\') ? '\\' : '/'
  const path = `${folder}${folder.endsWith(glue) ? '' : glue}${file}`
  return (
    <div className={classes.report}>
      <span className="quiet">{t('plans.report')}</span>
      <code>{path}</code>
      <CopyButton text={path} />
      <Button
        variant="default"
        leftSection={<Icon name="folder" size={14} />}
        loading={commands.pending?.command === 'reveal'}
        onClick={commands.reveal}
      >
        {t('plans.reveal')}
      </Button>
    </div>
  )
}
