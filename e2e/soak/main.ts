import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { shapeNames } from '../../electron/process/command-fixture'
import { soakCrashes } from './crashes'
import { parseOptions, SoakUsageError, usage } from './options'
import { soakReuse } from './reuse'
import { isClean, tableOf, type SoakRow } from './row'
import { soakLost, soakShape } from './shapes'

const harness = path.join(path.dirname(fileURLToPath(import.meta.url)), 'harness.js')
const say = (text: string) => void process.stderr.write(`${text}\n`)

async function main(): Promise<number> {
  const { shapes, reuse, crashes, help } = parseOptions(process.argv.slice(2))
  if (help) {
    process.stdout.write(usage)
    return 0
  }
  if (process.platform !== 'linux') throw new Error('the soak counts in /proc: it needs Linux')
  const rows: SoakRow[] = []
  const add = (row: SoakRow): void => {
    rows.push(row)
    say(`${isClean(row) ? 'clean' : 'NOT CLEAN'}: ${row.name} × ${row.rounds} ${row.note}`)
  }
  if (shapes > 0) {
    for (const shape of shapeNames) add(await soakShape(shape, shapes))
    add(await soakLost(shapes))
  }
  if (reuse > 0) add(await soakReuse(harness, reuse))
  if (crashes > 0) add(await soakCrashes(harness, crashes))
  process.stdout.write(`${tableOf(rows)}\n`)
  return rows.every(isClean) ? 0 : 1
}

try {
  process.exitCode = await main()
} catch (error) {
  const isUsage = error instanceof SoakUsageError
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error)
  say(isUsage ? error.message : text)
  process.exitCode = isUsage ? 2 : 4
}
