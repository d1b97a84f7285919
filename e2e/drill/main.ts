import { readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { isHarmless, type Defect } from './defect'
import { allDefects } from './defects/all'
import { goalsOf, type DrillResult } from './goals'
import { runHealthy } from './healthy-runs'
import { DrillUsageError, parseOptions, usage, type DrillOptions } from './options'
import { drillDefect, type Outcome } from './run'
import { startDrillSystem, type DrillSystem } from './system'
import { markdownReport, terminalReport, withAppendix, wordOf } from './table'

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..')
const serviceScript = path.join(root, 'dist/electron/service.js')
/** A defect that stayed behind would spoil everything after it. */
const checkEvery = 10

const say = (text: string) => void process.stderr.write(`${text}\n`)

function chosen({ only }: DrillOptions): Defect[] {
  if (only === null) return [...allDefects]
  const patterns = only
    .toLowerCase()
    .split(',')
    .map((part) => part.trim())
  const found = allDefects.filter(({ id, group, zh, en }) =>
    patterns.some((pattern) =>
      [id, group, zh, en].some((text) => text.toLowerCase().includes(pattern)),
    ),
  )
  if (found.length > 0) return found
  const groups = [...new Set(allDefects.map(({ group }) => group))].join(', ')
  throw new DrillUsageError(`--only ${only}: no defect has that in its name. Groups: ${groups}`)
}

async function drill(options: DrillOptions, defects: Defect[]): Promise<DrillResult> {
  const startedAt = performance.now()
  const system = await startDrillSystem(serviceScript)
  const closing = new Set<NodeJS.Signals>(['SIGINT', 'SIGTERM'])
  const stop = () => void system.close().finally(() => process.exit(130))
  for (const signal of closing) process.once(signal, stop)
  try {
    await assertHealthy(system)
    const outcomes: Outcome[] = []
    for (const [index, defect] of defects.entries()) {
      const outcome = await drillDefect(system, defect)
      outcomes.push(outcome)
      say(
        `${index + 1}/${defects.length} ${wordOf(outcome)} ${defect.id} (${outcome.durationMs} ms)`,
      )
      if (index % checkEvery === checkEvery - 1) await assertHealthy(system)
    }
    const variants = allDefects.filter(isHarmless)
    const healthy = await runHealthy(system, options.healthyRuns, variants, (done, alarm) => {
      if (alarm !== null) say(`healthy run ${done}: FALSE ALARM ${alarm.system}: ${alarm.said}`)
      else if (done % 20 === 0) say(`healthy runs: ${done}/${options.healthyRuns}`)
    })
    return { outcomes, healthy, durationMs: performance.now() - startedAt }
  } finally {
    for (const signal of closing) process.off(signal, stop)
    await system.close()
  }
}

async function assertHealthy(system: DrillSystem): Promise<void> {
  const { falseAlarms } = await runHealthy(system, 1, [], () => undefined)
  const [alarm] = falseAlarms
  if (alarm !== undefined) throw new Error(`the healthy system is not healthy: ${alarm.said}`)
}

async function main(): Promise<number> {
  const options = parseOptions(process.argv.slice(2))
  if (options.help) {
    process.stdout.write(usage)
    return 0
  }
  const result = await drill(options, chosen(options))
  process.stdout.write(terminalReport(result))
  if (options.json !== null) await writeFile(options.json, `${JSON.stringify(result, null, 2)}\n`)
  if (options.readme) {
    const file = path.join(root, 'README.md')
    await writeFile(file, withAppendix(await readFile(file, 'utf8'), markdownReport(result)))
  }
  return goalsOf(result).every(({ isMet }) => isMet) ? 0 : 1
}

try {
  process.exitCode = await main()
} catch (error) {
  const isUsage = error instanceof DrillUsageError
  say(
    isUsage
      ? error.message
      : error instanceof Error
        ? (error.stack ?? error.message)
        : String(error),
  )
  process.exitCode = isUsage ? 2 : 4
}
