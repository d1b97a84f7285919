import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createBench, type Bench } from './supervisor-fixture'

let bench: Bench

beforeEach(() => {
  // A flood of 30 MB takes a busy machine its time before the child can say that it listens.
  bench = createBench({ timings: { readyMs: 60_000 } })
})
afterEach(() => bench.dispose())

describe('output and messages', () => {
  it('loses nothing of a flood on disk and stays bounded in memory', async () => {
    bench.define('job', 'flood')
    await bench.supervisor.start('job')
    await bench.supervisor.stop('job')
    expect(bench.supervisor.log('job').snapshot().length).toBeLessThanOrEqual(10_000)
    const { logs } = bench
    const newest = readFileSync(join(logs, 'job.log'), 'utf8')
    expect(newest).toContain('the end')
    expect(readdirSync(logs).sort()).toEqual(['job.log', 'job.log.1', 'job.log.2'])
    const whole = ['job.log.2', 'job.log.1', 'job.log']
      .map((name) => readFileSync(join(logs, name), 'utf8'))
      .join('')
    const lines = whole.split('\n').filter((line) => line.includes(' stdout x'))
    expect(lines.length).toBeGreaterThan(130_000)
    expect(lines.every((line) => line.endsWith('x'.repeat(99)))).toBe(true)
  }, 90_000)

  it('passes bench.messages both ways', async () => {
    bench.define('job', 'plain')
    await bench.supervisor.start('job')
    bench.supervisor.post('job', 'ping')
    while (bench.messages.length === 0) await new Promise((resolve) => setImmediate(resolve))
    expect(bench.messages).toEqual([{ type: 'pong' }])
  })

  it('leaves no zombie of 200 short children', async () => {
    const ids = Array.from({ length: 200 }, (_, index) => `quick-${index}`)
    for (const id of ids) bench.define(id, 'quick')
    for (let from = 0; from < ids.length; from += 10) {
      await Promise.allSettled(ids.slice(from, from + 10).map((id) => bench.supervisor.start(id)))
    }
    expect(ids.every((id) => bench.supervisor.snapshot(id).state === 'failed')).toBe(true)
    if (process.platform === 'linux') expect(zombies()).toEqual([])
  }, 60_000)
})

function readOrEmpty(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return ''
  }
}

function zombies(): string[] {
  const found: string[] = []
  for (const name of readdirSync('/proc').filter((entry) => /^\d+$/.test(entry))) {
    const stat = readOrEmpty(`/proc/${name}/stat`)
    const [state, parent] = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    if (state === 'Z' && Number(parent) === process.pid) found.push(stat)
  }
  return found
}
