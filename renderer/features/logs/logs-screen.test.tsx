import { act, fireEvent, screen, waitFor, within } from '@testing-library/react'
import { describe, expect, it } from 'vitest'
import type { LogSource, MergedLine } from '../../../shared/domain/logs'
import type { FakeBridge, Script } from '../../api/fake-bridge'
import { useUi } from '../../stores/ui'
import { someTime } from '../../test-data'
import { stage } from '../../test-render'
import { LogsScreen } from './logs-screen'

const source = (service: string, change: Partial<LogSource> = {}): LogSource => ({
  ...{ service, kind: 'process', file: `/logs/${service}.log`, problem: null },
  ...change,
})
const line = (seq: number, text: string, change: Partial<MergedLine> = {}): MergedLine => ({
  ...{ seq, at: someTime + seq * 1_000, service: 'auth', source: 'stdout', level: null, text },
  ...change,
})

async function open(script: Script = {}) {
  const all = stage(<LogsScreen />, {
    'logs:sources': () => [source('auth'), source('ai'), source('job')],
    ...script,
  })
  await screen.findByRole('log')
  return all
}

async function send(bridge: FakeBridge, lines: MergedLine[], dropped = 0) {
  await act(async () => bridge.streams.at(-1)?.send(lines, dropped))
}

const rows = () => [...document.querySelectorAll('[role=log] [data-index]')]
const texts = () => rows().map((row) => row.textContent)
const marked = () => [...document.querySelectorAll('mark')].map((mark) => mark.textContent)

describe('whose log', () => {
  it('follows every service, and only those that are switched on', async () => {
    const { bridge, user } = await open()
    expect(bridge.streams[0]?.input).toEqual({ services: ['auth', 'ai', 'job'] })
    await user.click(screen.getByRole('button', { name: /AI 服务/ }))
    await waitFor(() => expect(bridge.streams[0]?.isClosed()).toBe(true))
    expect(bridge.streams[1]?.input).toEqual({ services: ['auth', 'job'] })
    expect(screen.getByRole('button', { name: /AI 服务/ }).getAttribute('aria-pressed')).toBe(
      'false',
    )
  })

  it('says which file cannot be read, and where it should be', async () => {
    await open({
      'logs:sources': () => [
        source('auth'),
        source('job', {
          kind: 'file',
          problem: { code: 'missing', detail: 'ENOENT: no such file' },
        }),
      ],
    })
    expect(screen.getByText('/logs/job.log')).toBeTruthy()
    expect(screen.getByText(/日志文件还不存在/)).toBeTruthy()
  })

  it('explains an environment without any log', async () => {
    stage(<LogsScreen />, { 'logs:sources': () => [] })
    expect(await screen.findByText('没有可读的日志')).toBeTruthy()
  })
})

describe('the lines', () => {
  it('stand by time with service and level, also those that come late', async () => {
    const { bridge } = await open()
    await send(bridge, [line(0, 'first'), line(2, 'third', { service: 'ai', level: 'error' })])
    await send(bridge, [line(1, 'second', { service: 'job', source: 'file' })])
    await screen.findByText('second')
    expect(texts()).toEqual([
      expect.stringMatching(/auth.*first$/),
      expect.stringMatching(/job.*second$/),
      expect.stringMatching(/ai错误third$/),
    ])
  })

  it('count what was left out', async () => {
    const { bridge } = await open()
    await send(bridge, [line(0, 'only')], 4_711)
    expect(await screen.findByText(/跳过 4,711 行/)).toBeTruthy()
  })

  it('hold at most 10,000, and count the older ones', async () => {
    const { bridge } = await open()
    const many = Array.from({ length: 10_050 }, (_, seq) => line(seq, `a ${'b'.repeat(seq % 7)}`))
    await send(bridge, many)
    expect(await screen.findByText(/较早的 50 行/)).toBeTruthy()
    expect(screen.getByText('显示 10,000 / 10,000 行')).toBeTruthy()
  })

  it('fold what repeats but for its figures, each service by itself', async () => {
    const { bridge, user } = await open()
    const refused = (seq: number) => line(seq, `12:00:0${seq % 10} connect refused ${seq}`)
    const other = (seq: number) => line(seq, `tick ${seq}`, { service: 'ai' })
    const noise = Array.from({ length: 40 }, (_, n) => (n % 2 === 0 ? refused(n) : other(n)))
    await send(bridge, noise)
    await waitFor(() => expect(rows()).toHaveLength(2))
    expect(texts()[0]).toMatch(/refused 0共 20 次/)
    await user.click(screen.getByRole('button', { name: '合并重复的行' }))
    expect(rows().length).toBeGreaterThan(20)
  })
})

describe('filters', () => {
  const lines = [
    line(0, 'GET /a 200 id-1', { level: 'info' }),
    line(1, 'no level id-2'),
    line(2, 'failed id-1', { level: 'error' }),
    line(3, 'slow id-2', { level: 'warn' }),
  ]

  it('by level leave the more serious', async () => {
    const { bridge, user } = await open()
    await send(bridge, lines)
    await screen.findByText('failed id-1')
    await user.selectOptions(screen.getByRole('combobox', { name: '级别' }), 'warn')
    expect(texts()).toEqual([expect.stringContaining('failed'), expect.stringContaining('slow')])
    expect(screen.getByText('显示 2 / 4 行')).toBeTruthy()
  })

  it('by request come from a call, with the moment, and can be taken back', async () => {
    act(() => useUi.getState().openLogsAt(someTime + 2_000, 'id-1'))
    const { bridge, user } = await open()
    await send(bridge, lines)
    await waitFor(() => expect(rows()).toHaveLength(2))
    expect(screen.getByRole<HTMLInputElement>('textbox', { name: /请求 ID/ }).value).toBe('id-1')
    expect(useUi.getState().logTime).toBeNull()
    await user.click(screen.getByRole('button', { name: '清除请求 ID' }))
    expect(rows()).toHaveLength(4)
  })

  it('that leave nothing say so', async () => {
    const { bridge, user } = await open()
    await send(bridge, lines)
    await screen.findByText('failed id-1')
    await user.type(screen.getByRole('textbox', { name: /请求 ID/ }), 'nowhere')
    expect(screen.getByText('没有符合筛选条件的行')).toBeTruthy()
  })
})

describe('search', () => {
  const lines = [line(0, 'GET 502'), line(1, 'get 200'), line(2, 'POST 502')]

  it('steps with Enter and back with Shift+Enter, and stops following', async () => {
    const { bridge, user } = await open()
    await send(bridge, lines)
    await screen.findByText('get 200')
    const field = screen.getByRole('searchbox', { name: '在日志中查找' })
    await user.type(field, '502')
    expect(screen.getByText('1/2')).toBeTruthy()
    expect(marked()).toEqual(['502', '502'])
    await user.type(field, '{Enter}')
    expect(screen.getByText('2/2')).toBeTruthy()
    await user.type(field, '{Shift>}{Enter}{/Shift}')
    expect(screen.getByText('1/2')).toBeTruthy()
    expect(screen.getByRole('button', { name: /回到最新/ })).toBeTruthy()
  })

  it('takes patterns and minds the case when asked, and says what is wrong with a pattern', async () => {
    const { bridge, user } = await open()
    await send(bridge, lines)
    await screen.findByText('get 200')
    const field = screen.getByRole('searchbox', { name: '在日志中查找' })
    await user.type(field, 'GET')
    expect(marked()).toEqual(['GET', 'get'])
    await user.click(screen.getByRole('button', { name: '区分大小写' }))
    expect(marked()).toEqual(['GET'])
    await user.click(screen.getByRole('button', { name: '正则表达式' }))
    fireEvent.change(field, { target: { value: '5\\d2$' } })
    expect(marked()).toEqual(['502', '502'])
    fireEvent.change(field, { target: { value: '(' } })
    expect(screen.getByText(/正则表达式有误/)).toBeTruthy()
    expect(marked()).toEqual([])
  })
})

describe('reading', () => {
  it('stops following when scrolled up, counts what comes, and goes back', async () => {
    const { bridge, user } = await open()
    await send(bridge, [line(0, 'one')])
    await screen.findByText('one')
    fireEvent.wheel(screen.getByRole('log'), { deltaY: -40 })
    await send(bridge, [line(1, 'two'), line(2, 'three')])
    await user.click(await screen.findByRole('button', { name: '回到最新 (2)' }))
    expect(screen.queryByRole('button', { name: /回到最新/ })).toBeNull()
  })

  it('holds lines while paused and counts them', async () => {
    const { bridge, user } = await open()
    await send(bridge, [line(0, 'before')])
    await screen.findByText('before')
    await user.click(screen.getByRole('button', { name: '暂停' }))
    await send(bridge, [line(1, 'during'), line(2, 'too')])
    expect(await screen.findByText(/2 行待显示/)).toBeTruthy()
    expect(texts()).toHaveLength(1)
    await user.click(screen.getByRole('button', { name: '继续' }))
    expect(texts()).toHaveLength(3)
  })

  it('says when a moment is older than what is held', async () => {
    const { bridge } = await open()
    await send(bridge, [line(5, 'held')])
    await screen.findByText('held')
    act(() => useUi.getState().jumpLogs(someTime))
    expect(await screen.findByText(/这个时间之前的行已不在视图中/)).toBeTruthy()
  })

  it('jumps to a moment that is typed', async () => {
    const { bridge, user } = await open()
    await send(bridge, [line(0, 'one'), line(1, 'two')])
    await screen.findByText('two')
    const jump = screen.getByRole<HTMLButtonElement>('button', { name: '跳到该时间' })
    expect(jump.disabled).toBe(true)
    fireEvent.change(screen.getByLabelText('时间'), { target: { value: '2020-01-01T00:00:00' } })
    await user.click(jump)
    expect(await screen.findByText(/这个时间之前的行已不在视图中/)).toBeTruthy()
    expect(screen.getByRole('button', { name: /回到最新/ })).toBeTruthy()
  })

  it('opens the stream again when it ended with its profile', async () => {
    const { bridge } = await open()
    await act(async () => bridge.streams[0]?.end())
    await waitFor(() => expect(bridge.streams).toHaveLength(2))
  })
})

describe('taking along', () => {
  it('copies what is shown with its time and service', async () => {
    const { bridge, user } = await open({ 'app:copy': () => undefined })
    await send(bridge, [line(0, '\u001b[31mred\u001b[0m'), line(1, 'x', { service: 'ai' })])
    await screen.findByText('red')
    await user.click(screen.getByRole('button', { name: /^复制/ }))
    expect(bridge.inputsOf('app:copy')).toEqual([
      { text: '2026-06-01T08:00:00.000Z auth red\n2026-06-01T08:00:01.000Z ai x' },
    ])
  })

  it('saves the chosen services, says where and what is missing, and shows the file', async () => {
    const { bridge, user } = await open({
      'logs:save': () => ({
        ...{ folder: '/data/logs-export', file: 'dev.log', lines: 12_345, bytes: 2_097_152 },
        leftOut: ['job: job.log.2.gz (compressed)'],
      }),
      'logs:reveal': () => undefined,
    })
    await user.click(screen.getByRole('button', { name: /职位服务/ }))
    await user.click(screen.getByRole('button', { name: '保存全部日志' }))
    const saved = await screen.findByText(/已保存 12,345 行（2 MB）：dev.log/)
    expect(within(saved).getByText(/1 个文件未能包含/)).toBeTruthy()
    expect(bridge.inputsOf('logs:save')).toEqual([{ services: ['auth', 'ai'] }])
    await user.click(screen.getByRole('button', { name: '在文件夹中显示' }))
    await waitFor(() => expect(bridge.inputsOf('logs:reveal')).toEqual([{ file: 'dev.log' }]))
  })
})
