import { describe, expect, it } from 'vitest'
import { verdicts, type RunReport, type Verdict } from '../../shared/domain/checklist'
import { GateRules } from '../../shared/domain/gate'
import { signatureBroken } from '../records/seal'
import { evaluateGate, judged } from './gate'
import { withManual } from './manual'
import { callOf, runWith } from './run-fixture'

const rules = (more: Partial<GateRules> = {}) => GateRules.parse(more)
const finding = (code: string) => ({ code, message: { zh: 'z', en: 'e' }, detail: 'd', diff: null })
const okOf = (report: RunReport, more: Partial<GateRules> = {}) => {
  const gate = evaluateGate(report, rules(more))
  return Object.fromEntries(gate.rules.map(({ id, ok }) => [id, ok]))
}
const judgedByHand = (report: RunReport, verdict: 'pass' | 'fail') => ({
  ...report,
  items: report.items.map((item) =>
    item.verdict === 'pass'
      ? item
      : withManual(item, { verdict, note: 'n', name: '韩梅梅', at: 9 }),
  ),
})

describe('the release gate', () => {
  it('opens on a clean run and says why in one sentence', () => {
    const { isOpen, sentence } = evaluateGate(runWith(), rules())
    expect(isOpen).toBe(true)
    expect(sentence.zh).toBe('可以发布：18 项全部通过，无漂移，p95 100 ms。')
    expect(sentence.en).toBe('Ready to release: all 18 items passed, no drift, p95 100 ms.')
  })

  it('names what keeps it shut', () => {
    const report = runWith({ 'api.sync': 'fail', 'api.chat': 'fail', 'data.chat': 'blocked' })
    const { isOpen, sentence } = evaluateGate(report, rules())
    expect(isOpen).toBe(false)
    expect(sentence.zh).toBe('不可发布：2 项失败（api.sync、api.chat），1 项未证实（data.chat）。')
    expect(sentence.en).toContain(
      '2 items failed (api.sync, api.chat), 1 item unproven (data.chat)',
    )
  })

  it('never speaks of a percentage, also when nothing passed', () => {
    const all = Object.fromEntries(runWith().items.map(({ id }) => [id, 'fail' as Verdict]))
    const { sentence } = evaluateGate(runWith(all), rules())
    expect(sentence.zh + sentence.en).not.toContain('%')
    expect(sentence.zh).toContain('18 项失败')
  })

  it.each(verdicts.filter((verdict) => verdict !== 'pass'))(
    'a person’s pass beside %s',
    (verdict) => {
      const report = judgedByHand(runWith({ 'basic.env': verdict }), 'pass')
      const isAcceptable = verdict !== 'fail' && verdict !== 'denied'
      expect(evaluateGate(report, rules()).isOpen).toBe(isAcceptable)
      expect(evaluateGate(report, rules({ acceptsManual: false })).isOpen).toBe(false)
      expect(judged(report, rules()).totals.passed).toBe(17)
    },
  )

  it('says which items a person vouched for', () => {
    const report = judgedByHand(runWith({ 'basic.env': 'skipped' }), 'pass')
    expect(evaluateGate(report, rules()).sentence.zh).toContain(
      '18 项中 17 项通过，1 项由人工确认（basic.env）',
    )
  })

  it('judges each rule on its own, at its limit and beyond', () => {
    const bad = runWith({ 'api.sync': 'fail', 'basic.env': 'skipped' })
    expect(okOf(bad, { maxFailed: 1, maxUnproven: 1 })).toMatchObject({
      failed: true,
      unproven: true,
    })
    expect(okOf(bad, { maxFailed: 0, maxUnproven: 0 })).toMatchObject({
      ...{ failed: false, unproven: false },
    })
    const flaky = runWith({}, { item: ({ id }) => ({ flaky: id === 'api.chat' }) })
    expect([okOf(flaky)['flaky'], okOf(flaky, { allowsFlaky: true })['flaky']]).toEqual([
      false,
      true,
    ])
    const drifted = { ...runWith(), findings: [finding('contract-drift'), finding('other')] }
    expect(okOf(drifted)['drift']).toBe(false)
    expect(okOf(drifted, { allowsDrift: true })['drift']).toBe(true)
    expect(evaluateGate(drifted, rules()).sentence.zh).toBe('不可发布：1 处契约漂移。')
  })

  it('times the calls of the run, a shared one once', () => {
    const slow = callOf({ durationMs: 9_000, at: 7 })
    const shared = runWith(
      {},
      {
        item: (item) => ({
          calls: [slow, ...Array.from({ length: 30 }, () => callOf())].slice(
            0,
            item.id === 'api.chat' ? 31 : 1,
          ),
        }),
      },
    )
    expect(okOf(shared)['latency']).toBe(true)
    const all = runWith({}, { item: () => ({ calls: [callOf({ durationMs: 5_001 })] }) })
    expect(okOf(all)['latency']).toBe(false)
    expect(okOf(all, { p95Ms: 5_001 })['latency']).toBe(true)
    expect(okOf(all, { p95Ms: null })['latency']).toBe(true)
    const silent = runWith({}, { item: () => ({ calls: [] }) })
    expect([okOf(silent)['latency'], okOf(silent, { p95Ms: null })['latency']]).toEqual([
      false,
      true,
    ])
  })

  it('counts items that a report does not have as unproven', () => {
    const report = runWith()
    const cut = { ...report, items: report.items.slice(0, 1) }
    expect(evaluateGate(cut, rules())).toMatchObject({ isOpen: false })
    expect(evaluateGate(cut, rules()).rules[1]?.actual).toBe('17')
  })

  it('stays shut on a run that was altered after it was signed', () => {
    const { isOpen, sentence } = evaluateGate(
      { ...runWith(), findings: [finding(signatureBroken)] },
      rules(),
    )
    expect(isOpen).toBe(false)
    expect(sentence.zh).toContain('签署后内容被改动')
  })
})
