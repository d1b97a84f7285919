import { describe, expect, it } from 'vitest'
import {
  itemIds,
  RunReport,
  type ItemId,
  type RunOptions,
  type RunProgress,
} from '../../shared/domain/checklist'
import { cause } from '../diagnosis/causes'
import { createClient } from '../zervigo/client'
import { createSecrets } from '../zervigo/secrets'
import { itemChecks } from './checks'
import { emptyFacts, type ItemCheck } from './context'
import { defaultGateRules } from './gate'
import { checklistPlan } from './plan'
import { runChecklist } from './run'
import { createRunTokens } from './run-tokens'
import { createSystemView } from './system-view'
import { admin, itemOf, notPassed, profileOf, withVerdict } from './test-run'

const why = cause('WRONG_SHAPE', { detail: 'scripted' })
const holds: ItemCheck = async ({ observe }) => {
  observe.expect('scripted', true, 'e', 'a', why)
}
const fails: ItemCheck = async ({ observe }) => {
  observe.expect('scripted', false, 'e', 'a', why)
}
const denies: ItemCheck = async ({ observe }) => observe.denied('scripted', 'e', 'a', why)

interface Scripted {
  checks?: Partial<Record<ItemId, ItemCheck>>
  options?: RunOptions
  abort?: AbortController
}

async function run({ checks = {}, options = {}, abort = new AbortController() }: Scripted) {
  const ports = { looma: 1, auth: 2, ai: 3, resume: 4, job: 5, company: 6, user: 7 }
  const profile = profileOf(ports)
  const tokens = createRunTokens(new Set(), () => Promise.resolve('again'))
  const secrets = createSecrets()
  const client = createClient({ profile, tokens, secrets, onCall: () => {} })
  const seen: RunProgress[] = []
  const bugs: string[] = []
  const report = await runChecklist({
    plan: checklistPlan,
    checks: { ...itemChecks, ...Object.fromEntries(itemIds.map((id) => [id, holds])), ...checks },
    scope: {
      ...{ client, profile, tokens, account: admin, talentId: 't', facts: emptyFacts() },
      signal: abort.signal,
      onExchange: () => {},
      system: createSystemView(() => Promise.reject(new Error('not scripted'))),
    },
    options,
    gateRules: defaultGateRules,
    now: Date.now,
    learned: () => ({ shapes: [], drift: [] }),
    environment: () => ({
      consoleVersion: '0',
      platform: 'test',
      profile: { id: 'test', name: 'test' },
      services: [],
    }),
    onProgress: (progress) => seen.push(progress),
    onBug: (item) => bugs.push(item),
  })
  await client.close()
  return { report: RunReport.parse(report), seen, bugs }
}

describe('runChecklist', () => {
  it('passes when every item does, and tells each step', async () => {
    const { report, seen } = await run({})
    expect(report.verdict).toBe('pass')
    expect(report.totals).toEqual({ passed: 18, failed: 0, unproven: 0, total: 18 })
    expect(report.items.map(({ id }) => id)).toEqual([...itemIds])
    expect(seen[0]?.items.every(({ phase }) => phase === 'waiting')).toBe(true)
    expect(seen.filter(({ report: done }) => done !== null)).toHaveLength(1)
    expect(seen.at(-1)).toMatchObject({ state: 'finished', report: { verdict: 'pass' } })
  })

  it('blocks what depends on an item that is no pass, and names it', async () => {
    const { report } = await run({ checks: { 'api.sync': denies, 'basic.env': fails } })
    expect(notPassed(report)).toEqual({
      'basic.env': 'fail WRONG_SHAPE',
      'api.sync': 'denied WRONG_SHAPE',
      'data.talent-synced': 'blocked BLOCKED',
    })
    expect(itemOf(report, 'data.talent-synced').cause?.message.en).toContain('api.sync')
    expect(report).toMatchObject({
      verdict: 'fail',
      totals: { passed: 15, failed: 1, unproven: 2 },
    })
  })

  it('is incomplete when nothing failed and something is not proven', async () => {
    const { report } = await run({ checks: { 'api.chat': denies } })
    expect([report.verdict, report.totals.failed]).toEqual(['incomplete', 0])
  })

  it('leaves out with a reason, and never counts it as passed', async () => {
    const { report } = await run({ options: { skip: { 'api.sync': '数据冻结' } } })
    expect(itemOf(report, 'api.sync')).toMatchObject({ verdict: 'skipped', assertions: [] })
    expect(itemOf(report, 'api.sync').cause?.message.zh).toContain('数据冻结')
    expect(itemOf(report, 'data.talent-synced').verdict).toBe('blocked')
    expect(report.verdict).toBe('incomplete')
  })

  it('runs the chosen items with all they depend on', async () => {
    const { report } = await run({ options: { only: ['data.chat'] } })
    expect(withVerdict(report, 'pass')).toEqual([
      ...(['basic.looma-up', 'auth.jwt', 'api.chat', 'data.chat'] as const),
    ])
    expect(withVerdict(report, 'skipped')).toHaveLength(14)
    expect(itemOf(report, 'basic.env').cause?.code).toBe('NOT_CHOSEN')
  })

  it('makes no write in a read-only run', async () => {
    const { report } = await run({ options: { readOnly: '生产环境' } })
    const writes = checklistPlan.filter((item) => item.writes).map(({ id }) => id)
    expect(withVerdict(report, 'skipped')).toEqual(writes)
    expect(report.run.readOnly).toBe('生产环境')
    expect(itemOf(report, 'api.matches').verdict).toBe('pass')
  })

  it('calls a check that breaks unknown, never green', async () => {
    const breaks: ItemCheck = async ({ observe }) => {
      observe.expect('before', true, 'e', 'a', why)
      throw new TypeError('a bug')
    }
    const { report, bugs } = await run({ checks: { 'basic.env': breaks } })
    expect(itemOf(report, 'basic.env')).toMatchObject({
      verdict: 'unknown',
      cause: { code: 'CONSOLE_ERROR' },
    })
    expect(bugs).toEqual(['basic.env'])
    expect(report.verdict).toBe('incomplete')
  })

  it('keeps a proven failure of a check that broke afterwards', async () => {
    const breaks: ItemCheck = async (context) => {
      await fails(context)
      throw new Error('later')
    }
    const { report } = await run({ checks: { 'basic.env': breaks } })
    expect(itemOf(report, 'basic.env')).toMatchObject({ verdict: 'fail', cause: why })
  })

  it('calls a check without any assertion unknown', async () => {
    const { report } = await run({ checks: { 'api.health': async () => {} } })
    expect(itemOf(report, 'api.health').verdict).toBe('unknown')
  })

  it('keeps what was proven when it is cancelled; the rest is unknown', async () => {
    const abort = new AbortController()
    const cancels: ItemCheck = async ({ signal }) => {
      abort.abort()
      signal.throwIfAborted()
    }
    const { report, seen, bugs } = await run({ abort, checks: { 'auth.jwt': cancels } })
    expect(itemOf(report, 'basic.looma-up').verdict).toBe('pass')
    expect(itemOf(report, 'auth.jwt')).toMatchObject({
      verdict: 'unknown',
      cause: { code: 'CANCELLED' },
    })
    expect(itemOf(report, 'data.chat').verdict).toBe('unknown')
    expect(report.verdict).toBe('incomplete')
    expect(seen.at(-1)?.state).toBe('cancelled')
    expect(bugs).toEqual([])
  })

  it('says that the token was renewed', async () => {
    const renews: ItemCheck = async (context) => {
      await context.tokens.renew('old')
      await holds(context)
    }
    const { report } = await run({ checks: { 'api.sync': renews } })
    expect(report.findings).toMatchObject([{ code: 'token-renewed', detail: 'renewals: 1' }])
  })
})
