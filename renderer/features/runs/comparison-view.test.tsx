import { screen, within } from '@testing-library/react'
import { describe, expect, it } from 'vitest'
import { useUi } from '../../stores/ui'
import { runSummary } from '../../test-data'
import { stage } from '../../test-render'
import { comparison, compared } from './runs-fixture'
import { RunsScreen } from './runs-screen'

function compare(of: ReturnType<typeof comparison>) {
  useUi.getState().showRuns({ kind: 'comparison', before: 'old', after: 'new' })
  return stage(<RunsScreen />, { 'runs:compare': () => of, 'runs:list': () => [] })
}

const heading = (name: string) => screen.findByRole('heading', { level: 2, name })
const panelOf = async (name: string) => (await heading(name)).closest('section') as HTMLElement

describe('the comparison', () => {
  it('counts in words what newly fails, is fixed and still fails', async () => {
    compare(
      comparison({
        items: [
          compared('api.sync', {
            change: 'newly-failing',
            after: 'fail',
            causeAfter: 'SERVICE_DOWN',
          }),
          compared('api.chat', { change: 'fixed', before: 'fail', causeBefore: 'TIMED_OUT' }),
          compared('auth.jwt', { change: 'still-failing', before: 'fail', after: 'fail' }),
          compared('data.chat', { change: 'absent', before: null, after: 'pass' }),
        ],
      }),
    )
    const outcome = await panelOf('结论')
    expect(outcome).toHaveTextContentAll('新失败 1 项', '已修复 1 项', '仍失败 1 项', '比之前差')
    const newly = document.querySelector('[data-change="newly-failing"]')
    expect(newly).toHaveTextContentAll('项 api.sync', '通过', '失败', 'SERVICE_DOWN')
    expect(document.querySelector('[data-change="absent"]')).toHaveTextContentAll('没有该项')
  })

  it('says of every part that nothing changed', async () => {
    compare(comparison())
    await panelOf('结论')
    for (const name of ['清单项', '延迟变化', '应答结构变化', '环境变化', '系统变化']) {
      expect(await panelOf(name), name).toHaveTextContentAll('无变化')
    }
    expect(await panelOf('结论')).toHaveTextContentAll('没有项新失败')
  })

  it('does not call an unchanged failure better', async () => {
    compare(
      comparison({
        items: [compared('auth.jwt', { change: 'still-failing', before: 'fail', after: 'fail' })],
      }),
    )
    expect(await panelOf('结论')).toHaveTextContentAll('没有项新失败，也没有项被修复')
    expect(await panelOf('清单项')).toHaveTextContentAll('无变化', '项 auth.jwt')
  })

  it('keeps the changes of the testers apart from those of the system', async () => {
    compare(
      comparison({
        after: runSummary({ id: 'new', profileName: '别处' }),
        latency: [{ call: 'talent.sync', beforeMs: 100, afterMs: 250 }],
        shapes: [
          {
            operation: 'talent.chat',
            diff: {
              added: [{ path: 'data.trace', type: 'string' }],
              removed: [{ path: 'data.reply', type: 'string' }],
              changed: [{ path: 'data.score', before: 'number', after: 'string' }],
            },
          },
        ],
        environment: [{ field: 'account', before: 'admin', after: 'guest' }],
        system: [{ field: 'services.auth.version', before: '1.0.0', after: null }],
      }),
    )
    expect(await panelOf('环境变化')).toHaveTextContentAll('account', 'admin', 'guest')
    const system = await panelOf('系统变化')
    expect(system).toHaveTextContentAll('services.auth.version', '1.0.0', '无')
    expect(system.textContent).not.toContain('account')
    expect(await panelOf('延迟变化')).toHaveTextContentAll('talent.sync', '×2.5', '变慢')
    const shapes = within(await panelOf('应答结构变化'))
    expect(shapes.getByRole('row', { name: /data\.trace/ })).toHaveTextContentAll('新增')
    expect(shapes.getByRole('row', { name: /data\.reply/ })).toHaveTextContentAll('缺少')
    expect(shapes.getByRole('row', { name: /data\.score/ })).toHaveTextContentAll(
      '类型改变',
      'number',
      'string',
    )
    expect(await panelOf('结论')).toHaveTextContentAll('两次运行的环境不同')
  })

  it('swaps the two and goes back', async () => {
    const { bridge, user } = compare(comparison())
    await panelOf('结论')
    await user.click(screen.getByRole('button', { name: '交换前后' }))
    await panelOf('结论')
    expect(bridge.inputsOf('runs:compare')).toEqual([
      { before: 'old', after: 'new' },
      { before: 'new', after: 'old' },
    ])
    bridge.script({ 'bundles:list': () => [] })
    await user.click(screen.getByRole('button', { name: '返回历史' }))
    expect(await heading1('运行历史')).toBeTruthy()
  })
})

const heading1 = (name: string) => screen.findByRole('heading', { level: 1, name })
