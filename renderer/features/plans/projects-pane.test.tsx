import { screen, waitFor, within } from '@testing-library/react'
import { describe, expect, it } from 'vitest'
import type { Project } from '../../../shared/domain/projects'
import { OpsError } from '../../../shared/errors'
import type { Script } from '../../api/fake-bridge'
import { grid } from '../../test-data'
import { stage } from '../../test-render'
import { PlansScreen } from './plans-screen'
import { bringUp, project, script } from './test-plans'

const local = { id: 'dev', name: '开发环境', kind: 'local' as const }

async function projects(list: Project[], more: Script = {}) {
  const staged = stage(<PlansScreen />, {
    'services:grid': () => grid({ profile: local, stack: null }),
    'plans:current': () => null,
    'projects:list': () => list,
    ...more,
  })
  await staged.user.click(await screen.findByRole('tab', { name: '项目与脚本' }))
  return staged
}

const card = async (name: string) => within(await screen.findByRole('region', { name }))
const isRefused = (element: HTMLElement) => element.getAttribute('aria-disabled') === 'true'

const pair = { kind: 'script' as const, start: 'quick_start.sh', stop: null }
const trap = { zh: '停 Looma 会连认证服务一起停掉', en: 'also stops auth' }
const looma = project('looma', {
  offers: [{ kind: 'app' }, { kind: 'compose', file: 'docker-compose.yml' }, pair],
  scripts: [
    script('quick_start.sh', { warnings: [trap] }),
    script('odd.sh', { purpose: 'unknown', isKnown: false, isExecutable: false }),
  ],
  composeFiles: ['docker-compose.yml'],
})

describe('the projects', () => {
  it('are not asked for in the embedded environment', async () => {
    const { bridge } = await projects([], { 'services:grid': () => grid() })
    expect(await screen.findByText('内置环境不需要项目文件夹')).toBeTruthy()
    expect(bridge.inputsOf('projects:list')).toEqual([])
  })

  it('are not offered where the environment has none', async () => {
    await projects([], {
      'projects:list': () => {
        throw new OpsError('unsupported', 'remote')
      },
    })
    expect(await screen.findByText('这个环境不用项目文件夹')).toBeTruthy()
  })

  it('ask main for the folder', async () => {
    const { bridge, user } = await projects([project('zervigo', { folder: null })], {
      'projects:choose': () => [project('zervigo')],
    })
    const zervigo = await card('Zervigo')
    await user.click(zervigo.getByRole('button', { name: '选择文件夹…' }))
    expect(bridge.inputsOf('projects:choose')).toEqual([{ side: 'zervigo' }])
    expect(await zervigo.findByText('/home/dev/zervigo')).toBeTruthy()
  })

  it.each(['missing', 'not-a-folder', 'unreadable', 'not-a-project'] as const)(
    'say what is wrong with a folder that is %s, and offer no start',
    async (problem) => {
      await projects([{ ...looma, problem }])
      const side = await card('Looma CRM')
      expect(side.getByRole('alert').dataset['problem']).toBe(problem)
      expect(side.queryByRole('radio')).toBeNull()
    },
  )

  it('explain each way to start, and keep the chosen one', async () => {
    const { bridge, user } = await projects([looma], {
      'projects:launch': ({ launch }) => [{ ...looma, launch }],
    })
    const side = await card('Looma CRM')
    const radios = side.getAllByRole('radio')
    expect(radios).toHaveLength(4)
    expect(side.getByText(/直接运行 looma_crm\/app.py/)).toBeTruthy()
    expect(side.getByText(/真正读取的环境变量/)).toBeTruthy()
    expect(side.getByText(/有 1 条警告，见下面/)).toBeTruthy()
    const none = side.getByRole('radio', { name: /不由控制台启动/ })
    expect(none).toHaveProperty('checked', true)
    await user.click(side.getByRole('radio', { name: /app\.py/ }))
    await waitFor(() =>
      expect(side.getByRole('radio', { name: /app\.py/ })).toHaveProperty('checked', true),
    )
    await user.click(side.getByRole('radio', { name: /quick_start/ }))
    await waitFor(() => expect(bridge.inputsOf('projects:launch')).toHaveLength(2))
    expect(bridge.inputsOf('projects:launch')).toEqual([
      { side: 'looma', launch: { kind: 'app' } },
      { side: 'looma', launch: pair },
    ])
  })

  it('show a choice that the folder no longer has', async () => {
    await projects([{ ...looma, launch: { kind: 'script', start: 'gone.sh', stop: null } }])
    const side = await card('Looma CRM')
    expect(side.getByRole('radio', { name: /gone\.sh/ })).toHaveProperty('checked', true)
    expect(side.getByText(/已没有这一种/)).toBeTruthy()
  })

  it('are locked while they run, with the reason', async () => {
    const { bridge, user } = await projects([{ ...looma, isRunning: true }])
    const side = await card('Looma CRM')
    expect(side.getByText(/停止之后才能更改/)).toBeTruthy()
    const choose = side.getByRole('button', { name: '换一个文件夹…' })
    expect(isRefused(choose)).toBe(true)
    await user.click(choose)
    for (const radio of side.getAllByRole('radio')) expect(radio).toHaveProperty('disabled', true)
    expect(bridge.inputsOf('projects:choose')).toEqual([])
  })

  it('leave the start to the profile where it has its own', async () => {
    await projects([{ ...looma, isInProfile: true }])
    const side = await card('Looma CRM')
    expect(side.getByText(/控制台用那些命令/)).toBeTruthy()
    expect(side.queryByRole('radio')).toBeNull()
  })

  it('list the scripts with their traps in sight', async () => {
    await projects([looma])
    const side = await card('Looma CRM')
    expect(side.getByRole('row', { name: /quick_start/ })).toHaveTextContentAll('启动', trap.zh)
    expect(side.getByRole('row', { name: /odd/ })).toHaveTextContentAll(
      '不清楚',
      '不可执行',
      '控制台不认识',
    )
  })

  it('say what went wrong, and can be forgotten', async () => {
    const { bridge, user } = await projects([looma], {
      'projects:forget': () => {
        throw new OpsError('busy', 'it runs')
      },
    })
    const side = await card('Looma CRM')
    await user.click(side.getByRole('button', { name: '不再使用' }))
    expect(await side.findByRole('alert')).toHaveTextContentAll('it runs')
    expect(bridge.inputsOf('projects:forget')).toEqual([{ side: 'looma' }])
  })

  it('are asked for again when the steps of a plan changed something', async () => {
    const { bridge, emit } = await projects([looma])
    await card('Looma CRM')
    await emit('plans:changed', bringUp({ state: 'running' }))
    await waitFor(() => expect(bridge.inputsOf('projects:list').length).toBeGreaterThan(1))
  })
})
