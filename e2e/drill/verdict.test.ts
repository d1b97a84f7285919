import { describe, expect, it } from 'vitest'
import {
  itemIds,
  runVerdictOf,
  RunReport,
  totalsOf,
  type ItemId,
} from '../../shared/domain/checklist'
import { cause } from '../../electron/diagnosis/causes'
import { checklistPlan } from '../../electron/checklist/plan'
import { harmless, inGroup, type Expectation } from './defect'
import { goalsOf } from './goals'
import { judgeOutcome } from './run'

type Faults = Partial<
  Record<ItemId, { verdict: 'fail' | 'denied'; code: 'NOT_JSON'; reason: string | null }>
>

/** A report in which everything passed but these. */
function report(faults: Faults): RunReport {
  const items = checklistPlan.map(({ id, group, title, dependsOn }) => {
    const fault = faults[id]
    return {
      ...{ id, group, title, dependsOn, flaky: false, durationMs: 1, assertions: [], calls: [] },
      verdict: fault?.verdict ?? ('pass' as const),
      cause: fault === undefined ? null : { ...cause(fault.code), reason: fault.reason },
    }
  })
  const run = { id: 'r', startedAt: 0, finishedAt: 1, tester: '', talentId: 't', account: null }
  return RunReport.parse({
    schema: 1,
    run: { ...run, role: null, readOnly: null },
    verdict: runVerdictOf(items),
    totals: totalsOf(items),
    items,
    findings: [],
    environment: {
      ...{ consoleVersion: '0', platform: 'x', services: [] },
      profile: { id: 'x', name: 'x' },
    },
  })
}

const planted = (expectation: Expectation) =>
  inGroup('test')('one', '一', 'one', expectation, () => undefined)
const judged = (expectation: Expectation, faults: Faults) =>
  judgeOutcome(planted(expectation), report(faults), [], 1)
const wanted = { items: { 'api.sync': 'fail' }, reason: 'HTML_PAGE' } as const
const html = { verdict: 'fail', code: 'NOT_JSON', reason: 'HTML_PAGE' } as const

describe('judging an outcome', () => {
  it('hit: the verdict and the cause are those that were expected', () => {
    const outcome = judged(wanted, { 'api.sync': html })
    expect(outcome).toMatchObject({ isHit: true, isFalseGreen: false, isCauseNamed: true })
  })

  it('a broken item that passes is a false green, whatever else failed', () => {
    const outcome = judged(wanted, { 'data.chat': html })
    expect(outcome).toMatchObject({ isHit: false, isFalseGreen: true, isCauseNamed: false })
  })

  it('a cause on another item names nothing', () => {
    const outcome = judged(wanted, { 'api.sync': { ...html, reason: null }, 'data.chat': html })
    expect(outcome).toMatchObject({ isFalseGreen: false, isCauseNamed: false, isHit: false })
  })

  it('without an agreed reason the code decides', () => {
    const byCode = { ...wanted, reason: null, code: 'NOT_JSON' }
    expect(judged(byCode, { 'api.sync': html }).isCauseNamed).toBe(true)
    expect(judged({ ...byCode, code: 'OVERSIZED' }, { 'api.sync': html }).isCauseNamed).toBe(false)
  })

  it('an allowed verdict that is no pass is no false green', () => {
    const expectation = { ...wanted, items: { 'api.sync': ['fail', 'denied'] } } as const
    const outcome = judged(expectation, { 'api.sync': { ...html, verdict: 'denied' } })
    expect(outcome).toMatchObject({ isHit: true, isFalseGreen: false })
  })

  it('a bug of the console and a missing finding are misses', () => {
    const bug = judgeOutcome(planted(wanted), report({ 'api.sync': html }), ['api.sync: x'], 1)
    expect(bug.isHit).toBe(false)
    expect(judged({ ...wanted, findings: ['token-renewed'] }, { 'api.sync': html }).isHit).toBe(
      false,
    )
  })

  it('a harmless variation must pass every item', () => {
    const variant = harmless()('calm', '安', 'calm', () => undefined)
    const calm = judgeOutcome(variant, report({}), [], 1)
    expect(calm).toMatchObject({ isHit: true, isHarmless: true, isCauseNamed: null })
    expect(calm.items).toHaveLength(itemIds.length)
    const alarm = judgeOutcome(variant, report({ 'basic.env': html }), [], 1)
    expect(alarm).toMatchObject({ isHit: false, isHarmless: true, isFalseGreen: false })
  })
})

describe('goals', () => {
  const hit = judged(wanted, { 'api.sync': html })
  const green = judged(wanted, {})
  const met = (outcomes: (typeof hit)[], alarms: number) =>
    goalsOf({
      outcomes,
      durationMs: 1,
      healthy: {
        runs: 200,
        falseAlarms: Array.from({ length: alarms }, (_, run) => ({ run, system: 'x', said: 'y' })),
      },
    }).map(({ isMet }) => isMet)

  it('are met by nothing but hits', () => {
    expect(met([hit, hit], 0)).toEqual([true, true, true])
  })
  it('one false green is one too many', () => {
    expect(met([...Array<typeof hit>(99).fill(hit), green], 0)).toEqual([false, true, true])
  })
  it('one false alarm is one too many', () => {
    expect(met([hit], 1)).toEqual([true, false, true])
  })
  it('19 of 20 causes are enough, 18 are not', () => {
    const unnamed = judged(wanted, { 'api.sync': { ...html, reason: null } })
    const hits = (count: number) => Array<typeof hit>(count).fill(hit)
    expect(met([...hits(19), unnamed], 0)[2]).toBe(true)
    expect(met([...hits(18), unnamed, unnamed], 0)[2]).toBe(false)
  })
})
