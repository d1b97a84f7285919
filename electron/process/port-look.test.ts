import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { createServer, type Server } from 'node:net'
import { userInfo } from 'node:os'
import { afterEach, describe, expect, it } from 'vitest'
import type { RunningContainer } from './containers'
import { createPortLook } from './port-look'
import { createProcessReader } from './process-facts'

const servers: Server[] = []
const children: ChildProcess[] = []

afterEach(async () => {
  for (const child of children.splice(0)) child.kill('SIGKILL')
  await Promise.all(servers.splice(0).map((one) => new Promise((done) => one.close(done))))
})

async function listen(host: string, port = 0, ipv6Only = false): Promise<number> {
  const server = createServer()
  server.listen({ host, port, ipv6Only })
  await once(server, 'listening')
  servers.push(server)
  const address = server.address()
  return typeof address === 'object' && address !== null ? address.port : 0
}

/** Starts a program that says on its first line which port it holds. */
async function startHolder(program: string, args: readonly string[]) {
  const child = spawn(program, [...args], { stdio: ['ignore', 'pipe', 'inherit'] })
  children.push(child)
  const chunks: AsyncIterable<Buffer> = child.stdout
  for await (const chunk of chunks) {
    return { pid: child.pid ?? -1, port: Number(chunk.toString().trim()) }
  }
  throw new Error(`${program} said nothing`)
}

const listening =
  "require('net').createServer().listen(0, '127.0.0.1', function () { console.log(this.address().port) })"

const look = createPortLook({
  mask: (text) => text.replaceAll('hunter2', '***'),
  containers: () => Promise.resolve([]),
})
const lookAt = (...ports: number[]) => look(new Set(ports))

describe('a look at ports', () => {
  it.each([
    ['v4 only', '127.0.0.1', false],
    ['v6 only', '::1', true],
    ['every v4 address', '0.0.0.0', false],
  ])('sees a listener on %s', async (_name, host, ipv6Only) => {
    const port = await listen(host, 0, ipv6Only)
    const [holder, ...more] = await lookAt(port)
    expect(more).toEqual([])
    expect(holder).toMatchObject({ port, pid: process.pid, user: userInfo().username })
    if (process.platform === 'linux') expect(holder?.address).toBe(host)
  })

  it('sees both owners of one number, many ports in one look, and nobody on a free one', async () => {
    const port = await listen('127.0.0.1')
    await listen('::1', port, true)
    const other = await listen('127.0.0.1')
    const free = await listen('127.0.0.1')
    await new Promise((done) => servers.pop()?.close(done))
    const found = await lookAt(port, other, free)
    expect(found.filter((holder) => holder.port === port)).toHaveLength(2)
    expect(found.filter((holder) => holder.port === other)).toHaveLength(1)
    expect(found.filter((holder) => holder.port === free)).toEqual([])
  })

  it('names a foreign node with its start, its masked command and this process as a parent', async () => {
    const { pid, port } = await startHolder('node', ['-e', listening, '--', '--token', 'hunter3'])
    const [holder] = await lookAt(port)
    expect(holder).toMatchObject({ pid, program: 'node', container: null })
    expect(holder?.command).toContain('--token ***')
    expect(holder?.command).not.toContain('hunter3')
    expect(holder?.ancestors[0]).toBe(process.pid)
    expect(holder?.parents[0]?.pid).toBe(process.pid)
    expect(holder?.ancestors).not.toContain(1)
    expect(holder?.startedAt ?? 0).toBeGreaterThan(Date.now() - 600_000)
  })

  it('follows the chain over a program in between', async () => {
    const inner = JSON.stringify(listening)
    const code = `require('child_process').spawn('node', ['-e', ${inner}], { stdio: 'inherit' })`
    const { pid, port } = await startHolder('node', ['-e', code])
    const [holder] = await lookAt(port)
    expect(holder?.pid).not.toBe(pid)
    expect(holder?.ancestors.slice(0, 2)).toEqual([pid, process.pid])
    process.kill(holder?.pid ?? Number.NaN, 'SIGKILL')
  })

  it('asks for containers only when something looks like one', async () => {
    let asked = 0
    const port = await listen('127.0.0.1')
    const container: RunningContainer = {
      ...{ id: 'c', name: 'db', image: 'db:1', project: 'basic', service: 'db', ports: [port] },
    }
    const counting = createPortLook({
      mask: (text) => text,
      containers: () => {
        asked += 1
        return Promise.resolve([container])
      },
    })
    const [holder] = await counting(new Set([port]))
    expect(holder?.container).toBeNull()
    expect(asked).toBe(0)
  })
})

describe.runIf(process.platform === 'linux')('a forwarder', () => {
  it('is shown with the container that its port leads into', async () => {
    // A process takes the name of docker's own forwarder by the first word of its command line.
    const child = spawn('node', ['-e', listening], {
      argv0: 'docker-proxy',
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    children.push(child)
    const [chunk] = await once(child.stdout, 'data')
    const port = Number(String(chunk).trim())
    const container: RunningContainer = {
      ...{ id: 'c', name: 'basic-db-1', image: 'postgres:16', project: 'basic', service: 'db' },
      ports: [port],
    }
    const withDocker = createPortLook({
      mask: (text) => text,
      containers: () => Promise.resolve([container]),
    })
    const [holder] = await withDocker(new Set([port]))
    const { ports: _ports, ...shown } = container
    expect(holder).toMatchObject({ program: 'docker-proxy', container: shown })
    const without = createPortLook({ mask: String, containers: () => Promise.resolve(null) })
    expect((await without(new Set([port])))[0]?.container).toBeNull()
  })
})

describe('the reader of processes', () => {
  it('tells a dead process from a living one, also before it is reaped', async () => {
    const { pid } = await startHolder('node', ['-e', listening])
    expect((await createProcessReader()(pid))?.parent).toBe(process.pid)
    const child = children.pop()
    child?.kill('SIGKILL')
    if (child !== undefined) await once(child, 'exit')
    expect(await createProcessReader()(pid)).toBeNull()
    expect(await createProcessReader()(2 ** 30)).toBeNull()
  })
})
