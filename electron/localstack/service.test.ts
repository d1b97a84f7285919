import { fork, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { serviceIds, type ServiceId, type StackFault } from '../../shared/domain/services'
import { buildServiceForTests } from './build-service-for-tests'
import { freePorts, localstackPlan, secretFor, type ServiceSpec } from './plan'
import { askUrl, field } from './test-stack'

let built: Awaited<ReturnType<typeof buildServiceForTests>>
let dataDir: string
const children = new Set<Child>()

beforeAll(async () => {
  built = await buildServiceForTests()
  dataDir = await mkdtemp(join(tmpdir(), 'localstack-processes-'))
})
afterEach(async () => {
  for (const child of children) child.process.kill('SIGKILL')
  await Promise.all([...children].map(({ exited }) => exited))
  children.clear()
})
afterAll(async () => {
  await built.remove()
  await rm(dataDir, { recursive: true, force: true })
})

interface Child {
  process: ChildProcess
  firstMessage: Promise<unknown>
  exited: Promise<{ code: number | null; signal: string | null }>
  output: () => string
}

function start(spec: ServiceSpec): Child {
  const child = fork(spec.script, spec.args, { cwd: spec.cwd, env: spec.env, silent: true })
  let output = ''
  child.stdout?.on('data', (chunk) => (output += String(chunk)))
  child.stderr?.on('data', (chunk) => (output += String(chunk)))
  const entry: Child = {
    process: child,
    firstMessage: once(child, 'message').then(([message]) => message),
    exited: once(child, 'exit').then(([code, signal]) => ({ code, signal })),
    output: () => output,
  }
  children.add(entry)
  return entry
}

async function plan(talents = 12) {
  const jwtSecret = await secretFor(dataDir)
  const ports = await freePorts()
  const { profile, specs } = localstackPlan({
    ...{ host: '127.0.0.1', ports, dataDir, talents, jwtSecret, serviceScript: built.script },
  })
  const specOf = (id: ServiceId) => {
    const spec = specs.find((candidate) => candidate.id === id)
    if (spec === undefined) throw new Error(`no spec ${id}`)
    return spec
  }
  return { profile, specs, specOf }
}

const setFault = (child: Child, fault: StackFault) => child.process.send({ type: 'fault', fault })

describe('seven processes', () => {
  it('start together, work together and end in order on SIGTERM', async () => {
    const { profile, specs } = await plan()
    const started = specs.map(start)
    for (const [index, child] of started.entries()) {
      expect(await child.firstMessage).toEqual({ type: 'listening', port: specs[index]?.port })
    }
    const health = await askUrl(`${profile.looma.url}/api/zervigo/health`)
    expect(health.body).toMatchObject({ success: true })
    const login = await askUrl(`${profile.zervigo.auth.url}/api/v1/auth/login`, {
      method: 'POST',
      json: { username: 'admin', password: 'password' },
    })
    const token = String(field(login.body, 'token'))
    const sync = await askUrl(`${profile.looma.url}/api/zervigo/talents/test_talent_123/sync`, {
      method: 'POST',
      token,
    })
    expect(sync.body).toMatchObject({ success: true, action: 'created' })
    for (const child of started) child.process.kill('SIGTERM')
    for (const child of started) expect(await child.exited).toEqual({ code: 0, signal: null })
    const output = started.map((child) => child.output()).join('\n')
    expect(output).toContain('POST /api/zervigo/talents/test_talent_123/sync 200')
    expect(output).not.toContain(token)
    expect(output).not.toContain(await secretFor(dataDir))
    expect(specs.flatMap(({ args }) => args)).toEqual([])
    expect(serviceIds).toHaveLength(specs.length)
  })
})

describe('one process', () => {
  it('names the busy port and exits 1', async () => {
    const { specOf } = await plan()
    const spec = specOf('company')
    const holder = createServer().listen(spec.port, '127.0.0.1')
    await once(holder, 'listening')
    const child = start(spec)
    const message = await child.firstMessage
    holder.close()
    expect(field(message, 'type')).toBe('failed')
    expect(field(message, 'message')).toContain(String(spec.port))
    expect(field(message, 'message')).toContain('EADDRINUSE')
    expect(await child.exited).toEqual({ code: 1, signal: null })
  })

  it('fails clearly on a file that is no database', async () => {
    const { specOf } = await plan()
    const own = await mkdtemp(join(tmpdir(), 'localstack-broken-'))
    await writeFile(
      join(own, 'user.db'),
      'this is not a database at all, just a long enough text '.repeat(40),
    )
    const spec = specOf('user')
    const config = { ...JSON.parse(spec.env['LOCALSTACK_CONFIG'] ?? ''), dataDir: own }
    const child = start({ ...spec, env: { LOCALSTACK_CONFIG: JSON.stringify(config) } })
    const message = await child.firstMessage
    expect(field(message, 'type')).toBe('failed')
    expect(field(message, 'message')).toContain('user.db')
    expect(await child.exited).toEqual({ code: 1, signal: null })
    await rm(own, { recursive: true, force: true })
  })

  it.each([
    [{}, 'LOCALSTACK_CONFIG is not set'],
    [{ LOCALSTACK_CONFIG: '{' }, 'not JSON'],
    [{ LOCALSTACK_CONFIG: '{"service":"redis"}' }, 'service'],
  ])('refuses the settings %j', async (env, reason) => {
    const { specOf } = await plan()
    const child = start({ ...specOf('user'), env })
    expect(field(await child.firstMessage, 'message')).toContain(reason)
    expect((await child.exited).code).toBe(1)
  })

  it('refuses to issue tokens without a proper secret', async () => {
    const { specOf } = await plan()
    const spec = specOf('auth')
    const child = start({ ...spec, env: { ...spec.env, LOCALSTACK_JWT_SECRET: 'short' } })
    const text = field(await child.firstMessage, 'message')
    expect(text).toContain('LOCALSTACK_JWT_SECRET')
    expect(text).not.toContain('short')
  })

  it('crashes at once with exit code 70 when told to', async () => {
    const { specOf } = await plan()
    const child = start(specOf('company'))
    await child.firstMessage
    setFault(child, 'crash')
    expect(await child.exited).toEqual({ code: 70, signal: null })
  })

  it('takes faults from the parent and drops them again', async () => {
    const { specOf, profile } = await plan()
    const child = start(specOf('company'))
    await child.firstMessage
    const url = `${profile.zervigo.company.url}/health`
    const until = async (status: number) => {
      for (;;) if ((await askUrl(url)).status === status) return
    }
    child.process.send({ type: 'nonsense' })
    setFault(child, 'error')
    await until(500)
    setFault(child, 'none')
    await until(200)
  })

  it('ends by itself when the console is gone, even with a request in flight', async () => {
    const { specOf, profile } = await plan()
    const child = start(specOf('company'))
    await child.firstMessage
    setFault(child, 'hang')
    const url = `${profile.zervigo.company.url}/health`
    const hanging = askUrl(url).then(
      () => 'answered',
      () => 'cut',
    )
    child.process.disconnect()
    expect(await child.exited).toEqual({ code: 0, signal: null })
    await hanging
  })

  it('stops when asked over the channel', async () => {
    const { specOf } = await plan()
    const child = start(specOf('user'))
    await child.firstMessage
    child.process.send({ type: 'stop' })
    expect(await child.exited).toEqual({ code: 0, signal: null })
  })
})
