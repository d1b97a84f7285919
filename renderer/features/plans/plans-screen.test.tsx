import { screen, waitFor, within } from '@testing-library/react'
import { describe, expect, it } from 'vitest'
import type { Plan } from '../../../shared/domain/plans'
import { OpsError } from '../../../shared/errors'
import type { Script } from '../../api/fake-bridge'
import { useUi } from '../../stores/ui'
import { grid, service, someTime } from '../../test-data'
import { stage } from '../../test-render'
import { PlansScreen } from './plans-screen'
import { bringUp, doneStep, failedStep, finished, step } from './test-plans'

function plans(plan: Plan | null, script: Script = {}) {
  return stage(<PlansScreen />, { 'plans:current': () => plan, ...script })
}

const headline = () => screen.findByRole('region', { name: '进展' })
const stepOf = (id: string) => screen.findByRole('article', { name: `步骤 ${id}` })
const button = (name: string | RegExp) => screen.findByRole('button', { name })
const tone = async () => (await headline()).dataset['tone']
const isRefused = (element: HTMLElement) => element.getAttribute('aria-disabled') === 'true'

describe('no plan yet', () => {
  it('offers both ways with a sentence each, and only lists the steps', async () => {
    const { bridge, user } = plans(null, { 'plans:prepare': () => bringUp() })
    expect(await button('优雅关闭')).toBeTruthy()
    await user.click(await button('一键启动'))
    expect(bridge.inputsOf('plans:prepare')).toEqual([{ kind: 'bring-up' }])
    expect(await headline()).toHaveTextContentAll('还什么都没有运行')
    expect(bridge.inputsOf('plans:start')).toEqual([])
  })

  it('says why the steps cannot be listed', async () => {
    const { user } = plans(null, {
      'plans:prepare': () => {
        throw new OpsError('unsupported', 'remote profile')
      },
    })
    await user.click(await button('优雅关闭'))
    expect(await screen.findByRole('alert')).toHaveTextContentAll('remote profile')
    expect(await button('一键启动')).toBeTruthy()
  })

  it('shows an error with a way to try again', async () => {
    let isBroken = true
    const { user } = plans(null, {
      'plans:current': () => {
        if (isBroken) throw new OpsError('internal', 'boom')
        return null
      },
    })
    await screen.findByRole('alert')
    isBroken = false
    await user.click(await button('重试'))
    expect(await button('一键启动')).toBeTruthy()
  })
})

describe('a listed plan', () => {
  const listed = bringUp({
    steps: [
      step('one', {
        command: './start.sh --all',
        warnings: [{ zh: '会清理未用的卷', en: 'prunes volumes' }],
      }),
      step('two', { phase: 1 }),
      step('three', { phase: 1 }),
    ],
  })

  it('shows what will run and its traps before anything does', async () => {
    const { bridge, user } = plans(listed, { 'app:copy': () => undefined })
    expect(await stepOf('one')).toHaveTextContentAll('等待', './start.sh --all', '会清理未用的卷')
    expect(screen.getByText(/有 1 条提醒/)).toBeTruthy()
    expect(screen.getByText('第 2 阶段 · 2 步同时进行')).toBeTruthy()
    await user.click(await button('复制命令：步骤 one'))
    await waitFor(() => expect(bridge.inputsOf('app:copy')).toEqual([{ text: './start.sh --all' }]))
  })

  it('folds its traps away once it went well, so that they contradict nothing', async () => {
    const warnings = [{ zh: '会清理未用的卷', en: 'prunes volumes' }]
    const { user } = plans(finished([doneStep('one', { warnings })]))
    await stepOf('one')
    expect(screen.queryByText('会清理未用的卷')).toBeNull()
    await user.click(await button('“步骤 one”运行前的提醒'))
    expect(await stepOf('one')).toHaveTextContentAll('会清理未用的卷')
  })

  it('starts by keyboard, and takes what main answers', async () => {
    const running = { ...listed, state: 'running' as const, startedAt: Date.now() }
    const { bridge, user } = plans(listed, { 'plans:start': () => running })
    const start = await button('开始启动')
    start.focus()
    await user.keyboard('{Enter}')
    expect(await headline()).toHaveTextContentAll('正在启动')
    expect(bridge.inputsOf('plans:start')).toHaveLength(1)
  })

  it('can be given up or listed again', async () => {
    const dropped = { ...listed, state: 'cancelled' as const, finishedAt: someTime }
    const { bridge, user } = plans(listed, {
      'plans:prepare': () => listed,
      'plans:cancel': () => dropped,
    })
    await user.click(await button('重新列出步骤'))
    await waitFor(() => expect(bridge.inputsOf('plans:prepare')).toEqual([{ kind: 'bring-up' }]))
    await user.click(await button('取消'))
    expect(await headline()).toHaveTextContentAll('什么都没有运行')
    expect(await tone()).toBe('idle')
  })

  it('lets nothing else begin while a command is under way', async () => {
    const { user } = plans(listed, { 'plans:start': () => new Promise<Plan>(() => undefined) })
    await user.click(await button('开始启动'))
    await waitFor(async () => expect(isRefused(await button('取消'))).toBe(true))
  })

  it('cannot start without a step', async () => {
    plans(bringUp({ steps: [] }))
    expect(isRefused(await button('开始启动'))).toBe(true)
  })
})

describe('a running plan', () => {
  const running = bringUp({
    state: 'running',
    startedAt: Date.now() - 65_000,
    steps: [
      doneStep('one', { output: ['first line'] }),
      step('two', {
        ...{ phase: 1, state: 'running', startedAt: Date.now(), subject: 'auth' },
        output: ['\u001b[32mlistening\u001b[0m'],
      }),
      step('three', { phase: 2 }),
    ],
  })

  it('counts, shows output of what runs, and follows main', async () => {
    const { emit } = plans(running)
    expect(await headline()).toHaveTextContentAll('1/3', '进行中 1', '1分钟')
    expect(await tone()).toBe('busy')
    expect(within(await stepOf('two')).getByText('listening')).toBeTruthy()
    expect(within(await stepOf('one')).queryByText('first line')).toBeNull()
    const next = running.steps.map((one) =>
      one.id === 'two' ? { ...one, output: [...one.output, 'ready now'] } : one,
    )
    await emit('plans:changed', { ...running, steps: next })
    expect(await stepOf('two')).toHaveTextContentAll('listening', 'ready now', '最新 2 行')
  })

  it('opens output on demand, and the log of a service', async () => {
    const { user } = plans(running)
    const toggle = await button('“步骤 one”的输出')
    expect(toggle.getAttribute('aria-expanded')).toBe('false')
    await user.click(toggle)
    expect(screen.getByText('first line')).toBeTruthy()
    await user.click(await button('查看日志：认证服务'))
    expect(useUi.getState().logService).toBe('auth')
  })

  it('can be cancelled, and says what stays', async () => {
    const cancelled = { ...running, state: 'cancelled' as const, finishedAt: Date.now() }
    const { user } = plans(running, { 'plans:cancel': () => cancelled })
    expect(await headline()).toHaveTextContentAll('已经启动的保持原样')
    await user.click(await button('取消'))
    expect(await button('优雅关闭')).toBeTruthy()
    expect(await tone()).toBe('held')
  })

  it('shows the step that runs', async () => {
    const { user } = plans(running)
    await user.click(await button('看这一步'))
    expect(document.activeElement).toBe(await stepOf('two'))
  })
})

describe('a held plan', () => {
  const held = (change: Parameters<typeof failedStep>[1] = {}) =>
    bringUp({
      state: 'held',
      startedAt: someTime,
      steps: [doneStep('one'), failedStep('two', { phase: 1, output: ['EADDRINUSE'], ...change })],
    })

  it('names the step, its cause and the next step, and goes to the port', async () => {
    const { user } = plans(held())
    expect(await headline()).toHaveTextContentAll('“步骤 two” 没有完成')
    expect(await tone()).toBe('bad')
    expect(await stepOf('two')).toHaveTextContentAll(
      '8207 被占用',
      '关掉占用它的程序',
      'EADDRINUSE',
    )
    await user.click(await button('查看端口 8207'))
    expect(useUi.getState()).toMatchObject({ screen: 'ports', portQuery: '8207' })
  })

  it('tries the step again, and says there what went wrong', async () => {
    const { bridge, user } = plans(held(), {
      'plans:retry': () => {
        throw new OpsError('busy', 'still ending')
      },
    })
    await user.click(await button('重试：步骤 two'))
    expect(within(await stepOf('two')).getByRole('alert')).toHaveTextContentAll('still ending')
    expect(bridge.inputsOf('plans:retry')).toEqual([{ step: 'two' }])
  })

  it('waits no longer for a start or an answer when a person says so', async () => {
    const begun = { state: 'running' as const, startedAt: Date.now() }
    const steps = [
      step('one', { ...begun, kind: 'ports' }),
      step('two', { ...begun, kind: 'wait', subject: 'job' }),
    ]
    const running = bringUp({ state: 'running', startedAt: Date.now(), steps })
    const { bridge, user } = plans(running, { 'plans:give-up': () => held() })
    await user.click(await button('不再等：步骤 two'))
    expect(bridge.inputsOf('plans:give-up')).toEqual([{ step: 'two' }])
    expect(await button('重试：步骤 two')).toBeTruthy()
    expect(screen.queryByRole('button', { name: /^不再等/ })).toBeNull()
  })

  it('starts again only once a person has seen what that ends', async () => {
    const repeat = {
      ...{ step: 'start', command: './stop.sh' },
      warnings: [{ zh: '会停掉认证', en: 'stops auth' }],
    }
    const { bridge, user } = plans(held({ repeat }), {
      'plans:repeat': () => finished([doneStep('one'), doneStep('two')]),
    })
    const again = await button('重新启动它等的服务：步骤 two')
    again.focus()
    await user.keyboard('{Enter}')
    const form = await screen.findByRole('region', { name: '重新启动它等的服务：步骤 two' })
    expect(form).toHaveTextContentAll('只结束能证明是控制台启动的', './stop.sh', '会停掉认证')
    await user.keyboard('{Enter}')
    expect(document.activeElement).toBe(again)
    expect(bridge.inputsOf('plans:repeat')).toEqual([])
    await user.keyboard('{Enter}')
    await user.click(await button('结束并重新启动'))
    expect(bridge.inputsOf('plans:repeat')).toEqual([{ step: 'two' }])
  })

  it('offers no other start where there is none, and shows earlier attempts', async () => {
    const words = { zh: '60 秒内没有就绪', en: 'not ready within 60 s' }
    const attempt = {
      state: 'failed' as const,
      startedAt: someTime,
      endedAt: someTime + 900,
      words,
    }
    const { user } = plans(held({ attempts: [attempt] }))
    await stepOf('two')
    expect(screen.queryByRole('button', { name: /重新启动它等的/ })).toBeNull()
    await user.click(await button('“步骤 two”先前的尝试'))
    expect(await stepOf('two')).toHaveTextContentAll('失败', '60 秒内没有就绪')
  })

  it('skips by keyboard only with a reason', async () => {
    const person = { reason: { zh: '今天不用', en: '今天不用' }, byPerson: true }
    const { bridge, user } = plans(held(), {
      'plans:skip': () =>
        finished([doneStep('one'), failedStep('two', { state: 'skipped', skipped: person })]),
    })
    const skip = await button('跳过：步骤 two')
    skip.focus()
    await user.keyboard('{Enter}')
    const field = await screen.findByRole('textbox', { name: /为什么跳过/ })
    expect(document.activeElement).toBe(field)
    await user.keyboard('   {Enter}')
    expect(bridge.inputsOf('plans:skip')).toEqual([])
    await user.keyboard('{Escape}')
    expect(screen.queryByRole('textbox')).toBeNull()
    expect(document.activeElement).toBe(skip)
    await user.keyboard('{Enter}今天不用{Enter}')
    await waitFor(() =>
      expect(bridge.inputsOf('plans:skip')).toEqual([{ step: 'two', reason: '今天不用' }]),
    )
    expect(await headline()).toHaveTextContentAll('启动已完成，但跳过了 1 步')
    expect(await tone()).toBe('warn')
    expect(await stepOf('two')).toHaveTextContentAll('已跳过', '由人跳过：今天不用')
  })

  const proposal = {
    file: '/home/dev/looma/.env',
    example: '/home/dev/looma/.env.example',
    isNew: false,
    added: [
      { key: 'PORT', value: '8888' },
      { key: 'JWT_SECRET', value: '***' },
    ],
  }

  it('writes the proposed lines only when a person agrees', async () => {
    const { bridge, user } = plans(held({ proposal }), { 'plans:apply': () => held() })
    const diff = within(await screen.findByRole('region', { name: '建议写入的内容' }))
    expect(diff.getByText('/home/dev/looma/.env')).toBeTruthy()
    expect(diff.getByRole('group', { name: '要加的行' })).toHaveTextContentAll(
      '+ PORT=8888',
      '+ JWT_SECRET=***',
    )
    expect(diff.getByText(/已有的每一行都保持原样；写入前先备份/)).toBeTruthy()
    expect(bridge.inputsOf('plans:apply')).toEqual([])
    await user.click(diff.getByRole('button', { name: '写入这 2 项' }))
    expect(bridge.inputsOf('plans:apply')).toEqual([{ step: 'two' }])
  })

  it('says that the file is new', async () => {
    plans(held({ proposal: { ...proposal, isNew: true } }))
    expect(await stepOf('two')).toHaveTextContentAll('还不存在，将新建', '没有会被改掉的内容')
  })

  it('offers no way on once it was cancelled', async () => {
    const { bridge, user } = plans({ ...held({ proposal }), state: 'cancelled' })
    expect(await stepOf('two')).toHaveTextContentAll('8207 被占用')
    expect(screen.queryByRole('button', { name: /^重试/ })).toBeNull()
    await user.click(await button('写入这 2 项'))
    expect(bridge.inputsOf('plans:apply')).toEqual([])
  })
})

describe('a plan that was broken off', () => {
  const broken = bringUp({
    state: 'interrupted',
    startedAt: someTime,
    steps: [doneStep('one'), step('two', { phase: 1, state: 'running', startedAt: someTime })],
    found: [{ zh: '认证服务还在运行（PID 912）', en: 'auth still runs' }],
  })

  it('says what was found and goes on', async () => {
    const { bridge, user } = plans(broken, {
      'plans:start': () => ({ ...broken, state: 'running' }),
    })
    const banner = await screen.findByRole('region', { name: /半途结束/ })
    expect(banner).toHaveTextContentAll('认证服务还在运行（PID 912）')
    expect(await tone()).toBe('warn')
    expect(await stepOf('two')).toHaveTextContentAll('中断')
    expect((await stepOf('two')).textContent).not.toContain('进行中')
    await user.click(await button('继续启动'))
    await waitFor(() => expect(bridge.inputsOf('plans:start')).toHaveLength(1))
  })

  it('can be cleaned up', async () => {
    const { bridge, user } = plans(broken, { 'plans:prepare': () => bringUp({ kind: 'shutdown' }) })
    await user.click(await button('清理（关闭我们启动的）'))
    expect(bridge.inputsOf('plans:prepare')).toEqual([{ kind: 'shutdown' }])
    expect(await button('开始关闭')).toBeTruthy()
  })
})

describe('a plan that came to its end', () => {
  const report = { folder: '/data/reports', file: 'bring-up.md' }

  it('is green when every step was done, and shows its report', async () => {
    const { bridge, user } = plans(finished([doneStep('one')], { report }), {
      'plans:reveal': () => undefined,
    })
    expect(await headline()).toHaveTextContentAll('启动已完成，没有失败', '1分钟')
    expect(await tone()).toBe('ok')
    expect(await stepOf('one')).toHaveTextContentAll('完成', '1.5秒', 'one 好了')
    expect(screen.getByText('/data/reports/bring-up.md')).toBeTruthy()
    await user.click(await button('在文件夹中显示'))
    await waitFor(() => expect(bridge.inputsOf('plans:reveal')).toHaveLength(1))
  })

  it('is amber when a step warned', async () => {
    const warnings = [{ zh: '版本过旧', en: 'old version' }]
    plans(finished([doneStep('one', { state: 'warned', warnings })]))
    expect(await headline()).toHaveTextContentAll('启动已完成，但有 1 条警告')
    expect(await tone()).toBe('warn')
  })

  it('is not green any more when a service fell over since', async () => {
    const { emit } = plans(finished([doneStep('one')]))
    expect(await tone()).toBe('ok')
    const services = [service('looma'), service('auth', { health: { state: 'unreachable' } })]
    await emit('services:changed', grid({ services }))
    expect(await tone()).toBe('warn')
    expect(await headline()).toHaveTextContentAll('现在有 1 个服务')
  })

  it('says that the report could not be written', async () => {
    plans(finished([doneStep('one')], { reportProblem: 'ENOSPC' }))
    expect(await screen.findByRole('alert')).toHaveTextContentAll('报告没能写出', 'ENOSPC')
  })

  it('tells a step that had nothing to do from one that was left out', async () => {
    const needless = { reason: { zh: '没有 Docker', en: 'no docker' }, byPerson: false }
    plans(finished([doneStep('one'), doneStep('two', { state: 'skipped', skipped: needless })]))
    expect(await stepOf('two')).toHaveTextContentAll('不需要', '没有 Docker')
    expect(await headline()).toHaveTextContentAll('不需要 1')
    expect(await tone()).toBe('ok')
  })

  it('begins the next one', async () => {
    const { bridge, user } = plans(finished([doneStep('one')]), {
      'plans:prepare': () => bringUp(),
    })
    await user.click(await button('一键启动'))
    expect(bridge.inputsOf('plans:prepare')).toEqual([{ kind: 'bring-up' }])
  })
})
