import type { Plan, PlanKind } from '../../../shared/domain/plans'
import type { OpsError } from '../../../shared/errors'
import { useCacheWriter, useCommand } from '../../api/hooks'

type PlanCommand =
  'prepare' | 'start' | 'cancel' | 'retry' | 'repeat' | 'give-up' | 'skip' | 'apply' | 'reveal'

/** What a person can do about the plan; one thing at a time. */
export interface PlanCommands {
  /** What is under way and for which step; null when nothing is. */
  pending: { command: PlanCommand; step: string | null } | null
  /** What failed last. */
  failure: { command: PlanCommand; step: string | null; error: OpsError } | null
  prepare(kind: PlanKind): void
  start(): void
  cancel(): void
  retry(step: string): void
  repeat(step: string): void
  giveUp(step: string): void
  skip(step: string, reason: string): void
  apply(step: string): void
  reveal(): void
}

/** Binds the calls about the plan; each answers the plan as it stands then. */
export function usePlanCommands(): PlanCommands {
  const write = useCacheWriter()
  const keep = { onSuccess: (plan: Plan) => write('plans:current', [], plan) }
  const prepare = useCommand('plans:prepare', keep)
  const start = useCommand('plans:start', keep)
  const cancel = useCommand('plans:cancel', keep)
  const retry = useCommand('plans:retry', keep)
  const repeat = useCommand('plans:repeat', keep)
  const giveUp = useCommand('plans:give-up', keep)
  const skip = useCommand('plans:skip', keep)
  const apply = useCommand('plans:apply', keep)
  const reveal = useCommand('plans:reveal')
  const all = [
    { command: 'prepare', step: null, ...facts(prepare) },
    { command: 'start', step: null, ...facts(start) },
    { command: 'cancel', step: null, ...facts(cancel) },
    { command: 'retry', step: retry.variables?.step ?? null, ...facts(retry) },
    { command: 'repeat', step: repeat.variables?.step ?? null, ...facts(repeat) },
    { command: 'give-up', step: giveUp.variables?.step ?? null, ...facts(giveUp) },
    { command: 'skip', step: skip.variables?.step ?? null, ...facts(skip) },
    { command: 'apply', step: apply.variables?.step ?? null, ...facts(apply) },
    { command: 'reveal', step: null, ...facts(reveal) },
  ] as const
  const failed = all.find(({ error }) => error !== null)
  // An old failure does not stand beside what is tried next.
  const begin = (work: () => void) => {
    for (const { reset } of all) reset()
    work()
  }
  return {
    pending: all.find(({ isPending }) => isPending) ?? null,
    failure:
      failed === undefined || failed.error === null ? null : { ...failed, error: failed.error },
    prepare: (kind) => begin(() => prepare.mutate({ kind })),
    start: () => begin(() => start.mutate(undefined)),
    cancel: () => begin(() => cancel.mutate(undefined)),
    retry: (step) => begin(() => retry.mutate({ step })),
    repeat: (step) => begin(() => repeat.mutate({ step })),
    giveUp: (step) => begin(() => giveUp.mutate({ step })),
    skip: (step, reason) => begin(() => skip.mutate({ step, reason })),
    apply: (step) => begin(() => apply.mutate({ step })),
    reveal: () => begin(() => reveal.mutate(undefined)),
  }
}

function facts({
  isPending,
  error,
  reset,
}: {
  isPending: boolean
  error: OpsError | null
  reset: () => void
}) {
  return { isPending, error, reset }
}
