import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { serviceIds, type ServiceId } from '../../shared/domain/services'
import { readSettings } from './config'
import type { FaultSwitch } from './http/fault'
import { silentLog, type ServiceLog } from './http/log'
import { freePorts, localstackPlan, type StackOptions, type StackPorts } from './plan'
import { startService, type RunningService } from './run-service'

/** An answer with its body decoded where it is JSON. */
export interface TestAnswer {
  status: number
  headers: Headers
  text: string
  body: unknown
}

export interface TestRequest {
  method?: 'GET' | 'POST' | 'PUT' | 'DELETE'
  token?: string
  json?: unknown
  raw?: string
  headers?: Record<string, string>
}

/** The seven services in this process, on real ports with real databases in a temporary folder. */
export interface TestStack {
  ports: StackPorts
  dataDir: string
  ask(service: ServiceId, path: string, request?: TestRequest): Promise<TestAnswer>
  /** Logs in and gives the token. */
  login(username: string, password: string): Promise<string>
  faults(service: ServiceId): FaultSwitch
  /** Shifts the clock that the services see. */
  shiftClock(ms: number): void
  stop(service: ServiceId): Promise<void>
  restart(service: ServiceId): Promise<void>
  dispose(): Promise<void>
}

export const testSecret = 'a-secret-for-tests-of-64-characters-0123456789abcdef0123456789ab'

/** Starts the whole stack for a test. */
export async function startTestStack(
  options: Partial<StackOptions> & { log?: ServiceLog } = {},
): Promise<TestStack> {
  const dataDir = options.dataDir ?? (await mkdtemp(join(tmpdir(), 'localstack-')))
  const ports = await freePorts()
  const { log = silentLog, ...rest } = options
  const { specs } = localstackPlan({
    host: '127.0.0.1',
    ports,
    dataDir,
    talents: 30,
    jwtSecret: testSecret,
    serviceScript: 'service.js',
    ...rest,
  })
  let clockOffsetMs = 0
  const running = new Map<ServiceId, RunningService>()
  const start = async (id: ServiceId) => {
    const spec = specs.find((candidate) => candidate.id === id)
    if (spec === undefined) throw new Error(`no spec for ${id}`)
    const service = await startService(readSettings(spec.env), {
      log,
      now: () => new Date(Date.now() + clockOffsetMs),
      crash: () => {},
      delayMs: () => 30,
    })
    running.set(id, service)
  }
  for (const id of serviceIds) await start(id)
  const stop = async (id: ServiceId) => {
    await running.get(id)?.stop(0)
    running.delete(id)
  }
  const ask: TestStack['ask'] = (service, path, request = {}) =>
    askUrl(`http://127.0.0.1:${ports[service]}${path}`, request)
  return {
    ports,
    dataDir,
    ask,
    async login(username, password) {
      const answer = await ask('auth', '/api/v1/auth/login', {
        method: 'POST',
        json: { username, password },
      })
      const token = field(answer.body, 'token')
      if (typeof token !== 'string') throw new Error(`login failed: ${answer.text}`)
      return token
    },
    faults(id) {
      const service = running.get(id)
      if (service === undefined) throw new Error(`${id} is not running`)
      return service.faults
    },
    shiftClock: (ms) => void (clockOffsetMs += ms),
    stop,
    async restart(id) {
      await stop(id)
      await start(id)
    },
    async dispose() {
      for (const id of serviceIds) await stop(id)
      await rm(dataDir, { recursive: true, force: true })
    },
  }
}

/** One request to any address. */
export async function askUrl(url: string, request: TestRequest = {}): Promise<TestAnswer> {
  const headers: Record<string, string> = { ...request.headers }
  if (request.token !== undefined) headers['authorization'] = `Bearer ${request.token}`
  const body = request.raw ?? (request.json === undefined ? null : JSON.stringify(request.json))
  if (body !== null) headers['content-type'] = 'application/json'
  const answer = await fetch(url, { method: request.method ?? 'GET', headers, body })
  const text = await answer.text()
  return { status: answer.status, headers: answer.headers, text, body: decoded(text) }
}

function decoded(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

/** A value deep inside a decoded body, by a dotted path; undefined when it is not there. */
export function field(body: unknown, path: string): unknown {
  return path.split('.').reduce<unknown>((value, key) => {
    return typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined
  }, body)
}
