import { act, fireEvent, screen, waitFor, within } from '@testing-library/react'
import { afterEach, describe, expect, it, vi } from 'vitest'
import type {
  ComposeProject,
  Container,
  DockerState,
  DockerStatus,
} from '../../../../shared/domain/docker'
import { OpsError } from '../../../../shared/errors'
import type { Script } from '../../../api/fake-bridge'
import { someTime } from '../../../test-data'
import { stage } from '../../../test-render'
import { DockerPanel } from './docker-panel'

function container(service: string, change: Partial<Container> = {}): Container {
  return {
    ...{ id: `id-${service}`, name: `zervigo-${service}-1`, service, image: `${service}:1.2` },
    ...{ state: 'running', health: null, status: 'Up 3 minutes', exitCode: null, ports: [] },
    ...change,
  }
}

function project(change: Partial<ComposeProject> = {}): ComposeProject {
  return {
    ...{ side: 'zervigo', name: 'zervigo', file: '/srv/zervigo/docker-compose.yml' },
    ...{ override: null, services: ['mysql', 'redis', 'resume', 'worker'] },
    containers: [
      container('redis', { health: 'healthy', ports: [{ host: 6379, container: 6379 }] }),
      container('resume', { state: 'exited', exitCode: 137, status: 'Exited (137) 2 minutes ago' }),
      container('worker', { health: 'unhealthy' }),
    ],
    problem: null,
    ...change,
  }
}

function status(change: Partial<DockerStatus> = {}): DockerStatus {
  return {
    ...{ at: someTime, state: 'ready', detail: null, version: '28.2.2', composeVersion: '2.36.2' },
    projects: [project()],
    ...change,
  }
}

function docker(script: Script = {}, platform = 'linux-x64') {
  return stage(<DockerPanel />, {
    'docker:status': () => status(),
    'app:info': () => ({
      ...{ version: '1.0.0', electron: '45', chromium: '130', node: '24' },
      ...{ platform: `${platform}-x64`, dataFolder: '/data', notices: [] },
    }),
    'app:copy': () => undefined,
    ...script,
  })
}

const lineOf = (service: string) => screen.findByRole('row', { name: new RegExp(`^${service}`) })
const button = (name: string) => screen.getByRole('button', { name })

afterEach(() => vi.useRealTimers())

describe('the services', () => {
  it('say in words what they are, also those without a container', async () => {
    docker()
    expect(await lineOf('redis')).toHaveTextContentAll('运行中', '健康', 'redis:1.2', '6379 → 6379')
    expect(await lineOf('resume')).toHaveTextContentAll('已退出', '137')
    expect(await lineOf('mysql')).toHaveTextContentAll('没有容器')
    expect(screen.getByText('2/4 个运行中')).toBeTruthy()
    expect(screen.getByText('Docker 28.2.2')).toBeTruthy()
    expect(screen.getByText('Compose 2.36.2')).toBeTruthy()
  })

  it('are never green when their own check calls them unhealthy', async () => {
    docker()
    const line = await lineOf('worker')
    expect(line).toHaveTextContentAll('运行中', '不健康')
    expect(line.querySelector('[data-tone="ok"]')).toBeNull()
    const resume = await lineOf('resume')
    expect(resume.querySelector('[data-tone="bad"]')).not.toBeNull()
  })

  it('show an orphan that the file no longer defines', async () => {
    docker({ 'docker:status': () => status({ projects: [project({ services: [] })] }) })
    expect(await lineOf('redis')).toBeTruthy()
    expect(screen.queryByRole('row', { name: /^mysql/ })).toBeNull()
  })

  it('say which file is merged over the other', async () => {
    const override = '/srv/zervigo/docker-compose.override.yml'
    docker({ 'docker:status': () => status({ projects: [project({ override })] }) })
    expect(await screen.findByText(`+ ${override}`)).toBeTruthy()
  })

  it('are unknown, not absent, when docker could not say', async () => {
    const broken = project({ containers: [], problem: 'yaml: line 3: mapping values' })
    const other = project({ side: 'looma', name: 'looma', file: '/srv/looma/compose.yml' })
    docker({ 'docker:status': () => status({ projects: [broken, other] }) })
    expect(await screen.findByText('yaml: line 3: mapping values')).toBeTruthy()
    expect(screen.getByText('状态未知')).toBeTruthy()
    expect(screen.getAllByRole('table')).toHaveLength(1)
    expect(screen.getByRole('table', { name: /Looma CRM · looma/ })).toBeTruthy()
  })
})

describe('what is done to a service', () => {
  it('is what was asked for, and shows what is then', async () => {
    const started = status({ projects: [project({ containers: [container('mysql')] })] })
    const { bridge, user } = docker({ 'docker:act': () => started })
    await lineOf('mysql')
    await user.click(button('启动 mysql'))
    expect(bridge.inputsOf('docker:act')).toEqual([
      { side: 'zervigo', service: 'mysql', action: 'start' },
    ])
    await waitFor(async () => expect(await lineOf('mysql')).toHaveTextContentAll('运行中'))
  })

  it('is asked about before anything is stopped', async () => {
    const { bridge, user } = docker({ 'docker:act': () => status() })
    await lineOf('redis')
    await user.click(button('停止 redis'))
    const dialog = within(await screen.findByRole('dialog', { name: '停止 redis？' }))
    expect(bridge.inputsOf('docker:act')).toEqual([])
    await user.click(dialog.getByRole('button', { name: '取消' }))
    expect(bridge.inputsOf('docker:act')).toEqual([])
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull())
    await user.click(button('停止 redis'))
    await user.click(
      within(await screen.findByRole('dialog')).getByRole('button', { name: '停止' }),
    )
    expect(bridge.inputsOf('docker:act')).toEqual([
      { side: 'zervigo', service: 'redis', action: 'stop' },
    ])
  })

  it('can be done to the whole project', async () => {
    const { bridge, user } = docker({ 'docker:act': () => status() })
    await lineOf('redis')
    await user.click(button('全部启动 Zervigo · zervigo'))
    await user.click(button('全部停止 Zervigo · zervigo'))
    await user.click(
      within(await screen.findByRole('dialog')).getByRole('button', { name: '停止' }),
    )
    expect(bridge.inputsOf('docker:act')).toEqual([
      { side: 'zervigo', service: null, action: 'start' },
      { side: 'zervigo', service: null, action: 'stop' },
    ])
  })

  it('makes no sense of what is already so', async () => {
    const { bridge, user } = docker()
    await lineOf('redis')
    for (const name of ['启动 redis', '停止 resume', '停止 mysql', '重启 mysql', '日志 mysql']) {
      expect(button(name).getAttribute('aria-disabled')).toBe('true')
      await user.click(button(name))
    }
    expect(bridge.inputsOf('docker:act')).toEqual([])
  })

  it('holds back further actions on the project while one is under way', async () => {
    let finish: (value: DockerStatus) => void = () => undefined
    const { bridge, user } = docker({
      'docker:act': () => new Promise<DockerStatus>((resolve) => (finish = resolve)),
    })
    await lineOf('redis')
    await user.click(button('重启 redis'))
    expect(await screen.findByText(/正在执行/)).toBeTruthy()
    expect(button('启动 mysql').getAttribute('aria-disabled')).toBe('true')
    await user.click(button('启动 mysql'))
    expect(bridge.inputsOf('docker:act')).toHaveLength(1)
    await act(async () => finish(status()))
    await waitFor(() => expect(screen.queryByText(/正在执行/)).toBeNull())
  })

  it('says what docker said when it failed', async () => {
    const { user } = docker({
      'docker:act': () => {
        throw new OpsError('process', 'port is already allocated')
      },
    })
    await lineOf('redis')
    await user.click(button('启动 mysql'))
    expect(await screen.findByRole('alert')).toHaveTextContentAll('port is already allocated')
  })
})

describe('a docker that cannot be used', () => {
  it.each([
    [
      'linux',
      'not-installed',
      '没有安装 Docker',
      'sudo apt-get install docker.io docker-compose-v2',
    ],
    ['linux-x64', 'not-running', 'Docker 没有运行', 'sudo systemctl start docker'],
    ['linux-x64', 'not-permitted', 'docker 组', 'sudo usermod -aG docker $USER'],
    ['linux-arm64', 'no-compose', '没有 docker compose', 'sudo apt-get install docker-compose-v2'],
    ['linux-x64', 'failed', '没有正常回答', 'docker version'],
    ['darwin-arm64', 'not-running', '打开 Docker Desktop', 'open -a Docker'],
    ['win32-x64', 'not-running', '打开 Docker Desktop', null],
  ] as const)('on %s says of %s what to do next', async (platform, state, words, command) => {
    const detail = 'what docker printed'
    const unread = project({ services: [], containers: [], problem: detail })
    const { bridge, user } = docker(
      {
        'docker:status': () =>
          status({ state: state as DockerState, detail, version: null, projects: [unread] }),
      },
      platform,
    )
    const banner = await screen.findByRole('region', { name: 'Docker' })
    await waitFor(() => expect(banner).toHaveTextContentAll(words, detail))
    expect(banner.querySelector('[data-tone="ok"]')).toBeNull()
    expect(screen.queryByRole('table')).toBeNull()
    expect(screen.getByText('状态未知')).toBeTruthy()
    const copy = within(banner).queryByRole('button', { name: '复制命令' })
    if (command === null) return expect(copy).toBeNull()
    await user.click(within(banner).getByRole('button', { name: '复制命令' }))
    expect(bridge.inputsOf('app:copy')).toEqual([{ text: command }])
  })

  it('has nothing to list without a compose file', async () => {
    docker({ 'docker:status': () => status({ projects: [] }) })
    expect(await screen.findByText('没有 compose 文件')).toBeTruthy()
  })

  it('shows an error with a way to try again', async () => {
    let isBroken = true
    const { user } = docker({
      'docker:status': () => {
        if (isBroken) throw new OpsError('internal', 'boom')
        return status()
      },
    })
    await screen.findByRole('alert')
    isBroken = false
    await user.click(button('重试'))
    expect(await lineOf('redis')).toBeTruthy()
  })
})

describe('looking again', () => {
  it('is done on demand', async () => {
    const { bridge, user } = docker()
    await lineOf('redis')
    await user.click(button('刷新'))
    await waitFor(() => expect(bridge.inputsOf('docker:status')).toHaveLength(2))
  })

  it('is done by itself while the panel is shown, and not after', async () => {
    vi.useFakeTimers({ shouldAdvanceTime: true })
    const { bridge, unmount } = docker()
    await lineOf('redis')
    await act(() => vi.advanceTimersByTimeAsync(5_100))
    const asked = bridge.inputsOf('docker:status').length
    expect(asked).toBeGreaterThan(1)
    unmount()
    await act(() => vi.advanceTimersByTimeAsync(20_000))
    expect(bridge.inputsOf('docker:status')).toHaveLength(asked)
  })
})

describe('the log of a service', () => {
  it('is followed in a drawer, and no longer once that is closed', async () => {
    const { bridge, user } = docker()
    await lineOf('redis')
    fireEvent.click(button('日志 redis'))
    await screen.findByRole('log')
    expect(bridge.streams[0]).toMatchObject({
      name: 'docker:log',
      input: { side: 'zervigo', service: 'redis' },
    })
    const line = { seq: 0, at: someTime, source: 'stdout' as const, text: 'Ready to accept' }
    await act(async () => bridge.streams[0]?.send([line]))
    expect(await screen.findByText('Ready to accept')).toBeTruthy()
    await user.click(screen.getByRole('button', { name: '关闭' }))
    await waitFor(() => expect(bridge.streams[0]?.isClosed()).toBe(true))
  })

  it('says why it ended when the engine went away', async () => {
    const { bridge } = docker()
    await lineOf('redis')
    fireEvent.click(button('日志 redis'))
    await screen.findByRole('log')
    const gone = {
      ...{ code: 'process' as const, message: 'Cannot connect to the Docker daemon' },
      ...{ facts: {}, callId: null },
    }
    await act(async () => bridge.streams[0]?.end({ type: 'end', error: gone }))
    expect(await screen.findByText(/Cannot connect to the Docker daemon/)).toBeTruthy()
  })
})
