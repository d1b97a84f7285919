import { useTranslation } from 'react-i18next'
import type { Plan, PlanStep } from '../../../shared/domain/plans'
import { useCall } from '../../api/hooks'
import { ActionButton } from '../../components/action-button'
import { CopyButton } from '../../components/copy-button'
import { ErrorNotice } from '../../components/error-notice'
import { Icon } from '../../components/icon'
import { useServiceName } from '../../components/service-words'
import { TextButton } from '../../components/text-button'
import { StateWord } from '../../components/tone'
import { useNow } from '../../components/use-now'
import { useFormat } from '../../i18n/format'
import { useUi } from '../../stores/ui'
import { isNeedless, isUnderWay, stepElementId, stepIcons, stepTone } from './plan-words'
import { StepAttempts } from './step-attempts'
import { StepOutput } from './step-output'
import { StepTrouble } from './step-trouble'
import { StepWarnings } from './step-warnings'
import { useSaid } from './use-said'
import type { PlanCommands } from './use-plan-commands'
import classes from './steps.module.css'

/** Steps about a process, which has a log. */
const logged: readonly PlanStep['kind'][] = ['start', 'wait', 'stop']

/** Steps that wait for somebody else, who may never come. */
const waiting: readonly PlanStep['kind'][] = ['start', 'wait']

/** One step: what it does, how it stands, and everything that it showed. */
export function StepItem({
  step,
  plan,
  commands,
}: {
  step: PlanStep
  plan: Plan
  commands: PlanCommands
}) {
  const said = useSaid()
  const { id, kind, command, state, result, skipped, startedAt } = step
  const title = said(step.title)
  const isLive = isUnderWay(plan)
  return (
    <article
      id={stepElementId(id)}
      className={classes.step}
      aria-label={title}
      data-step={id}
      data-state={state}
      tabIndex={-1}
    >
      <header className={classes.head}>
        <span className={classes.state}>
          <StepState step={step} isLive={isLive} />
        </span>
        <KindIcon kind={kind} />
        <h3>{title}</h3>
        {startedAt === null || !logged.includes(kind) ? null : <LogLink subject={step.subject} />}
        <Lasting step={step} isLive={isLive} />
      </header>
      <div className={classes.body}>
        {command === null ? null : <Command command={command} title={title} />}
        {result === null ? null : <p className={classes.result}>{said(result)}</p>}
        {skipped === null ? null : <Skipped skipped={skipped} />}
        <StepWarnings step={step} title={title} />
        {step.problem === null && state !== 'failed' ? null : (
          <StepTrouble step={step} title={title} plan={plan} commands={commands} />
        )}
        <StepAttempts attempts={step.attempts} title={title} />
        <StepOutput step={step} title={title} isRunning={state === 'running' && isLive} />
        {state === 'running' && isLive && waiting.includes(kind) ? (
          <GiveUp step={id} title={title} commands={commands} />
        ) : null}
      </div>
    </article>
  )
}

function GiveUp({
  step,
  title,
  commands: { pending, failure, giveUp },
}: {
  step: string
  title: string
  commands: PlanCommands
}) {
  const { t } = useTranslation()
  const isOwn = (one: { command: string; step: string | null } | null) =>
    one?.command === 'give-up' && one.step === step
  return (
    <>
      {failure !== null && isOwn(failure) ? <ErrorNotice compact error={failure.error} /> : null}
      <div className={classes.ways}>
        <ActionButton
          variant="default"
          label={t('plans.giveUpOf', { title })}
          loading={isOwn(pending)}
          reason={pending === null ? null : t('plans.why.busy')}
          onClick={() => giveUp(step)}
        >
          {t('plans.giveUp')}
        </ActionButton>
      </div>
    </>
  )
}

function StepState({ step, isLive }: { step: PlanStep; isLive: boolean }) {
  const { t } = useTranslation()
  // Nobody waits for it any more, so nobody knows what became of it.
  if (step.state === 'running' && !isLive) {
    return <StateWord tone="warn">{t('plans.brokenOff')}</StateWord>
  }
  return (
    <StateWord tone={stepTone(step)}>
      {isNeedless(step) ? t('plans.notNeeded') : t(`plans.state.${step.state}`)}
    </StateWord>
  )
}

function KindIcon({ kind }: { kind: PlanStep['kind'] }) {
  const { t } = useTranslation()
  return (
    <span className={classes.kind} title={t(`plans.kind.${kind}`)}>
      <Icon name={stepIcons[kind]} />
    </span>
  )
}

function Command({ command, title }: { command: string; title: string }) {
  const { t } = useTranslation()
  return (
    <div className={classes.command}>
      <code>{command}</code>
      <CopyButton text={command} name={t('plans.copyCommand', { title })} />
    </div>
  )
}

function Skipped({ skipped: { reason, byPerson } }: { skipped: NonNullable<PlanStep['skipped']> }) {
  const { t } = useTranslation()
  const said = useSaid()
  return (
    <p className={classes.result}>
      {t(byPerson ? 'plans.skippedByPerson' : 'plans.skippedBySystem', { reason: said(reason) })}
    </p>
  )
}

function LogLink({ subject }: { subject: string | null }) {
  const { t } = useTranslation()
  const nameOf = useServiceName()
  const openLog = useUi((ui) => ui.openLog)
  const services = useCall('services:grid', []).data?.services ?? []
  if (subject === null || !services.some(({ id }) => id === subject)) return null
  return (
    <TextButton
      aria-label={t('plans.logOf', { name: nameOf(subject, services) })}
      onClick={() => openLog(subject)}
    >
      {t('plans.log')}
    </TextButton>
  )
}

function Lasting({
  step: { startedAt, endedAt, state },
  isLive,
}: {
  step: PlanStep
  isLive: boolean
}) {
  const format = useFormat()
  if (startedAt === null || state === 'skipped') return <span className={classes.lasting} />
  return (
    <span className={classes.lasting}>
      {endedAt !== null ? (
        format.ms(endedAt - startedAt)
      ) : isLive ? (
        <Running startedAt={startedAt} />
      ) : (
        '—'
      )}
    </span>
  )
}

function Running({ startedAt }: { startedAt: number }) {
  const format = useFormat()
  const now = useNow()
  return <>{format.span(now - startedAt)}</>
}
