import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { afterEach, describe, expect, it } from 'vitest'
import { PortTable } from '../../shared/domain/ports'
import type { ServiceHealth, ServiceProcess } from '../../shared/domain/services'
import { createPortLook } from '../process/port-look'
import { isAlive } from '../process/supervisor-fixture'
import { checkProfile } from '../profile/parse'
import { createPorts, type PortsDeps } from './ports'

const children: ChildProcess[] = []
afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL')
})

async function startHolder() {
  const code =
    "require('net').createServer().listen(0, '127.0.0.1', function () { console.log(this.address().port) })"
  const child = spawn('node', ['-e', code], { stdio: ['ignore', 'pipe', 'inherit'] })
  children.push(child)
  const [chunk] = await once(child.stdout, 'data')
  return { child, pid: child.pid ?? -1, port: Number(String(chunk).trim()) }
}

/** A profile whose resume service is looked for at this port. */
function profileOf(port: number) {
  const at = (one: number) => ({ url: `http://127.0.0.1:${one}` })
  const zervigo = {
    ...{ auth: at(2), ai: at(3), resume: at(port), job: at(5), company: at(6), user: at(7) },
  }
  const parsed = checkProfile({ name: 'dev', looma: at(4), zervigo }, 'dev')
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems))
  return parsed.profile
}

const process_: ServiceProcess = {
  ...{ state: 'external', pid: null, startedAt: null, exit: null, tail: [], restarts: 0 },
  ...{ controllable: false, adopted: false, nextStartAt: null, crashLoop: false },
  partOf: null,
}
function health(change: Partial<ServiceHealth> = {}): ServiceHealth {
  return {
    ...{ state: 'healthy', unconfirmed: false, since: 0, stale: false, latencyMs: 1 },
    ...{ version: null, reportedName: null, lastProbeAt: null, lastError: null, probes: [] },
    ...change,
  }
}

function open(port: number, change: Partial<PortsDeps> = {}) {
  const ports = createPorts({
    profile: profileOf(port),
    kind: 'remote',
    look: createPortLook({ mask: (text) => text, containers: () => Promise.resolve(null) }),
    services: () => [],
    owned: async () => new Map(),
    // The children of a test are foreign to a console that is some other process.
    consolePid: 2 ** 30,
    confirm: () => Promise.resolve(true),
    now: Date.now,
    ...change,
  })
  const row = async () => {
    const table = PortTable.parse(await ports.list())
    const found = table.rows.find((one) => one.port === port)
    if (found === undefined) throw new Error(`no row ${port}`)
    return found
  }
  return { ports, row }
}

describe('the ports of a profile', () => {
  it('are the profile’s first, then those of the plans, each once', async () => {
    const { port } = await startHolder()
    const { rows } = await open(port).ports.list()
    expect(rows.slice(0, 7).map(({ wants }) => wants[0]?.service)).toEqual([
      ...['looma', 'auth', 'ai', 'resume', 'job', 'company', 'user'],
    ])
    expect(new Set(rows.map(({ id }) => id)).size).toBe(rows.length)
    expect(rows.find((row) => row.port === 8500)?.claims).toHaveLength(5)
  })

  it('believe a name only while the service answers and no longer than its holder lives', async () => {
    const { port } = await startHolder()
    const name = { reportedName: 'resume-service', lastProbeAt: Date.now() + 60_000 }
    const useWith = async (change: Partial<ServiceHealth>) => {
      const service = { id: 'resume', process: process_, health: health({ ...name, ...change }) }
      return (await open(port, { services: () => [service] }).row()).use
    }
    expect(await useWith({})).toBe('expected')
    expect(await useWith({ reportedName: 'user-service' })).toBe('unexpected')
    expect(await useWith({ stale: true })).toBe('unexpected')
    expect(await useWith({ state: 'unreachable' })).toBe('unexpected')
    expect(await useWith({ lastProbeAt: 1 })).toBe('unexpected')
  })

  it('are ours where the console runs the holder', async () => {
    const { port, pid } = await startHolder()
    const own = { ...process_, state: 'running' as const, pid }
    const services = () => [{ id: 'resume', process: own, health: health() }]
    const { ports, row } = open(port, { services })
    expect(await row()).toMatchObject({ use: 'ours', conflict: null })
    expect(await ports.stop(port, pid)).toMatchObject({ outcome: 'refused', reason: 'ours' })
    expect(isAlive(pid)).toBe(true)
  })
})

describe('stopping from the page', () => {
  it('ends a foreign holder and answers with the port as it is then', async () => {
    const { port, pid } = await startHolder()
    const { ports, row } = open(port)
    const before = await row()
    expect(before).toMatchObject({ use: 'unexpected', holders: [{ pid, program: 'node' }] })
    expect(before.conflict?.zh).toContain(`node（pid ${pid}`)
    const { outcome, reason, table } = await ports.stop(port, pid)
    expect({ outcome, reason }).toEqual({ outcome: 'stopped', reason: null })
    expect(table.rows.find((one) => one.port === port)?.use).toBe('free')
  })

  it('asks one question at a time, and the end of the profile declines it', async () => {
    const { port, pid } = await startHolder()
    const { ports } = open(port, {
      confirm: (_question, signal) =>
        new Promise((resolve) => signal.addEventListener('abort', () => resolve(true))),
    })
    const first = ports.stop(port, pid)
    await expect(ports.stop(port, pid)).rejects.toMatchObject({ code: 'busy' })
    await ports.dispose()
    expect(await first).toMatchObject({ outcome: 'declined' })
    expect(isAlive(pid)).toBe(true)
  })

  it('leaves ports alone that are neither the profile’s nor a plan’s', async () => {
    const { pid, port } = await startHolder()
    const { ports } = open(9)
    await expect(ports.stop(port, pid)).rejects.toMatchObject({ code: 'rejected' })
    const silent = open(port, { confirm: null })
    await expect(silent.ports.stop(port, pid)).rejects.toMatchObject({ code: 'unsupported' })
    expect(isAlive(pid)).toBe(true)
  })
})
