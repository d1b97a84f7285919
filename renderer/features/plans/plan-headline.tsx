import { useTranslation } from 'react-i18next'
import type { Plan } from '../../../shared/domain/plans'
import { useGridPart } from '../../api/hooks'
import { ActionButton } from '../../components/action-button'
import { useProfileName } from '../../components/profile-name'
import { hasProblem } from '../../components/service-words'
import { TextButton } from '../../components/text-button'
import { ToneShape, type Tone } from '../../components/tone'
import { useNow } from '../../components/use-now'
import { When } from '../../components/when'
import { useFormat } from '../../i18n/format'
import {
  countedStates,
  countsOf,
  isUnderWay,
  outcomeOf,
  pointedAt,
  remarksOf,
  stepElementId,
} from './plan-words'
import { PrepareButton } from './prepare-button'
import { useSaid } from './use-said'
import type { PlanCommands } from './use-plan-commands'
import classes from './plans.module.css'

/** The state of the plan in one sentence, and what can be done about it as a whole. */
export function PlanHeadline({ plan, commands }: { plan: Plan; commands: PlanCommands }) {
  const { t } = useTranslation()
  const { tone, words } = useSentence(plan)
  const target = pointedAt(plan)[0]
  return (
    <section
      className={classes.headline}
      data-plan={plan.state}
      data-tone={tone}
      aria-label={t('plans.headline')}
    >
      <div className={classes.words}>
        <div className={classes.sentence}>
          <p role="status">
            <ToneShape tone={tone} size={14} />
            <span>{words}</span>
          </p>
          {target === undefined ? null : (
            <TextButton onClick={() => goTo(target.id)}>{t('plans.toStep')}</TextButton>
          )}
        </div>
        <Figures plan={plan} />
      </div>
      <div className={classes.actions}>
        <PlanActions plan={plan} commands={commands} />
      </div>
    </section>
  )
}

function goTo(id: string): void {
  const step = document.getElementById(stepElementId(id))
  step?.scrollIntoView({ block: 'start' })
  step?.focus({ preventScroll: true })
}

function useSentence(plan: Plan): { tone: Tone; words: string } {
  const { t } = useTranslation()
  const said = useSaid()
  const troubled = useGridPart(({ services }) => services.filter(hasProblem).length) ?? 0
  const { key, tone } = outcomeOf(plan)
  // What was true when it ended must not stand there in green while it is not true any more.
  if (key === 'done' && plan.kind === 'bring-up' && troubled > 0) {
    return { tone: 'warn', words: t('plans.doneThen', { count: troubled }) }
  }
  const remarks = remarksOf(plan.steps)
  const named = (['failed', 'left', 'skipped', 'warned'] as const).filter((one) => remarks[one] > 0)
  const separator = t('plans.separator')
  const steps = pointedAt(plan).map(({ title }) => t('plans.quoted', { text: said(title) }))
  const counts = countsOf(plan.steps)
  return {
    tone,
    words: t(`plans.sentence.${plan.kind}.${key}`, {
      settled: plan.steps.length - counts.waiting - counts.running - counts.failed,
      total: plan.steps.length,
      steps: steps.join(separator),
      remarks: named
        .map((one) => t(`plans.remark.${one}`, { count: remarks[one] }))
        .join(separator),
    }),
  }
}

function Figures({ plan }: { plan: Plan }) {
  const { t } = useTranslation()
  const nameOf = useProfileName()
  const { state, steps, preparedAt, finishedAt } = plan
  const counts = countsOf(steps)
  const isLive = isUnderWay(plan)
  return (
    <p className={classes.figures}>
      <span aria-label={t('plans.countsLabel')} role="group">
        {countedStates
          .filter((one) => counts[one] > 0)
          .map((one) =>
            t(`plans.counts.${one === 'running' && !isLive ? 'brokenOff' : one}`, {
              count: counts[one],
            }),
          )
          .join(' · ')}
      </span>
      <PlanTime plan={plan} />
      <span>{nameOf(plan.profile)}</span>
      <span>
        {state === 'ready' ? t('plans.listed') : finishedAt === null ? null : t('plans.ended')}{' '}
        {state === 'ready' ? (
          <When at={preparedAt} />
        ) : finishedAt === null ? null : (
          <When at={finishedAt} />
        )}
      </span>
    </p>
  )
}

function PlanTime({ plan }: { plan: Plan }) {
  const { t } = useTranslation()
  const format = useFormat()
  const now = useNow()
  const { startedAt, finishedAt } = plan
  const end = isUnderWay(plan) ? now : finishedAt
  // Nobody knows when an interrupted one ended.
  if (startedAt === null || end === null) return null
  return (
    <span className={classes.clock}>
      {t('plans.took')} {format.span(end - startedAt)}
    </span>
  )
}

function PlanActions({ plan, commands }: { plan: Plan; commands: PlanCommands }) {
  const { t } = useTranslation()
  const { pending } = commands
  const busy = pending === null ? null : t('plans.why.busy')
  const start = (label: string) => (
    <ActionButton
      loading={pending?.command === 'start'}
      reason={plan.steps.length === 0 ? t('plans.why.nothing') : busy}
      onClick={commands.start}
    >
      {label}
    </ActionButton>
  )
  const cancel = (
    <ActionButton
      variant="default"
      loading={pending?.command === 'cancel'}
      reason={busy}
      onClick={commands.cancel}
    >
      {t('plans.cancel')}
    </ActionButton>
  )
  switch (plan.state) {
    case 'ready':
      return (
        <>
          {start(t(`plans.start.${plan.kind}`))}
          <PrepareButton kind={plan.kind} commands={commands} label={t('plans.prepareAgain')} />
          {cancel}
        </>
      )
    case 'running':
    case 'held':
      return (
        <>
          <span className={`quiet ${classes.cancelHint}`}>{t('plans.cancelHint')}</span>
          {cancel}
        </>
      )
    case 'interrupted':
      return (
        <>
          {start(t(`plans.resume.${plan.kind}`))}
          {plan.kind === 'shutdown' ? null : (
            <PrepareButton kind="shutdown" commands={commands} label={t('plans.cleanUp')} />
          )}
        </>
      )
    default:
      return (
        <>
          <PrepareButton kind="bring-up" commands={commands} isMain={plan.kind === 'shutdown'} />
          <PrepareButton kind="shutdown" commands={commands} isMain={plan.kind === 'bring-up'} />
        </>
      )
  }
}
