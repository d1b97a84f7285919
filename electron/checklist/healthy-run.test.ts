import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { CallRecord } from '../../shared/domain/calls'
import { RunReport, type ItemId } from '../../shared/domain/checklist'
import { documentedOperations } from '../contracts/documented'
import { startTestStack, type TestStack } from '../localstack/test-stack'
import { guest, itemOf, notPassed, profileOf, runTest, withVerdict } from './test-run'

const business: ItemId[] = [
  ...(['api.sync', 'api.matches', 'api.ai-process', 'api.chat', 'api.sync-all'] as const),
]
const data: ItemId[] = ['data.talent-synced', 'data.ai-result', 'data.matches', 'data.chat']

let stack: TestStack
let profile: ReturnType<typeof profileOf>
beforeAll(async () => {
  stack = await startTestStack({ talents: 200 })
  profile = profileOf(stack.ports)
})
afterAll(() => stack.dispose())

describe('the checklist on a healthy stack', () => {
  it('passes 18 times, with evidence for every item that calls', async () => {
    const calls: CallRecord[] = []
    const report = RunReport.parse(await runTest({ profile, onCall: (call) => calls.push(call) }))
    expect(notPassed(report)).toEqual({})
    expect(report).toMatchObject({ verdict: 'pass', findings: [], totals: { passed: 18 } })
    expect(report.run).toMatchObject({ account: 'admin', role: 'super_admin', readOnly: null })
    expect(report.environment.services.map(({ health }) => health)).toEqual(
      Array<string>(7).fill('healthy'),
    )
    for (const item of report.items) expect(item.assertions.length).toBeGreaterThan(0)
    const evidence = report.items.flatMap((item) => item.calls)
    const probes = evidence.filter(({ url }) => url.endsWith('/health') && !url.includes('/api/'))
    expect(evidence.length - probes.length).toBe(calls.length)
    expect(new Set(probes.map(({ url }) => url)).size).toBe(7)
  })

  it('learns the shape of every good answer, none of which drifts from the guide', async () => {
    const { shapes, findings } = await runTest({ profile })
    const learned = shapes.map(({ operation }) => operation)
    expect(learned).toEqual(expect.arrayContaining([...documentedOperations]))
    expect(learned).toEqual(expect.arrayContaining(['talent.sync', 'talent.chat', 'auth.login']))
    expect(findings).toEqual([])
    expect(shapes.find(({ operation }) => operation === 'talent.sync')).toMatchObject({
      path: '/api/zervigo/talents/{id}/sync',
      shape: { zervigo_resume_id: 'string' },
    })
    expect(JSON.stringify(shapes)).not.toContain('test_talent_123')
  })

  it('keeps password and token out of the report', async () => {
    const report = JSON.stringify(await runTest({ profile, account: guest }))
    expect(report).not.toContain(guest.password)
    expect(report).not.toMatch(/eyJ[\w-]{10,}\.[\w-]{10,}\.[\w-]{20,}/)
  })

  it('judges any talent: ids with slash, mark, hash, space and Chinese', async () => {
    const page = await stack.ask('looma', '/api/talents?limit=1000')
    for (const talentId of ['上海研发/2019#07 旧档?', 'legacy import/2021 #114?', 'test123']) {
      expect(page.text).toContain(JSON.stringify(talentId).slice(1, -1))
      const report = await runTest({ profile, options: { talentId } })
      expect(notPassed(report)).toEqual({})
      expect(report.run.talentId).toBe(talentId)
    }
  })

  it('fails the items of a talent that does not exist, and no others', async () => {
    const report = await runTest({ profile, options: { talentId: '无此人/404?' } })
    expect(notPassed(report)).toEqual({
      'api.sync': 'fail WRONG_STATUS',
      'api.matches': 'fail WRONG_STATUS',
      'api.ai-process': 'fail WRONG_STATUS',
      'api.chat': 'fail WRONG_STATUS',
      ...Object.fromEntries(data.map((id) => [id, 'blocked BLOCKED'])),
    })
    expect(itemOf(report, 'api.sync').cause?.message.en).toContain('404')
  })

  it('says that a service cannot be asked about an impossible id, without calling it a fault', async () => {
    await expect(runTest({ profile, options: { talentId: '..' } })).rejects.toThrow(/api\.sync/)
  })
})

describe('accounts', () => {
  it('calls the refusals of a guest denied, proven by the auth service', async () => {
    const report = await runTest({ profile, account: guest })
    expect(notPassed(report)).toEqual({
      ...Object.fromEntries(business.map((id) => [id, 'denied NOT_ALLOWED'])),
      ...Object.fromEntries(data.map((id) => [id, 'blocked BLOCKED'])),
    })
    expect(report.verdict).toBe('incomplete')
    expect(report.totals).toEqual({ passed: 9, failed: 0, unproven: 9, total: 18 })
    const { cause, calls } = itemOf(report, 'api.sync')
    for (const word of ['testuser', 'guest', 'talent:sync']) {
      expect(cause?.message.en).toContain(word)
      expect(cause?.message.zh).toContain(word)
    }
    expect(calls.map(({ url }) => new URL(url).pathname)).toEqual([
      '/api/zervigo/talents/test_talent_123/sync',
      '/api/v1/auth/validate',
      '/api/v1/auth/permission',
    ])
  })

  it('fails the login with a wrong password and blocks what needs a token', async () => {
    const account = { username: 'admin', password: 'not-the-password' }
    const report = await runTest({ profile, account })
    expect(withVerdict(report, 'fail')).toEqual(['auth.jwt'])
    expect(itemOf(report, 'auth.jwt').cause?.code).toBe('LOGIN_REFUSED')
    expect(withVerdict(report, 'pass')).toEqual([
      ...['basic.zervigo-health', 'basic.looma-up', 'basic.network', 'basic.env', 'auth.errors'],
    ])
    expect(JSON.stringify(report)).not.toContain(account.password)
  })

  it('cannot tell without any account', async () => {
    const report = await runTest({ profile, account: null })
    expect(itemOf(report, 'auth.jwt')).toMatchObject({
      verdict: 'unknown',
      cause: { code: 'NO_CREDENTIALS' },
    })
    expect(report.verdict).toBe('incomplete')
  })

  it('runs on a pasted token and says that the login was not tried', async () => {
    const token = await stack.login('admin', 'password')
    const report = await runTest({ profile, account: null, token })
    expect(notPassed(report)).toEqual({})
    expect(report.findings.map(({ code }) => code)).toEqual(['login-not-tested'])
    expect(JSON.stringify(report)).not.toContain(token)
  })

  it('rejects a pasted token that is none, expired or unsigned', async () => {
    const token = await stack.login('admin', 'password')
    for (const bad of ['not a token', `${token.slice(0, -8)}AAAAAAAA`]) {
      const report = await runTest({ profile, account: null, token: bad })
      expect(itemOf(report, 'auth.jwt').verdict).toBe('fail')
      expect(withVerdict(report, 'pass')).not.toContain('api.sync')
    }
  })
})

describe('a run under way', () => {
  it('renews a token that expires in the middle, and says so', async () => {
    let isShifted = false
    const report = await runTest({
      profile,
      onProgress: ({ items }) => {
        const isLoggedIn = items.some(({ id, phase }) => id === 'auth.jwt' && phase === 'done')
        if (!isLoggedIn || isShifted) return
        isShifted = true
        stack.shiftClock(400 * 24 * 3_600_000)
      },
    })
    stack.shiftClock(-400 * 24 * 3_600_000)
    expect(notPassed(report)).toEqual({})
    expect(report.findings.map(({ code }) => code)).toEqual(['token-renewed'])
  })

  it('ends at once when cancelled: what was proven stays, the rest is unknown', async () => {
    const abort = new AbortController()
    const report = await runTest({
      profile,
      signal: abort.signal,
      onProgress: ({ items }) => {
        if (items.some(({ id, phase }) => id === 'auth.jwt' && phase === 'done')) abort.abort()
      },
    })
    expect(report.verdict).toBe('incomplete')
    expect(itemOf(report, 'auth.jwt').verdict).toBe('pass')
    expect(withVerdict(report, 'fail')).toEqual([])
    expect(withVerdict(report, 'unknown')).toContain('data.chat')
  })
})
