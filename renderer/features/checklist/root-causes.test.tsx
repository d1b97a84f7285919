import { screen, within } from '@testing-library/react'
import { describe, expect, it } from 'vitest'
import { Cause, type ItemId, type RootCause } from '../../../shared/domain/checklist'
import type { Script } from '../../api/fake-bridge'
import { useUi } from '../../stores/ui'
import { grid, report, service } from '../../test-data'
import { checklist, finished, item } from './test-checklist'

function rootCause(
  explains: readonly ItemId[],
  change: Partial<Cause> & { zh?: string } = {},
): RootCause {
  const { zh = '简历服务没有运行', ...rest } = change
  return {
    explains: [...explains],
    cause: Cause.parse({
      code: 'SERVICE_DOWN',
      message: { zh, en: zh },
      hint: { zh: '先启动它', en: 'start it' },
      confidence: 'proven',
      ...rest,
    }),
  }
}

function withCauses(rootCauses: RootCause[], script: Script = {}) {
  const of = report({ 'api.sync': 'fail', 'data.talent-synced': 'blocked' })
  return checklist({ 'checklist:current': () => finished({ ...of, rootCauses }), ...script })
}

const box = () => screen.findByRole('region', { name: '根因' })

describe('root causes', () => {
  it('shows the first with what it explains, and the rest on demand', async () => {
    const { user } = withCauses([
      rootCause(['api.sync', 'data.talent-synced'], { reason: 'PROCESS_DOWN' }),
      rootCause(['api.chat'], { zh: '令牌已过期', code: 'TOKEN_EXPIRED' }),
    ])
    await screen.findByText('简历服务没有运行')
    expect(await box()).toHaveTextContentAll('SERVICE_DOWN', 'PROCESS_DOWN', '解释 2 项')
    expect(screen.queryByText('令牌已过期')).toBeNull()
    await user.click(screen.getByRole('button', { name: '另有 1 个根因' }))
    expect(screen.getByText('令牌已过期')).toBeTruthy()
    await user.click(
      within(await box()).getByRole('button', { name: '跳到 项 data.talent-synced' }),
    )
    expect(item('data.talent-synced').getAttribute('aria-current')).toBe('true')
  })

  it('folds the chips of a cause that explains many', async () => {
    const { user } = withCauses([
      rootCause(['api.sync', 'api.chat', 'api.matches', 'api.ai-process', 'data.chat']),
    ])
    await screen.findByText('简历服务没有运行')
    expect(within(await box()).queryByRole('button', { name: '跳到 项 data.chat' })).toBeNull()
    await user.click(screen.getByRole('button', { name: '其余 1 项' }))
    expect(within(await box()).getByRole('button', { name: '跳到 项 data.chat' })).toBeTruthy()
  })

  it('says that nothing needs explaining, and before a run that it will', async () => {
    const { emit } = checklist()
    await screen.findAllByText('尚未运行')
    expect(await box()).toHaveTextContentAll('运行结束后归并')
    await emit('checklist:changed', finished(report()))
    expect(await box()).toHaveTextContentAll('没有需要归因的项')
  })
})

describe('the action of a cause', () => {
  it('starts the service that is down', async () => {
    const services = grid().services.map((one) =>
      one.id === 'resume' ? service('resume', { process: { state: 'stopped' } }) : one,
    )
    const { bridge, user } = withCauses(
      [rootCause(['api.sync'], { action: { kind: 'start-service', service: 'resume' } })],
      { 'services:grid': () => grid({ services }), 'services:start': () => undefined },
    )
    await user.click(await screen.findByRole('button', { name: '启动简历服务' }))
    expect(bridge.inputsOf('services:start')).toEqual([{ id: 'resume' }])
  })

  it('restarts a service, and says why it cannot start one that runs', async () => {
    const { bridge, user } = withCauses(
      [
        rootCause(['api.sync'], { action: { kind: 'restart-service', service: 'resume' } }),
        rootCause(['api.chat'], { action: { kind: 'start-service', service: 'ai' } }),
      ],
      { 'services:restart': () => undefined },
    )
    await user.click(await screen.findByRole('button', { name: '重启简历服务' }))
    expect(bridge.inputsOf('services:restart')).toEqual([{ id: 'resume' }])
    await user.click(screen.getByRole('button', { name: '另有 1 个根因' }))
    await user.click(screen.getByRole('button', { name: '启动AI 服务' }))
    expect(bridge.inputsOf('services:start')).toEqual([])
    expect((await screen.findByRole('tooltip')).textContent).toContain('服务已在运行')
  })

  it('touches no service for a run of another environment', async () => {
    const of = report({ 'api.sync': 'fail' })
    const environment = { ...of.environment, profile: { id: 'dev', name: '开发环境' } }
    const rootCauses = [
      rootCause(['api.sync'], { action: { kind: 'restart-service', service: 'resume' } }),
    ]
    const { bridge, user } = checklist({
      'checklist:current': () => finished({ ...of, environment, rootCauses }),
    })
    await user.click(await screen.findByRole('button', { name: '重启简历服务' }))
    expect(bridge.inputsOf('services:restart')).toEqual([])
    expect((await screen.findByRole('tooltip')).textContent).toContain('属于别的环境')
  })

  it.each([
    ['log-in', '去登录', 'session'],
    ['open-settings', '打开设置', 'settings'],
    ['open-permissions', '查看权限', 'permissions'],
  ] as const)('leads to a screen for %s', async (kind, name, target) => {
    const { user } = withCauses([rootCause(['api.sync'], { action: { kind } })])
    await user.click(await screen.findByRole('button', { name }))
    expect(useUi.getState().screen).toBe(target)
  })

  it('opens the log', async () => {
    const { user } = withCauses([
      rootCause(['api.sync'], { action: { kind: 'open-log', service: 'looma' } }),
    ])
    await user.click(await screen.findByRole('button', { name: '打开Looma CRM的日志' }))
    expect(useUi.getState().logService).toBe('looma')
  })

  it('copies the exact command', async () => {
    const command = 'docker compose restart auth'
    const { bridge, user } = withCauses(
      [rootCause(['api.sync'], { action: { kind: 'command', command } })],
      { 'app:copy': () => undefined },
    )
    expect(await screen.findByText(command)).toBeTruthy()
    await user.click(screen.getByRole('button', { name: '复制命令' }))
    expect(bridge.inputsOf('app:copy')).toEqual([{ text: command }])
  })
})
