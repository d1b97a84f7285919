import { describe, expect, it } from 'vitest'
import { itemIds, type ItemId, type RunReport } from '../../shared/domain/checklist'
import { cause } from '../diagnosis/causes'
import { mergeAttempt, mergeProgress, rerunOptions } from './attempts'
import { defaultGateRules, judged } from './gate'
import { withManual } from './manual'
import { checklistPlan } from './plan'
import { itemIn, runWith } from './run-fixture'

/** A further attempt as the engine reports it: what was not tried is left out of it. */
function attempt(verdicts: Parameters<typeof runWith>[0], tried: readonly ItemId[]): RunReport {
  return runWith(verdicts, {
    run: { startedAt: 3_000, finishedAt: 4_000 },
    item: ({ id }) =>
      tried.includes(id) ? {} : { verdict: 'skipped', cause: cause('NOT_CHOSEN'), calls: [] },
  })
}
const before = runWith({ 'api.chat': 'fail', 'data.chat': 'blocked', 'basic.env': 'skipped' })
const chain: ItemId[] = ['basic.looma-up', 'auth.jwt', 'api.chat', 'data.chat']

describe('rerunOptions', () => {
  it('asks for what is neither passed nor left out, with the options of the run', () => {
    expect(rerunOptions(runWith({ 'api.chat': 'denied', 'basic.env': 'skipped' }))).toEqual({
      ...{ only: ['api.chat'], skip: { 'basic.env': 'SKIPPED' } },
      ...{ talentId: 't/1 ?#', tester: '李雷' },
    })
    const readOnly = runWith({ 'api.health': 'unknown' }, { run: { readOnly: '生产' } })
    expect(rerunOptions(readOnly)).toMatchObject({ only: ['api.health'], readOnly: '生产' })
  })

  it('has nothing to ask for where all is passed or left out, whatever a person said', () => {
    expect(rerunOptions(runWith())).toBeNull()
    const skipped = runWith({ 'basic.env': 'skipped' })
    const by = { verdict: 'fail', note: 'n', name: 'p', at: 1 } as const
    const items = skipped.items.map((item) =>
      item.id === 'basic.env' ? withManual(item, by) : item,
    )
    expect(rerunOptions({ ...skipped, items })).toBeNull()
  })
})

describe('mergeAttempt', () => {
  const merged = mergeAttempt(before, attempt({}, chain))

  it('puts the new result in, the former one behind it, and marks what needed two', () => {
    const chat = itemIn(merged, 'api.chat')
    expect(chat).toMatchObject({ verdict: 'pass', attempt: 2, flaky: true, cause: null })
    expect(chat.earlier).toMatchObject([
      { attempt: 1, verdict: 'fail', cause: { code: 'SERVICE_DOWN' } },
    ])
    expect(chat.earlier[0]?.calls).toHaveLength(1)
  })

  it('does not call a precondition flaky that passed both times', () => {
    expect(itemIn(merged, 'auth.jwt')).toMatchObject({ verdict: 'pass', attempt: 2, flaky: false })
    expect(itemIn(merged, 'auth.jwt').earlier).toMatchObject([{ attempt: 1, verdict: 'pass' }])
  })

  it('leaves the others as they were, and what was left out left out', () => {
    for (const id of itemIds.filter((one) => !chain.includes(one))) {
      expect(itemIn(merged, id)).toEqual(itemIn(before, id))
    }
    expect(merged).toMatchObject({
      verdict: 'incomplete',
      totals: { passed: 17, failed: 0, unproven: 1, total: 18 },
    })
  })

  it('lists both attempts, also for a run of an older console', () => {
    expect(merged.run).toMatchObject({ id: 'run-1', startedAt: 1_000, finishedAt: 4_000 })
    expect(merged.run.attempts).toEqual([
      { number: 1, startedAt: 1_000, finishedAt: 2_000, items: [...itemIds] },
      { number: 2, startedAt: 3_000, finishedAt: 4_000, items: chain },
    ])
  })

  it('is honest about a precondition that fails now, and flaky once it passes again', () => {
    const worse = mergeAttempt(before, attempt({ 'auth.jwt': 'fail' }, ['auth.jwt']))
    expect(itemIn(worse, 'auth.jwt')).toMatchObject({ verdict: 'fail', flaky: false })
    expect(worse.verdict).toBe('fail')
    const third = mergeAttempt(worse, attempt({}, ['auth.jwt']))
    expect(itemIn(third, 'auth.jwt')).toMatchObject({ verdict: 'pass', flaky: true, attempt: 3 })
    expect(itemIn(third, 'auth.jwt').earlier.map(({ verdict }) => verdict)).toEqual([
      ...['pass', 'fail'],
    ])
    // One more pass does not wash it clean.
    const fourth = mergeAttempt(third, attempt({}, ['auth.jwt']))
    expect(itemIn(fourth, 'auth.jwt').flaky).toBe(true)
  })

  it('keeps what was proven when the attempt was cancelled', () => {
    const cancelled = runWith(
      {},
      {
        item: () => ({ verdict: 'unknown', cause: cause('CANCELLED') }),
      },
    )
    const after = mergeAttempt(before, cancelled)
    expect(after.items).toEqual(before.items)
    expect(after.run.attempts.at(-1)).toMatchObject({ number: 2, items: [] })
  })

  it('does not forget a person’s fail, nor take it for an attempt', () => {
    const by = { verdict: 'fail', note: '界面是错的', name: '韩梅梅', at: 1 } as const
    const red = {
      ...before,
      items: before.items.map((item) => (item.id === 'auth.jwt' ? withManual(item, by) : item)),
    }
    const jwt = itemIn(mergeAttempt(red, attempt({}, chain)), 'auth.jwt')
    expect(jwt).toMatchObject({ verdict: 'fail', cause: { code: 'MANUAL_FAIL' } })
    expect(jwt.earlier).toMatchObject([{ verdict: 'pass' }])
    expect(withManual(jwt, null)).toMatchObject({ verdict: 'pass', flaky: false, attempt: 2 })
  })

  it('joins findings, shapes and services; causes are found anew from the items', () => {
    const shape = (operation: string, type: string) => ({
      ...{ operation, service: 'looma' as const, method: 'GET', path: '/x', shape: { a: type } },
    })
    const finding = (detail: string) => ({
      ...{ code: 'contract-drift', message: { zh: 'z', en: 'e' }, detail, diff: null },
    })
    const why = cause('SERVICE_DOWN', { service: 'ai', url: 'u', detail: 'd' })
    const first: RunReport = {
      ...before,
      findings: [finding('a'), finding('b')],
      shapes: [shape('one', 'string'), shape('two', 'string')],
      rootCauses: [{ cause: why, explains: ['api.chat', 'basic.network'] }],
    }
    const bare = attempt({}, chain)
    const [looma] = bare.environment.services
    const second: RunReport = {
      ...bare,
      findings: [finding('b'), finding('c')],
      shapes: [shape('two', 'number')],
      run: { ...bare.run, account: 'guest' },
      environment: { ...bare.environment, services: looma ? [{ ...looma, version: '2' }] : [] },
    }
    const both = mergeAttempt(first, second)
    expect(both.findings.map(({ code, detail }) => `${code} ${detail}`)).toEqual([
      ...['contract-drift a', 'contract-drift b', 'contract-drift c'],
      'account-changed admin → guest',
    ])
    expect(both.shapes.map(({ shape: one }) => one['a'])).toEqual(['string', 'number'])
    expect(both.environment.services.map(({ id, version }) => `${id} ${version}`)).toEqual([
      ...['looma 2', 'auth 1.0.0'],
    ])
    const { items, rootCauses } = judged(both, defaultGateRules)
    const open = items.filter(({ verdict }) => verdict !== 'pass' && verdict !== 'skipped')
    expect(both.rootCauses).toEqual([])
    expect(rootCauses.flatMap(({ explains }) => explains)).toEqual(open.map(({ id }) => id))
  })
})

describe('mergeProgress', () => {
  const empty = (phase: 'waiting' | 'done', next: RunReport | null) => ({
    ...{ id: 'run-1', state: 'running' as const, startedAt: 3_000, report: null },
    items: itemIds.map((id) => ({ id, phase, result: next === null ? null : itemIn(next, id) })),
  })
  const only: ItemId[] = ['api.chat', 'data.chat']

  it('shows what is not tried again as done, the rest without its old result', () => {
    const { items } = mergeProgress(before, empty('waiting', null), checklistPlan, only)
    const waiting = items.filter(({ phase }) => phase === 'waiting')
    expect(waiting.map(({ id }) => id)).toEqual(chain)
    expect(waiting.every(({ result }) => result === null)).toBe(true)
    expect(items.find(({ id }) => id === 'basic.env')?.result).toEqual(itemIn(before, 'basic.env'))
  })

  it('shows at the end what the merged run says', () => {
    const next = attempt({}, chain)
    const { items } = mergeProgress(before, empty('done', next), checklistPlan, only)
    expect(items.map(({ result }) => result)).toEqual(mergeAttempt(before, next).items)
  })
})
