import { fireEvent, screen, waitFor } from '@testing-library/react'
import { describe, expect, it } from 'vitest'
import type { Script } from '../../api/fake-bridge'
import { patched, settings } from '../../test-data'
import { stage } from '../../test-render'
import { SettingsScreen } from './settings-screen'

const problem = { path: 'zervigo.ai.url', value: '"localhost:8000"', allowed: 'an absolute URL' }

function settingsScreen(script: Script = {}) {
  return stage(<SettingsScreen />, {
    'app:info': () => ({
      version: '0.1.0',
      electron: '33',
      chromium: '130',
      node: '20',
      platform: 'linux',
      dataFolder: '/data',
      notices: [{ code: 'database-set-aside', detail: 'old.db' }],
    }),
    'profiles:list': () => [
      {
        id: 'dev',
        name: '开发环境',
        kind: 'local',
        active: false,
        loomaUrl: 'http://a',
        problems: [],
      },
      {
        id: 'bad',
        name: '坏环境',
        kind: 'remote',
        active: false,
        loomaUrl: 'http://b',
        problems: [problem],
      },
    ],
    ...script,
  })
}

describe('settings', () => {
  it('keeps the tester when the field is left, once', async () => {
    const { bridge, user } = settingsScreen({
      'settings:update': (patch) => patched(settings, patch),
    })
    const field = await screen.findByLabelText<HTMLInputElement>('测试人姓名')
    await user.type(field, '李雷')
    await user.tab()
    expect(bridge.inputsOf('settings:update')).toEqual([{ tester: '李雷' }])
    await waitFor(() => expect(field.value).toBe('李雷'))
    expect(await screen.findByText('已保存')).toBeTruthy()
  })

  it('shows the notices of the start in words', async () => {
    settingsScreen()
    expect(await screen.findByText(/old\.db/)).toBeTruthy()
    expect(screen.getByText(/数据库/)).toBeTruthy()
  })

  it('offers only environments without problems, and lists the problems of the rest', async () => {
    const { bridge, user } = settingsScreen({ 'profiles:use': () => undefined })
    const use = await screen.findAllByRole('button', { name: '使用' })
    expect(use).toHaveLength(1)
    expect(screen.getByRole('row', { name: /zervigo\.ai\.url/ })).toHaveTextContentAll(
      '"localhost:8000"',
      'an absolute URL',
    )
    await user.click(use[0] as HTMLElement)
    expect(bridge.inputsOf('profiles:use')).toEqual([{ id: 'dev' }])
  })
})

describe('importing', () => {
  it('shows every reason of a refusal and keeps the text', async () => {
    const { user } = settingsScreen({
      'profiles:import': () => ({
        ok: false,
        problems: [{ path: 'poll.interval', value: '1', allowed: 'no such key' }],
      }),
    })
    const field = await screen.findByLabelText<HTMLTextAreaElement>(/环境文件内容/)
    await user.click(field)
    await user.paste('{"name": "x"}')
    await user.click(screen.getByRole('button', { name: '导入' }))
    expect(await screen.findByRole('alert')).toHaveTextContentAll(
      '1 个问题',
      'poll.interval',
      'no such key',
    )
    expect(field.value).toBe('{"name": "x"}')
  })

  it('reads a dropped file under its own name', async () => {
    const { bridge, user } = settingsScreen({ 'profiles:import': () => ({ ok: true, id: 'x' }) })
    const field = await screen.findByLabelText<HTMLTextAreaElement>(/环境文件内容/)
    const file = Object.assign(new File([], 'staging.json'), {
      text: () => Promise.resolve('{"name":"staging"}'),
    })
    fireEvent.drop(field, { dataTransfer: { files: [file] } })
    await waitFor(() => expect(field.value).toBe('{"name":"staging"}'))
    await user.click(screen.getByRole('button', { name: '导入' }))
    expect(bridge.inputsOf('profiles:import')).toEqual([
      { name: 'staging.json', text: '{"name":"staging"}' },
    ])
    expect(await screen.findByText('已导入，可在上方选择使用')).toBeTruthy()
  })
})
