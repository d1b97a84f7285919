import { fireEvent, screen, waitFor, within } from '@testing-library/react'
import { describe, expect, it } from 'vitest'
import { noSession } from '../../../shared/domain/session'
import { OpsError, toWire } from '../../../shared/errors'
import type { Script } from '../../api/fake-bridge'
import { useUi } from '../../stores/ui'
import { syncJob, talent, talentDetail } from '../../test-data'
import { stage } from '../../test-render'
import { TalentsScreen } from './talents-screen'

const oddId = 'a/b?c#d 名 %'
const all = ['t1', 't2', 't3', 't4', oddId].map((id) => talent(id))

function talents(script: Script = {}) {
  return stage(<TalentsScreen matchesOf={() => null} chatOf={() => null} />, {
    'talents:list': ({ query }) => {
      const items = all.filter(({ name }) => name.includes(query))
      return { total: items.length, items, callId: 'c1' }
    },
    'talents:get': ({ id }) => talentDetail(id),
    'talents:result': () => null,
    'sync:get': () => null,
    ...script,
  })
}

const row = (id: string) => screen.findByRole('row', { name: new RegExp(`${id}`) })

describe('the list', () => {
  it('explains that a sign-in is needed and leads there', async () => {
    const { user } = talents({ 'session:get': () => noSession })
    await user.click(await screen.findByRole('button', { name: '去登录' }))
    expect(useUi.getState().screen).toBe('session')
  })

  it('searches after a pause, once', async () => {
    const { bridge, user } = talents()
    await row('t1')
    await user.type(screen.getByRole('searchbox'), 't3')
    await waitFor(() => expect(screen.queryByText('人才 t1')).toBeNull())
    await row('t3')
    expect(bridge.inputsOf('talents:list').map(({ query }) => query)).toEqual(['', 't3'])
  })

  it('says when nothing matches', async () => {
    const { user } = talents()
    await row('t1')
    await user.type(screen.getByRole('searchbox'), 'zzz')
    expect(await screen.findByText(/没有匹配“zzz”的人才/)).toBeTruthy()
  })

  it('selects a range with shift and by keyboard', async () => {
    const { user } = talents()
    fireEvent.click(await row('t1'))
    fireEvent.click(await row('t3'), { shiftKey: true })
    expect([...useUi.getState().selectedTalents]).toEqual(['t1', 't2', 't3'])
    ;(await row('t3')).focus()
    await user.keyboard('{ArrowDown} ')
    expect([...useUi.getState().selectedTalents]).toEqual(['t1', 't2', 't3', 't4'])
  })

  it('words a refusal of the whole list', async () => {
    talents({
      'talents:list': () => {
        throw new OpsError('denied', 'permission talents:read', { callId: 'c9' })
      },
    })
    expect(await screen.findByRole('alert')).toHaveTextContentAll('没有这个权限（403）', '查看调用')
  })
})

describe('one talent', () => {
  it('passes an odd id on untouched', async () => {
    const { bridge } = talents()
    fireEvent.click(await row('a/b'))
    await screen.findByText('八年后端经验')
    expect(bridge.inputsOf('talents:get')).toEqual([{ id: oddId }])
  })

  it('warns of a placeholder record', async () => {
    talents({ 'talents:get': ({ id }) => talentDetail(id, { placeholder: true }) })
    fireEvent.click(await row('t1'))
    expect(await screen.findByText(/Looma 标记该记录为占位数据/)).toBeTruthy()
  })

  it('syncs, shows the resume id, and opens the call', async () => {
    const { user } = talents({
      'talents:sync': ({ id }) => ({
        talentId: id,
        resumeId: 'res-7',
        action: 'created',
        callId: 'call-sync',
      }),
    })
    fireEvent.click(await row('t1'))
    await user.click(await screen.findByRole('tab', { name: '同步' }))
    const panel = within(screen.getByRole('tabpanel'))
    await user.click(panel.getByRole('button', { name: '同步' }))
    expect(await panel.findByText('res-7')).toBeTruthy()
    expect(panel.getByText('已创建')).toBeTruthy()
    await user.click(panel.getByRole('button', { name: '查看调用' }))
    expect(useUi.getState().callId).toBe('call-sync')
  })

  it('shows the AI result that came back', async () => {
    const { user } = talents({
      'talents:process': ({ id }) => ({
        talentId: id,
        at: 1,
        skills: ['Rust'],
        years: 6,
        level: 'senior',
        summary: null,
        vectorLength: 384,
        vectorHead: [0.5],
        callId: 'c2',
      }),
    })
    fireEvent.click(await row('t1'))
    await user.click(await screen.findByRole('tab', { name: 'AI 结果' }))
    expect(await screen.findByText('还没有 AI 结果')).toBeTruthy()
    await user.click(screen.getByRole('button', { name: 'AI 处理' }))
    expect(await screen.findByText('Rust')).toBeTruthy()
    expect(screen.getByText('384 维')).toBeTruthy()
  })
})

describe('bulk sync', () => {
  it('syncs the selection, follows the events, and cancels', async () => {
    const { bridge, user, emit } = talents({
      'sync:start': () => syncJob(),
      'sync:cancel': () => syncJob({ state: 'cancelling' }),
    })
    await user.click(within(await row('t2')).getByRole('checkbox', { name: /选择/ }))
    await user.click(screen.getByRole('button', { name: '同步所选' }))
    expect(bridge.inputsOf('sync:start')).toEqual([{ ids: ['t2'] }])
    const bar = await screen.findByRole('progressbar', { name: '批量同步进度' })
    expect(bar.getAttribute('aria-valuenow')).toBe('4')
    await emit('sync:changed', syncJob({ done: 6, waiting: 2 }))
    expect(bar.getAttribute('aria-valuenow')).toBe('7')
    await user.click(screen.getByRole('button', { name: '取消同步' }))
    expect(await screen.findByText('正在取消')).toBeTruthy()
  })

  it('refuses a second one and says why', async () => {
    const { bridge, user } = talents({ 'sync:get': () => syncJob() })
    await screen.findByRole('progressbar')
    await user.click(screen.getByRole('button', { name: '同步全部' }))
    expect(bridge.inputsOf('sync:start')).toEqual([])
    expect(await screen.findByText('批量同步正在进行')).toBeTruthy()
  })

  it('lists what failed with its cause and retries only that', async () => {
    const error = toWire(new OpsError('timeout', 'too late', { callId: 'c5' }))
    const failed = syncJob({
      state: 'finished',
      finishedAt: 1,
      waiting: 0,
      running: 0,
      done: 9,
      failures: [
        {
          talentId: 't3',
          name: '孙浩然',
          state: 'failed',
          resumeId: null,
          error,
          callId: 'c5',
        },
      ],
    })
    const { bridge, user } = talents({
      'sync:get': () => failed,
      'sync:retry': () => syncJob({ id: 'job-2', total: 1 }),
    })
    await user.click(await screen.findByRole('button', { name: '失败项' }))
    const list = await screen.findByRole('list', { name: '失败项' })
    expect(list).toHaveTextContentAll('孙浩然', '服务没有在期限内回答')
    await user.click(screen.getByRole('button', { name: '仅重试失败项' }))
    expect(bridge.inputsOf('sync:retry')).toHaveLength(1)
    expect(bridge.inputsOf('sync:start')).toEqual([])
  })
})
