import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { cpus, loadavg, tmpdir, totalmem } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { BenchUsageError, parseOptions, usage, type BenchOptions } from './options'
import { playRole, roleOf } from './roles'
import { runRow, type BenchContext, type BenchReport, type Result, type Row } from './row'
import { allRows } from './rows/all'
import { markdownReport, terminalReport, withTable } from './table'

const benchScript = fileURLToPath(import.meta.url)
const root = path.resolve(path.dirname(benchScript), '../..')
const serviceScript = path.join(root, 'dist/electron/service.js')

const say = (text: string) => void process.stderr.write(`${text}\n`)

function chosen({ only }: BenchOptions): Row[] {
  if (only === null) return [...allRows]
  const parts = only
    .toLowerCase()
    .split(',')
    .map((part) => part.trim())
  const found = allRows.filter(({ name }) => parts.some((part) => name.includes(part)))
  if (found.length > 0) return found
  const names = allRows.map(({ name }) => name).join(', ')
  throw new BenchUsageError(`--only ${only}: no row has that in its name. Rows: ${names}`)
}

function electronHere(): BenchContext['electron'] {
  const executable = process.env.LOOMA_BENCH_ELECTRON
  const appArgs: unknown = JSON.parse(process.env.LOOMA_BENCH_APP_ARGS ?? '[]')
  if (executable === undefined || !Array.isArray(appArgs)) return null
  return { executable, appArgs: appArgs.map(String) }
}

async function bench({ quick }: BenchOptions, rows: readonly Row[]): Promise<BenchReport> {
  const load = () => loadavg()[0] ?? 0
  const before = load()
  const results: Result[] = []
  for (const row of rows) {
    const startedAt = performance.now()
    say(`${row.name} …`)
    const folder = await mkdtemp(path.join(tmpdir(), 'looma-bench-'))
    const electron = electronHere()
    try {
      results.push(
        ...(await runRow(row, { quick, electron, benchScript, serviceScript, folder, say })),
      )
    } finally {
      await rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 })
    }
    say(`${row.name} (${Math.round(performance.now() - startedAt)} ms)`)
  }
  const machine = {
    cpu: cpus()[0]?.model.trim() ?? '?',
    cores: cpus().length,
    memoryGb: Math.round(totalmem() / 2 ** 30),
    platform: `${process.platform}-${process.arch}`,
    node: process.versions.node,
  }
  const at = new Date().toISOString()
  return { schema: 1, at, quick, machine, load: { before, after: load() }, results }
}

async function main(): Promise<number> {
  const options = parseOptions(process.argv.slice(2))
  if (options.help) {
    process.stdout.write(usage)
    return 0
  }
  const report = await bench(options, chosen(options))
  process.stdout.write(terminalReport(report))
  if (options.json !== null) await writeFile(options.json, `${JSON.stringify(report, null, 2)}\n`)
  if (options.readme) {
    const file = path.join(root, 'README.md')
    await writeFile(file, withTable(await readFile(file, 'utf8'), markdownReport(report)))
  }
  return report.results.every(({ measured }) => measured !== null) ? 0 : 1
}

const role = roleOf(process.argv)
if (role !== null) await playRole(role)
else {
  try {
    process.exitCode = await main()
  } catch (error) {
    const isUsage = error instanceof BenchUsageError
    const text = error instanceof Error ? error.message : String(error)
    say(isUsage || !(error instanceof Error) ? text : (error.stack ?? text))
    process.exitCode = isUsage ? 2 : 4
  }
}
