import type { BenchReport, FigureSpec, Result } from './row'
import { median, spreadOf } from './statistics'

const signs = { most: '≤', less: '<', least: '≥' } as const

/** Whether the middle of the repetitions keeps the budget; null when there are none. */
export function isMet({ budget, measured }: Result): boolean | null {
  if (measured === null) return null
  const value = median(measured.values)
  if (budget.sense === 'most') return value <= budget.limit
  return budget.sense === 'less' ? value < budget.limit : value >= budget.limit
}

const markOf = (result: Result): string => {
  const met = isMet(result)
  return met === null ? '?' : met ? '✓' : '✗'
}

function number(value: number, { digits }: FigureSpec): string {
  return value.toFixed(digits)
}

const budgetOf = (result: Result): string =>
  `${signs[result.budget.sense]} ${result.budget.limit}${result.unit}`

const measuredOf = (result: Result): string =>
  result.measured === null ? '—' : `${number(median(result.measured.values), result)}${result.unit}`

function spreadText(result: Result): string {
  if (result.measured === null) return '—'
  const { values } = result.measured
  const { least, most } = spreadOf(values)
  return `${number(least, result)} … ${number(most, result)} (n=${values.length})`
}

/** The table for a terminal. */
export function terminalReport(report: BenchReport): string {
  const blocks = report.results.map((result) => {
    const head = `${markOf(result)} ${result.row.padEnd(10)} ${result.zh} · ${result.en}`
    const figures = `  ${measuredOf(result)}   budget ${budgetOf(result)}   ${spreadText(result)}`
    const rest =
      result.measured === null
        ? [`  未能测量 · not measured: ${result.reason ?? ''}`]
        : [`  ${result.measured.zh}`, `  ${result.measured.en}`]
    return [head, figures, ...rest].join('\n')
  })
  return `${[...blocks, machineLine(report), summary(report)].join('\n\n')}\n`
}

function machineLine({ machine, load }: BenchReport): string {
  const { cpu, cores, memoryGb, platform, node } = machine
  const loads = `load ${load.before.toFixed(1)} → ${load.after.toFixed(1)}`
  return `${cores} × ${cpu}, ${memoryGb} GB, ${platform}, Node ${node}, ${loads}`
}

function summary({ results }: BenchReport): string {
  const count = (met: boolean | null) => results.filter((one) => isMet(one) === met).length
  const [met, missed, open] = [count(true), count(false), count(null)]
  return `达到 ${met}，未达到 ${missed}，未能测量 ${open} · met ${met}, not met ${missed}, not measured ${open}`
}

/** The table for the README. */
export function markdownReport(report: BenchReport): string {
  const rows = report.results.map((result) =>
    [
      markOf(result),
      `${result.zh}<br>${result.en}`,
      budgetOf(result),
      measuredOf(result),
      spreadText(result),
      result.measured === null
        ? `未能测量 · not measured: ${result.reason ?? ''}`
        : `${result.measured.zh}<br>${result.measured.en}`,
    ]
      .map((text) => text.replaceAll('|', '\\|').replaceAll('\n', ' '))
      .join(' | '),
  )
  return [
    '## 性能 / Performance',
    '',
    '由 `npm run bench -- --readme` 写入；两侧交替测量，取中位数。',
    'Written by `npm run bench -- --readme`: both sides measured in turn, the median counts.',
    '',
    '| | 预算 · budget | 目标 · goal | 实测 · measured | 范围 · spread | 方法 · how |',
    '|---|---|---|---|---|---|',
    ...rows.map((line) => `| ${line} |`),
    '',
    machineLine(report),
    '',
    summary(report),
  ].join('\n')
}

const begin = '<!-- bench:begin -->'
const end = '<!-- bench:end -->'
const appendix = '<!-- drill:begin -->'

/** Puts the table between its markers; without them before the drill's appendix, or at the end. */
export function withTable(readme: string, table: string): string {
  // Aligning the columns would make every line as wide as the longest of them.
  const block = [
    begin,
    '<!-- prettier-ignore-start -->',
    '',
    table,
    '',
    '<!-- prettier-ignore-end -->',
    end,
  ].join('\n')
  const [from, to] = [readme.indexOf(begin), readme.indexOf(end)]
  if (from === -1 && to === -1) {
    const at = readme.indexOf(appendix)
    if (at === -1) return `${readme.trimEnd()}\n\n${block}\n`
    return `${readme.slice(0, at)}${block}\n\n${readme.slice(at)}`
  }
  if (from === -1 || to < from)
    throw new Error(`README.md: ${begin} and ${end} must both stand in it`)
  return readme.slice(0, from) + block + readme.slice(to + end.length)
}
