import { fireEvent, screen, within } from '@testing-library/react'
import { describe, expect, it } from 'vitest'
import {
  protectedIds,
  type MatrixCell,
  type PermissionPlan,
  type PermissionRun,
} from '../../../shared/domain/permissions'
import { OpsError } from '../../../shared/errors'
import type { Script } from '../../api/fake-bridge'
import { someTime } from '../../test-data'
import { stage } from '../../test-render'
import { PermissionsScreen } from './permissions-screen'

const plan: PermissionPlan = {
  endpoints: protectedIds.map((id) => ({
    id,
    method: id === 'matches' ? 'GET' : 'POST',
    path: `/api/zervigo/talents/{id}/${id}`,
    permission: `talent:${id}`,
    writes: id !== 'matches',
  })),
  expectations: { super_admin: { sync: 'allow', chat: 'allow' }, guest: { sync: 'deny' } },
  suggestions: [
    { username: 'admin', hasPassword: true },
    { username: 'remote', hasPassword: false },
  ],
}

function cell(username: string, endpoint: MatrixCell['endpoint'], change: Partial<MatrixCell>) {
  return {
    username,
    endpoint,
    expected: null,
    observed: 'not-asked',
    verdict: 'unknown',
    cause: null,
    call: null,
    ...change,
  } satisfies MatrixCell
}

function run(change: Partial<PermissionRun> = {}): PermissionRun {
  return {
    id: 'matrix-1',
    state: 'finished',
    startedAt: someTime,
    finishedAt: someTime + 2_000,
    profile: { id: 'dev', name: '开发环境' },
    talentId: 't1',
    accounts: [
      { username: 'admin', role: 'super_admin', loginError: null },
      { username: 'guest', role: 'guest', loginError: null },
    ],
    cells: [
      cell('admin', 'sync', { expected: 'allow', observed: 'allowed', verdict: 'pass' }),
      cell('guest', 'sync', {
        expected: 'deny',
        observed: 'allowed',
        verdict: 'fail',
        cause: {
          code: 'ALLOWED_WRONGLY',
          reason: null,
          message: { zh: '访客能同步人才', en: 'guest can sync' },
          hint: { zh: '检查中间件', en: 'check the middleware' },
          confidence: 'proven',
          facts: [{ name: 'role', value: 'guest' }],
          action: null,
        },
        call: {
          method: 'POST',
          url: 'http://localhost:8888/api/zervigo/talents/t1/sync',
          status: 200,
          durationMs: 31,
          request: '{}',
          response: '{"success":true}',
          error: null,
          at: someTime,
          correlationId: 'c-9',
        },
      }),
      cell('guest', 'matches', { expected: 'deny', observed: 'denied', verdict: 'pass' }),
    ],
    totals: { passed: 2, failed: 1, unproven: 0, total: 3 },
    verdict: 'fail',
    ...change,
  }
}

function permissions(script: Script = {}) {
  return stage(<PermissionsScreen />, {
    'permissions:plan': () => plan,
    'permissions:current': () => null,
    ...script,
  })
}

const setup = async (user: ReturnType<typeof permissions>['user']) =>
  user.click(await screen.findByRole('radio', { name: '账号与期望' }))

describe('before a matrix', () => {
  it('says that nothing was run, and leads to the setting up', async () => {
    const { user } = permissions()
    await user.click(await screen.findByRole('button', { name: '设置账号与期望' }))
    expect(screen.getByRole('heading', { name: '账号' })).toBeTruthy()
  })

  it('writes only after an explicit yes', async () => {
    const { bridge, user } = permissions({ 'permissions:start': () => run() })
    await setup(user)
    await user.click(screen.getByRole('button', { name: '运行矩阵' }))
    const dialog = await screen.findByRole('dialog')
    expect(dialog).toHaveTextContentAll('人才同步', 'AI 聊天', '1 个账号 × 5 个端点 = 5 次调用')
    expect(dialog.textContent).not.toContain('职位匹配')
    await user.click(within(dialog).getByRole('button', { name: '取消' }))
    expect(bridge.inputsOf('permissions:start')).toEqual([])
    await user.click(screen.getByRole('button', { name: '运行矩阵' }))
    await user.click(await screen.findByRole('button', { name: '运行矩阵（会写入）' }))
    expect(bridge.inputsOf('permissions:start')).toEqual([
      {
        accounts: [{ username: 'admin', password: null }],
        expectations: plan.expectations,
      },
    ])
    expect(await screen.findByRole('table', { name: '权限矩阵' })).toBeTruthy()
  })

  it('takes other accounts and keeps their passwords nowhere', async () => {
    const { bridge, queryClient, user } = permissions({ 'permissions:start': () => run() })
    await setup(user)
    await user.click(screen.getByRole('checkbox', { name: '测试账号 remote' }))
    expect(screen.getByText('请填写 remote 的密码')).toBeTruthy()
    await user.click(screen.getByRole('button', { name: '运行矩阵' }))
    expect(screen.queryByRole('dialog')).toBeNull()
    const field = screen.getByLabelText<HTMLInputElement>('remote 的密码')
    await user.type(field, 'hunter2!')
    await user.click(screen.getByRole('button', { name: '运行矩阵' }))
    await user.click(await screen.findByRole('button', { name: '运行矩阵（会写入）' }))
    await screen.findByRole('table', { name: '权限矩阵' })
    expect(bridge.inputsOf('permissions:start')[0]?.accounts).toContainEqual({
      username: 'remote',
      password: 'hunter2!',
    })
    const cached = [
      ...queryClient.getQueryCache().getAll(),
      ...queryClient.getMutationCache().getAll(),
    ].map(({ state }) => state)
    expect(JSON.stringify(cached)).not.toContain('hunter2!')
    expect(field.value).toBe('')
  })

  it('refuses the same account twice', async () => {
    const { user } = permissions()
    await setup(user)
    await user.click(screen.getByRole('button', { name: '添加账号' }))
    await user.type(screen.getByLabelText('用户名'), 'admin')
    expect(screen.getByText('账号 admin 出现了两次')).toBeTruthy()
    await user.click(screen.getByRole('button', { name: '移除账号 admin' }))
    expect(screen.queryByText('账号 admin 出现了两次')).toBeNull()
  })

  it('changes expectations, leaves pairs unjudged and adds a role', async () => {
    const { bridge, user } = permissions({ 'permissions:start': () => run() })
    await setup(user)
    await user.selectOptions(
      screen.getByRole('combobox', { name: 'super_admin：人才同步' }),
      'none',
    )
    await user.type(screen.getByLabelText('角色名'), 'auditor{Enter}')
    await user.selectOptions(screen.getByRole('combobox', { name: 'auditor：AI 聊天' }), 'deny')
    await user.click(screen.getByRole('button', { name: '运行矩阵' }))
    await user.click(await screen.findByRole('button', { name: '运行矩阵（会写入）' }))
    expect(bridge.inputsOf('permissions:start')[0]?.expectations).toEqual({
      super_admin: { chat: 'allow' },
      guest: { sync: 'deny' },
      auditor: { chat: 'deny' },
    })
  })
})

describe('a matrix', () => {
  const shown = (name: RegExp) => screen.findByRole('button', { name })

  it('counts three numbers and says each cell in words', async () => {
    const { container } = permissions({ 'permissions:current': () => run() })
    expect(await shown(/guest，人才同步/)).toHaveTextContentAll('不应允许却被允许', '期望 拒绝')
    expect(await shown(/guest，职位匹配/)).toHaveTextContentAll('按预期被拒绝')
    const figures = [...container.querySelectorAll('[data-figure] dd')]
    expect(figures.map(({ textContent }) => textContent)).toEqual(['2', '1', '0'])
    expect(container.textContent).not.toContain('%')
  })

  it('opens a cell with its cause and the call that proves it', async () => {
    permissions({ 'permissions:current': () => run() })
    fireEvent.click(await shown(/guest，人才同步/))
    const dialog = await screen.findByRole('dialog')
    expect(dialog).toHaveTextContentAll('访客能同步人才', '检查中间件', '已证实', 'talent:sync')
    expect(dialog).toHaveTextContentAll('200', 'c-9', '{"success":true}')
  })

  it('moves between the cells by arrow', async () => {
    const { user } = permissions({ 'permissions:current': () => run() })
    ;(await shown(/admin，人才同步/)).focus()
    await user.keyboard('{ArrowDown}{ArrowRight}')
    expect(document.activeElement?.getAttribute('data-cell')).toBe('guest matches')
  })

  it('follows the events and cancels', async () => {
    const asking = run({
      state: 'running',
      finishedAt: null,
      verdict: null,
      cells: [cell('admin', 'sync', { expected: 'allow' })],
    })
    const { bridge, emit, user } = permissions({
      'permissions:current': () => asking,
      'permissions:cancel': () => undefined,
    })
    expect(await shown(/admin，人才同步/)).toHaveTextContentAll('等待')
    await user.click(screen.getByRole('button', { name: '取消运行' }))
    expect(bridge.inputsOf('permissions:cancel')).toHaveLength(1)
    await emit('permissions:changed', run({ state: 'cancelled' }))
    expect(await shown(/guest，人才同步/)).toHaveTextContentAll('不应允许却被允许')
    expect(screen.queryByRole('button', { name: '取消运行' })).toBeNull()
  })

  it('tells an account that could not sign in', async () => {
    permissions({
      'permissions:current': () =>
        run({
          accounts: [
            {
              username: 'guest',
              role: null,
              loginError: {
                code: 'BAD_CREDENTIALS',
                reason: null,
                message: { zh: '密码不对', en: 'wrong password' },
                hint: { zh: '', en: '' },
                confidence: 'proven',
                facts: [],
                action: null,
              },
            },
          ],
        }),
    })
    expect(await screen.findByRole('rowheader')).toHaveTextContentAll('登录失败', '密码不对')
  })

  it('words a plan that cannot be had', async () => {
    permissions({
      'permissions:plan': () => {
        throw new OpsError('unsupported', 'no plan')
      },
    })
    expect(await screen.findByRole('alert')).toHaveTextContentAll('不支持这个操作')
  })
})
