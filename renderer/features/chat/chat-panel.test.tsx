import { screen, waitFor, within } from '@testing-library/react'
import { describe, expect, it } from 'vitest'
import type { ChatMessage } from '../../../shared/domain/chat'
import { OpsError, toWire } from '../../../shared/errors'
import { stage } from '../../test-render'
import { ChatPanel } from './chat-panel'

let next = 0
const message = (
  author: ChatMessage['author'],
  text: string,
  change: Partial<ChatMessage> = {},
): ChatMessage => ({
  id: `m${(next += 1)}`,
  talentId: 't1',
  author,
  at: Date.UTC(2026, 5, 1, 8),
  text,
  state: 'answered',
  error: null,
  callId: null,
  durationMs: null,
  ...change,
})

const input = () => screen.getByRole('textbox', { name: '消息' })

describe('the conversation', () => {
  it('sends with Enter, not with Shift+Enter, and shows the answer', async () => {
    const { bridge, user } = stage(<ChatPanel talentId="t1" />, {
      'chat:history': () => [],
      'chat:send': ({ text }) => [message('person', text), message('assistant', '他会 **Go**')],
    })
    await screen.findByText('还没有对话')
    await user.type(input(), '第一行{Shift>}{Enter}{/Shift}第二行{Enter}')
    expect(bridge.inputsOf('chat:send')).toEqual([{ id: 't1', text: '第一行\n第二行' }])
    expect((await screen.findByText('Go')).tagName).toBe('STRONG')
  })

  it('cancels an answer under way, and offers to send again', async () => {
    let settle: (messages: ChatMessage[]) => void = () => undefined
    const { bridge, user } = stage(<ChatPanel talentId="t1" />, {
      'chat:history': () => [],
      'chat:send': () => new Promise((resolve) => (settle = resolve)),
      'chat:cancel': () => {
        settle([message('person', '慢问题', { state: 'cancelled' })])
        return undefined
      },
    })
    await screen.findByText('还没有对话')
    await user.type(input(), '慢问题{Enter}')
    await user.click(await screen.findByRole('button', { name: '停止回答' }))
    expect(bridge.inputsOf('chat:cancel')).toEqual([{ id: 't1' }])
    expect(await screen.findByText('已取消')).toBeTruthy()
    await user.click(screen.getByRole('button', { name: '重新发送' }))
    expect(bridge.inputsOf('chat:send')).toHaveLength(2)
  })

  it('shows a failed message with its error', async () => {
    const error = toWire(new OpsError('timeout', 'too late', { callId: 'c3' }))
    stage(<ChatPanel talentId="t1" />, {
      'chat:history': () => [message('person', '问题', { state: 'failed', error })],
    })
    expect(await screen.findByRole('alert')).toHaveTextContentAll('服务没有在期限内回答')
    expect(screen.getByRole('button', { name: '重新发送' })).toBeTruthy()
  })

  it('sets days apart', async () => {
    stage(<ChatPanel talentId="t1" />, {
      'chat:history': () => [
        message('person', 'a', { at: Date.UTC(2026, 5, 1, 12) }),
        message('assistant', 'b', { at: Date.UTC(2026, 5, 1, 12, 1) }),
        message('person', 'c', { at: Date.UTC(2026, 5, 3, 12) }),
      ],
    })
    await screen.findByText('a')
    expect(screen.getAllByText(/2026年6月/)).toHaveLength(2)
  })

  it('clears only when confirmed', async () => {
    let history = [message('person', 'a')]
    const { bridge, user } = stage(<ChatPanel talentId="t1" />, {
      'chat:history': () => history,
      'chat:clear': () => {
        history = []
        return undefined
      },
    })
    await screen.findByText('a')
    await user.click(screen.getByRole('button', { name: '清空对话' }))
    expect(bridge.inputsOf('chat:clear')).toEqual([])
    const dialog = within(await screen.findByRole('dialog'))
    await user.click(dialog.getByRole('button', { name: '清空对话' }))
    expect(await screen.findByText('还没有对话')).toBeTruthy()
  })
})

describe('text from outside', () => {
  const corpus = [
    '<script>window.hit = 1</script>',
    '<img src=x onerror="window.hit = 1">',
    '<svg onload="window.hit = 1"><iframe src="javascript:window.hit=1"></iframe></svg>',
    '[click](javascript:window.hit=1)',
    '[click](data:text/html,<script>window.hit=1</script>)',
    '![track](https://example.com/pixel.png)',
    '<a href="https://example.com" onclick="window.hit=1">x</a>',
    '<style>*{display:none}</style><base href="https://example.com">',
    '<form action="https://example.com"><input name=a><button>go</button></form>',
    '<https://example.com> and https://example.com',
    '- [x] <object data="x"></object>',
    '| a |\n|---|\n| <video src=x onerror="window.hit=1"> |',
  ]

  it.each(corpus)('stays text: %s', async (text) => {
    stage(<ChatPanel talentId="t1" />, {
      'chat:history': () => [message('assistant', text)],
    })
    const bubble = await screen.findByRole('article', { name: '助手' })
    const risky =
      'script, img, svg[onload], iframe, a, style, base, form, input, object, video, [onerror], [onclick], [onload]'
    await waitFor(() => expect(bubble.textContent).not.toBe(''))
    expect(bubble.querySelector(risky)).toBeNull()
    expect(window).not.toHaveProperty('hit')
  })
})
