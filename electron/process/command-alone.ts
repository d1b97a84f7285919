import { familyOfRun, type Run } from './command-run'
import type { CommandDeps, CommandSpec } from './command-spec'

/** What the waiting comes to while nothing of a run is to be seen. */
export type Alone = 'no' | 'yes' | 'given-up'

/** Looks whether a command that ended well has left nobody, and whether somebody else took over. */
export function watchAlone(run: Run, spec: CommandSpec, deps: CommandDeps): () => Promise<Alone> {
  let looks = 0
  let since: number | null = null
  return async () => {
    const isEmpty = run.childExit !== null && (await familyOfRun(run, deps)).length === 0
    // The last of a family may be between two processes at the moment of one look.
    looks = isEmpty ? looks + 1 : 0
    run.isLeftAlone = looks > 1
    if (!run.isLeftAlone) {
      since = null
      return 'no'
    }
    // Without a stop command nothing could be ended that a manager has.
    if (spec.stop === null) return 'given-up'
    since = (await isAnyHeld(spec, deps)) ? null : (since ?? performance.now())
    const isOver = since !== null && performance.now() - since >= deps.timings.leftAloneMs
    return isOver ? 'given-up' : 'yes'
  }
}

/**
 * Every port was free when the command began, so a held one is the one trace of a manager that can
 * be seen from here: its processes carry no tag. Where no port is known there is nothing to judge
 * by, and the whole time is given.
 */
async function isAnyHeld({ ports }: CommandSpec, { isBusy }: CommandDeps): Promise<boolean> {
  if (ports.length === 0) return true
  for (const port of ports) if (await isBusy(port)) return true
  return false
}
