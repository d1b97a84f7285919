import { screen, within } from '@testing-library/react'
import { describe, expect, it } from 'vitest'
import { OpsError } from '../../../shared/errors'
import { useUi } from '../../stores/ui'
import { grid, service, someTime } from '../../test-data'
import { stage } from '../../test-render'
import { ServicesScreen } from './services-screen'

const tile = (name: string) => screen.findByRole('article', { name })

describe('the grid', () => {
  it('shows every state in words and offers only what the state allows', async () => {
    const services = [
      service('looma', { health: { state: 'degraded' }, affectedBy: 'auth' }),
      service('auth', {
        process: { state: 'failed', pid: null },
        health: {
          state: 'unreachable',
          lastError: { at: someTime, fault: 'refused', detail: 'connect ECONNREFUSED' },
        },
      }),
      service('ai', { health: { state: 'failing' } }),
      service('job', {
        process: { state: 'stopped', pid: null },
        health: { state: 'unknown', since: null, latencyMs: null },
      }),
      service('user', { health: { stale: true } }),
    ]
    stage(<ServicesScreen />, { 'services:grid': () => grid({ services }) })

    expect(await tile('Looma CRM')).toHaveTextContentAll('降级', '受 认证服务 影响')
    expect(await tile('认证服务')).toHaveTextContentAll('不可达', '已崩溃', '连接被拒绝')
    expect(await tile('AI 服务')).toHaveTextContentAll('异常')
    expect(await tile('职位服务')).toHaveTextContentAll('未知', '已停止')
    const stale = await tile('用户服务')
    expect(stale).toHaveTextContentAll('数据过时')
    expect(stale.querySelector('header [data-tone="ok"]')).toBeNull()
    expect(stale.textContent).not.toContain('无异常')

    const stopped = within(await tile('职位服务'))
    expect(isRefused(stopped.getByRole('button', { name: /停止/ }))).toBe(true)
    expect(isRefused(stopped.getByRole('button', { name: /启动/ }))).toBe(false)
    const running = within(await tile('AI 服务'))
    expect(isRefused(running.getByRole('button', { name: /启动/ }))).toBe(true)
  })

  it('tells what was taken over, what starts again by itself and what does not any more', async () => {
    const failed = { state: 'failed' as const, pid: null }
    const services = [
      service('looma', { process: { adopted: true } }),
      service('auth', { process: { ...failed, restarts: 2, nextStartAt: Date.now() + 90_000 } }),
      service('job', { process: { ...failed, restarts: 4, crashLoop: true } }),
      service('user', { process: failed }),
    ]
    stage(<ServicesScreen />, { 'services:grid': () => grid({ services }) })
    expect(await tile('Looma CRM')).toHaveTextContentAll('已接管', '运行中')
    expect(await tile('认证服务')).toHaveTextContentAll('自动再启动', '重启 2 次')
    expect(await tile('职位服务')).toHaveTextContentAll('反复崩溃', '重启 4 次')
    const stopOf = async (name: string) =>
      isRefused(within(await tile(name)).getByRole('button', { name: /停止/ }))
    expect(await stopOf('认证服务')).toBe(false)
    expect(await stopOf('用户服务')).toBe(true)
  })

  it('turns a tile red on the event alone, without asking main', async () => {
    const { bridge, emit } = stage(<ServicesScreen />)
    expect((await tile('认证服务')).dataset['health']).toBe('healthy')
    const asked = bridge.sent.length
    const dead = service('auth', {
      process: { state: 'failed', pid: null },
      health: { state: 'unreachable' },
    })
    const services = grid().services.map((one) => (one.id === 'auth' ? dead : one))
    await emit('services:changed', grid({ services }))
    expect((await tile('认证服务')).dataset['health']).toBe('unreachable')
    expect(bridge.sent.length).toBe(asked)
  })

  it('shows Looma’s view beside ours when they differ', async () => {
    const auth = service('auth', {
      disagrees: true,
      health: { state: 'unreachable' },
      witness: { at: someTime, healthy: true, status: 'healthy', error: null },
    })
    stage(<ServicesScreen />, { 'services:grid': () => grid({ services: [auth] }) })
    expect(await tile('认证服务')).toHaveTextContentAll('Looma 视角：健康', '与探测不一致')
  })

  it('asks before stopping and names who depends on it', async () => {
    const { bridge, user } = stage(<ServicesScreen />, { 'services:stop': () => undefined })
    await user.click(within(await tile('认证服务')).getByRole('button', { name: /停止/ }))
    const dialog = await screen.findByRole('dialog')
    expect(dialog).toHaveTextContentAll('停止认证服务？', '职位服务')
    expect(bridge.inputsOf('services:stop')).toEqual([])
    await user.click(within(dialog).getByRole('button', { name: '停止' }))
    expect(bridge.inputsOf('services:stop')).toEqual([{ id: 'auth' }])
  })

  it('plants a drill on an embedded service', async () => {
    const { bridge, user } = stage(<ServicesScreen />, { 'services:fault': () => undefined })
    await user.click(within(await tile('AI 服务')).getByRole('button', { name: /更多操作/ }))
    await user.click(await screen.findByRole('menuitem', { name: '返回 500' }))
    expect(bridge.inputsOf('services:fault')).toEqual([{ id: 'ai', fault: 'error' }])
  })

  it('filters to problems', async () => {
    const services = [service('looma'), service('auth', { health: { state: 'failing' } })]
    const { user } = stage(<ServicesScreen />, { 'services:grid': () => grid({ services }) })
    await tile('Looma CRM')
    await user.click(screen.getByRole('switch', { name: '仅看问题' }))
    expect(screen.queryByRole('article', { name: 'Looma CRM' })).toBeNull()
    await tile('认证服务')
  })

  it('leads to starting and stopping', async () => {
    const { user } = stage(<ServicesScreen />)
    await user.click(await screen.findByRole('button', { name: '启停…' }))
    expect(useUi.getState().screen).toBe('plans')
  })

  it('says what went wrong when there is no grid', async () => {
    stage(<ServicesScreen />, {
      'services:grid': () => {
        throw new OpsError('storage', 'disk full')
      },
    })
    expect(await screen.findByRole('alert')).toHaveTextContentAll('本机数据读写失败', 'disk full')
  })
})

describe('a blocked stack', () => {
  const blocked = grid({
    stack: {
      state: 'blocked',
      freePorts: false,
      conflicts: [
        { port: 8207, service: 'auth', pid: 912, command: 'python auth.py', user: 'wang' },
      ],
    },
  })

  it('names who holds the port and starts on free ports', async () => {
    const { bridge, user } = stage(<ServicesScreen />, {
      'services:grid': () => blocked,
      'stack:start': () => undefined,
    })
    const row = await screen.findByRole('row', { name: /8207/ })
    expect(row).toHaveTextContentAll('认证服务', '912', 'python auth.py', 'wang')
    await user.click(screen.getByRole('button', { name: '改用空闲端口' }))
    await user.click(screen.getByRole('button', { name: '重试' }))
    expect(bridge.inputsOf('stack:start')).toEqual([{ freePorts: true }, { freePorts: false }])
  })
})

describe('incidents', () => {
  it('lists them with their cause', async () => {
    const { user } = stage(<ServicesScreen />, {
      'services:incidents': () => [
        {
          id: 1,
          service: 'auth',
          state: 'unreachable',
          fault: 'refused',
          detail: 'ECONNREFUSED',
          startedAt: someTime,
          endedAt: null,
        },
      ],
    })
    await tile('认证服务')
    await user.click(screen.getByText('故障记录'))
    expect(await screen.findByRole('row', { name: /认证服务/ })).toHaveTextContentAll(
      '不可达',
      '连接被拒绝',
      '进行中',
    )
  })
})

function isRefused(button: HTMLElement): boolean {
  return button.getAttribute('aria-disabled') === 'true'
}
