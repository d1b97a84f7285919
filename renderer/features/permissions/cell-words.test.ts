import { describe, expect, it } from 'vitest'
import { MatrixCell } from '../../../shared/domain/permissions'
import { toneOf, wordOf } from './cell-words'

const { expected, observed, verdict } = MatrixCell.shape
const observations = observed.options
const expectations = ['allow', 'deny', null] as const
const verdicts = verdict.options

const cell = (
  wanted: (typeof expectations)[number],
  seen: (typeof observations)[number],
  judged: (typeof verdicts)[number],
): MatrixCell => ({
  username: 'a',
  endpoint: 'sync',
  expected: expected.parse(wanted),
  observed: seen,
  verdict: judged,
  cause: null,
  call: null,
})

describe('the words of a cell', () => {
  it('names the four cases that matter', () => {
    expect(wordOf(cell('deny', 'denied', 'pass'), false)).toBe('deniedAsExpected')
    expect(wordOf(cell('allow', 'allowed', 'pass'), false)).toBe('allowedAsExpected')
    expect(wordOf(cell('deny', 'allowed', 'fail'), false)).toBe('allowedWrongly')
    expect(wordOf(cell('allow', 'denied', 'fail'), false)).toBe('deniedWrongly')
  })

  it('never says anything good, in words or in green, of what is no pass', () => {
    const good = ['allowedAsExpected', 'deniedAsExpected', 'pass']
    for (const wanted of expectations)
      for (const seen of observations)
        for (const judged of verdicts) {
          const one = cell(wanted, seen, judged)
          const isGood = judged === 'pass' && seen !== 'not-asked'
          const name = `${wanted} ${seen} ${judged}`
          expect(good.includes(wordOf(one, false)), name).toBe(isGood)
          expect(toneOf(one) === 'ok', name).toBe(isGood)
        }
  })

  it('waits only while the matrix runs', () => {
    const one = cell('allow', 'not-asked', 'unknown')
    expect(wordOf(one, true)).toBe('waiting')
    expect(wordOf(one, false)).toBe('notAsked')
  })
})
