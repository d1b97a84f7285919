import { act, screen, waitFor } from '@testing-library/react'
import { expect, it } from 'vitest'
import type { LogLine } from '../../../shared/domain/services'
import type { FakeBridge } from '../../api/fake-bridge'
import { useUi } from '../../stores/ui'
import { stage } from '../../test-render'
import { LogDrawer } from './log-drawer'

const line = (seq: number, text: string): LogLine => ({ seq, at: seq, source: 'stdout', text })

async function openLog() {
  const all = stage(<LogDrawer />)
  act(() => useUi.getState().openLog('auth'))
  await screen.findByRole('log')
  return all
}

async function send(bridge: FakeBridge, lines: LogLine[], dropped = 0) {
  await act(async () => bridge.streams[0]?.send(lines, dropped))
}

it('shows lines without their escape sequences, and how many were lost', async () => {
  const { bridge } = await openLog()
  expect(screen.getByText('还没有输出')).toBeTruthy()
  await send(bridge, [line(0, '\u001b[31mfirst\u001b[0m'), line(1, 'second')], 14)
  expect(await screen.findByText('first')).toBeTruthy()
  expect(screen.getByText(/跳过 14 行/)).toBeTruthy()
  expect(screen.getByText('2 行')).toBeTruthy()
})

it('finds and counts matches', async () => {
  const { bridge, user } = await openLog()
  await send(bridge, [line(0, 'GET 200'), line(1, 'GET 502'), line(2, 'POST 502')])
  await screen.findByText('GET 200')
  await user.type(screen.getByRole('searchbox', { name: '在日志中查找' }), '502')
  expect(screen.getByText('1/2')).toBeTruthy()
  await user.click(screen.getByRole('button', { name: '下一个' }))
  expect(screen.getByText('2/2')).toBeTruthy()
  await user.click(screen.getByRole('button', { name: '下一个' }))
  expect(screen.getByText('1/2')).toBeTruthy()
})

it('holds lines while paused and shows them afterwards', async () => {
  const { bridge, user } = await openLog()
  await send(bridge, [line(0, 'before')])
  await screen.findByText('before')
  await user.click(screen.getByRole('button', { name: '暂停' }))
  await send(bridge, [line(1, 'held')])
  await waitFor(() => expect(screen.getByText(/1 行待显示/)).toBeTruthy())
  expect(screen.queryByText('held')).toBeNull()
  await user.click(screen.getByRole('button', { name: '继续' }))
  expect(await screen.findByText('held')).toBeTruthy()
})

it('closes the stream with the drawer', async () => {
  const { bridge } = await openLog()
  act(() => useUi.getState().openLog(null))
  await waitFor(() => expect(bridge.streams[0]?.isClosed()).toBe(true))
})
