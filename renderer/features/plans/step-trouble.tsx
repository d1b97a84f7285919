import { Button } from '@mantine/core'
import { useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Plan, PlanStep, StepProblem } from '../../../shared/domain/plans'
import { ActionButton } from '../../components/action-button'
import { ErrorNotice } from '../../components/error-notice'
import { Icon } from '../../components/icon'
import { useUi } from '../../stores/ui'
import { EnvDiff } from './env-diff'
import { isUnderWay } from './plan-words'
import { RepeatForm } from './repeat-form'
import { SkipForm } from './skip-form'
import { useSaid } from './use-said'
import type { PlanCommands } from './use-plan-commands'
import classes from './steps.module.css'

/** Why a step is not done and the ways on: see the cause, repair it, try again, or leave it out. */
export function StepTrouble({
  step,
  title,
  plan,
  commands,
}: {
  step: PlanStep
  title: string
  plan: Plan
  commands: PlanCommands
}) {
  const isOpen = step.state === 'failed' && isUnderWay(plan)
  const failure = commands.failure?.step === step.id ? commands.failure.error : null
  return (
    <>
      {step.problem === null ? null : <Problem problem={step.problem} />}
      {step.proposal !== null && step.state === 'failed' ? (
        <EnvDiff step={step.id} proposal={step.proposal} isOpen={isOpen} commands={commands} />
      ) : null}
      {failure === null ? null : <ErrorNotice compact error={failure} />}
      {isOpen ? <WaysOn step={step} title={title} commands={commands} /> : null}
    </>
  )
}

function Problem({ problem: { code, message, hint, port } }: { problem: StepProblem }) {
  const { t } = useTranslation()
  const said = useSaid()
  const openPort = useUi((ui) => ui.openPort)
  return (
    <section className={classes.problem} aria-label={t('plans.problem')} data-problem={code}>
      <span className={classes.mark}>
        <Icon name="warning" />
      </span>
      <div>
        <p className={classes.cause}>{said(message)}</p>
        <p>
          <span className={classes.aside}>{t('plans.next')}</span> {said(hint)}
        </p>
        <code className={classes.aside}>{code}</code>
      </div>
      {port === null ? null : (
        <Button
          variant="default"
          leftSection={<Icon name="ports" size={14} />}
          onClick={() => openPort(port)}
        >
          {t('plans.seePort', { port })}
        </Button>
      )}
    </section>
  )
}

function WaysOn({
  step: { id, proposal, repeat },
  title,
  commands,
}: {
  step: PlanStep
  title: string
  commands: PlanCommands
}) {
  const { t } = useTranslation()
  const [asked, setAsked] = useState<'skip' | 'repeat' | null>(null)
  const asking = useRef<HTMLElement | null>(null)
  const { pending } = commands
  const busy = pending === null ? null : t('plans.why.busy')
  const isPending = (command: string) => pending?.command === command && pending.step === id
  const close = () => {
    setAsked(null)
    // The focus goes back to where the question was asked.
    asking.current?.focus()
  }
  const ask = (what: 'skip' | 'repeat', button: HTMLElement) => {
    asking.current = button
    setAsked(what)
  }
  return (
    <>
      <div className={classes.ways}>
        <ActionButton
          variant={proposal === null ? 'filled' : 'default'}
          label={t('plans.retryOf', { title })}
          loading={isPending('retry')}
          reason={busy}
          onClick={() => commands.retry(id)}
        >
          {t('plans.retry')}
        </ActionButton>
        {repeat === null ? null : (
          <ActionButton
            variant="default"
            label={t('plans.repeatOf', { title })}
            reason={busy}
            onClick={({ currentTarget }) => ask('repeat', currentTarget)}
          >
            {t('plans.repeat')}
          </ActionButton>
        )}
        <ActionButton
          variant="default"
          label={t('plans.skipOf', { title })}
          reason={busy}
          onClick={({ currentTarget }) => ask('skip', currentTarget)}
        >
          {t('plans.skip')}
        </ActionButton>
      </div>
      {asked === 'repeat' && repeat !== null ? (
        <RepeatForm
          title={title}
          offer={repeat}
          busy={busy}
          isSending={isPending('repeat')}
          onSend={() => commands.repeat(id)}
          onCancel={close}
        />
      ) : null}
      {asked === 'skip' ? (
        <SkipForm
          title={title}
          busy={busy}
          isSending={isPending('skip')}
          onSend={(reason) => commands.skip(id, reason)}
          onCancel={close}
        />
      ) : null}
    </>
  )
}
