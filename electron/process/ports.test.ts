import { createServer, type Server } from 'node:net'
import { userInfo } from 'node:os'
import { afterEach, describe, expect, it } from 'vitest'
import { isPortBusy, isReached, lsofOwners, portOwner, portOwners } from './ports'
import { parseLsof, parseNetstat, parseProcNet, parseTasklist, userName } from './ports-parse'

const open: Server[] = []

afterEach(async () => {
  await Promise.all(open.splice(0).map((server) => new Promise((resolve) => server.close(resolve))))
})

async function listen(host: string, port = 0, ipv6Only = false): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen({ host, port, ipv6Only }, resolve)
  })
  open.push(server)
  const address = server.address()
  return typeof address === 'object' && address !== null ? address.port : 0
}

describe('ports of this machine', () => {
  it.each([
    ['v4 only', '127.0.0.1', false],
    ['v6 only', '::1', true],
    ['dual stack', '::', false],
    ['every v4 address', '0.0.0.0', false],
  ])('finds the owner of a listener on %s', async (_name, host, ipv6Only) => {
    const port = await listen(host, 0, ipv6Only)
    expect(await isPortBusy(port)).toBe(true)
    const owner = await portOwner(port)
    expect(owner).toMatchObject({ pid: process.pid })
    expect(owner?.command).toMatch(/node|vitest/)
    if (process.platform === 'linux') {
      expect(owner).toMatchObject({ address: host, user: userInfo().username })
    }
  })

  it('tells two owners of one port number apart by host', async () => {
    const port = await listen('127.0.0.1')
    await listen('::1', port, true)
    expect(await portOwners(port)).toHaveLength(2)
    expect((await portOwner(port, '::1'))?.address).toBe('::1')
    expect((await portOwner(port, '127.0.0.1'))?.address).toBe('127.0.0.1')
  })

  it('finds nobody on a port that was given up', async () => {
    const port = await listen('127.0.0.1')
    await new Promise((resolve) => open.pop()?.close(resolve))
    expect(await isPortBusy(port)).toBe(false)
    expect(await portOwner(port)).toBeNull()
  })

  it('agrees with lsof where there is one', async () => {
    const port = await listen('127.0.0.1')
    const owners = await lsofOwners(port)
    for (const owner of owners)
      expect(owner).toMatchObject({ address: '127.0.0.1', pid: process.pid })
  })
})

describe('isReached', () => {
  it.each([
    ['127.0.0.1', 'localhost', true],
    ['::1', 'localhost', true],
    ['0.0.0.0', '127.0.0.1', true],
    ['0.0.0.0', '::1', false],
    ['::', '127.0.0.1', true],
    ['::ffff:127.0.0.1', '127.0.0.1', true],
    ['::1', '127.0.0.1', false],
    ['192.168.1.5', 'localhost', false],
    ['192.168.1.5', '0.0.0.0', true],
  ])('%s is reached through %s: %s', (address, host, expected) => {
    expect(isReached(address, host)).toBe(expected)
  })
})

describe('parsers', () => {
  it('reads /proc/net/tcp and leaves connections out', () => {
    const text = `  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
   0: 0100007F:200F 00000000:0000 0A 00000000:00000000 00:00000000 00000000  1000        0 48211 1 0000000000000000 100 0 0 10 0
   1: 00000000:1F92 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 48212 1 0000000000000000 100 0 0 10 0
   2: 0100007F:200F 0100007F:D2F0 06 00000000:00000000 03:00000F4B 00000000     0        0 0 3 0000000000000000
`
    expect(parseProcNet(text)).toEqual([
      { address: '127.0.0.1', port: 8207, uid: 1000, inode: '48211' },
      { address: '0.0.0.0', port: 8082, uid: 0, inode: '48212' },
    ])
  })

  it('reads the address forms of /proc/net/tcp6', () => {
    const row = (address: string): string =>
      `   0: ${address}:200F 00000000000000000000000000000000:0000 0A 0:0 00:0 0 0 0 7 1`
    const text = [
      'header',
      row('00000000000000000000000000000000'),
      row('00000000000000000000000001000000'),
      row('0000000000000000FFFF00000100007F'),
      row('B80D0120000000000000000001000000'),
    ].join('\n')
    const addresses = parseProcNet(text).map((listener) => listener.address)
    expect(addresses).toEqual(['::', '::1', '::ffff:127.0.0.1', '2001:db8:0:0:0:0:0:1'])
  })

  it('finds user names', () => {
    const passwd = 'root:x:0:0::/root:/bin/sh\nszjason72:x:1000:1000::/home/s:/bin/zsh\n'
    expect(userName(passwd, 1000)).toBe('szjason72')
    expect(userName(passwd, 7)).toBeNull()
  })

  it('reads lsof fields', () => {
    const text =
      'p501\ncpython3.11\nLszjason72\nf3\nn127.0.0.1:8206\nf4\nn[::1]:8206\np7\ncnode\nLroot\nf9\nn*:8206\n'
    expect(parseLsof(text)).toEqual([
      { address: '127.0.0.1', pid: 501, command: 'python3.11', user: 'szjason72' },
      { address: '::1', pid: 501, command: 'python3.11', user: 'szjason72' },
      { address: '0.0.0.0', pid: 7, command: 'node', user: 'root' },
    ])
    expect(parseLsof('')).toEqual([])
  })

  it('reads netstat in any language', () => {
    const text = [
      '  Proto  Lokale Adresse         Remoteadresse          Status           PID',
      '  TCP    0.0.0.0:8207           0.0.0.0:0              ABHÖREN         4242',
      '  TCP    [::1]:8207             [::]:0                 LISTENING       77',
      '  TCP    127.0.0.1:8207         127.0.0.1:50123        ESTABLISHED     4242',
      '  TCP    127.0.0.1:18207        0.0.0.0:0              LISTENING       9',
    ].join('\r\n')
    expect(parseNetstat(text, 8207)).toEqual([
      { address: '0.0.0.0', pid: 4242 },
      { address: '::1', pid: 77 },
    ])
  })

  it('reads tasklist', () => {
    expect(parseTasklist('"java.exe","4242","Console","1","123.456 K"\r\n')).toBe('java.exe')
    expect(parseTasklist('INFO: No tasks are running which match.\r\n')).toBeNull()
  })
})
