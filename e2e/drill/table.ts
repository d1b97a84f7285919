import { goalsOf, type DrillResult } from './goals'
import { complaintOf } from './healthy-runs'
import type { ItemOutcome, Outcome } from './run'

/** Columns of a terminal that a text takes; Chinese letters take two. */
export function widthOf(text: string): number {
  let width = 0
  for (const letter of text) width += isWide(letter.codePointAt(0) ?? 0) ? 2 : 1
  return width
}

function isWide(code: number): boolean {
  return (
    (code >= 0x1100 && code <= 0x115f) ||
    (code >= 0x2e80 && code <= 0xa4cf) ||
    (code >= 0xac00 && code <= 0xd7a3) ||
    (code >= 0xf900 && code <= 0xfaff) ||
    (code >= 0xfe30 && code <= 0xfe6f) ||
    (code >= 0xff00 && code <= 0xff60) ||
    (code >= 0xffe0 && code <= 0xffe6)
  )
}

function padded(text: string, width: number): string {
  return text + ' '.repeat(Math.max(0, width - widthOf(text)))
}

/** Rows as aligned columns. */
export function aligned(rows: readonly (readonly string[])[]): string {
  const widths: number[] = []
  for (const row of rows) {
    row.forEach((cell, column) => {
      widths[column] = Math.max(widths[column] ?? 0, widthOf(cell))
    })
  }
  return rows
    .map((row) => row.map((cell, column) => padded(cell, widths[column] ?? 0)).join('  '))
    .map((line) => line.trimEnd())
    .join('\n')
}

const shortVerdict = ({ id, expected, actual, ok }: ItemOutcome) =>
  ok ? `${id} ${actual}` : `${id} ${actual} ≠ ${expected.join('|')}`

/** What the drill thinks of one outcome, in a word. */
export function wordOf(outcome: Outcome): string {
  if (outcome.isFalseGreen) return 'FALSE GREEN'
  if (outcome.isHit) return 'hit'
  return outcome.isHarmless ? 'FALSE ALARM' : 'miss'
}

function wantedCause({ expectedReason, expectedCode }: Outcome): string {
  const names = expectedReason.flatMap((reason) => (reason === null ? expectedCode : [reason]))
  return names.join('|')
}

function verdictsOf(outcome: Outcome): string {
  if (!outcome.isHarmless) return outcome.items.map(shortVerdict).join(', ')
  return complaintOf(outcome) || `${outcome.items.filter(({ ok }) => ok).length} ok`
}

function row(outcome: Outcome): string[] {
  return [
    wordOf(outcome),
    outcome.id,
    outcome.zh,
    verdictsOf(outcome),
    wantedCause(outcome),
    outcome.causes.join(' '),
  ]
}

/** The whole result for a terminal. */
export function terminalReport(result: DrillResult): string {
  const head = ['', '缺陷 defect', '说明', '结论 verdicts', '应有原因 expected', '所指原因 named']
  const table = aligned([head, ...result.outcomes.map(row)])
  const alarms = result.healthy.falseAlarms.map(
    ({ run, system, said }) => `  run ${run + 1} (${system}): ${said}`,
  )
  const goals = goalsOf(result).map(({ zh, en, actual, isMet }) => [
    isMet ? '✓' : '✗',
    `${zh} · ${en}`,
    actual,
  ])
  const hits = result.outcomes.filter(({ isHit }) => isHit).length
  return [
    table,
    '',
    ...alarms,
    `命中 hits: ${hits} / ${result.outcomes.length} · ${(result.durationMs / 1000).toFixed(0)} s`,
    aligned(goals),
    '',
  ].join('\n')
}

const cell = (text: string) => text.replaceAll('|', '\\|').replaceAll('\n', ' ')

/** The whole result as the README's appendix. */
export function markdownReport(result: DrillResult): string {
  const goals = goalsOf(result).map(
    ({ zh, en, actual, isMet }) => `| ${isMet ? '✓' : '✗'} | ${zh} · ${en} | ${actual} |`,
  )
  const rows = result.outcomes.map((outcome) =>
    [
      wordOf(outcome) === 'hit' ? '✓' : wordOf(outcome),
      `\`${outcome.id}\``,
      `${outcome.zh} · ${outcome.en}`,
      outcome.isHarmless ? verdictsOf(outcome) : outcome.items.map(shortVerdict).join('<br>'),
      wantedCause(outcome).split('|').join(' / '),
      outcome.isHarmless ? '' : outcome.causes.join('<br>'),
    ]
      .map(cell)
      .join(' | '),
  )
  return [
    '## 附录 · 缺陷演练 / Appendix: defect drill',
    '',
    '由 `npm run drill -- --readme` 写入：逐个植入缺陷，运行真实的清单引擎。',
    'Written by `npm run drill -- --readme`: defects planted one at a time, judged by the real engine.',
    '',
    '| | 目标 · goal | 实测 · measured |',
    '|---|---|---|',
    ...goals,
    '',
    '| | 缺陷 · defect | 说明 · what was planted | 结论 · verdicts | 应有原因 · expected | 所指原因 · named |',
    '|---|---|---|---|---|---|',
    ...rows.map((line) => `| ${line} |`),
  ].join('\n')
}

const begin = '<!-- drill:begin -->'
const end = '<!-- drill:end -->'

/** Puts the appendix between its markers, or behind everything when there are none. */
export function withAppendix(readme: string, appendix: string): string {
  // Aligning the columns would make every line as wide as the longest of them.
  const block = [
    begin,
    '<!-- prettier-ignore-start -->',
    '',
    appendix,
    '',
    '<!-- prettier-ignore-end -->',
    end,
  ].join('\n')
  const [from, to] = [readme.indexOf(begin), readme.indexOf(end)]
  if (from === -1 && to === -1) return `${readme.trimEnd()}\n\n${block}\n`
  if (from === -1 || to < from)
    throw new Error(`README.md: ${begin} and ${end} must both stand in it`)
  return readme.slice(0, from) + block + readme.slice(to + end.length)
}
