import { act, fireEvent, screen, within } from '@testing-library/react'
import { describe, expect, it } from 'vitest'
import { useUi } from '../../stores/ui'
import { callRecord, callSummary } from '../../test-data'
import { stage } from '../../test-render'
import { CallDrawer } from './call-drawer'
import { CallsScreen } from './calls-screen'

const calls = [
  callSummary('sync'),
  callSummary('denied', { status: 403, error: { code: 'denied', message: 'no permission' } }),
  callSummary('dead', { service: 'ai', status: null, error: { code: 'timeout', message: 'late' } }),
]

const rows = () => [...document.querySelectorAll('[data-row]')].map((row) => row.textContent)

describe('the call list', () => {
  it('filters by service, result and text', async () => {
    const { user } = stage(<CallsScreen />, { 'calls:list': () => calls })
    await screen.findByRole('grid', { name: '调用列表' })
    expect(rows()).toHaveLength(3)
    await user.selectOptions(screen.getByRole('combobox', { name: '结果' }), 'broken')
    expect(rows()).toEqual([expect.stringContaining('/api/dead')])
    await user.selectOptions(screen.getByRole('combobox', { name: '结果' }), 'all')
    await user.selectOptions(screen.getByRole('combobox', { name: '服务' }), 'looma')
    expect(rows()).toHaveLength(2)
    await user.type(screen.getByRole('searchbox'), 'permission')
    expect(rows()).toEqual([expect.stringContaining('/api/denied')])
  })

  it('opens a call by click', async () => {
    stage(<CallsScreen />, { 'calls:list': () => calls })
    fireEvent.click(await screen.findByRole('row', { name: /api\/sync/ }))
    expect(useUi.getState().callId).toBe('sync')
  })
})

describe('the call drawer', () => {
  async function open(record: ReturnType<typeof callRecord>) {
    const all = stage(<CallDrawer />, {
      'calls:get': () => record,
      'app:copy': () => undefined,
    })
    act(() => useUi.getState().openCall(record.id))
    return { ...all, dialog: await screen.findByRole('dialog') }
  }

  it('shows timings, masked headers and readable bodies', async () => {
    const { dialog } = await open(callRecord('sync'))
    await within(dialog).findByText(/http:\/\/localhost:8888\/api\/sync/)
    expect(dialog).toHaveTextContentAll(
      '排队 5毫秒',
      '连接 2毫秒',
      '等待首字节 28毫秒',
      '接收 5毫秒',
    )
    expect(dialog).toHaveTextContentAll('合计 40毫秒', 'Bearer ***', '"list": [\n    1\n  ]')
  })

  it('copies as curl through main', async () => {
    const { bridge, user, dialog } = await open(callRecord('sync'))
    await user.click(await within(dialog).findByRole('button', { name: '复制为 curl' }))
    expect(bridge.inputsOf('app:copy')).toEqual([
      { text: "curl -X POST 'http://localhost:8888/api/x'" },
    ])
  })

  it('leads to the logs of its moment and its request', async () => {
    const { user, dialog } = await open(callRecord('sync'))
    await user.click(await within(dialog).findByRole('button', { name: '在日志中查找' }))
    expect(useUi.getState()).toMatchObject({
      ...{ screen: 'logs', callId: null, logRequest: 'correlation-1' },
      logTime: callRecord('sync').at,
    })
  })

  it('words an error and shows a cut or foreign body as it came', async () => {
    const { dialog } = await open(
      callRecord('sync', {
        status: 502,
        error: { code: 'malformed', message: 'content type text/html' },
        response: { headers: [], body: { text: '<html>{"a"', bytes: 9_000, truncated: true } },
      }),
    )
    expect(await within(dialog).findByRole('alert')).toHaveTextContentAll(
      '应答无法理解',
      'content type text/html',
    )
    expect(dialog).toHaveTextContentAll('<html>{"a"', '8.8 KB')
  })

  it('says when nothing came back', async () => {
    const { dialog } = await open(
      callRecord('dead', {
        status: null,
        response: null,
        error: { code: 'ODD_CODE', message: 'something new' },
      }),
    )
    await within(dialog).findByText('没有收到应答')
    expect(within(dialog).getByRole('alert')).toHaveTextContentAll('ODD_CODE', 'something new')
  })
})
