import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { serviceIds, zervigoIds, type ProcessState } from '../../shared/domain/services'
import { OpsError } from '../../shared/errors'
import { createServices } from '../features/services'
import { checkProfile } from '../profile/parse'
import { createHealth, type Health } from '../process/health'
import { createPortLook } from '../process/port-look'
import { probeHttp } from '../process/probe'
import { quietPorts } from '../process/test-ports'
import { readWitness } from '../process/witness'
import type { BringUpOptions } from './bring-up'
import type { StepIo, StepSpec } from './step'
import type { Unit } from './unit'

const names: Record<string, string> = {
  ...{
    looma: 'looma-crm',
    auth: 'unified-auth-service',
    ai: 'ai-service',
    resume: 'resume-service',
  },
  ...{ job: 'job-service', company: 'company-service', user: 'user-service' },
}

/** A real listener that says whatever health a test gives it. */
export interface Listener {
  port: number
  says: {
    name: string | null
    status: string
    claims: Record<string, boolean>
    /** In the form of go-zervi, which gives no name. */
    isEnveloped?: boolean
  }
  close(): Promise<void>
}

/** Listens and answers `/health`, and `/api/zervigo/health` with its claims about the six. */
export async function listen(name: string | null, port = 0): Promise<Listener> {
  const says: Listener['says'] = { name, status: 'healthy', claims: {} }
  const server: Server = createServer((request, response) => {
    const own = { status: says.status, ...(says.name === null ? {} : { service: says.name }) }
    const services = Object.fromEntries(
      zervigoIds.map((id) => {
        const healthy = says.claims[id] ?? true
        return [id, { healthy, status: healthy ? 'healthy' : 'unhealthy' }]
      }),
    )
    response.setHeader('content-type', 'application/json').setHeader('connection', 'close')
    const health = says.isEnveloped === true ? { code: 0, message: 'ok', data: own } : own
    response.end(JSON.stringify(request.url === '/health' ? health : { success: true, services }))
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', resolve)
  })
  const address: AddressInfo | string | null = server.address()
  if (address === null || typeof address === 'string') throw new Error('no port')
  return {
    ...{ port: address.port, says },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

/** Seven units, each a real listener, and everything that plans need to know of them. */
export interface Bench {
  units: Unit[]
  running: Map<string, Listener>
  /** What happened, in order: `+auth`, `-auth`. */
  diary: string[]
  ports: Record<string, number>
  options: BringUpOptions
  /** Makes the next start of a unit fail. */
  failing: Map<string, Error>
  /** A listener that no unit started. */
  foreign(id: string, name?: string | null): Promise<Listener>
  dispose(): Promise<void>
}

const needs: Record<string, string[]> = { job: ['resume', 'auth'], looma: [] }

/** Makes a bench; a test disposes it. */
export async function createBench(): Promise<Bench> {
  const found = await quietPorts(serviceIds.length)
  const ports = Object.fromEntries(serviceIds.map((id, at) => [id, found[at] ?? 0]))
  const running = new Map<string, Listener>()
  const others = new Map<string, Listener>()
  const diary: string[] = []
  const failing = new Map<string, Error>()
  const portOf = (id: string): number => ports[id] ?? 0
  const units = serviceIds.map((id): Unit => ({
    ...{ id, title: { zh: `服务 ${id}`, en: `service ${id}` }, services: [id] },
    ...{ dependsOn: needs[id] ?? ['auth'], startCommand: `./start ${id}`, stopCommand: null },
    ...{ startWarnings: [], stopWarnings: [], ports: [portOf(id)] },
    provesItsOwn: true,
    state(): Promise<ProcessState> {
      const own = running.has(id) ? 'running' : others.has(id) ? 'external' : 'stopped'
      return Promise.resolve(own)
    },
    async start(io) {
      const error = failing.get(id)
      if (error !== undefined) throw error
      io.line(`starting ${id}`)
      running.set(id, await listen(names[id] ?? id, portOf(id)))
      diary.push(`+${id}`)
    },
    async stop() {
      await running.get(id)?.close()
      running.delete(id)
      diary.push(`-${id}`)
      return 'term'
    },
  }))
  const { health, sweep, ask } = openGrid(ports)
  return {
    ...{ units, running, diary, ports, failing },
    options: {
      ...{ checks: [], units, sweep, probe: ask, portOf: (id) => ports[id] ?? null },
      look: createPortLook({ mask: (text) => text, containers: () => Promise.resolve([]) }),
      now: Date.now,
      timings: { pollMs: 10, waitMs: 300, verifyPauseMs: 10, verifyRounds: 12 },
    },
    async foreign(id, name = names[id] ?? id) {
      const listener = await listen(name, portOf(id))
      others.set(id, listener)
      return listener
    },
    async dispose() {
      await health.dispose()
      for (const listener of [...running.values(), ...others.values()]) await listener.close()
    },
  }
}

/** The grid of a profile whose seven services have these ports. */
export function openGrid(ports: Readonly<Record<string, number>>): {
  health: Health
  ask: BringUpOptions['probe']
  sweep: BringUpOptions['sweep']
} {
  // Nobody listens on the first ports; a profile wants seven different ones all the same.
  const nobody = (id: string) => 1 + serviceIds.findIndex((one) => one === id)
  const urlOf = (id: string) => `http://127.0.0.1:${ports[id] ?? nobody(id)}`
  const zervigo = Object.fromEntries(zervigoIds.map((id) => [id, { url: urlOf(id) }]))
  const parsed = checkProfile({ name: 'Bench', looma: { url: urlOf('looma') }, zervigo }, 'bench')
  if (!parsed.ok) throw new Error('not a profile')
  const { profile } = parsed
  const ask: BringUpOptions['probe'] = (id, signal) => {
    const expected = serviceIds.find((one) => one === id) ?? null
    const url = `${urlOf(id)}/health`
    return probeHttp({ url, expected, timeoutMs: 2_000, slowMs: 60_000, signal })
  }
  const health = createHealth({
    targets: serviceIds.map((id) => ({
      ...{ id, kind: 'service' as const },
      probe: (signal) => ask(id, signal),
    })),
    ...{ intervalMs: 60_000, timeoutMs: 2_000, now: Date.now, onChange: () => undefined },
    async witness(signal) {
      const at = Date.now()
      const answer = await fetch(`${urlOf('looma')}/api/zervigo/health`, { signal })
      return readWitness(await answer.json(), at)
    },
  })
  const services = createServices({
    ...{ profile, kind: 'local', health, supervisor: null, now: Date.now },
    ...{ stackStatus: () => null, listIncidents: () => [] },
  })
  return { health, ask, sweep: () => services.probe() }
}

/** A step that does what a test says. */
export function step(id: string, run: StepSpec['run'], more: Partial<StepSpec> = {}): StepSpec {
  return {
    ...{ id, kind: 'folder', subject: null, command: null, warnings: [] },
    ...{ title: { zh: `步骤 ${id}`, en: `step ${id}` } },
    run,
    ...more,
  }
}

export const fine = { state: 'done' as const, result: { zh: '好', en: 'good' } }

/** Fails until it has been tried so often. */
export function failsTimes(times: number): StepSpec['run'] {
  let tries = 0
  return () => {
    tries += 1
    if (tries <= times) throw new OpsError('process', 'ended', { facts: { id: 'x', code: 7 } })
    return Promise.resolve(fine)
  }
}

/** What a step is given outside a plan. */
export function quietIo(): StepIo & { lines: string[] } {
  const lines: string[] = []
  return {
    lines,
    signal: new AbortController().signal,
    line: (text) => void lines.push(JSON.stringify(text)),
  }
}
