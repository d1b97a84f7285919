import { screen, within } from '@testing-library/react'
import { describe, expect, it } from 'vitest'
import type { Script } from '../../api/fake-bridge'
import { useUi } from '../../stores/ui'
import { report } from '../../test-data'
import { stage } from '../../test-render'
import { bundle, digest, evidence } from './runs-fixture'
import { RunsScreen } from './runs-screen'

function view(id: string, script: Script = {}) {
  useUi.getState().showRuns({ kind: 'evidence', id })
  return stage(<RunsScreen />, {
    'runs:get': () => report({ 'api.sync': 'fail' }),
    'runs:evidence': () => evidence,
    'bundles:list': () => [bundle('bundle-1')],
    ...script,
  })
}

const panelOf = async (name: string) =>
  (await screen.findByRole('heading', { level: 2, name })).closest('section') as HTMLElement

describe('the evidence of a run', () => {
  it('tells what the run ran on, and what could not be seen', async () => {
    view('run-1')
    const panel = within(await panelOf('指纹'))
    expect(panel.getByRole('row', { name: /8207/ })).toHaveTextContentAll(
      '认证服务',
      'auth-service',
      '1.4.0',
      'PID 4711',
      'looma',
      'node auth.js',
    )
    expect(panel.getByRole('row', { name: /8206/ })).toHaveTextContentAll('看不到')
    expect(panel.getByRole('row', { name: /looma \.env/ })).toHaveTextContentAll(digest)
    expect(panel.getByRole('row', { name: /zervigo \.env/ })).toHaveTextContentAll('读不到')
  })

  it('draws a bar for each service and says it in words', async () => {
    view('run-1')
    const panel = await panelOf('健康时间线')
    expect(
      within(panel).getByRole('img', { name: '简历服务：2 次探测，1 次健康，1 次不健康' }),
    ).toBeTruthy()
    expect(panel).toHaveTextContentAll('ECONNREFUSED', '未结束')
  })

  it('shows log lines as text, without terminal colours, and counts what was left out', async () => {
    view('run-1')
    const panel = await panelOf('日志摘录')
    expect(panel).toHaveTextContentAll('disk is full', 'err', 'api.sync', '另有 12 行')
    expect(panel.textContent).not.toContain('[31m')
  })

  it('says when none was kept', async () => {
    view('run-1', { 'runs:evidence': () => null })
    expect(await screen.findByText('这次运行没有保存证据')).toBeTruthy()
    expect(screen.queryByText('指纹')).toBeNull()
  })

  it('adds the check and the redaction of an opened bundle', async () => {
    view('bundle-1')
    const panel = await panelOf('校验: bundle-1.zip')
    expect(panel).toHaveTextContentAll('每个文件都与清单的摘要一致', digest, '5 处', 'report.pdf')
  })

  it('leads to the run and back', async () => {
    const { user } = view('run-1', { 'runs:list': () => [] })
    await panelOf('概览')
    await user.click(screen.getByRole('button', { name: '在清单中查看' }))
    expect(useUi.getState()).toMatchObject({ runId: 'run-1', screen: 'checklist' })
    await user.click(screen.getByRole('button', { name: '返回历史' }))
    expect(await screen.findByText('还没有运行记录')).toBeTruthy()
  })
})
