import { randomBytes } from 'node:crypto'
import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises'
import { createServer, type Server } from 'node:net'
import { join } from 'node:path'
import { serviceIds, type ServiceId } from '../../shared/domain/services'
import {
  configVariable,
  jwtSecretVariable,
  llmKeyVariable,
  type LlmEndpoint,
  type StackConfig,
} from './config'

export type StackPorts = Readonly<Record<ServiceId, number>>

/** The ports of the joint-test guide. */
export const guidePorts: StackPorts = {
  looma: 8888,
  auth: 8207,
  ai: 8206,
  resume: 8082,
  job: 8089,
  company: 8083,
  user: 8081,
}

/** Which services each one asks while it answers. */
export const stackDependencies: Readonly<Record<ServiceId, readonly ServiceId[]>> = {
  looma: ['auth', 'ai', 'resume', 'job', 'company', 'user'],
  auth: [],
  ai: ['auth'],
  resume: ['auth'],
  job: ['auth', 'resume'],
  company: ['auth'],
  user: ['auth'],
}

export interface StackOptions {
  host: string
  ports: StackPorts
  /** Must exist when a service starts; `secretFor` makes it. */
  dataDir: string
  talents: number
  jwtSecret: string
  /** The built `service.js`. */
  serviceScript: string
  llm?: LlmEndpoint & { key?: string }
  tokenTtlSeconds?: number
  /** What every child gets besides its own variables; nothing is inherited otherwise. */
  baseEnv?: Readonly<Record<string, string>>
}

/** How to start one service of the stack. */
export interface ServiceSpec {
  id: ServiceId
  script: string
  args: string[]
  env: Record<string, string>
  cwd: string
  port: number
  dependsOn: ServiceId[]
}

/** The embedded stack as a profile and as seven processes; reads and starts nothing. */
export function localstackPlan(options: StackOptions) {
  const urls = urlsOf(options)
  const { looma, ...zervigo } = urls
  const profile = {
    id: 'embedded',
    name: '内置演示环境',
    looma: { url: looma, concurrency: 4 },
    zervigo: {
      auth: { url: zervigo.auth },
      ai: { url: zervigo.ai },
      resume: { url: zervigo.resume },
      job: { url: zervigo.job },
      company: { url: zervigo.company },
      user: { url: zervigo.user },
    },
    requestTimeoutMs: 15_000,
    chatTimeoutMs: 120_000,
    poll: { intervalMs: 10_000, timeoutMs: 3_000 },
  }
  return { profile, specs: serviceIds.map((id) => specOf(id, urls, options)) }
}

function specOf(id: ServiceId, urls: StackConfig['urls'], options: StackOptions): ServiceSpec {
  const { host, ports, dataDir, talents, llm, tokenTtlSeconds } = options
  const config: StackConfig = {
    service: id,
    host,
    port: ports[id],
    dataDir,
    talents,
    urls,
    ...(tokenTtlSeconds === undefined ? {} : { tokenTtlSeconds }),
    ...(llm === undefined ? {} : { llm: { url: llm.url, model: llm.model } }),
  }
  const env: Record<string, string> = {
    ...options.baseEnv,
    [configVariable]: JSON.stringify(config),
  }
  // Only the service that uses a secret is given it.
  if (id === 'auth') env[jwtSecretVariable] = options.jwtSecret
  if (id === 'ai' && llm?.key !== undefined) env[llmKeyVariable] = llm.key
  return {
    id,
    script: options.serviceScript,
    args: [],
    env,
    // The script may lie inside an archive, which is no folder to a process.
    cwd: dataDir,
    port: ports[id],
    dependsOn: [...stackDependencies[id]],
  }
}

function urlsOf({ host, ports }: StackOptions): StackConfig['urls'] {
  const url = (id: ServiceId) => `http://${host.includes(':') ? `[${host}]` : host}:${ports[id]}`
  return {
    looma: url('looma'),
    auth: url('auth'),
    ai: url('ai'),
    resume: url('resume'),
    job: url('job'),
    company: url('company'),
    user: url('user'),
  }
}

/** Seven ports of the loopback address that nobody holds at this moment. */
export async function freePorts(): Promise<StackPorts> {
  // All are held at once, so that no port is given out twice.
  const held = await Promise.all(serviceIds.map(() => holdFreePort()))
  const [looma, auth, ai, resume, job, company, user] = held.map(({ port }) => port)
  await Promise.all(held.map(({ release }) => release()))
  const port = (value: number | undefined) => value ?? 0
  return {
    looma: port(looma),
    auth: port(auth),
    ai: port(ai),
    resume: port(resume),
    job: port(job),
    company: port(company),
    user: port(user),
  }
}

function holdFreePort(): Promise<{ port: number; release: () => Promise<void> }> {
  return new Promise((resolve, reject) => {
    const server: Server = createServer()
    server.once('error', reject)
    server.listen({ host: '127.0.0.1', port: 0, exclusive: true }, () => {
      const address = server.address()
      if (address === null || typeof address === 'string') {
        return reject(new Error('no port was assigned'))
      }
      const release = () => new Promise<void>((done) => server.close(() => done()))
      resolve({ port: address.port, release })
    })
  })
}

const secretBytes = 32
const secretPattern = /^[0-9a-f]{64}$/

/** The stack's own JWT secret: random, made once, readable by this user only. */
export async function secretFor(dataDir: string): Promise<string> {
  await mkdir(dataDir, { recursive: true, mode: 0o700 })
  const file = join(dataDir, 'jwt-secret')
  const kept = await readSecret(file)
  if (kept !== null) return kept
  const secret = randomBytes(secretBytes).toString('hex')
  await writeFile(file, secret, { mode: 0o600 })
  await chmod(file, 0o600)
  return secret
}

async function readSecret(file: string): Promise<string | null> {
  try {
    const text = (await readFile(file, 'utf8')).trim()
    return secretPattern.test(text) ? text : null
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null
    throw error
  }
}
