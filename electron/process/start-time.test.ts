import { describe, expect, it } from 'vitest'
import { processStart, startOf } from './start-time'

describe('start of a process', () => {
  it('is read past a name with brackets', () => {
    const fields = Array.from({ length: 30 }, (_, index) => String(index + 3))
    const stat = `77 (odd) name (x)) ${fields.join(' ')}`
    expect(startOf(stat, 'cpu 1 2\nbtime 1700000000\nprocesses 3\n')).toBe(1_700_000_000_220)
    expect(startOf('77 (x) S', 'btime 1')).toBeNull()
    expect(startOf(stat, 'cpu 1')).toBeNull()
  })

  it.runIf(process.platform === 'linux')('lies in the past for this process', async () => {
    const startedAt = await processStart(process.pid)
    expect(startedAt).toBeGreaterThan(Date.now() - 86_400_000)
    expect(startedAt).toBeLessThanOrEqual(Date.now() + 2_000)
    expect(await processStart(2 ** 30)).toBeNull()
  })
})
