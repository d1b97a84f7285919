import { fireEvent, screen, waitFor, within } from '@testing-library/react'
import { describe, expect, it } from 'vitest'
import type { PortHolder, PortRow, PortTable } from '../../../shared/domain/ports'
import { OpsError } from '../../../shared/errors'
import type { Script } from '../../api/fake-bridge'
import { useUi } from '../../stores/ui'
import { someTime } from '../../test-data'
import { stage } from '../../test-render'
import { PortsScreen } from './ports-screen'

function holder(change: Partial<PortHolder> = {}): PortHolder {
  return {
    address: '127.0.0.1',
    pid: 4242,
    program: 'node',
    command: '/usr/bin/node server.js --port 8082',
    user: 'szjason72',
    startedAt: someTime,
    parents: [{ pid: 900, command: '-zsh' }],
    container: null,
    isOurs: false,
    service: null,
    reportedName: null,
    ...change,
  }
}

function row(port: number, change: Partial<PortRow> = {}): PortRow {
  return {
    ...{ id: `localhost:${port}`, host: 'localhost', port, wants: [], use: 'free' },
    ...{ holders: [], claims: [], conflict: null },
    ...change,
  }
}

const wantsResume = {
  ...{ service: 'resume', name: null, line: 'zervigo.resume.url' },
  value: 'http://localhost:8082',
}
const conflict = {
  zh: '8082 是 joint-8xxx 的简历服务，也是 go-zervi 的用户服务。现在由 node（pid 4242）占用。',
  en: '8082 is the resume service of joint-8xxx. It is held by node (pid 4242).',
}
const taken = row(8082, {
  ...{ wants: [wantsResume], use: 'unexpected', holders: [holder()], conflict },
  claims: [
    { plan: 'joint-8xxx', service: { zh: '简历服务', en: 'resume service' } },
    { plan: 'go-zervi', service: { zh: '用户服务', en: 'user service' } },
  ],
})
const own = row(8207, {
  wants: [
    { service: 'auth', name: null, line: 'zervigo.auth.url', value: 'http://localhost:8207' },
  ],
  use: 'ours',
  holders: [holder({ pid: 77, isOurs: true, service: 'auth', reportedName: 'auth-service' })],
})
const far = row(8888, {
  ...{ id: 'crm.example:8888', host: 'crm.example', use: 'elsewhere' },
  wants: [{ service: 'looma', name: null, line: 'looma.url', value: 'http://crm.example:8888' }],
})

function table(change: Partial<PortTable> = {}): PortTable {
  const rows = [taken, own, far, row(5432)]
  return { at: someTime, profile: { id: 'dev', kind: 'local' }, rows, ...change }
}

function ports(script: Script = {}) {
  return stage(<PortsScreen />, { 'ports:list': () => table(), ...script })
}

const lineOf = (port: number) => screen.findByRole('row', { name: new RegExp(`^(\\S+:)?${port}`) })

async function open(port: number) {
  fireEvent.click(await lineOf(port))
  return within(await screen.findByRole('dialog'))
}

const shownPorts = () =>
  [...document.querySelectorAll('[data-port]')].map((line) => line.getAttribute('data-port'))

describe('the ports', () => {
  it('says how each is used in words, and shows the whole command on hover', async () => {
    ports()
    expect(await lineOf(8082)).toHaveTextContentAll('简历服务', '外部，不符预期', 'go-zervi')
    expect(await lineOf(8207)).toHaveTextContentAll('认证服务', '控制台的进程')
    expect(await lineOf(8888)).toHaveTextContentAll('crm.example', '不在本机')
    expect(await lineOf(5432)).toHaveTextContentAll('空闲')
    expect(screen.getByTitle('4242 /usr/bin/node server.js --port 8082')).toBeTruthy()
    expect(screen.getByText('4 个端口，1 个冲突')).toBeTruthy()
  })

  it('searches whatever a row shows, and can show conflicts alone', async () => {
    const { user } = ports()
    await lineOf(8082)
    const search = screen.getByRole('searchbox')
    await user.type(search, 'server.js 4242')
    expect(shownPorts()).toEqual(['8082'])
    await user.clear(search)
    await user.type(search, '认证')
    expect(shownPorts()).toEqual(['8207'])
    await user.clear(search)
    await user.type(search, '没有这个')
    await user.click(screen.getByRole('button', { name: '清除搜索和筛选' }))
    expect(shownPorts()).toHaveLength(4)
    await user.click(screen.getByRole('switch', { name: '仅看冲突' }))
    expect(shownPorts()).toEqual(['8082'])
  })

  it('opens narrowed to the port that another screen asked for', async () => {
    useUi.getState().openPort(8207)
    ports()
    await lineOf(8207)
    expect(shownPorts()).toEqual(['8207'])
    expect(screen.getByRole('searchbox')).toHaveProperty('value', '8207')
  })

  it('says so when nothing is in conflict', async () => {
    const { user } = ports({ 'ports:list': () => table({ rows: [own] }) })
    await lineOf(8207)
    await user.click(screen.getByRole('switch', { name: '仅看冲突' }))
    expect(screen.getByText('没有冲突')).toBeTruthy()
  })

  it('shows an error with a way to try again', async () => {
    let isBroken = true
    const { user } = ports({
      'ports:list': () => {
        if (isBroken) throw new OpsError('internal', 'boom')
        return table()
      },
    })
    await screen.findByRole('alert')
    isBroken = false
    await user.click(screen.getByRole('button', { name: '重试' }))
    expect(await lineOf(8082)).toBeTruthy()
  })

  it('explains a conflict with parents, plans and the line of the profile to change', async () => {
    ports()
    const detail = await open(8082)
    expect(detail.getByText(conflict.zh)).toBeTruthy()
    expect(detail.getByText('-zsh')).toBeTruthy()
    expect(detail.getByText('没有自报名称')).toBeTruthy()
    expect(detail.getByRole('row', { name: /go-zervi.*用户服务/ })).toBeTruthy()
    expect(detail.getByText('zervigo.resume.url: "http://localhost:8082"')).toBeTruthy()
    expect(detail.queryByRole('button', { name: /空闲端口/ })).toBeNull()
  })

  it('names the container and its compose project', async () => {
    const container = {
      ...{ id: 'c0ffee', name: 'basic-resume-1', image: 'resume:1' },
      ...{ project: 'basic', service: 'resume' },
    }
    const rows = [{ ...taken, holders: [holder({ container })] }]
    ports({ 'ports:list': () => table({ rows }) })
    const detail = await open(8082)
    expect(detail.getByText(/basic-resume-1（resume:1）/)).toBeTruthy()
    expect(detail.getByText('compose 项目 basic，服务 resume')).toBeTruthy()
  })

  it('moves the embedded stack to free ports', async () => {
    const { bridge, user } = ports({
      'ports:list': () => table({ profile: { id: 'embedded', kind: 'embedded' } }),
      'stack:start': () => undefined,
    })
    const detail = await open(8082)
    await user.click(detail.getByRole('button', { name: '内置环境改用空闲端口' }))
    expect(bridge.inputsOf('stack:start')).toEqual([{ freePorts: true }])
  })

  it('looks again on demand', async () => {
    const { bridge, user } = ports()
    await lineOf(8082)
    await user.click(screen.getByRole('button', { name: '刷新' }))
    await waitFor(() => expect(bridge.inputsOf('ports:list')).toHaveLength(2))
  })
})

describe('stopping a holder', () => {
  it('stops the console’s own the ordinary way', async () => {
    const { bridge, user } = ports({ 'services:stop': () => undefined })
    const detail = await open(8207)
    await user.click(detail.getByRole('button', { name: '停止认证服务' }))
    expect(bridge.inputsOf('services:stop')).toEqual([{ id: 'auth' }])
    expect(bridge.inputsOf('ports:stop')).toEqual([])
  })

  it('leaves the question about a foreign one to main, and then shows what became of it', async () => {
    const free = table({ rows: [row(8082, { wants: [wantsResume] })] })
    const { bridge, user } = ports({
      'ports:stop': () => ({ outcome: 'stopped', reason: null, table: free }),
    })
    const detail = await open(8082)
    await user.click(detail.getByRole('button', { name: '停止 node（PID 4242）…' }))
    expect(await detail.findByRole('status')).toHaveTextContentAll('node 已结束，端口已空闲')
    expect(bridge.inputsOf('ports:stop')).toEqual([{ port: 8082, pid: 4242 }])
    expect(shownPorts()).toEqual(['8082'])
  })

  it.each([
    ['stopped', null, '端口又被占用'],
    ['declined', null, '没有停止任何进程'],
    ['changed', null, '占用者已经变了'],
    ['still-there', null, '不会强制结束'],
    ['refused', 'system', '系统拒绝了'],
    ['refused', 'docker', 'docker stop'],
  ] as const)(
    'says what %s (%s) means while somebody holds the port',
    async (outcome, reason, said) => {
      const { user } = ports({ 'ports:stop': () => ({ outcome, reason, table: table() }) })
      const detail = await open(8082)
      await user.click(detail.getByRole('button', { name: /停止 node/ }))
      const status = await detail.findByRole('status')
      expect(status).toHaveTextContentAll(said)
      expect(status.textContent).not.toContain('已空闲')
    },
  )

  it('cannot stop one whose pid the system does not show', async () => {
    const rows = [{ ...taken, holders: [holder({ pid: null, program: null, command: null })] }]
    const { bridge, user } = ports({ 'ports:list': () => table({ rows }) })
    const detail = await open(8082)
    await user.click(detail.getByRole('button', { name: /停止 未知/ }))
    expect(bridge.inputsOf('ports:stop')).toEqual([])
    expect(detail.getByText(/系统未显示（/)).toBeTruthy()
  })
})
