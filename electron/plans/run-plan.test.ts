import { describe, expect, it } from 'vitest'
import { Plan } from '../../shared/domain/plans'
import { OpsError } from '../../shared/errors'
import { outputLimits } from './output-tail'
import { failsTimes, fine, step } from './plan-fixture'
import { createPlanRun, type PlanRun } from './run-plan'
import type { Phase } from './step'

function open(phases: readonly Phase[]) {
  const told: { plan: Plan; isNews: boolean }[] = []
  const run = createPlanRun({
    ...{ kind: 'bring-up', profile: { id: 'p', name: '环境' }, phases },
    ...{ newId: () => 'plan-1', now: () => 1_000, beforeSteps: () => Promise.resolve() },
    mask: (text) => text.replaceAll('hunter2', '***'),
    onChange: (plan, isNews) => told.push({ plan: Plan.parse(plan), isNews }),
  })
  return { run, told }
}
const states = (run: PlanRun) =>
  Object.fromEntries(run.current().steps.map(({ id, state }) => [id, state]))
const stepOf = (run: PlanRun, id: string) => {
  const found = run.current().steps.find((one) => one.id === id)
  if (found === undefined) throw new Error(`no step ${id}`)
  return found
}
const codeOf = (act: () => unknown): string => {
  try {
    act()
  } catch (error) {
    return error instanceof OpsError ? error.code : 'none'
  }
  return 'nothing thrown'
}

describe('a plan', () => {
  it('runs phase by phase, the steps of one at the same time', async () => {
    const diary: string[] = []
    let meet: () => void = () => undefined
    const met = new Promise<void>((resolve) => (meet = resolve))
    const { run } = open([
      [
        step('a', async () => (await met, diary.push('a'), fine)),
        step('b', () => (meet(), diary.push('b'), Promise.resolve(fine))),
      ],
      [],
      [step('c', () => (diary.push('c'), Promise.resolve(fine)))],
    ])
    expect(run.current()).toMatchObject({ state: 'ready', startedAt: null })
    expect(run.start().steps.map(({ state }) => state)).toEqual(['running', 'running', 'waiting'])
    await run.settled()
    expect(diary).toEqual(['b', 'a', 'c'])
    expect(run.current()).toMatchObject({ state: 'done', finishedAt: 1_000 })
    expect(run.current().steps.map(({ phase }) => phase)).toEqual([0, 0, 1])
  })

  it('is held by a failed step only once the others of its phase have ended', async () => {
    let end: () => void = () => undefined
    const ended = new Promise<void>((resolve) => (end = resolve))
    let wasReached = false
    const { run, told } = open([
      [step('bad', failsTimes(1)), step('slow', () => ended.then(() => fine))],
      [step('next', () => ((wasReached = true), Promise.resolve(fine)))],
    ])
    run.start()
    await expect.poll(() => states(run)['bad']).toBe('failed')
    expect(run.current().state).toBe('running')
    expect(codeOf(() => run.retry('bad'))).toBe('busy')
    expect(codeOf(() => run.start())).toBe('busy')
    end()
    await run.settled()
    expect(run.current().state).toBe('held')
    expect(states(run)).toEqual({ bad: 'failed', slow: 'done', next: 'waiting' })
    expect(stepOf(run, 'bad').problem).toMatchObject({ code: 'EXITED', port: null })
    expect(wasReached).toBe(false)
    expect(codeOf(() => run.retry('slow'))).toBe('rejected')
    expect(codeOf(() => run.retry('nobody'))).toBe('missing')

    run.retry('bad')
    expect(codeOf(() => run.skip('bad', 'no'))).toBe('busy')
    await run.settled()
    expect(states(run)).toEqual({ bad: 'done', slow: 'done', next: 'done' })
    expect(stepOf(run, 'bad').problem).toBeNull()
    expect(told.at(-1)).toMatchObject({ isNews: true, plan: { state: 'done' } })
  })

  it('goes on after a skip, with the reason and what was wrong', async () => {
    const { run } = open([
      [step('bad', failsTimes(9))],
      [step('next', () => Promise.resolve(fine))],
    ])
    run.start()
    await run.settled()
    run.skip('bad', '手动启动了，密码 hunter2')
    await run.settled()
    expect(run.current().state).toBe('done')
    expect(stepOf(run, 'bad')).toMatchObject({
      state: 'skipped',
      skipped: { byPerson: true, reason: { zh: '手动启动了，密码 ***' } },
      problem: { code: 'EXITED' },
    })
  })

  it('with two failed steps, needs both to be solved', async () => {
    const { run } = open([[step('one', failsTimes(1)), step('two', failsTimes(1))]])
    run.start()
    await run.settled()
    run.retry('one')
    await run.settled()
    expect(run.current().state).toBe('held')
    run.retry('two')
    await run.settled()
    expect(run.current().state).toBe('done')
  })

  it('repeats with a step the failed ones that follow it', async () => {
    const { run } = open([
      [step('start', failsTimes(1)), step('wait', failsTimes(1), { follows: 'start' })],
    ])
    run.start()
    await run.settled()
    run.retry('start')
    await run.settled()
    expect(states(run)).toEqual({ start: 'done', wait: 'done' })
  })

  it('repeats a start that succeeded with all that follows it, and keeps what was before', async () => {
    const diary: string[] = []
    const says = (word: string) => () => (diary.push(word), Promise.resolve(fine))
    const again = { command: './stop hunter2', warnings: [], run: says('again') }
    const { run } = open([
      [
        step('start', says('start'), { again }),
        step('late', failsTimes(1), { follows: 'start' }),
        step('well', says('well'), { follows: 'start' }),
        step('other', failsTimes(1)),
      ],
      [step('next', says('next'))],
    ])
    run.start()
    await run.settled()
    expect(stepOf(run, 'late').repeat).toEqual({
      step: 'start',
      command: './stop ***',
      warnings: [],
    })
    expect(stepOf(run, 'other').repeat).toBeNull()
    expect(codeOf(() => run.repeat('start'))).toBe('rejected')
    expect(codeOf(() => run.repeat('other'))).toBe('rejected')
    expect(diary).toEqual(['start', 'well'])

    expect(run.repeat('late').state).toBe('running')
    expect(codeOf(() => run.repeat('late'))).toBe('busy')
    await run.settled()
    expect(diary).toEqual(['start', 'well', 'again', 'well'])
    expect(states(run)).toEqual({
      ...{ start: 'done', late: 'done', well: 'done', other: 'failed', next: 'waiting' },
    })
    expect(stepOf(run, 'late').attempts).toEqual([
      {
        ...{ state: 'failed', startedAt: 1_000, endedAt: 1_000 },
        words: expect.objectContaining({ en: expect.stringContaining('exit code 7') }),
      },
    ])
    expect(stepOf(run, 'start').attempts).toMatchObject([{ state: 'done', words: fine.result }])
    expect(stepOf(run, 'other').attempts).toEqual([])
    expect(stepOf(run, 'late').repeat).toBeNull()
  })

  it('simply retries a start that failed, also when it failed while it was repeated', async () => {
    const diary: string[] = []
    const { run } = open([
      [
        step('start', () => (diary.push('start'), Promise.resolve(fine)), {
          again: {
            ...{ command: null, warnings: [] },
            run: () => (diary.push('again'), Promise.reject(new Error('stuck'))),
          },
        }),
        step('wait', failsTimes(2), { follows: 'start' }),
      ],
    ])
    run.start()
    await run.settled()
    run.repeat('wait')
    await run.settled()
    expect(states(run)).toEqual({ start: 'failed', wait: 'failed' })
    expect(stepOf(run, 'wait').repeat).toBeNull()
    expect(codeOf(() => run.repeat('wait'))).toBe('rejected')
    run.retry('start')
    await run.settled()
    expect(diary).toEqual(['start', 'again', 'start'])
    expect(run.current().state).toBe('done')
    expect(stepOf(run, 'start').attempts.map(({ state }) => state)).toEqual(['done', 'failed'])
  })

  it('waits no longer for a start that a person gives up, and hears nothing more of it', async () => {
    let late: () => void = () => undefined
    const kept = new Promise<void>((resolve) => (late = resolve))
    const signals: AbortSignal[] = []
    const again = { command: null, warnings: [], run: () => Promise.resolve(fine) }
    const { run } = open([
      [
        step(
          'deaf',
          async (io) => {
            signals.push(io.signal)
            await kept
            io.line('too late')
            throw new Error('too late')
          },
          { kind: 'start', again },
        ),
        step('check', failsTimes(1)),
        step('other', () => kept.then(() => fine), { kind: 'wait' }),
      ],
    ])
    run.start()
    await expect.poll(() => signals.length).toBe(1)
    expect(codeOf(() => run.giveUp('check'))).toBe('rejected')
    expect(codeOf(() => run.giveUp('nobody'))).toBe('missing')
    const given = run.giveUp('deaf')
    expect(given.state).toBe('running')
    expect(stepOf(run, 'deaf')).toMatchObject({ state: 'failed', problem: { code: 'GIVEN_UP' } })
    expect(signals[0]?.aborted).toBe(true)
    expect(codeOf(() => run.giveUp('deaf'))).toBe('rejected')
    expect(states(run)['other']).toBe('running')
    run.giveUp('other')
    await run.settled()
    expect(run.current().state).toBe('held')
    expect(stepOf(run, 'deaf').repeat).toMatchObject({ step: 'deaf' })
    run.repeat('deaf')
    await expect.poll(() => states(run)['deaf']).toBe('done')
    late()
    await run.settled()
    expect(stepOf(run, 'deaf')).toMatchObject({ state: 'done', problem: null })
    expect(JSON.stringify(stepOf(run, 'deaf').output)).not.toContain('too late')
  })

  it('applies a proposal, then tries the step again; a failed one holds', async () => {
    let isWritten = false
    let isFull = true
    const problem = {
      ...{
        code: 'ENV',
        port: null,
        message: { zh: '缺', en: 'lacks' },
        hint: { zh: '写', en: 'write' },
      },
    }
    const proposal = { file: '/x/.env', example: '/x/e', isNew: true, added: [] }
    const env = step(
      'env',
      () => Promise.resolve(isWritten ? fine : { state: 'failed' as const, problem, proposal }),
      {
        apply() {
          if (isFull) throw Object.assign(new Error('no space'), { code: 'ENOSPC' })
          isWritten = true
          return Promise.resolve()
        },
      },
    )
    const { run } = open([[env, step('other', failsTimes(1))]])
    run.start()
    await run.settled()
    expect(stepOf(run, 'env').proposal).toEqual(proposal)
    await expect(run.apply('other')).rejects.toMatchObject({ code: 'rejected' })
    expect((await run.apply('env')).state).toBe('held')
    expect(stepOf(run, 'env').problem?.code).toBe('DISK_FULL')
    isFull = false
    const applying = run.apply('env')
    expect(run.current().state).toBe('running')
    await applying
    await run.settled()
    expect(states(run)).toEqual({ env: 'done', other: 'failed' })
    expect(stepOf(run, 'env').proposal).toBeNull()
  })

  it('cancels at once, and hears nothing more of what it left', async () => {
    let late: () => void = () => undefined
    const kept = new Promise<void>((resolve) => (late = resolve))
    let signal: AbortSignal | null = null
    const { run, told } = open([
      [
        step('deaf', async (io) => {
          signal = io.signal
          await kept
          io.line('too late')
          return fine
        }),
      ],
      [step('next', () => Promise.resolve(fine))],
    ])
    run.start()
    await expect.poll(() => signal !== null).toBe(true)
    expect(run.cancel()).toMatchObject({ state: 'cancelled', finishedAt: 1_000 })
    expect(signal).toMatchObject({ aborted: true })
    const count = told.length
    late()
    await run.settled()
    expect(told).toHaveLength(count)
    expect(stepOf(run, 'deaf')).toMatchObject({
      state: 'failed',
      problem: { code: 'ABORTED' },
      output: [],
    })
    expect(states(run)['next']).toBe('waiting')
    expect(codeOf(() => run.retry('deaf'))).toBe('rejected')
    expect(run.cancel().state).toBe('cancelled')
  })

  it('keeps the newest output, masked and bounded, and tells of it rarely', async () => {
    const { run, told } = open([
      [
        step('flood', async (io) => {
          for (let line = 0; line < 5_000; line += 1) io.line(`line ${line} hunter2`)
          io.line(`\u001b[31mred\u001b[0m \u0007bell\r\nnext`)
          io.line(`${'长'.repeat(outputLimits.lineChars - 4)}hunter2-and-more`)
          await Promise.resolve()
          return fine
        }),
        step('wide', async (io) => {
          for (let line = 0; line < 200; line += 1) io.line('x'.repeat(1_500))
          await Promise.resolve()
          return fine
        }),
      ],
    ])
    run.start()
    await run.settled()
    const { output } = stepOf(run, 'flood')
    expect(output).toHaveLength(outputLimits.lines)
    expect(output.slice(-4, -1)).toEqual(['line 4999 ***', 'red bell', 'next'])
    expect(output.at(-1)).toContain('[…cut at')
    expect(output.join()).not.toContain('hunter')
    const wide = stepOf(run, 'wide').output
    expect(Buffer.byteLength(wide.join('\n'))).toBeLessThanOrEqual(outputLimits.bytes)
    expect(wide.length).toBeGreaterThan(10)
    expect(told.length).toBeLessThan(10)
  })
})
