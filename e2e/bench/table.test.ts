import { describe, expect, it } from 'vitest'
import { BenchUsageError, parseOptions } from './options'
import { runRow, type BenchContext, type BenchReport, type Result, type Row } from './row'
import { isMet, markdownReport, terminalReport, withTable } from './table'

const result = (patch: Partial<Result> = {}): Result => ({
  ...{ id: 'launch', row: 'launch', zh: '启动', en: 'launch', unit: ' ×', digits: 2 },
  budget: { sense: 'most', limit: 1.6 },
  measured: { values: [1.2, 1.6, 9], zh: '方法', en: 'how' },
  reason: null,
  ...patch,
})

const report = (...results: Result[]): BenchReport => ({
  ...{ schema: 1, at: '2026-01-01T00:00:00.000Z', quick: false, results },
  machine: { cpu: 'Some CPU', cores: 2, memoryGb: 8, platform: 'linux-x64', node: '20.19.0' },
  load: { before: 0.1, after: 1 },
})

describe('the table', () => {
  it('judges the median, the limit itself by the sense of the budget', () => {
    expect(isMet(result())).toBe(true)
    expect(isMet(result({ budget: { sense: 'less', limit: 1.6 } }))).toBe(false)
    expect(isMet(result({ budget: { sense: 'least', limit: 2 } }))).toBe(false)
    expect(isMet(result({ measured: null, reason: 'no display' }))).toBe(null)
  })

  it('shows figure, budget, spread and repetitions', () => {
    const text = terminalReport(report(result()))
    for (const part of ['✓ launch', '1.60 ×', '≤ 1.6 ×', '1.20 … 9.00 (n=3)', '方法', 'load 0.1']) {
      expect(text).toContain(part)
    }
    expect(text).toContain('met 1, not met 0, not measured 0')
  })

  it('says why a figure is missing and shows no number for it', () => {
    const text = markdownReport(report(result({ measured: null, reason: 'no | binary' })))
    expect(text).toContain('| ? | 启动<br>launch | ≤ 1.6 × | — | — |')
    expect(text).toContain('not measured: no \\| binary')
  })

  it('stands before the appendix, and the second time in its own place', () => {
    const readme = 'Title\n\n<!-- drill:begin -->\ndrill\n<!-- drill:end -->\n'
    const first = withTable(readme, 'one')
    expect(first.indexOf('one')).toBeLessThan(first.indexOf('<!-- drill:begin -->'))
    const second = withTable(first, 'two')
    expect(second).not.toContain('one')
    expect(second).toBe(first.replace('one', 'two'))
    expect(() => withTable('<!-- bench:begin -->', 'x')).toThrow('must both stand in it')
  })
})

const context: BenchContext = {
  ...{ quick: true, electron: null, benchScript: '', serviceScript: '', folder: '' },
  say: () => undefined,
}
const { id, zh, en, unit, digits, budget } = result()
const row = (measure: Row['measure']): Row => ({
  name: 'launch',
  figures: [{ id, zh, en, unit, digits, budget }],
  measure,
})

describe('a row', () => {
  it('that breaks answers why instead of a number', async () => {
    const broken = await runRow(
      row(() => Promise.reject(new Error('no display'))),
      context,
    )
    expect(broken).toMatchObject([{ measured: null, reason: 'no display' }])
  })

  it('with a value that is no number is not measured', async () => {
    const odd = await runRow(
      row(() => Promise.resolve({ launch: { values: [1, NaN], zh: '', en: '' } })),
      context,
    )
    expect(odd).toMatchObject([{ measured: null, reason: 'no value came of it' }])
  })
})

describe('the options', () => {
  it('reads them in both forms', () => {
    expect(parseOptions(['--only=log', '--json', 'out.json', '--quick'])).toEqual({
      ...{ only: 'log', json: 'out.json', quick: true, readme: false, help: false },
    })
  })

  it('refuses the unknown, a missing value, and a part of the table in the README', () => {
    for (const argv of [
      ['--fast'],
      ['--only'],
      ['--json', '--quick'],
      ['--readme', '--quick'],
      ['--readme', '--only', 'log'],
    ]) {
      expect(() => parseOptions(argv)).toThrow(BenchUsageError)
    }
  })
})
