import { readFileSync } from 'node:fs'
import { mkdir, rm } from 'node:fs/promises'
import path from 'node:path'
import { root, run, say, toolScript } from './commands.mjs'
import { checkNode, installDependencies } from './setup.mjs'

checkNode()
await installDependencies()

// Everything below may use what was just installed.
const { runE2e } = await import('./e2e.mjs')

const results = path.join(root, 'test-results')
const unitResults = path.join(results, 'unit.json')
const e2eResults = path.join(results, 'e2e.json')

const node = (script, ...args) => run(process.execPath, [toolScript(script), ...args])

const steps = [
  [
    'format',
    () =>
      node(
        'prettier/bin/prettier.cjs',
        ...['--config', 'build/prettier.config.js', '--ignore-path', '.gitignore', '--check', '.'],
      ),
  ],
  ['lint', () => node('eslint/bin/eslint.js', '--config', 'build/eslint.config.js', '.')],
  ['types', () => node('typescript/bin/tsc', '-b')],
  [
    'unit',
    () =>
      node(
        'vitest/vitest.mjs',
        ...['run', '--config', 'build/vitest.config.ts', '--reporter=default', '--reporter=json'],
        `--outputFile.json=${unitResults}`,
      ),
  ],
  ['e2e', () => runE2e([])],
]

await rm(results, { recursive: true, force: true })
await mkdir(results, { recursive: true })

const codes = []
for (const [name, step] of steps) {
  say(`\n== ${name}`)
  const startedAt = Date.now()
  const code = await step().catch((error) => {
    say(error.stack)
    return 1
  })
  codes.push([name, code])
  say(`== ${name}: ${code === 0 ? 'ok' : `failed (${code})`}, ${Date.now() - startedAt} ms`)
}

const failedSteps = codes.filter(([, code]) => code !== 0).map(([name]) => name)
if (failedSteps.length > 0) say(`\nfailed: ${failedSteps.join(', ')}`)
const totals = addUp([unitTotals(), e2eTotals()])
process.stdout.write(
  `\n${totals.passed} passed, ${totals.failed} failed, ${totals.skipped} skipped\n`,
)
process.exitCode = failedSteps.length === 0 && totals.failed === 0 && totals.passed > 0 ? 0 : 1

function unitTotals() {
  const report = read(unitResults)
  if (report === null) return { passed: 0, failed: 1, skipped: 0 }
  const { numPassedTests, numFailedTests, numPendingTests, numTodoTests } = report
  return {
    passed: numPassedTests,
    // A file that does not load has no failed test of its own.
    failed: numFailedTests || (report.success ? 0 : 1),
    skipped: numPendingTests + numTodoTests,
  }
}

function e2eTotals() {
  const report = read(e2eResults)
  if (report === null) return { passed: 0, failed: 1, skipped: 0 }
  const { expected, unexpected, flaky, skipped } = report.stats
  return { passed: expected, failed: unexpected + flaky + report.errors.length, skipped }
}

function read(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch {
    return null
  }
}

function addUp(all) {
  const sum = (key) => all.reduce((total, part) => total + part[key], 0)
  return { passed: sum('passed'), failed: sum('failed'), skipped: sum('skipped') }
}
