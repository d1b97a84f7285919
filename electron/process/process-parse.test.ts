import { describe, expect, it } from 'vitest'
import { programOf, shownCommand } from './command-line'
import { containerOfCgroup, dockerPsArgv, isForwarder, parseDockerPs } from './containers'
import { parseLsofListeners, parseNetstatListeners, parseTasklistNames } from './ports-parse'
import {
  parsePs,
  parseStat,
  parseWindowsProcesses,
  psArgv,
  windowsProcessesArgv,
} from './process-parse'

describe('processes', () => {
  it('are read from ps with parent, start and whole command', () => {
    expect(psArgv).toEqual(['ps', '-axww', '-o', 'pid=,ppid=,user=,lstart=,command='])
    const text = [
      '    1     0 root             Mon Nov  2 08:00:01 2026     /sbin/launchd',
      '  501   400 szjason72        Tue Nov 24 14:36:43 2026     /usr/local/bin/python3.11 app.py --port 8082',
      'no line of a process',
    ].join('\n')
    const [first, second, ...none] = parsePs(text)
    expect(none).toEqual([])
    expect(first).toMatchObject({ pid: 1, parent: 0, args: ['/sbin/launchd'] })
    expect(second).toEqual({
      ...{ pid: 501, parent: 400, user: 'szjason72', startMark: 'Tue Nov 24 14:36:43 2026' },
      args: ['/usr/local/bin/python3.11', 'app.py', '--port', '8082'],
      startedAt: Date.parse('Tue Nov 24 14:36:43 2026'),
    })
  })

  it('are read from Windows, one or many', () => {
    expect(windowsProcessesArgv.slice(0, 4)).toEqual([
      ...['powershell.exe', '-NoProfile', '-NonInteractive', '-Command'],
    ])
    const one = {
      ...{ pid: 77, parent: 4, start: '2026-11-24T14:36:43.1234567Z', name: 'java.exe' },
      command: '"C:\\Program Files\\Java\\bin\\java.exe" -jar job.jar',
    }
    expect(parseWindowsProcesses(JSON.stringify(one))).toMatchObject([
      { pid: 77, parent: 4, args: ['C:\\Program Files\\Java\\bin\\java.exe', '-jar', 'job.jar'] },
    ])
    const hidden = { pid: 4, parent: 0, start: null, name: 'System', command: null }
    expect(parseWindowsProcesses(JSON.stringify([one, hidden]))[1]).toEqual({
      ...{ pid: 4, parent: 0, args: ['System'], user: null, startedAt: null, startMark: null },
    })
    expect(parseWindowsProcesses('Get-CimInstance : access denied')).toEqual([])
  })

  it('are read from /proc, whatever their name holds', () => {
    const tail = Array.from({ length: 17 }, (_, index) => index).join(' ')
    const text = `42 (a) (b) c) S 7 ${tail} 998877 1 2`
    expect(parseStat(text)).toEqual({
      ...{ name: 'a) (b) c', parent: 7, isDead: false, startTicks: '998877' },
    })
    expect(parseStat(text.replace(' S 7', ' Z 7'))?.isDead).toBe(true)
    expect(parseStat('')).toBeNull()
  })
})

describe('listeners', () => {
  it('are read from lsof and netstat with their ports', () => {
    const lsof = 'p501\ncpython3\nLalice\nf3\nn127.0.0.1:8206\nf4\nn[::1]:8207\n'
    expect(parseLsofListeners(lsof).map(({ address, port }) => `${address} ${port}`)).toEqual([
      ...['127.0.0.1 8206', '::1 8207'],
    ])
    const netstat = '  TCP    [::]:8207    [::]:0    ABHÖREN    77\r\n'
    expect(parseNetstatListeners(netstat)).toEqual([{ address: '::', port: 8207, pid: 77 }])
    const tasks = '"java.exe","77","Console","1","1 K"\r\n"node.exe","8","Console","1","1 K"\r\n'
    expect([...parseTasklistNames(tasks)]).toEqual([
      [77, 'java.exe'],
      [8, 'node.exe'],
    ])
  })
})

describe('command lines', () => {
  it.each([
    [['/usr/bin/python3', '-m', 'http.server'], 'python3'],
    [['node', 'app.js'], 'node'],
    [['nginx: master process /usr/sbin/nginx'], 'nginx'],
    [['postgres: checkpointer'], 'postgres'],
    [['/opt/My App/server'], 'server'],
    [['C:\\Program Files\\Java\\bin\\java.exe', '-jar'], 'java.exe'],
    [[], null],
  ])('of %j belong to the program %s', (args, expected) => {
    expect(programOf(args)).toBe(expected)
  })

  it('never show what follows an option with a secret’s name', () => {
    const mask = (text: string) => text.replaceAll('hunter2', '***')
    const shown = (...args: string[]) => shownCommand(args, mask)
    expect(shown('redis-server', '--requirepass', 'geheim', '--port', '6379')).toBe(
      'redis-server --requirepass *** --port 6379',
    )
    expect(shown('app', '--jwt-secret', 'geheim', '-token', 'geheim')).not.toContain('geheim')
    expect(shown('mysqld_safe', '-pgeheim', 'hunter2')).toBe('mysqld_safe -p*** ***')
    expect(shown('server', '-p8080', '--password', '--verbose')).toBe(
      'server -p8080 --password --verbose',
    )
  })
})

describe('containers', () => {
  const id = 'a'.repeat(64)

  it('are read from docker ps with their compose project and ports', () => {
    expect(dockerPsArgv).toEqual(['docker', 'ps', '--no-trunc', '--format', '{{json .}}'])
    const line = {
      ...{ ID: id, Names: 'basic-resume-1', Image: 'resume:1' },
      Labels: 'a=b,com.docker.compose.project=basic,com.docker.compose.service=resume',
      Ports: '0.0.0.0:8082->80/tcp, [::]:8082->80/tcp, :::9000-9001->9000-9001/tcp, 5432/tcp',
    }
    expect(parseDockerPs(`${JSON.stringify(line)}\nnot json\n{"ID":1}\n`)).toEqual([
      {
        ...{ id, name: 'basic-resume-1', image: 'resume:1', project: 'basic', service: 'resume' },
        ports: [8082, 9000, 9001],
      },
    ])
  })

  it.each([
    [`0::/system.slice/docker-${id}.scope`, id],
    [`12:cpu:/docker/${id}\n0::/docker/${id}`, id],
    [`0::/kubepods/pod1/cri-containerd-${id}.scope`, id],
    [`0::/user.slice/libpod-${id}.scope/container`, id],
    ['0::/user.slice/user-1000.slice', null],
    ['0::/', null],
  ])('are known from the control group %s', (text, expected) => {
    expect(containerOfCgroup(text)).toBe(expected)
  })

  it('are told from the programs that only forward to them', () => {
    expect(isForwarder('docker-proxy')).toBe(true)
    expect(isForwarder('com.docker.backend')).toBe(true)
    expect(isForwarder('node')).toBe(false)
    expect(isForwarder(null)).toBe(false)
  })
})
