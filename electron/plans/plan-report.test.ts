import { mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { Plan, type PlanStep } from '../../shared/domain/plans'
import { planReport, writePlanReport, type WritePlanReport } from './plan-report'
import { headlineOf } from './report-words'

let folder = ''
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'plan-report-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

const both = (text: string) => ({ zh: text, en: `en ${text}` })
const aStep = (id: string, kind: PlanStep['kind'], more: Partial<PlanStep> = {}): PlanStep => ({
  ...{ id, kind, subject: id, phase: 0, title: both(`步骤 ${id}`), command: null },
  ...{ state: 'done', startedAt: 1_000, endedAt: 4_200, output: [], result: both('好了') },
  ...{ warnings: [], problem: null, skipped: null, proposal: null },
  ...{ attempts: [], repeat: null },
  ...more,
})
const aPlan = (kind: Plan['kind'], steps: PlanStep[], more: Partial<Plan> = {}): Plan =>
  Plan.parse({
    ...{ id: 'x', kind, profile: { id: 'p', name: '联调 | 环境' }, state: 'done' },
    ...{ preparedAt: 500, startedAt: 1_000, finishedAt: 9_000, steps, found: [] },
    ...{ report: null, reportProblem: null },
    ...more,
  })
const verify = aStep('verify', 'verify')
const skippedBy = (byPerson: boolean) => ({
  ...{ state: 'skipped' as const, result: null },
  skipped: { byPerson, reason: both('因为 x') },
})
const failed: Partial<PlanStep> = {
  ...{ state: 'failed', result: null, output: ['one', 'Traceback: boom'] },
  problem: { code: 'EXITED', message: both('退出码 7'), hint: both('看日志'), port: null },
}
const options = (): WritePlanReport => ({
  ...{ folder, consoleVersion: '1.2.3', language: 'zh-CN', now: 9_000, notes: [] },
  mask: (text) => text.replaceAll('hunter2', '***'),
  findSecret: (content) => {
    const at = String(content).indexOf('s3cret')
    return at === -1 ? null : { at, kind: 'live' }
  },
})

describe('the headline of a plan', () => {
  const cases: [string, Plan][] = [
    ['已启动，全部核实', aPlan('bring-up', [aStep('a', 'start', skippedBy(false)), verify])],
    [
      '已启动，但有 2 项警告',
      aPlan('bring-up', [aStep('a', 'wait', { state: 'warned' }), { ...verify, state: 'warned' }]),
    ],
    ['步骤已走完，但没有核实', aPlan('bring-up', [aStep('a', 'start')])],
    [
      '步骤已走完，但有 1 步被人跳过、未经证实',
      aPlan('bring-up', [aStep('a', 'wait', skippedBy(true)), verify]),
    ],
    [
      '步骤已走完，但有 1 步被人跳过、未经证实',
      aPlan('bring-up', [{ ...verify, ...skippedBy(true) }]),
    ],
    [
      '启动未完成（已取消，1 步失败）',
      aPlan('bring-up', [aStep('a', 'start', failed)], { state: 'cancelled' }),
    ],
    ['启动未完成（控制台中途结束）', aPlan('bring-up', [verify], { state: 'interrupted' })],
    [
      '全部已停止，端口已释放',
      aPlan('shutdown', [aStep('a', 'stop'), aStep('b', 'stop', skippedBy(false))]),
    ],
    ['有 1 项未能停止', aPlan('shutdown', [aStep('a', 'stop', { ...failed, ...skippedBy(true) })])],
    [
      '控制台启动的都已停止，但有 1 项警告',
      aPlan('shutdown', [aStep('p', 'ports-free', { state: 'warned' })]),
    ],
    [
      '步骤已走完，但有 1 步被人跳过、未经证实',
      aPlan('shutdown', [aStep('p', 'ports-free', skippedBy(true))]),
    ],
    [
      '关闭未完成（已取消，1 步失败）；有 1 项未能停止',
      aPlan('shutdown', [aStep('a', 'stop', failed)], { state: 'cancelled' }),
    ],
  ]
  it.each(cases)('claims no more than was proven: %s', (text, plan) => {
    expect(headlineOf(plan).zh).toBe(text)
  })
})

describe('the report of a plan', () => {
  it('tells problems with cause and next step, skips with who and why, and warnings', () => {
    const plan = aPlan('bring-up', [
      aStep('auth', 'start', { ...failed, command: './start | tee' }),
      aStep('ai', 'wait', skippedBy(true)),
      aStep('job', 'start', skippedBy(false)),
      aStep('verify', 'verify', { state: 'warned', warnings: [both('Looma 说 job 不健康')] }),
    ])
    const text = planReport(plan, { ...options(), notes: [both('没能保存')] })
    for (const part of [
      '退出码 7',
      '看日志',
      '由人跳过: 因为 x',
      '由控制台跳过: 因为 x',
      '没能保存',
    ]) {
      expect(text).toContain(part)
    }
    expect(text).toContain('Looma 说 job 不健康')
    expect(text).toContain('    Traceback: boom')
    expect(text).toContain('联调 \\| 环境')
    expect(text).toContain('./start \\| tee')
    expect(text).toContain('3.2 s')
    const english = planReport(plan, { ...options(), language: 'en' })
    expect(english).toContain('en 退出码 7')
    expect(english).toContain('Bring-up report')
  })

  it('of a shutdown tells what was stopped, what was not, ports and logs', () => {
    const text = planReport(
      aPlan('shutdown', [
        aStep('auth', 'stop', { result: both('已强制结束，用时 3.1 秒') }),
        aStep('job', 'stop', { ...failed, ...skippedBy(true) }),
        aStep('ports-free', 'ports-free', { output: ['端口 8207（auth）：空闲'] }),
        aStep('logs', 'logs', { output: ['/x/auth.log: 归档'] }),
      ]),
      options(),
    )
    for (const part of ['已强制结束', '未能停止', '端口 8207', '/x/auth.log: 归档']) {
      expect(text).toContain(part)
    }
  })

  it('lets nothing from outside become Markdown', () => {
    const evil = '![x](http://e)<script>|`\n# not a heading'
    const text = planReport(
      aPlan(
        'bring-up',
        [
          aStep('a', 'start', {
            ...failed,
            result: null,
            output: [evil, '\u2028# no'],
            problem: { code: evil, message: both(evil), hint: both(evil), port: null },
          }),
        ],
        { found: [both(evil)] },
      ),
      { ...options(), notes: [both(evil)] },
    )
    const outside = text.split('\n').filter((line) => !line.startsWith('    '))
    expect(outside.join('\n')).not.toMatch(/^# not|[^\\]<script|[^\\]!?\[x[^\\]\]\(/m)
    expect(text).not.toContain('\u2028')
    expect(outside.filter((line) => line.startsWith('# '))).toHaveLength(1)
  })

  it('is masked, never holds a secret and never takes the place of another', async () => {
    const plan = aPlan('bring-up', [aStep('a', 'start', { result: both('密码 hunter2') })])
    const first = await writePlanReport(plan, options())
    const second = await writePlanReport(plan, options())
    expect(first).toMatch(/^bring-up-\d{8}-\d{6}\.md$/)
    expect(second).toBe(first.replace('.md', '-2.md'))
    expect(await readFile(join(folder, first), 'utf8')).toContain(
      '密码 \\*\\*\\*'.replaceAll('\\', ''),
    )
    const leaking = aPlan('bring-up', [aStep('a', 'start', { result: both('s3cret') })])
    await expect(writePlanReport(leaking, options())).rejects.toMatchObject({ code: 'leak' })
    expect(await readdir(folder)).toHaveLength(2)
  })

  it('that cannot be written leaves nothing behind', async () => {
    const place = join(folder, 'file')
    await writeFile(place, '')
    await expect(
      writePlanReport(aPlan('shutdown', []), { ...options(), folder: place }),
    ).rejects.toThrow()
    expect(await readdir(folder)).toEqual(['file'])
  })
})
