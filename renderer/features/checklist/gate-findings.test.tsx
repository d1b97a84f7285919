import { act, screen, within } from '@testing-library/react'
import { describe, expect, it } from 'vitest'
import type { OpenedBundle } from '../../../shared/domain/evidence'
import type { Gate } from '../../../shared/domain/gate'
import { OpsError } from '../../../shared/errors'
import { useUi } from '../../stores/ui'
import { patched, report, settings, signOff, someTime } from '../../test-data'
import { checklist, finished, item } from './test-checklist'

const gate: Gate = {
  isOpen: false,
  sentence: { zh: '不能发布：有 1 项失败', en: 'no release' },
  rules: [
    { id: 'failed', ok: false, expected: '≤ 0', actual: '1' },
    { id: 'latency', ok: true, expected: '≤ 5000 ms', actual: '120 ms' },
  ],
}

describe('the release gate', () => {
  it('answers in one sentence and shows every rule', async () => {
    const { user } = checklist({
      'checklist:current': () => finished({ ...report({ 'api.chat': 'fail' }), gate }),
    })
    await screen.findByText('不能发布：有 1 项失败')
    expect(screen.getByRole('region', { name: '发布门禁' })).toHaveTextContentAll('门禁未打开')
    await user.click(screen.getByRole('button', { name: '查看规则' }))
    const table = screen.getByRole('table', { name: '发布门禁' })
    expect(within(table).getByRole('row', { name: '不满足 失败项 ≤ 0 1' })).toBeTruthy()
    expect(
      within(table).getByRole('row', { name: '满足 调用用时 p95 ≤ 5000 ms 120 ms' }),
    ).toBeTruthy()
  })

  it('claims nothing before a run', async () => {
    checklist()
    await screen.findAllByText('尚未运行')
    const box = screen.getByRole('region', { name: '发布门禁' })
    expect(box).toHaveTextContentAll('运行结束后给出能否发布的结论')
    expect(box.textContent).not.toContain('门禁打开')
  })

  it('keeps changed rules and judges the run by them', async () => {
    let judged: Gate = gate
    const { bridge, user } = checklist({
      'checklist:current': () => finished({ ...report({ 'api.chat': 'fail' }), gate: judged }),
      'settings:update': (patch) => patched(settings, patch),
    })
    await user.click(await screen.findByRole('tab', { name: '门禁' }))
    const most = screen.getByLabelText('最多失败项')
    await user.clear(most)
    await user.type(most, '99')
    expect(screen.getByText('0 到 18 的整数')).toBeTruthy()
    expect(screen.getByRole('button', { name: '保存规则' }).hasAttribute('disabled')).toBe(true)
    await user.clear(most)
    await user.type(most, '2')
    await user.clear(screen.getByLabelText(/p95 上限/))
    await user.click(screen.getByRole('switch', { name: '允许契约漂移' }))
    judged = { ...gate, isOpen: true, sentence: { zh: '可以发布', en: 'release' } }
    await user.click(screen.getByRole('button', { name: '保存规则' }))
    expect(bridge.inputsOf('settings:update')).toEqual([
      { gate: { ...settings.gate, maxFailed: 2, p95Ms: null, allowsDrift: true } },
    ])
    expect((await screen.findAllByText('可以发布')).length).toBeGreaterThan(0)
  })

  it('keeps what was written when it cannot be saved', async () => {
    const { user } = checklist({
      'settings:update': () => {
        throw new OpsError('storage', 'disk full')
      },
    })
    await user.click(await screen.findByRole('tab', { name: '门禁' }))
    const most = screen.getByLabelText<HTMLInputElement>('最多未证实项')
    await user.clear(most)
    await user.type(most, '3')
    await user.click(screen.getByRole('button', { name: '保存规则' }))
    expect(await screen.findByRole('alert')).toHaveTextContentAll('本机数据读写失败')
    expect(most.value).toBe('3')
  })
})

describe('findings', () => {
  it('shows which fields drifted and leads to the contracts', async () => {
    const diff = {
      added: [{ path: 'services.ai', type: 'object' }],
      removed: [{ path: 'url', type: 'string' }],
      changed: [{ path: 'jobs[].id', before: 'number', after: 'string' }],
    }
    const message = { zh: '健康检查的应答与文档不同', en: 'drift' }
    const { user } = checklist({
      'checklist:current': () =>
        finished({
          ...report(),
          findings: [{ code: 'contract-drift', message, detail: 'api.health', diff }],
        }),
    })
    await user.click(await screen.findByRole('tab', { name: '发现 1' }))
    const rows = within(screen.getByRole('table', { name: '字段差异' })).getAllByRole('row')
    expect(rows.slice(1).map((row) => row.textContent)).toEqual([
      '缺少urlstring—',
      '类型改变jobs[].idnumberstring',
      '新增services.ai—object',
    ])
    await user.click(screen.getByRole('button', { name: '在“契约”中查看' }))
    expect(useUi.getState().screen).toBe('contracts')
  })
})

describe('an opened bundle', () => {
  const of = report({ 'api.chat': 'fail' })
  const bundle = (check: OpenedBundle['check']): OpenedBundle => ({
    id: 'bundle-1',
    fileName: 'site-b.zip',
    sha256: 'abcdef0123456789'.repeat(4),
    check,
    manifest: {
      format: 'looma-evidence',
      version: 1,
      createdAt: someTime,
      consoleVersion: '0.1.0',
      runId: 'run-1',
      files: [],
      redaction: { rules: [], scanned: [], unscanned: [] },
      previous: null,
    },
    report: of,
    evidence: null,
  })

  async function open(check: OpenedBundle['check'], signOffs = of.signOffs) {
    const staged = checklist({
      'runs:get': () => ({ ...of, signOffs }),
      'bundles:list': () => [bundle(check)],
    })
    await screen.findAllByText('尚未运行')
    act(() => useUi.getState().openRun('bundle-1'))
    await screen.findByText('site-b.zip')
    return staged
  }

  it('is read-only and says that it is intact', async () => {
    const { bridge, user } = await open({ state: 'intact', problems: [], chain: 'first' })
    expect(screen.getByRole('region', { name: '证据包' })).toHaveTextContentAll(
      '只读',
      '完整：每个文件都与清单的摘要一致',
      '首个证据包',
      'abcdef012345',
    )
    expect(bridge.inputsOf('runs:get')).toEqual([{ id: 'bundle-1' }])
    await user.click(item('api.chat'))
    await user.click(screen.getByRole('button', { name: '记录人工结论' }))
    expect((await screen.findByRole('tooltip')).textContent).toContain('只读')
    await user.click(screen.getByRole('button', { name: '重跑未通过项' }))
    expect(bridge.inputsOf('checklist:rerun')).toEqual([])
    await user.click(screen.getByRole('button', { name: '导出报告' }))
    expect(screen.queryByRole('menuitem', { name: '证据包 (zip)' })).toBeNull()
  })

  it('lists what was altered', async () => {
    await open({
      state: 'altered',
      problems: [
        { path: 'report.json', problem: 'altered' },
        { path: 'calls.json', problem: 'missing' },
      ],
      chain: 'unknown',
    })
    expect(screen.getByRole('region', { name: '证据包' })).toHaveTextContentAll(
      '已被改动：2 处与清单不符',
      'report.json',
      '清单中有，包中没有',
      'calls.json',
      '来历无法确认',
    )
  })

  it('lets nobody withdraw its sign-off', async () => {
    const { user } = await open({ state: 'intact', problems: [], chain: 'known' }, [signOff()])
    await user.click(screen.getByRole('tab', { name: /记录/ }))
    await user.click(screen.getByRole('button', { name: '撤回签署' }))
    expect((await screen.findByRole('tooltip')).textContent).toContain('只读')
    expect(screen.queryByLabelText(/撤回原因/)).toBeNull()
  })
})
