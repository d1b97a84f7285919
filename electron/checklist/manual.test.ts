import { describe, expect, it } from 'vitest'
import { runVerdictOf, totalsOf, verdicts, type Verdict } from '../../shared/domain/checklist'
import { withManual } from './manual'
import { itemIn, runWith } from './run-fixture'

const itemWith = (verdict: Verdict) => itemIn(runWith({ 'api.chat': verdict }), 'api.chat')
const by = (verdict: 'pass' | 'fail') => ({ verdict, note: '看过了 <b>', name: '韩梅梅', at: 7 })

describe('a person’s result', () => {
  it.each(verdicts)('a pass leaves %s as it is, in every count', (verdict) => {
    const item = itemWith(verdict)
    const judged = withManual(item, by('pass'))
    expect({ ...judged, manual: null }).toEqual(item)
    expect(judged.manual).toEqual({
      ...by('pass'),
      automatic: { verdict, cause: item.cause },
    })
    expect(totalsOf([judged])).toEqual(totalsOf([item]))
    expect(runVerdictOf([judged])).toBe(runVerdictOf([item]))
  })

  it.each(verdicts)('a fail turns %s red; taking it back restores what was found', (verdict) => {
    const item = itemWith(verdict)
    const judged = withManual(item, by('fail'))
    expect(judged).toMatchObject({ verdict: 'fail', cause: { code: 'MANUAL_FAIL' }, flaky: false })
    expect(judged.cause?.message.zh).toBe('韩梅梅 人工判定为失败：看过了 <b>')
    expect(withManual(judged, null)).toEqual(item)
  })

  it('a second judgement still knows what the console itself had found', () => {
    const item = itemWith('denied')
    const twice = withManual(withManual(item, by('fail')), by('pass'))
    expect(twice).toMatchObject({ verdict: 'denied', cause: { code: 'NOT_ALLOWED' } })
    expect(twice.manual?.automatic.verdict).toBe('denied')
  })

  it('a flaky pass is flaky again once a fail is taken back', () => {
    const { attempt, durationMs, assertions, calls, startedAt, cause } = itemWith('fail')
    const earlier = [
      { attempt, durationMs, assertions, calls, startedAt, cause, verdict: 'fail' as const },
    ]
    const flaky = { ...itemWith('pass'), flaky: true, attempt: 2, earlier }
    expect(withManual(withManual(flaky, by('fail')), null)).toEqual(flaky)
  })
})
