import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { cause } from '../diagnosis/causes'
import { createObservations } from './assertions'

const nothing = cause('CONSOLE_ERROR', { detail: 'nothing' })
const kinds = fc.array(fc.constantFrom<string>('holds', 'fails', 'denied', 'unproven'))

function observed(facts: readonly string[]) {
  const observe = createObservations(nothing)
  facts.forEach((kind, index) => {
    const why = cause('WRONG_SHAPE', { detail: `${kind} ${index}` })
    if (kind === 'denied') observe.denied(`${index}`, 'e', 'a', why)
    else if (kind === 'unproven') observe.unproven(`${index}`, 'e', 'a', why)
    else observe.expect(`${index}`, kind === 'holds', 'e', 'a', why)
  })
  return observe
}

describe('observations', () => {
  it('pass only when there is an assertion and every one holds', () => {
    fc.assert(
      fc.property(kinds, (facts) => {
        const observe = observed(facts)
        const { verdict, cause: why } = observe.conclude()
        const everyHolds = facts.length > 0 && facts.every((kind) => kind === 'holds')
        expect(verdict === 'pass').toBe(everyHolds)
        expect(why === null).toBe(everyHolds)
        expect(observe.assertions).toHaveLength(facts.length)
        expect(observe.assertions.every(({ ok }) => ok)).toBe(
          facts.every((kind) => kind === 'holds'),
        )
      }),
    )
  })

  it('says the worst first, with the cause of the first such fact', () => {
    fc.assert(
      fc.property(kinds, (facts) => {
        const worst = ['fails', 'denied', 'unproven'].find((kind) => facts.includes(kind))
        if (worst === undefined) return
        const words = { fails: 'fail', denied: 'denied', unproven: 'unknown' }
        const { verdict, cause: why } = observed(facts).conclude()
        expect(verdict).toBe(words[worst as keyof typeof words])
        expect(why?.message.en).toContain(`${worst} ${facts.indexOf(worst)}`)
      }),
    )
  })

  it('knows nothing when nothing was looked at', () => {
    expect(createObservations(nothing).conclude()).toEqual({ verdict: 'unknown', cause: nothing })
  })
})
