import { watchAlone } from './command-alone'
import { familyOfRun, hasCrashed, heldPorts, mainOf, type Run } from './command-run'
import type { CommandDeps, CommandSpec } from './command-spec'
import type { ChildExit } from './launch'
import { pause, unlessAborted } from './pause'
import type { PortListener } from './ports'
import type { ProcessRow } from './process-table'

export type Readiness =
  | { kind: 'ready'; main: ProcessRow | null }
  | { kind: 'exit'; how: ChildExit }
  | { kind: 'timeout' }
  | { kind: 'left-nothing' }
  | { kind: 'cancelled' }
  | { kind: 'untracked' }
  | { kind: 'foreign'; holder: PortListener }

/** Waits until the service answers as itself, its command failed, or its time is up. */
export async function awaitReady(
  run: Run,
  spec: CommandSpec,
  deps: CommandDeps,
  isCancelled: () => boolean,
): Promise<Readiness> {
  const deadline = AbortSignal.timeout(spec.readyTimeoutMs)
  const until = AbortSignal.any([deadline, run.over.signal])
  const ended = (): Readiness | null => {
    if (isCancelled()) return { kind: 'cancelled' }
    if (run.childExit !== null && hasCrashed(run.childExit)) {
      return { kind: 'exit', how: run.childExit }
    }
    return deadline.aborted ? { kind: 'timeout' } : null
  }
  const lookAlone = watchAlone(run, spec, deps)
  for (;;) {
    const over = ended()
    if (over !== null) return over
    const answers = await isReadyBy(until, spec.id, deps)
    const meanwhile = ended()
    if (meanwhile !== null) return meanwhile
    if (answers) return judgeReady(run, spec, deps)
    if ((await lookAlone()) === 'given-up' && run.childExit !== null) {
      if (spec.stop !== null) return { kind: 'left-nothing' }
      // A command that ended well and left nobody has nothing that could still become ready.
      return { kind: 'exit', how: run.childExit }
    }
    await pause(deps.timings.readyPollMs, until)
  }
}

function isReadyBy(until: AbortSignal, id: string, deps: CommandDeps): Promise<boolean> {
  const answer = deps.isReady(id, until).catch(() => false)
  return unlessAborted(answer, until, false)
}

/** Programs that hold a port for a container, whose own process is not to be seen here. */
const containerPorts = /docker|podman|containerd|rootless|conmon|slirp4netns|pasta/i

/** The answer came; it counts only when nobody else than this run can have given it. */
async function judgeReady(run: Run, spec: CommandSpec, deps: CommandDeps): Promise<Readiness> {
  const family = await familyOfRun(run, deps)
  const held = await heldPorts(spec.ports, deps)
  const isOurs = (holder: PortListener) => family.some(({ pid }) => pid === holder.pid)
  if (family.length === 0) {
    // Where the system shows no processes, our own living child is proof enough.
    if (run.childExit === null) return { kind: 'ready', main: null }
    return spec.stop === null ? { kind: 'untracked' } : { kind: 'ready', main: null }
  }
  const holder = held.find((one) => !isOurs(one) && isStranger(one))
  if (holder !== undefined) return { kind: 'foreign', holder }
  return { kind: 'ready', main: mainOf(run, family, held) }
}

function isStranger({ pid, command }: PortListener): boolean {
  return pid !== null && !containerPorts.test(command ?? '')
}
