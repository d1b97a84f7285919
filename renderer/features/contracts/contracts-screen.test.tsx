import { fireEvent, screen, waitFor, within } from '@testing-library/react'
import { describe, expect, it } from 'vitest'
import type { ContractEntry } from '../../../shared/domain/contracts'
import type { Script } from '../../api/fake-bridge'
import { settings, someTime } from '../../test-data'
import { stage } from '../../test-render'
import { ContractsScreen } from './contracts-screen'

const noDiff = { added: [], removed: [], changed: [] }

function entry(operation: string, change: Partial<ContractEntry> = {}): ContractEntry {
  return {
    operation,
    service: 'looma',
    method: 'POST',
    path: `/api/${operation}`,
    source: 'documented',
    baseline: { success: 'boolean' },
    accepted: null,
    observed: { at: someTime, shape: { success: 'boolean' } },
    diff: noDiff,
    ...change,
  }
}

const drifted = entry('talent.chat', {
  observed: { at: someTime, shape: { success: 'string', trace: 'string' } },
  diff: {
    added: [{ path: 'trace', type: 'string' }],
    removed: [],
    changed: [{ path: 'success', before: 'boolean', after: 'string' }],
  },
})
const entries = [
  entry('talent.sync'),
  drifted,
  entry('talent.matches', { observed: null }),
  entry('health.read', { source: 'none', baseline: null }),
  entry('auth.login', {
    source: 'accepted',
    accepted: { at: someTime, name: '李雷', note: '新版登录' },
  }),
]

function contracts(script: Script = {}) {
  return stage(<ContractsScreen />, { 'contracts:list': () => entries, ...script })
}

const row = (operation: string) =>
  screen.findByRole('row', { name: new RegExp(operation.replace('.', '\\.')) })

async function open(operation: string) {
  fireEvent.click(await row(operation))
  return screen.findByRole('dialog')
}

describe('the contracts', () => {
  it('calls alike only what was compared', async () => {
    contracts()
    expect(await row('talent.sync')).toHaveTextContentAll('一致', '文档')
    expect(await row('talent.chat')).toHaveTextContentAll('漂移 2 处')
    expect(await row('talent.matches')).toHaveTextContentAll('尚无观察', '从未')
    expect((await row('health.read')).textContent).not.toContain('一致')
    expect(await row('health.read')).toHaveTextContentAll('无基线可比')
    expect(await row('auth.login')).toHaveTextContentAll('李雷')
  })

  it('shows drift alone, and says that it turns nothing red', async () => {
    const { user } = contracts()
    await row('talent.sync')
    expect(screen.getByText(/不会让任何清单项变红/)).toBeTruthy()
    await user.click(screen.getByRole('switch', { name: '仅看漂移' }))
    expect(document.querySelectorAll('[data-operation]')).toHaveLength(1)
  })

  it('lists what differs and both shapes', async () => {
    contracts()
    const dialog = within(await open('talent.chat'))
    const diff = within(dialog.getByRole('table', { name: '差异' }))
    expect(diff.getByRole('row', { name: /trace/ })).toHaveTextContentAll('新增', 'string')
    expect(diff.getByRole('row', { name: /success/ })).toHaveTextContentAll('类型改变', 'boolean')
    expect(dialog.getByText(/完整结构/)).toHaveTextContentAll('2')
  })

  it('accepts with a name and a note, never without', async () => {
    let list = entries
    const { bridge, user } = contracts({
      'settings:get': () => ({ ...settings, tester: '韩梅梅' }),
      'contracts:list': () => list,
      'contracts:accept': () => {
        const accepted = entry('talent.chat', { source: 'accepted' })
        list = list.map((one) => (one.operation === accepted.operation ? accepted : one))
        return accepted
      },
    })
    const dialog = within(await open('talent.chat'))
    await user.click(dialog.getByRole('button', { name: '接受' }))
    expect(bridge.inputsOf('contracts:accept')).toEqual([])
    await user.type(dialog.getByLabelText(/说明/), '升级后确认')
    await user.click(dialog.getByRole('button', { name: '接受' }))
    await waitFor(() =>
      expect(bridge.inputsOf('contracts:accept')).toEqual([
        { operation: 'talent.chat', name: '韩梅梅', note: '升级后确认' },
      ]),
    )
    await waitFor(() => expect(dialog.queryByRole('button', { name: '接受' })).toBeNull())
  })

  it('offers nothing to accept where nothing was seen', async () => {
    contracts()
    const dialog = await open('talent.matches')
    expect(dialog).toHaveTextContentAll('尚无观察，无从比较')
    expect(within(dialog).queryByRole('button', { name: '接受' })).toBeNull()
  })
})
