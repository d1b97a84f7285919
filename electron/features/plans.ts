import { join } from 'node:path'
import type { Plan, PlanKind } from '../../shared/domain/plans'
import type { Bilingual, Language } from '../../shared/domain/text'
import { OpsError } from '../../shared/errors'
import type { SecretFinder } from '../evidence/leak'
import { createPlanFile, reopened } from '../plans/plan-file'
import { writePlanReport } from '../plans/plan-report'
import { createPlanRun, type PlanRun } from '../plans/run-plan'
import type { Phase } from '../plans/step'
import { settlesWithin } from '../process/deadline'

/** The bring-up or shutdown of one profile, one at a time. */
export interface PlansFeature {
  /** The newest plan, finished or not. */
  current(): Promise<Plan | null>
  prepare(kind: PlanKind): Promise<Plan>
  /** Begins the prepared plan; one that was interrupted is prepared anew and begun. */
  start(): Promise<Plan>
  retry(input: { step: string }): Promise<Plan>
  /** Ends what the start of a failed wait left, and starts it again. */
  repeat(input: { step: string }): Promise<Plan>
  /** Waits no longer for one step under way. */
  giveUp(input: { step: string }): Promise<Plan>
  skip(input: { step: string; reason: string }): Promise<Plan>
  apply(input: { step: string }): Promise<Plan>
  cancel(): Promise<Plan>
  readonly reportFolder: string
  /** The newest plan's report; refused when there is none. */
  reportFile(): string
  dispose(): Promise<void>
}

export interface PlansDeps {
  profile: Plan['profile']
  consoleVersion: string
  build(kind: PlanKind): Promise<readonly Phase[]>
  /** The plan's own file, and where reports go; both of this profile alone. */
  folders: { plan: string; reports: string }
  /** What an earlier console left running or could not prove. */
  earlier(): Promise<Bilingual[]>
  mask(text: string): string
  findSecret: SecretFinder['findIn']
  language(): Language
  now(): number
  newId(): string
  onChange(plan: Plan): void
  onBug(message: string, error: unknown): void
}

/** A step may not listen to its signal; the console ends all the same. */
const disposeMs = 2_000

/** Makes the plans feature of one profile. */
export function createPlans(deps: PlansDeps): PlansFeature {
  const { profile, now, mask, onBug } = deps
  const file = createPlanFile({ path: join(deps.folders.plan, 'plan.json'), onBug })
  let plan: Plan | null = null
  let run: PlanRun | null = null
  let isActing = false
  let isDisposed = false
  let reporting: Promise<void> = Promise.resolve()

  const show = (next: Plan, isNews: boolean): Promise<void> => {
    plan = next
    const saved = isNews && next.state !== 'ready' ? file.save(next) : Promise.resolve()
    try {
      deps.onChange(next)
    } catch (error) {
      onBug('a plan could not be shown', error)
    }
    return saved
  }

  const opened = open().catch((error: unknown) => onBug('the stored plan was not opened', error))
  async function open(): Promise<void> {
    const stored = await file.read()
    if (stored === null || stored.profile.id !== profile.id) return
    const isOpen = stored.state === 'running' || stored.state === 'held'
    const found = isOpen ? await earlier() : []
    const next = reopened(stored, found, now())
    if (next !== null && !isDisposed) await show(next, isOpen)
  }
  async function earlier(): Promise<Bilingual[]> {
    try {
      return (await deps.earlier()).map(({ zh, en }) => ({ zh: mask(zh), en: mask(en) }))
    } catch (error) {
      onBug('what an earlier console left could not be found out', error)
      const text = error instanceof Error ? error.message : String(error)
      return [
        {
          zh: `查不到先前留下了什么：${mask(text)}`,
          en: `What was left could not be found out: ${mask(text)}`,
        },
      ]
    }
  }

  /** Adds the report to a plan that has ended; a plan that never began has none. */
  async function withReport(ended: Plan): Promise<Plan> {
    if (ended.startedAt === null) return ended
    const folder = deps.folders.reports
    const kept = file.problem()
    const notes = kept === null ? [] : [unkept(mask(kept))]
    try {
      const name = await writePlanReport(ended, {
        ...{ folder, mask, findSecret: deps.findSecret, language: deps.language() },
        ...{ consoleVersion: deps.consoleVersion, now: now(), notes },
      })
      return { ...ended, report: { folder, file: name }, reportProblem: null }
    } catch (error) {
      onBug('the report of a plan could not be written', error)
      const text = error instanceof Error ? error.message : String(error)
      return { ...ended, reportProblem: mask(text) }
    }
  }
  const hasEnded = ({ state }: Plan): boolean => state === 'done' || state === 'cancelled'

  /** The plan on screen is the run's until its report adds to it. */
  function follow(own: () => PlanRun | null): (next: Plan, isNews: boolean) => void {
    return (next, isNews) => {
      if (isDisposed || own() !== run) return
      const saved = show(next, isNews)
      if (!hasEnded(next)) return
      reporting = Promise.all([saved, reporting])
        .then(() => withReport(next))
        .then((reported) => {
          if (plan?.id === reported.id && !isDisposed) return show(reported, true)
        })
        .catch((error: unknown) => onBug('the end of a plan was not kept', error))
    }
  }

  async function prepareNow(kind: PlanKind): Promise<Plan> {
    const phases = await deps.build(kind)
    let own: PlanRun | null = null
    const next = createPlanRun({
      ...{ kind, profile, phases, mask, now, newId: deps.newId },
      onChange: follow(() => own),
      beforeSteps: () => (plan === null ? Promise.resolve() : file.save(plan)),
    })
    own = next
    await closeOld()
    run = next
    await show(next.current(), true)
    return next.current()
  }
  /** What is replaced before it ended keeps its report. */
  async function closeOld(): Promise<void> {
    if (plan === null || hasEnded(plan)) return reporting
    if (run !== null && plan.state !== 'ready') {
      run.cancel()
      await reporting
    } else if (plan.state === 'interrupted') {
      await show(await withReport(plan), true)
    }
  }

  /** One action at a time; the second is refused. */
  async function act<T>(action: () => Promise<T> | T): Promise<T> {
    await opened
    if (isDisposed) throw new OpsError('aborted', 'the profile is being closed')
    if (isActing || plan?.state === 'running') throw new OpsError('busy', 'a plan is under way')
    isActing = true
    try {
      return await action()
    } finally {
      isActing = false
    }
  }
  const held = (): PlanRun => {
    if (run === null) throw new OpsError('rejected', 'there is no plan whose steps can be acted on')
    return run
  }

  return {
    reportFolder: deps.folders.reports,
    async current() {
      await opened
      return plan
    },
    prepare: (kind) => act(() => prepareNow(kind)),
    start: () =>
      act(async () => {
        if (plan === null) throw new OpsError('missing', 'no plan has been prepared')
        if (plan.state === 'interrupted') await prepareNow(plan.kind)
        return held().start()
      }),
    retry: ({ step }) => act(() => held().retry(step)),
    repeat: ({ step }) => act(() => held().repeat(step)),
    async giveUp({ step }) {
      await opened
      return held().giveUp(step)
    },
    skip: ({ step, reason }) => act(() => held().skip(step, reason)),
    apply: ({ step }) => act(() => held().apply(step)),
    async cancel() {
      await opened
      if (plan === null) throw new OpsError('missing', 'there is no plan to cancel')
      if (run !== null) run.cancel()
      else if (!hasEnded(plan)) {
        await show(await withReport({ ...plan, state: 'cancelled', finishedAt: now() }), true)
      }
      await reporting
      return plan
    },
    reportFile() {
      const report = plan?.report ?? null
      if (report === null) throw new OpsError('missing', 'this plan has no report')
      return join(report.folder, report.file)
    },
    async dispose() {
      if (isDisposed) return
      await settlesWithin(Promise.all([opened, reporting]), disposeMs)
      isDisposed = true
      const last = plan
      run?.abandon()
      await settlesWithin(run?.settled() ?? Promise.resolve(), disposeMs)
      // What was under way stays so on disk: the next console tells that it was interrupted.
      if (last !== null && last.state !== 'ready') {
        await settlesWithin(file.save(last), disposeMs)
      }
    },
  }
}

function unkept(reason: string): Bilingual {
  return {
    zh: `计划没能保存到磁盘：${reason}；控制台若此时结束，无法接着做`,
    en: `The plan could not be kept on disk: ${reason}; had the console ended, it could not go on`,
  }
}
