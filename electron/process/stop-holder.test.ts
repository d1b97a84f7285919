import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { createServer, type Server } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { createPortLook, type SeenHolder } from './port-look'
import { isAlive } from './supervisor-fixture'
import { stopHolder, type StopHolderDeps, type StopQuestion } from './stop-holder'

const children: ChildProcess[] = []
const servers: Server[] = []

afterEach(async () => {
  for (const child of children.splice(0)) child.kill('SIGKILL')
  await Promise.all(servers.splice(0).map((one) => new Promise((done) => one.close(done))))
})

const listening = (port: number) =>
  `require('net').createServer().listen(${port}, '127.0.0.1', function () { console.log(this.address().port) })`
const stubborn = `process.on('SIGTERM', () => {}); ${listening(0)}`

async function startHolder(program: string, args: readonly string[]) {
  const child = spawn(program, [...args], { stdio: ['ignore', 'pipe', 'inherit'] })
  children.push(child)
  const [chunk] = await once(child.stdout, 'data')
  return { child, pid: child.pid ?? -1, port: Number(String(chunk).trim()) }
}

const look = createPortLook({ mask: (text) => text, containers: () => Promise.resolve(null) })
/** Children of a test are foreign to a console that is some other process. */
const stranger = { consolePid: 2 ** 30, services: new Map<number, string>() }

function setUp(change: Partial<StopHolderDeps> = {}) {
  const asked: StopQuestion[] = []
  const sent: number[] = []
  const end = new AbortController()
  const deps: StopHolderDeps = {
    look,
    own: async () => stranger,
    confirm: (question) => {
      asked.push(question)
      return Promise.resolve(true)
    },
    terminate: (pid) => {
      sent.push(pid)
      process.kill(pid, 'SIGTERM')
    },
    ...change,
  }
  const stop = (port: number, pid: number) => stopHolder({ port, pid }, deps, end.signal)
  return { stop, asked, sent, end }
}

const over = (outcome: string) => ({ outcome, reason: null })
const refused = (reason: string) => ({ outcome: 'refused', reason })

describe('stopping a foreign holder', () => {
  it('asks with its name, port and command, then ends it', async () => {
    const { pid, port } = await startHolder('node', ['-e', listening(0)])
    const { stop, asked, sent } = setUp()
    expect(await stop(port, pid)).toEqual(over('stopped'))
    expect(asked).toMatchObject([{ name: 'node', port, pid, isImmediate: false }])
    expect(asked[0]?.command).toContain('createServer')
    expect(sent).toEqual([pid])
    expect(isAlive(pid)).toBe(false)
  })

  it('ends a python server by its own name', async () => {
    const code = [
      'import socket,time,sys',
      's=socket.socket(); s.bind(("127.0.0.1",0)); s.listen()',
      'print(s.getsockname()[1]); sys.stdout.flush(); time.sleep(600)',
    ].join('\n')
    const { pid, port } = await startHolder('python3', ['-c', code])
    const { stop, asked } = setUp()
    expect(await stop(port, pid)).toEqual(over('stopped'))
    expect(asked[0]?.name).toMatch(/^python/)
  })

  it('sends nothing when the person declines, or the console closes meanwhile', async () => {
    const { pid, port } = await startHolder('node', ['-e', listening(0)])
    const no = setUp({ confirm: () => Promise.resolve(false) })
    expect(await no.stop(port, pid)).toEqual(over('declined'))
    const closing = setUp({
      confirm: () => {
        closing.end.abort()
        return Promise.resolve(true)
      },
    })
    expect(await closing.stop(port, pid)).toEqual(over('declined'))
    expect([...no.sent, ...closing.sent]).toEqual([])
    expect(isAlive(pid)).toBe(true)
  })

  it('sends nothing when another has taken the port while the question stood', async () => {
    const { child, pid, port } = await startHolder('node', ['-e', listening(0)])
    const { stop, sent } = setUp({
      confirm: async () => {
        child.kill('SIGKILL')
        await once(child, 'exit')
        await startHolder('node', ['-e', listening(port)])
        return true
      },
    })
    // Its pid is gone; had the number been given away, the start would have told.
    expect(await stop(port, pid)).toEqual(over('gone'))
    expect(sent).toEqual([])
    const [successor] = await look(new Set([port]))
    expect(isAlive(successor?.pid ?? null)).toBe(true)
  })

  it('sends nothing when the process gave the port up but lives on', async () => {
    const code = `const s = ${listening(0)}; process.on('SIGUSR2', () => s.close(() => console.log('closed'))); setInterval(() => {}, 1000)`
    const { child, pid, port } = await startHolder('node', ['-e', code])
    const { stop, sent } = setUp({
      confirm: async () => {
        child.kill('SIGUSR2')
        if (child.stdout !== null) await once(child.stdout, 'data')
        return true
      },
    })
    expect(await stop(port, pid)).toEqual(over('changed'))
    expect(sent).toEqual([])
    expect(isAlive(pid)).toBe(true)
  })

  it('sends nothing to a process that has another start under the same number', async () => {
    const { pid, port } = await startHolder('node', ['-e', listening(0)])
    let readings = 0
    const { stop, sent } = setUp({
      reader: () => async (asked) => {
        readings += asked === pid ? 1 : 0
        const facts = { parent: null, args: ['node'], user: null, startedAt: null }
        return { ...facts, pid: asked, startMark: readings > 1 ? 'later' : 'before' }
      },
    })
    expect(await stop(port, pid)).toEqual(over('changed'))
    expect(sent).toEqual([])
  })

  it('tells gone from changed when it is too late to ask', async () => {
    const { child, pid, port } = await startHolder('node', ['-e', listening(0)])
    const { stop, asked } = setUp()
    expect(await stop(port, pid + 100_000)).toEqual(over('changed'))
    child.kill('SIGKILL')
    await once(child, 'exit')
    expect(await stop(port, pid)).toEqual(over('gone'))
    expect(asked).toEqual([])
  })

  it('says that one is still there, and does not force it', async () => {
    const { pid, port } = await startHolder('node', ['-e', stubborn])
    let waits = 0
    const { stop, sent } = setUp({ looks: 3, pause: async () => void (waits += 1) })
    expect(await stop(port, pid)).toEqual(over('still-there'))
    expect(waits).toBe(3)
    expect(sent).toEqual([pid])
    expect(isAlive(pid)).toBe(true)
  })
})

describe('what is never signalled', () => {
  it('the first processes of the system', async () => {
    const { stop, asked, sent } = setUp()
    for (const pid of [1, 0, -1]) expect(await stop(8082, pid)).toEqual(refused('protected'))
    expect([...asked, ...sent]).toEqual([])
  })

  it('the console, what it started, and what started it', async () => {
    const { pid, port } = await startHolder('node', ['-e', listening(0)])
    const server = createServer().listen(0, '127.0.0.1')
    servers.push(server)
    await once(server, 'listening')
    const address = server.address()
    const own = typeof address === 'object' && address !== null ? address.port : 0
    const asConsole = setUp({ own: async () => ({ ...stranger, consolePid: process.pid }) })
    expect(await asConsole.stop(own, process.pid)).toEqual(refused('ours'))
    expect(await asConsole.stop(port, pid)).toEqual(refused('ours'))
    const asService = setUp({
      own: async () => ({ ...stranger, services: new Map([[pid, 'resume']]) }),
    })
    expect(await asService.stop(port, pid)).toEqual(refused('ours'))
    // Seen from the child, this test is what started it.
    const asChild = setUp({ own: async () => ({ ...stranger, consolePid: pid }) })
    expect(await asChild.stop(own, process.pid)).toEqual(refused('ours'))
    expect(
      [asConsole, asService, asChild].flatMap(({ sent, asked }) => [...sent, ...asked]),
    ).toEqual([])
  })

  it('one that became ours while the question stood', async () => {
    const { pid, port } = await startHolder('node', ['-e', listening(0)])
    const services = new Map<number, string>()
    const { stop, sent } = setUp({
      own: async () => ({ ...stranger, services }),
      confirm: async () => {
        services.set(pid, 'resume')
        return true
      },
    })
    expect(await stop(port, pid)).toEqual(refused('ours'))
    expect(sent).toEqual([])
  })

  it('a forwarder of the container engine', async () => {
    const { pid, port } = await startHolder('node', ['-e', listening(0)])
    const forwarding = async (ports: ReadonlySet<number>): Promise<SeenHolder[]> =>
      (await look(ports)).map((holder) => ({ ...holder, program: 'docker-proxy' }))
    const { stop, asked } = setUp({ look: forwarding })
    expect(await stop(port, pid)).toEqual(refused('docker'))
    expect(asked).toEqual([])
  })

  it('another user’s process: the refusal of the system is said', async () => {
    const { pid, port } = await startHolder('node', ['-e', listening(0)])
    const withCode = (code: string) => () => {
      throw Object.assign(new Error(code), { code })
    }
    expect(await setUp({ terminate: withCode('EPERM') }).stop(port, pid)).toEqual(refused('system'))
    expect(await setUp({ terminate: withCode('ESRCH') }).stop(port, pid)).toEqual(over('gone'))
  })
})
