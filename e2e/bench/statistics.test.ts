import { describe, expect, it } from 'vitest'
import { alternate, median, ratiosOf, spreadOf } from './statistics'

describe('statistics', () => {
  it('takes the middle, of an even number the mean of the two', () => {
    expect(median([9, 1, 5])).toBe(5)
    expect(median([10, 1, 5, 2])).toBe(3.5)
    expect(() => median([])).toThrow('no median of nothing')
  })

  it('orders by size, not by text', () => {
    expect(median([100, 9, 20])).toBe(20)
    expect(spreadOf([100, 9, 20])).toEqual({ least: 9, most: 100 })
  })

  it('measures both sides in turn, each first as often as the other', async () => {
    const order: string[] = []
    const side = (name: string, value: number) => () => {
      order.push(name)
      return Promise.resolve(value)
    }
    const pairs = await alternate(4, side('a', 6), side('b', 4))
    expect(order.join('')).toBe('abbaabba')
    expect(ratiosOf(pairs)).toEqual([1.5, 1.5, 1.5, 1.5])
  })
})
