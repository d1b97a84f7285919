import { screen, within } from '@testing-library/react'
import { describe, expect, it } from 'vitest'
import type { ItemResult } from '../../../shared/domain/checklist'
import { OpsError } from '../../../shared/errors'
import type { Script } from '../../api/fake-bridge'
import { itemResult, patched, report, settings, signOff, someTime } from '../../test-data'
import { checklist, finished, item } from './test-checklist'

const cause = {
  code: 'SERVICE_DOWN',
  reason: 'PROCESS_DOWN',
  message: { zh: '聊天服务没有运行', en: 'down' },
  hint: { zh: '先启动它', en: 'start it' },
  confidence: 'likely' as const,
  facts: [{ name: 'port', value: '8206' }],
  action: { kind: 'open-log' as const, service: 'ai' as const },
}
const call = {
  method: 'POST',
  url: 'http://localhost:8888/chat',
  status: 502,
  durationMs: 9,
  request: '{}',
  response: '<html>',
  error: null,
  at: someTime,
  correlationId: 'corr-42',
}

async function openChat(result: ItemResult, script: Script = {}, change = {}) {
  const staged = checklist({
    'checklist:current': () => finished({ ...report({}, { 'api.chat': result }), ...change }),
    ...script,
  })
  await screen.findByText(/^(全部通过|未通过：有失败项)$/)
  await staged.user.click(item('api.chat'))
  return staged
}

describe('an item that failed', () => {
  it('shows the facts, the failure mode and the action of its cause', async () => {
    await openChat(itemResult('api.chat', 'fail', { cause }))
    const box = screen.getByRole('region', { name: '原因' })
    expect(box).toHaveTextContentAll('SERVICE_DOWN', 'PROCESS_DOWN', '可能', '先启动它')
    expect(within(box).getByRole('row', { name: 'port 8206' })).toBeTruthy()
    expect(within(box).getByRole('button', { name: '打开AI 服务的日志' })).toBeTruthy()
  })

  it('gives the id by which a call is found in the logs', async () => {
    const { bridge, user } = await openChat(itemResult('api.chat', 'fail', { calls: [call] }), {
      'app:copy': () => undefined,
    })
    expect(screen.getByText('corr-42')).toBeTruthy()
    await user.click(screen.getByRole('button', { name: '复制关联 ID' }))
    expect(bridge.inputsOf('app:copy')).toEqual([{ text: 'corr-42' }])
  })
})

describe('attempts', () => {
  it('keeps the first one and tells a flaky pass in words', async () => {
    const first = itemResult('api.chat', 'fail', { cause })
    const { user } = await openChat(
      itemResult('api.chat', 'pass', {
        flaky: true,
        attempt: 2,
        earlier: [{ ...first, attempt: 1 }],
      }),
    )
    expect(screen.getByText(/第一次没有通过，再试后才通过/)).toBeTruthy()
    expect(screen.queryByRole('region', { name: '原因' })).toBeNull()
    await user.click(screen.getByRole('radio', { name: '第 1 次：失败' }))
    expect(screen.getByRole('region', { name: '原因' })).toHaveTextContentAll('聊天服务没有运行')
    await user.click(screen.getByRole('radio', { name: '第 2 次：通过' }))
    expect(screen.queryByRole('region', { name: '原因' })).toBeNull()
  })
})

describe('a manual result', () => {
  const denied = itemResult('api.chat', 'fail')
  const manual = {
    verdict: 'pass' as const,
    note: '用浏览器验证',
    name: '李雷',
    at: someTime,
    automatic: { verdict: 'fail' as const, cause: null },
  }
  const judged = report({}, { 'api.chat': { ...denied, manual } })

  it('needs grounds and a name, keeps both on an error, and stands beside the verdict', async () => {
    let isBroken = true
    const { bridge, user } = await openChat(denied, {
      'runs:judge': () => {
        if (isBroken) throw new OpsError('storage', 'disk full')
        return judged
      },
      'settings:update': (patch) => patched(settings, patch),
    })
    await user.click(screen.getByRole('button', { name: '记录人工结论' }))
    expect(screen.getByText(/人工通过不会计入“通过”/)).toBeTruthy()
    const save = screen.getByRole('button', { name: '保存' })
    const section = screen.getByRole('region', { name: '人工结论' })
    await user.type(within(section).getByLabelText(/依据/), '用浏览器验证')
    expect(save.hasAttribute('disabled')).toBe(true)
    await user.type(within(section).getByLabelText(/姓名/), '李雷')
    await user.click(save)
    expect(await within(section).findByRole('alert')).toHaveTextContentAll('本机数据读写失败')
    expect(within(section).getByLabelText<HTMLTextAreaElement>(/依据/).value).toBe('用浏览器验证')

    isBroken = false
    await user.click(screen.getByRole('button', { name: '保存' }))
    expect(await within(section).findByText('用浏览器验证')).toBeTruthy()
    expect(section).toHaveTextContentAll('人工：通过', '李雷', '控制台结论：失败')
    expect(bridge.inputsOf('runs:judge').at(-1)).toEqual({
      id: 'run-1',
      itemId: 'api.chat',
      result: { verdict: 'pass', note: '用浏览器验证', name: '李雷' },
    })
    expect(bridge.inputsOf('settings:update')).toEqual([{ tester: '李雷' }])
    expect(item('api.chat').dataset['verdict']).toBe('fail')
    expect(item('api.chat')).toHaveTextContentAll('人工：通过', '失败')
  })

  it('fills in the tester and sends a failure', async () => {
    const { bridge, user } = await openChat(denied, {
      'settings:get': () => patched(settings, { tester: '韩梅梅' }),
      'runs:judge': () => judged,
    })
    await user.click(screen.getByRole('button', { name: '记录人工结论' }))
    await user.click(screen.getByRole('radio', { name: '人工：失败' }))
    await user.type(screen.getByLabelText(/依据/), '页面空白')
    await user.click(screen.getByRole('button', { name: '保存' }))
    expect(bridge.inputsOf('runs:judge')[0]?.result).toEqual({
      verdict: 'fail',
      note: '页面空白',
      name: '韩梅梅',
    })
  })

  it('is taken back', async () => {
    const { bridge, user } = await openChat(
      { ...denied, manual },
      { 'runs:judge': () => report({}, { 'api.chat': denied }) },
    )
    await user.click(screen.getByRole('button', { name: '收回' }))
    expect(bridge.inputsOf('runs:judge')).toEqual([
      { id: 'run-1', itemId: 'api.chat', result: null },
    ])
    expect(await screen.findByRole('button', { name: '记录人工结论' })).toBeTruthy()
  })

  it('cannot be changed in a signed run', async () => {
    const { user } = await openChat({ ...denied, manual }, {}, { signOffs: [signOff()] })
    await user.click(screen.getByRole('button', { name: '收回' }))
    expect((await screen.findByRole('tooltip')).textContent).toContain('先撤回签署')
    expect(screen.queryByRole('form', { name: '添加备注或附件' })).toBeNull()
    expect(screen.getByText(/不能改动：已签署/)).toBeTruthy()
  })
})

describe('the record of an item', () => {
  it('shows its own notes and adds one', async () => {
    const note = { itemId: 'api.chat', text: '已联系后端', name: '李雷', at: someTime }
    const of = report({}, { 'api.chat': itemResult('api.chat', 'fail') })
    const { bridge, user } = await openChat(
      itemResult('api.chat', 'fail'),
      {
        'settings:get': () => patched(settings, { tester: '李雷' }),
        'runs:note': ({ text }) => ({
          ...of,
          notes: [
            { ...note, id: 'n1' },
            { ...note, id: 'n3', text },
          ],
        }),
      },
      {
        notes: [
          { ...note, id: 'n1' },
          { ...note, id: 'n2', itemId: null, text: '整体备注' },
        ],
      },
    )
    expect(screen.getByText('已联系后端')).toBeTruthy()
    expect(screen.queryByText('整体备注')).toBeNull()
    await user.type(screen.getByLabelText('新备注'), '等待修复')
    await user.click(screen.getByRole('button', { name: '添加备注' }))
    expect(bridge.inputsOf('runs:note')).toEqual([
      { id: 'run-1', itemId: 'api.chat', text: '等待修复', name: '李雷' },
    ])
    expect(await screen.findByText('等待修复')).toBeTruthy()
    expect(screen.getByLabelText<HTMLTextAreaElement>('新备注').value).toBe('')
  })
})
