import { execFile, spawnSync } from 'node:child_process'
import { promisify } from 'node:util'
import { z } from 'zod'
import { newRow, ownZombies, type SoakRow } from './row'

const run = promisify(execFile)
const Counts = z.object({ reused: z.number(), refused: z.number(), killed: z.number() })

/** A process namespace of one's own, in which no number of anybody else can be reused. */
const namespace = ['--pid', '--fork', '--mount-proc']

/** Gives the numbers of dead processes to strangers: none may be adopted or signalled. */
export async function soakReuse(harness: string, rounds: number): Promise<SoakRow> {
  const row = newRow('number reused by a stranger')
  const test = [...namespace, 'sh', '-c', 'echo 99 > /proc/sys/kernel/ns_last_pid']
  if (spawnSync('unshare', test).status !== 0) {
    return { ...row, note: 'not run: this user may not make a process namespace' }
  }
  const args = [...namespace, process.execPath, harness, 'reuse', String(rounds)]
  const { stdout } = await run('unshare', args)
  const { reused, refused, killed } = Counts.parse(JSON.parse(stdout))
  return {
    ...{ ...row, rounds, wrongSignals: killed, zombies: ownZombies() },
    failures: refused === reused ? [] : [`${reused - refused} strangers would have been adopted`],
    note: `${reused} numbers were really reused, ${refused} refused`,
  }
}
