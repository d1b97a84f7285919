import { describe, expect, it } from 'vitest'
import { outcomeOf, phasesOf, remarksOf } from './plan-words'
import { doneStep, failedStep, finished, step } from './test-plans'

const person = { reason: { zh: '今天不用', en: 'not today' }, byPerson: true }

describe('what a plan comes to', () => {
  it.each([
    ['a step with a warning', doneStep('a', { state: 'warned' }), 'warn'],
    ['a step that a person skipped', doneStep('a', { state: 'skipped', skipped: person }), 'warn'],
    ['a step skipped for no reason', doneStep('a', { state: 'skipped' }), 'warn'],
    ['a failed step', failedStep('a'), 'bad'],
    ['a step that did not run', step('a'), 'bad'],
    ['a step that never ended', step('a', { state: 'running' }), 'bad'],
  ])('is never green with %s', (_what, odd, tone) => {
    expect(outcomeOf(finished([doneStep('b'), odd])).tone).toBe(tone)
  })

  it('is green when every step is done or has nothing to do', () => {
    const needless = step('a', { state: 'skipped', skipped: { ...person, byPerson: false } })
    expect(outcomeOf(finished([doneStep('b'), needless])).tone).toBe('ok')
  })

  it.each(['ready', 'running', 'held', 'cancelled', 'interrupted'] as const)(
    'is not green while it is %s, though every step is done',
    (state) => {
      expect(outcomeOf(finished([doneStep('a')], { state })).tone).not.toBe('ok')
    },
  )

  it('counts each warning, and a step that warned without words', () => {
    const words = [
      { zh: '一', en: 'one' },
      { zh: '二', en: 'two' },
    ]
    const steps = [
      doneStep('a', { state: 'warned', warnings: words }),
      doneStep('b', { state: 'warned' }),
      // Known before it ran, and it went well.
      doneStep('c', { warnings: words }),
    ]
    expect(remarksOf(steps)).toEqual({ failed: 0, left: 0, skipped: 0, warned: 3 })
  })
})

describe('phases', () => {
  it('stand in the order in which they run', () => {
    const steps = [step('c', { phase: 2 }), step('a', { phase: 0 }), step('b', { phase: 2 })]
    expect(phasesOf(steps).map(({ steps: inside }) => inside.map(({ id }) => id))).toEqual([
      ['a'],
      ['c', 'b'],
    ])
  })
})
