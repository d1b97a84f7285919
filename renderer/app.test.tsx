import { screen, waitFor } from '@testing-library/react'
import { describe, expect, it } from 'vitest'
import { App } from './app'
import type { Script } from './api/fake-bridge'
import { noSession } from '../shared/domain/session'
import { OpsError } from '../shared/errors'
import { screenKey } from './shell/screen-key'
import { grid, patched, service, session, settings } from './test-data'
import { stage } from './test-render'

function app(script: Script = {}) {
  let current = settings
  return stage(<App />, {
    'settings:get': () => current,
    'settings:update': (patch) => (current = patched(current, patch)),
    'profiles:list': () => [
      {
        id: 'embedded',
        name: '内置演示环境',
        kind: 'embedded',
        active: true,
        loomaUrl: 'http://localhost:8888',
        problems: [],
      },
      {
        id: 'dev',
        name: '开发环境',
        kind: 'local',
        active: false,
        loomaUrl: 'http://localhost:8888',
        problems: [],
      },
    ],
    ...script,
  })
}

/** Every text and name on the page. */
function words(): string {
  const named = [...document.querySelectorAll('[aria-label], [title], [placeholder]')]
  const names = named.flatMap((element) =>
    ['aria-label', 'title', 'placeholder'].map((name) => element.getAttribute(name) ?? ''),
  )
  return [document.body.textContent, ...names].join('\n')
}

describe('the shell', () => {
  it('says ready with the first grid, and also when there is none', async () => {
    delete document.documentElement.dataset['appState']
    app({
      'services:grid': () => {
        throw new OpsError('internal', 'boom')
      },
    })
    await waitFor(() => expect(document.documentElement.dataset['appState']).toBe('ready'))
    expect(screen.getByRole('alert')).toHaveTextContentAll('控制台内部出错')
  })

  it('counts a service that is stale as not healthy', async () => {
    const services = grid().services.map((one) =>
      one.id === 'job' ? service('job', { health: { stale: true } }) : one,
    )
    app({ 'services:grid': () => grid({ services }) })
    expect(await screen.findByRole('button', { name: '整体健康：6/7 健康' })).toBeTruthy()
  })

  it('shows who is signed in and warns when the token has run out', async () => {
    app({ 'session:get': () => session({ expiresAt: Date.now() - 1_000 }) })
    expect(await screen.findByRole('button', { name: /admin/ })).toHaveTextContentAll('登录已过期')
  })

  it('goes to a screen by key', async () => {
    const { user } = app({ 'session:get': () => noSession })
    await screen.findByRole('article', { name: 'Looma CRM' })
    await user.keyboard('{Control>}3{/Control}')
    expect(await screen.findByText('人才数据受权限保护。登录后即可查看和操作。')).toBeTruthy()
    expect(screen.getByRole('button', { name: '人才' }).getAttribute('aria-current')).toBe('page')
  })

  it('lists its screens with their keys', async () => {
    app()
    await screen.findByRole('navigation', { name: '主导航' })
    const entries = [...document.querySelectorAll('nav button')]
    const words = [
      ['服务', '1'],
      ['启停', 'B'],
      ['登录', '2'],
      ['人才', '3'],
      ['清单', '4'],
      ['历史', '5'],
      ['权限', '6'],
      ['契约', '7'],
      ['调用', '8'],
      ['端口', '9'],
      ['日志', '0'],
      ['设置', ','],
    ]
    expect(entries.map(({ textContent }) => textContent)).toEqual(
      words.map(([word, key]) => expect.stringMatching(new RegExp(`^${word}.* ${key}$`))),
    )
  })

  it.each([
    ['b', '启停'],
    ['5', '运行历史'],
    ['6', '权限矩阵'],
    ['7', '接口契约'],
    ['9', '端口'],
    [screenKey('logs'), '日志'],
    [',', '设置'],
  ])('shows with key %s the screen %s', async (key, title) => {
    const { user } = app({
      'plans:current': () => null,
      'runs:list': () => [],
      'bundles:list': () => [],
      'permissions:plan': () => ({ endpoints: [], expectations: {}, suggestions: [] }),
      'permissions:current': () => null,
      'contracts:list': () => [],
      'ports:list': () => ({ at: 0, profile: { id: 'embedded', kind: 'embedded' }, rows: [] }),
      'logs:sources': () => [],
      'app:info': () => ({
        ...{ version: '0.1.0', electron: '33', chromium: '130', node: '20' },
        ...{ platform: 'linux', dataFolder: '/data', notices: [] },
      }),
    })
    await screen.findByRole('article', { name: 'Looma CRM' })
    await user.keyboard(`{Control>}${key}{/Control}`)
    expect(await screen.findByRole('heading', { level: 1, name: title })).toBeTruthy()
  })

  it('lists its shortcuts', async () => {
    const { user } = app()
    await screen.findByRole('article', { name: 'Looma CRM' })
    await user.keyboard('?')
    expect(await screen.findByRole('dialog')).toHaveTextContentAll('打开命令面板', '发送消息')
  })

  it('finds commands by typing', async () => {
    const { bridge, user } = app({ 'services:restart': () => undefined })
    await screen.findByRole('article', { name: 'Looma CRM' })
    await user.click(screen.getByRole('button', { name: '命令面板' }))
    await user.type(await screen.findByPlaceholderText('输入命令…'), '重启 简历')
    await user.keyboard('{Enter}')
    await waitFor(() => expect(bridge.inputsOf('services:restart')).toEqual([{ id: 'resume' }]))
  })

  it('lists the steps of a bring-up by command, and says why it cannot', async () => {
    const { bridge, user } = app({
      'plans:current': () => null,
      'plans:prepare': () => {
        throw new OpsError('busy', 'a plan is running')
      },
    })
    await screen.findByRole('article', { name: 'Looma CRM' })
    await user.click(screen.getByRole('button', { name: '命令面板' }))
    await user.type(await screen.findByPlaceholderText('输入命令…'), '一键启动')
    await user.keyboard('{Enter}')
    expect(await screen.findByRole('heading', { level: 1, name: '启停' })).toBeTruthy()
    expect(bridge.inputsOf('plans:prepare')).toEqual([{ kind: 'bring-up' }])
    expect(await screen.findByRole('alert')).toBeTruthy()
  })

  it('chooses another environment', async () => {
    const { bridge, user } = app({ 'profiles:use': () => undefined })
    await user.click(await screen.findByRole('button', { name: /环境: 内置/ }))
    await user.click(await screen.findByRole('menuitem', { name: /开发环境/ }))
    expect(bridge.inputsOf('profiles:use')).toEqual([{ id: 'dev' }])
  })
})

describe('the language', () => {
  it('changes every word of the home screen', async () => {
    const { user } = app({
      'services:grid': () => grid({ profile: { id: 'dev', name: 'dev', kind: 'local' } }),
      'profiles:list': () => [],
    })
    await screen.findByRole('article', { name: 'Looma CRM' })
    expect(words()).toMatch(/\p{Script=Han}/u)
    await user.click(screen.getByRole('button', { name: '切换到英文' }))
    await screen.findByRole('article', { name: 'Auth service' })
    expect(words()).not.toMatch(/\p{Script=Han}/u)
    expect(document.documentElement.lang).toBe('en')
    expect(document.title).toBe('Looma Console')
  })

  it('follows an event of main', async () => {
    const { emit } = app()
    await screen.findByRole('article', { name: '认证服务' })
    await emit('settings:changed', { ...settings, language: 'en' })
    expect(await screen.findByRole('article', { name: 'Auth service' })).toBeTruthy()
  })
})

describe('the theme', () => {
  it('changes with the setting', async () => {
    const { emit } = app()
    await screen.findByRole('article', { name: '认证服务' })
    const scheme = () => document.documentElement.getAttribute('data-mantine-color-scheme')
    expect(scheme()).toBe('light')
    await emit('settings:changed', { ...settings, theme: 'dark' })
    expect(scheme()).toBe('dark')
  })
})
