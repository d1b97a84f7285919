import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { buildServiceForTests } from '../localstack/build-service-for-tests'
import { isHealthy, openConsole, tileOf, type TestConsole } from './test-console'

const by = { name: '韩梅梅' }
let built: Awaited<ReturnType<typeof buildServiceForTests>>
let own: TestConsole
let id: string
beforeAll(async () => {
  built = await buildServiceForTests()
  own = await openConsole({ serviceScript: built.script })
  own.program.begin()
  await own.told('services:changed', isHealthy)
}, 60_000)
afterAll(async () => {
  await own.dispose()
  await built.remove()
})

/** The report that a run or a further attempt ends with. */
async function ended(begin: () => Promise<unknown>) {
  own.forget()
  await begin()
  const { report } = await own.told('checklist:changed', (run) => run.report !== null)
  if (report === null) throw new Error('no report')
  return report
}

describe('the life of a run', () => {
  it('fails while a service is stopped', async () => {
    own.forget()
    await own.call('services:stop', { id: 'company' })
    await own.told(
      'services:changed',
      (grid) => tileOf(grid, 'company').process.state === 'stopped',
    )
    const report = await ended(() =>
      own.call('checklist:start', { only: ['basic.zervigo-health', 'auth.errors'] }),
    )
    id = report.run.id
    expect(report).toMatchObject({ verdict: 'fail', gate: { isOpen: false } })
    expect(report.gate?.sentence.zh).toContain('1 项失败（basic.zervigo-health）')
    expect(report.run.attempts).toMatchObject([{ number: 1 }])
  })

  it('is tried again once the service is back: same run, second attempt, flaky', async () => {
    own.forget()
    await own.call('services:start', { id: 'company' })
    await own.told('services:changed', isHealthy)
    const report = await ended(() => own.call('checklist:rerun', { id }))
    expect(report.run).toMatchObject({ id, attempts: [{}, { number: 2 }] })
    const [health] = report.items
    expect(health).toMatchObject({ verdict: 'pass', flaky: true, attempt: 2 })
    expect(health?.earlier).toMatchObject([{ verdict: 'fail', cause: { code: 'SERVICE_DOWN' } }])
    expect(await own.call('runs:list', { limit: 9 })).toMatchObject([{ id, attempts: 2 }])
    expect(await own.call('runs:get', { id })).toEqual(report)
    await expect(own.call('checklist:rerun', { id })).rejects.toMatchObject({
      ...{ code: 'rejected', facts: { reason: 'nothing' } },
    })
  })

  it('takes a judgement, a note and a file, each told to the page at once', async () => {
    own.forget()
    const judged = await own.call('runs:judge', {
      ...{ id, itemId: 'auth.errors' },
      result: { verdict: 'fail', note: '错误信息看不懂', ...by },
    })
    expect(judged).toMatchObject({ verdict: 'fail', totals: { failed: 1 } })
    const told = await own.told('checklist:changed', (run) => run.report?.verdict === 'fail')
    expect(told.report).toEqual(judged)
    expect(told.items.find((item) => item.id === 'auth.errors')?.result?.cause?.code).toBe(
      'MANUAL_FAIL',
    )
    await own.call('runs:note', { id, itemId: null, text: '<b>重启 company</b>', ...by })
    const tooLong = own.call('runs:note', { id, itemId: null, text: 'x'.repeat(2_001), ...by })
    await expect(tooLong).rejects.toThrow('2000')
    const file = {
      ...{ fileName: 'login.json', type: 'application/json' as const, itemId: null, ...by },
      base64: Buffer.from('{"password":"tr0ub4dor&3"}').toString('base64'),
    }
    const { attachments } = await own.call('runs:attach', { id, ...file })
    const kept = await own.call('runs:attachment', { id, attachmentId: attachments[0]?.id ?? '' })
    expect(Buffer.from(kept.base64, 'base64').toString()).toMatch(/^\{"password":"\*\*\*/)
    expect(await own.call('runs:list', { limit: 9, query: '<B>重启' })).toHaveLength(1)
    expect(await own.call('runs:list', { limit: 9, query: 'b%重' })).toEqual([])
  })

  it('is signed, and refuses every change until that is withdrawn', async () => {
    const signed = await own.call('runs:sign', { id, statement: '已知问题，可以继续', ...by })
    expect(signed.signOffs).toMatchObject([{ gateOpen: false, withdrawn: null }])
    expect(await own.call('runs:get', { id })).toEqual(signed)
    const refused = { code: 'rejected', facts: { reason: 'signed', name: '韩梅梅' } }
    const writes = [
      () => own.call('runs:judge', { id, itemId: 'auth.errors', result: null }),
      () => own.call('runs:note', { id, itemId: null, text: 't', ...by }),
      () => own.call('runs:sign', { id, statement: 's', ...by }),
      () => own.call('checklist:rerun', { id }),
    ]
    for (const write of writes) await expect(write()).rejects.toMatchObject(refused)
    await own.call('runs:withdraw', { id, reason: '要补测', name: '李雷' })
    const back = await own.call('runs:judge', { id, itemId: 'auth.errors', result: null })
    expect(back).toMatchObject({ verdict: 'incomplete', totals: { failed: 0 } })
  })

  it('is compared with the next one', async () => {
    await own.call('session:login', { username: 'testuser', password: 'testuser123' })
    const next = await ended(() =>
      own.call('checklist:start', { only: ['auth.errors', 'api.health'], tester: '李雷' }),
    )
    const compared = await own.call('runs:compare', { before: id, after: next.run.id })
    const changeOf = (item: string) => compared.items.find((one) => one.id === item)?.change
    expect(changeOf('auth.errors')).toBe('still-passing')
    expect(changeOf('basic.zervigo-health')).toBe('changed')
    expect(changeOf('data.chat')).toBe('absent')
    expect(compared.environment).toContainEqual({
      ...{ field: 'account', before: 'admin', after: 'testuser' },
    })
    expect(compared.before).toMatchObject({ id, attempts: 2, signedBy: null })
    await expect(own.call('runs:compare', { before: id, after: 'nobody' })).rejects.toMatchObject({
      code: 'missing',
    })
  })

  it('meets today’s gate rules on every reading', async () => {
    await own.call('settings:update', {
      gate: {
        ...{ maxFailed: 18, maxUnproven: 18, acceptsManual: true, allowsFlaky: true },
        ...{ allowsDrift: true, p95Ms: null },
      },
    })
    expect((await own.call('runs:get', { id })).gate?.isOpen).toBe(true)
    expect((await own.call('checklist:current'))?.report?.gate?.isOpen).toBe(true)
    expect(own.bugs).toEqual([])
  })
})
