import { mkdtemp, rm } from 'node:fs/promises'
import { writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { configVariable, StackConfig } from '../../electron/localstack/config'
import { freePorts, localstackPlan, secretFor } from '../../electron/localstack/plan'
import { nodeLaunch } from '../../electron/process/node-launch'
import { createSupervisor } from '../../electron/process/supervisor'
import { fieldsOf } from '../../electron/zervigo/wire'
import { serviceIds, type ServiceId } from '../../shared/domain/services'
import { startPeer, type Peer } from '../fixtures/peer/peer'
import { repaired, type PeerBehaviour } from '../fixtures/peer/options'
import { signToken } from '../fixtures/peer/token'
import type { Defect, Planting, RunSetup } from './defect'
import { openProxy, type Proxy } from './proxy'

/** The systems of a drill, healthy until something is planted. */
export interface DrillSystem {
  /** Plants a defect and waits until every witness sees the system as it now is. */
  plant(defect: Defect): Promise<RunSetup>
  /** Takes the defect out; the next `plant` waits until every witness has noticed. */
  heal(): Promise<void>
  /** How to run against the healthy system. */
  setup(kind: Defect['system']): RunSetup
  close(): Promise<void>
}

const admin = { username: 'admin', password: 'password' }
const talentId = 'test_talent_123'
/** Generous: a busy machine must not look like a sick system. */
const patience = { requestTimeoutMs: 15_000, chatTimeoutMs: 15_000, poll: { timeoutMs: 10_000 } }
const settleLimitMs = 8_000
/** Until requests whose connections were cut have ended on the other side as well. */
const dyingMs = 30

/** Starts the embedded stack behind seven proxies, and the repaired peer beside it. */
export async function startDrillSystem(serviceScript: string): Promise<DrillSystem> {
  const folder = await mkdtemp(join(tmpdir(), 'looma-drill-'))
  const dataDir = join(folder, 'stack')
  const jwtSecret = await secretFor(dataDir)
  const ports = await freePorts()
  const proxies = await openProxies(ports)
  const { specs } = localstackPlan({
    ...{ host: '127.0.0.1', ports, dataDir, talents: 40, jwtSecret, serviceScript },
    baseEnv: { PATH: process.env.PATH ?? '' },
  })
  const supervisor = createSupervisor({
    launch: nodeLaunch,
    logFolder: join(folder, 'logs'),
    mask: (text) => text,
    now: Date.now,
    onChange: () => undefined,
  })
  const peer = await startPeer({ base: 'repaired' })
  const close = async () => {
    await supervisor.dispose()
    for (const id of serviceIds) await proxies[id].close()
    await peer.close()
    await rm(folder, { recursive: true, force: true })
  }
  try {
    for (const spec of specs) {
      supervisor.define({ ...spec, env: { ...spec.env, ...reachThrough(proxies, spec.env) } })
    }
    await supervisor.startAll()
  } catch (error) {
    await close()
    throw error
  }
  const setup = (kind: Defect['system']): RunSetup => ({
    profile: kind === 'peer' ? peerProfile(peer) : profileOf(proxies),
    account: { ...admin },
    token: null,
    talentId,
  })
  let isStale = false
  let isSeenByServices = false
  return {
    setup,
    async plant(defect) {
      const run = setup(defect.system)
      const touch = () => {
        isSeenByServices = true
      }
      await defect.plant(plantingOf({ proxies, ports, folder, jwtSecret, peer, run, touch }))
      if (isSeenByServices) await freshWitness(ports.looma, 'any')
      else if (isStale) await freshWitness(ports.looma, 'healthy')
      isStale = false
      return run
    },
    async heal() {
      for (const id of serviceIds) await proxies[id].reset()
      await healPeer(peer)
      if (isSeenByServices) await new Promise((resolve) => setTimeout(resolve, dyingMs))
      isStale ||= isSeenByServices
      isSeenByServices = false
    },
    close,
  }
}

type Proxies = Readonly<Record<ServiceId, Proxy>>

async function openProxies(ports: Readonly<Record<ServiceId, number>>): Promise<Proxies> {
  return {
    looma: await openProxy(ports.looma),
    auth: await openProxy(ports.auth),
    ai: await openProxy(ports.ai),
    resume: await openProxy(ports.resume),
    job: await openProxy(ports.job),
    company: await openProxy(ports.company),
    user: await openProxy(ports.user),
  }
}

/** The services ask each other through the proxies too, so that both witnesses see a defect. */
function reachThrough(proxies: Proxies, env: Readonly<Record<string, string>>) {
  const config = StackConfig.parse(JSON.parse(env[configVariable] ?? ''))
  const urls = {
    ...{ looma: proxies.looma.url, auth: proxies.auth.url, ai: proxies.ai.url },
    ...{ resume: proxies.resume.url, job: proxies.job.url },
    ...{ company: proxies.company.url, user: proxies.user.url },
  }
  return { [configVariable]: JSON.stringify({ ...config, urls }) }
}

function profileOf(proxies: Proxies): Record<string, unknown> {
  return {
    name: 'drill',
    looma: { url: proxies.looma.url, concurrency: 4 },
    zervigo: zervigoOf((id) => proxies[id].url),
    ...patience,
  }
}

function peerProfile(peer: Peer): Record<string, unknown> {
  return {
    name: 'peer',
    looma: { url: peer.url('looma'), concurrency: 1 },
    zervigo: zervigoOf((id) => peer.url(id)),
    ...patience,
  }
}

function zervigoOf(url: (id: ServiceId) => string) {
  return Object.fromEntries(
    serviceIds.flatMap((id) => (id === 'looma' ? [] : [[id, { url: url(id) }]])),
  )
}

interface Ground {
  proxies: Proxies
  ports: Readonly<Record<ServiceId, number>>
  folder: string
  jwtSecret: string
  peer: Peer
  run: RunSetup
  touch(): void
}

function plantingOf(ground: Ground): Planting {
  const { proxies, ports, folder, jwtSecret, peer, run, touch } = ground
  const touchOf = (id: ServiceId) => {
    if (id !== 'looma') touch()
  }
  return {
    run,
    peer,
    on(id, ...rules) {
      touchOf(id)
      for (const rule of rules) proxies[id].add(rule)
    },
    mode(id, mode) {
      touchOf(id)
      proxies[id].setMode(mode)
    },
    async refuse(...ids) {
      for (const id of ids) {
        touchOf(id)
        await proxies[id].refuse()
      }
    },
    forward(id, to) {
      touchOf(id)
      proxies[id].forwardTo(ports[to])
    },
    url: (id) => proxies[id].url,
    file(name, text) {
      const path = join(folder, name)
      writeFileSync(path, text)
      return path
    },
    token: (claims = {}, secret = jwtSecret) => signToken({ ...adminClaims(), ...claims }, secret),
  }
}

function adminClaims() {
  const now = Math.floor(Date.now() / 1000)
  return {
    ...{ user_id: 1, username: 'admin', email: 'admin@example.com', role: 'super_admin', level: 4 },
    ...{
      permissions: ['*'],
      iss: 'jobfirst-auth',
      sub: '1',
      iat: now,
      nbf: now,
      exp: now + 86_400,
    },
  }
}

async function healPeer(peer: Peer): Promise<void> {
  const healthy: PeerBehaviour = repaired()
  peer.set('auth', healthy.auth)
  peer.set('looma', healthy.looma)
  peer.set('ai', healthy.ai)
  peer.set('resume', healthy.resume)
  peer.set('job', healthy.job)
  peer.set('company', healthy.company)
  peer.set('user', healthy.user)
  peer.set('breaks', healthy.breaks)
  peer.requests.length = 0
}

/** Looma keeps its view of the others for a second; waits for a view that is newer than now. */
async function freshWitness(port: number, wanted: 'any' | 'healthy'): Promise<void> {
  const since = Date.now()
  while (Date.now() - since < settleLimitMs) {
    const answer = await fetch(`http://127.0.0.1:${port}/api/zervigo/health`)
    const { timestamp, success } = fieldsOf(await answer.json())
    const isFresh = typeof timestamp === 'string' && Date.parse(timestamp) >= since
    if (isFresh && (wanted === 'any' || success === true)) return
    await new Promise((resolve) => setTimeout(resolve, 40))
  }
  throw new Error('Looma gave no fresh view of its services')
}
