import { describe, expect, it } from 'vitest'
import { busyMs, criticalPath, type TimedItem } from './critical-path'

const call = (at: number, durationMs: number) => ({ at, durationMs })
const item = (
  id: string,
  dependsOn: string[],
  ...calls: { at: number; durationMs: number }[]
): TimedItem => ({ id, dependsOn, calls })

describe('critical path', () => {
  it('counts calls that ran at the same time once, and no pause between two', () => {
    expect(busyMs([call(0, 10), call(5, 10), call(6, 2)])).toBe(15)
    expect(busyMs([call(30, 5), call(0, 10)])).toBe(15)
    expect(busyMs([])).toBe(0)
  })

  it('follows dependencies, not the clock', () => {
    const items = [
      item('login', [], call(0, 10)),
      item('chat', ['login'], call(10, 50)),
      item('read', ['chat'], call(60, 5)),
      item('alone', [], call(0, 40)),
    ]
    expect(criticalPath(items)).toEqual({ ms: 65, path: ['login', 'chat', 'read'] })
  })

  it('counts a call that two items of the chain show once', () => {
    const shared = call(0, 20)
    const items = [item('first', [], shared), item('second', ['first'], shared, call(20, 5))]
    expect(criticalPath(items).ms).toBe(25)
  })

  it('takes the longer of two ways to an item', () => {
    const items = [
      item('quick', [], call(0, 5)),
      item('slow', [], call(0, 30)),
      item('last', ['quick', 'slow'], call(30, 10)),
    ]
    expect(criticalPath(items)).toEqual({ ms: 40, path: ['slow', 'last'] })
  })

  it('ignores a dependency that was not run and refuses a cycle', () => {
    expect(criticalPath([item('only', ['left-out'], call(0, 7))]).ms).toBe(7)
    expect(() => criticalPath([item('a', ['b']), item('b', ['a'])])).toThrow('cycle')
  })
})
