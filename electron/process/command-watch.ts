import type { Run } from './command-run'
import type { CommandDeps, CommandSpec } from './command-spec'

/** Looks from time to time whether a run that is no child of ours is still there. */
export function watchRun(
  run: Run,
  spec: CommandSpec,
  { table, isBusy, timings }: CommandDeps,
  onGone: () => void,
): () => void {
  let isOver = false
  let timer: NodeJS.Timeout | null = null
  let misses = 0
  const isAnyBusy = async (): Promise<boolean> => {
    for (const port of spec.ports) if (await isBusy(port)) return true
    return false
  }
  const isThere = async (): Promise<boolean> => {
    if (run.pid !== null) {
      const row = await table.row(run.pid)
      return row !== null && !row.isZombie && row.ticks === run.ticks
    }
    // A manager such as docker has it; a port may be free for a moment while it restarts.
    misses = spec.ports.length === 0 || (await isAnyBusy()) ? 0 : misses + 1
    return misses < 3
  }
  const look = async (): Promise<void> => {
    const isHere = await isThere()
    if (isOver) return
    if (isHere) timer = setTimeout(() => void look(), timings.watchMs)
    else onGone()
  }
  timer = setTimeout(() => void look(), timings.watchMs)
  return () => {
    isOver = true
    if (timer !== null) clearTimeout(timer)
  }
}
