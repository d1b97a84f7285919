import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as pause } from 'node:timers/promises'
import { z } from 'zod'
import { createCommandBench, python } from '../../electron/process/command-fixture'
import { systemTable } from '../../electron/process/process-table'
import { quietPort } from '../../electron/process/test-ports'
import { newRow, ownZombies, type SoakRow } from './row'

const Opened = z.object({ adopted: z.array(z.string()), stale: z.array(z.unknown()) })
const Said = z.object({ pid: z.number().nullable() })

/** Kills a console at any moment, again and again; the next one has to find what it left. */
export async function soakCrashes(harness: string, rounds: number): Promise<SoakRow> {
  const row = newRow('console killed, service adopted')
  const port = await quietPort()
  const bench = createCommandBench({ specs: () => [] })
  await bench.supervisor.dispose(1_000)
  const services = async (): Promise<number[]> => {
    const marked = new Set(await bench.marked())
    const rows = await systemTable().list()
    return rows.flatMap(({ pid, isZombie }) => (marked.has(pid) && !isZombie ? [pid] : []))
  }
  const open = () => {
    const args = [
      harness,
      'console',
      bench.folder,
      String(port),
      python,
      join(bench.folder, 'pids'),
    ]
    const console = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] })
    const lines = createInterface({ input: console.stdout })[Symbol.asyncIterator]()
    const next = async (): Promise<unknown> => JSON.parse((await lines.next()).value ?? 'null')
    return { console, next, ended: once(console, 'exit') }
  }
  let adoptions = 0
  try {
    for (; row.rounds < rounds; row.rounds += 1) {
      const { console, next, ended } = open()
      const before = await services()
      const { adopted, stale } = Opened.parse(await next())
      adoptions += adopted.length
      if (stale.length > 0)
        row.failures.push(`its own record was refused: ${JSON.stringify(stale)}`)
      if (adopted.length !== before.length) {
        row.failures.push(`${before.length} ran, ${adopted.length} were adopted`)
      }
      // Every third is killed while its service may only be starting, at a moment that differs.
      if (row.rounds % 3 === 0) await pause((row.rounds * 7) % 200)
      else {
        const { pid } = Said.parse(await next())
        if (before.length > 0 && pid !== before[0]) row.failures.push(`${pid} is not ${before[0]}`)
      }
      console.kill('SIGKILL')
      await ended
      row.doubleStarts += Math.max(0, (await services()).length - 1)
    }
    const last = open()
    await last.next()
    await last.next()
    last.console.kill('SIGTERM')
    await last.ended
    row.left = (await services()).length
    row.zombies = ownZombies()
    row.note = `${adoptions} adopted`
  } finally {
    await bench.dispose()
  }
  return row
}
