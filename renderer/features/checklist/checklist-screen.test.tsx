import { act, screen, waitFor, within } from '@testing-library/react'
import { describe, expect, it } from 'vitest'
import { OpsError } from '../../../shared/errors'
import { useUi } from '../../stores/ui'
import { itemResult, report, signOff } from '../../test-data'
import { checklist, figure, finished, item, items, progressOf } from './test-checklist'

describe('before a run', () => {
  it('lists eighteen items, claims nothing, and says what each proves', async () => {
    const { user } = checklist()
    await screen.findAllByText('尚未运行')
    expect(items()).toHaveLength(18)
    expect(items().every((one) => one.dataset['phase'] === 'planned')).toBe(true)
    expect(figure('passed')).toBe('—')
    await user.click(item('auth.jwt'))
    expect(screen.getByText('证明 auth.jwt')).toBeTruthy()
  })

  it('runs with one click, with the defaults of the settings', async () => {
    const { bridge, user } = checklist({ 'checklist:start': () => progressOf(0) })
    await user.click(await screen.findByRole('button', { name: '一键运行' }))
    expect(bridge.inputsOf('checklist:start')).toEqual([{ talentId: 'test_talent_123' }])
    expect(await screen.findByRole('button', { name: '取消运行' })).toBeTruthy()
  })

  it('skips nothing without a reason', async () => {
    const { bridge, user } = checklist({ 'checklist:start': () => progressOf(0) })
    await user.click(await screen.findByRole('tab', { name: '选项' }))
    await user.click(screen.getByRole('checkbox', { name: '运行 项 data.chat' }))
    await user.click(screen.getByRole('button', { name: '一键运行' }))
    expect(bridge.inputsOf('checklist:start')).toEqual([])
    await user.type(screen.getByLabelText(/跳过原因/), '聊天服务未部署')
    await user.click(screen.getByRole('button', { name: '一键运行' }))
    expect(bridge.inputsOf('checklist:start')).toEqual([
      { talentId: 'test_talent_123', skip: { 'data.chat': '聊天服务未部署' } },
    ])
  })

  it('asks for the reason of a read-only run', async () => {
    const { bridge, user } = checklist({ 'checklist:start': () => progressOf(0) })
    await user.click(await screen.findByRole('tab', { name: '选项' }))
    await user.click(screen.getByRole('switch', { name: /只读运行/ }))
    await user.click(screen.getByRole('button', { name: '一键运行' }))
    expect(bridge.inputsOf('checklist:start')).toEqual([])
    await user.type(screen.getByLabelText(/只读原因/), '生产环境')
    await user.click(screen.getByRole('button', { name: '一键运行' }))
    expect(bridge.inputsOf('checklist:start')[0]).toMatchObject({ readOnly: '生产环境' })
  })
})

describe('during a run', () => {
  it('follows the events without changing the rows', async () => {
    const { emit } = checklist({ 'checklist:current': () => progressOf(3) })
    await waitFor(() => expect(figure('passed')).toBe('3'))
    const before = items().map((one) => one.dataset['item'])
    expect(item('basic.env').dataset['phase']).toBe('running')
    await emit('checklist:changed', progressOf(10))
    expect(figure('passed')).toBe('10')
    expect(items().map((one) => one.dataset['item'])).toEqual(before)
    expect(item('api.sync').dataset['verdict']).toBe('pass')
  })

  it('cancels', async () => {
    const { bridge, user } = checklist({
      'checklist:current': () => progressOf(3),
      'checklist:cancel': () => undefined,
    })
    await user.click(await screen.findByRole('button', { name: '取消运行' }))
    expect(bridge.inputsOf('checklist:cancel')).toHaveLength(1)
  })
})

describe('after a run', () => {
  it('counts a denial as unproven and never speaks of percent', async () => {
    const of = report({ 'api.sync': 'denied', 'data.talent-synced': 'blocked' })
    const { container } = checklist({ 'checklist:current': () => finished(of) })
    expect(await screen.findByText('不完整：有未证实项')).toBeTruthy()
    expect([figure('passed'), figure('failed'), figure('unproven')]).toEqual(['16', '0', '2'])
    expect(item('api.sync')).toHaveTextContentAll('无权限')
    expect(container.textContent).not.toContain('%')
  })

  it('shows cause, assertions and evidence of a failure', async () => {
    const failed = itemResult('api.sync', 'fail', {
      cause: {
        code: 'SERVICE_DOWN',
        message: { zh: '简历服务没有运行', en: 'down' },
        hint: { zh: '先启动它', en: 'start it' },
        confidence: 'proven',
      },
      assertions: [{ id: 'resume-id', ok: false, expected: '非空', actual: 'null' }],
      calls: [
        {
          method: 'POST',
          url: 'http://localhost:8888/sync',
          status: 502,
          durationMs: 9,
          request: '{}',
          response: '<html>',
          error: null,
        },
      ],
    })
    const { user } = checklist({
      'checklist:current': () => finished(report({}, { 'api.sync': failed })),
    })
    await screen.findByText('未通过：有失败项')
    await user.click(item('api.sync'))
    expect(screen.getByRole('region', { name: '原因' })).toHaveTextContentAll(
      '简历服务没有运行',
      '先启动它',
      '已证实',
    )
    const assertion = screen.getByRole('row', { name: /resume-id/ })
    expect(assertion).toHaveTextContentAll('不成立', '非空', 'null')
    expect(screen.getByRole('tabpanel')).toHaveTextContentAll('502', 'http://localhost:8888/sync')
  })

  it('names the item that blocks another and jumps there', async () => {
    const of = report({ 'api.chat': 'fail', 'data.chat': 'blocked' })
    const { user } = checklist({ 'checklist:current': () => finished(of) })
    await screen.findByText('未通过：有失败项')
    await user.click(item('data.chat'))
    await user.click(screen.getByRole('button', { name: '跳到 项 api.chat' }))
    expect(item('api.chat').getAttribute('aria-current')).toBe('true')
    expect(screen.getByText('证明 api.chat')).toBeTruthy()
  })

  it('exports and shows where the files lie', async () => {
    const { bridge, user } = checklist({
      'checklist:current': () => finished(report()),
      'runs:export': () => ({ folder: '/data/reports/run-1', files: ['report.html'] }),
      'runs:reveal': () => undefined,
    })
    await user.click(await screen.findByRole('button', { name: '导出报告' }))
    await user.click(await screen.findByRole('menuitem', { name: 'HTML' }))
    expect(bridge.inputsOf('runs:export')).toEqual([{ id: 'run-1', formats: ['html'] }])
    const dialog = await screen.findByRole('dialog')
    expect(dialog).toHaveTextContentAll('/data/reports/run-1', 'report.html')
    await user.click(within(dialog).getByRole('button', { name: '打开所在文件夹' }))
    expect(bridge.inputsOf('runs:reveal')).toEqual([{ id: 'run-1' }])
  })

  it('writes the evidence bundle and shows where it lies', async () => {
    const { bridge, user } = checklist({
      'checklist:current': () => finished(report()),
      'bundles:export': () => ({ folder: '/data/reports/run-1', file: 'run-1.zip' }),
    })
    await user.click(await screen.findByRole('button', { name: '导出报告' }))
    expect(screen.getByRole('menuitem', { name: 'PDF' })).toBeTruthy()
    await user.click(screen.getByRole('menuitem', { name: '证据包 (zip)' }))
    expect(bridge.inputsOf('bundles:export')).toEqual([{ id: 'run-1' }])
    expect(await screen.findByRole('dialog')).toHaveTextContentAll(
      '证据包已写入',
      '/data/reports/run-1',
      'run-1.zip',
    )
  })

  it('says why no bundle was written', async () => {
    const { user } = checklist({
      'checklist:current': () => finished(report()),
      'bundles:export': () => {
        throw new OpsError('storage', 'disk full')
      },
    })
    await user.click(await screen.findByRole('button', { name: '导出报告' }))
    await user.click(await screen.findByRole('menuitem', { name: '证据包 (zip)' }))
    const dialog = await screen.findByRole('dialog')
    expect(within(dialog).getByRole('alert')).toHaveTextContentAll('本机数据读写失败')
  })

  it('shows a past run and comes back', async () => {
    const past = report({ 'api.chat': 'fail' })
    const { user } = checklist({ 'runs:get': () => past })
    await screen.findAllByText('尚未运行')
    act(() => useUi.getState().openRun('run-0'))
    expect(await screen.findByText('未通过：有失败项')).toBeTruthy()
    expect(item('api.chat').dataset['verdict']).toBe('fail')
    await user.click(screen.getByRole('button', { name: '返回本次' }))
    expect(item('api.chat').dataset['phase']).toBe('planned')
  })
})

describe('trying again what did not pass', () => {
  const button = () => screen.findByRole('button', { name: '重跑未通过项' })

  it('makes a further attempt of the run', async () => {
    const { bridge, user } = checklist({
      'checklist:current': () => finished(report({ 'api.chat': 'fail' })),
      'checklist:rerun': () => progressOf(17),
    })
    await screen.findByText('未通过：有失败项')
    await user.click(await button())
    expect(bridge.inputsOf('checklist:rerun')).toEqual([{ id: 'run-1' }])
    expect(await screen.findByRole('button', { name: '取消运行' })).toBeTruthy()
  })

  it.each([
    ['nothing is left', {}, {}, '没有未通过的项'],
    [
      'another environment was tested',
      { 'api.chat': 'fail' as const },
      { environment: { ...report().environment, profile: { id: 'dev', name: '开发环境' } } },
      '这次运行属于别的环境',
    ],
    [
      'it is signed',
      { 'api.chat': 'fail' as const },
      { signOffs: [signOff()] },
      '已签署，内容不再变动',
    ],
  ])('is refused when %s', async (_when, verdicts, change, words) => {
    const { bridge, user } = checklist({
      'checklist:current': () => finished({ ...report(verdicts), ...change }),
    })
    await screen.findByText(/^(全部通过|未通过：有失败项)$/)
    await user.click(await button())
    expect(bridge.inputsOf('checklist:rerun')).toEqual([])
    expect((await screen.findByRole('tooltip')).textContent).toContain(words)
  })

  it('waits for a run that goes on', async () => {
    const { bridge, user } = checklist({ 'checklist:current': () => progressOf(3) })
    await waitFor(() => expect(figure('passed')).toBe('3'))
    await user.click(await button())
    expect(bridge.inputsOf('checklist:rerun')).toEqual([])
    expect((await screen.findByRole('tooltip')).textContent).toContain('正在运行')
  })
})
