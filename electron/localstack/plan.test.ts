import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { serviceIds } from '../../shared/domain/services'
import { Profile } from '../../shared/domain/profile'
import { readSettings } from './config'
import { freePorts, guidePorts, localstackPlan, secretFor, type StackOptions } from './plan'

const options: StackOptions = {
  host: '127.0.0.1',
  ports: guidePorts,
  dataDir: '/data/stack',
  talents: 240,
  jwtSecret: 'f'.repeat(64),
  serviceScript: '/app/service.js',
}

describe('localstackPlan', () => {
  it('gives a valid profile on the ports of the guide', () => {
    const { profile } = localstackPlan(options)
    expect(Profile.parse(profile)).toMatchObject({
      id: 'embedded',
      name: '内置演示环境',
      looma: { url: 'http://127.0.0.1:8888', concurrency: 4 },
      zervigo: { auth: { url: 'http://127.0.0.1:8207' }, job: { url: 'http://127.0.0.1:8089' } },
    })
  })

  it('gives every service settings it can read, in any order of start', () => {
    const { specs } = localstackPlan(options)
    expect(specs.map(({ id }) => id)).toEqual([...serviceIds])
    for (const { id, env, port } of specs) {
      const { config } = readSettings(env)
      expect(config).toMatchObject({ service: id, port, talents: 240, dataDir: '/data/stack' })
      expect(port).toBe(guidePorts[id])
    }
    const looma = specs.find(({ id }) => id === 'looma')
    expect(looma?.dependsOn).toEqual(['auth', 'ai', 'resume', 'job', 'company', 'user'])
  })

  it('hands each secret to the one service that uses it, and only by the environment', () => {
    const llm = { url: 'http://127.0.0.1:11434/v1', model: 'm', key: 'llm-key' }
    const { profile, specs } = localstackPlan({ ...options, llm })
    const holders = (secret: string) =>
      specs.filter(({ env }) => JSON.stringify(env).includes(secret)).map(({ id }) => id)
    expect(holders(options.jwtSecret)).toEqual(['auth'])
    expect(holders('llm-key')).toEqual(['ai'])
    expect(JSON.stringify(profile)).not.toContain('llm-key')
    for (const { env } of specs) expect(env['LOCALSTACK_CONFIG']).not.toContain('llm-key')
  })

  it('passes on the environment it is given and nothing else', () => {
    const { specs } = localstackPlan({ ...options, baseEnv: { TZ: 'Asia/Shanghai' } })
    const company = specs.find(({ id }) => id === 'company')
    expect(Object.keys(company?.env ?? {}).sort()).toEqual(['LOCALSTACK_CONFIG', 'TZ'])
  })
})

describe('freePorts', () => {
  it('gives seven different ports', async () => {
    const ports = Object.values(await freePorts())
    expect(new Set(ports).size).toBe(7)
    expect(ports.every((port) => port > 1023)).toBe(true)
  })
})

describe('secretFor', () => {
  let dir: string
  beforeEach(async () => {
    dir = await mkdtemp(join(tmpdir(), 'localstack-secret-'))
  })
  afterEach(() => rm(dir, { recursive: true, force: true }))

  it('makes a secret once, for this user only', async () => {
    const inner = join(dir, 'new', 'folder')
    const secret = await secretFor(inner)
    expect(secret).toMatch(/^[0-9a-f]{64}$/)
    expect(await secretFor(inner)).toBe(secret)
    expect(await secretFor(dir)).not.toBe(secret)
    expect((await stat(join(inner, 'jwt-secret'))).mode & 0o777).toBe(0o600)
  })

  it('replaces a damaged secret', async () => {
    await writeFile(join(dir, 'jwt-secret'), 'oops', { mode: 0o644 })
    const secret = await secretFor(dir)
    expect(await readFile(join(dir, 'jwt-secret'), 'utf8')).toBe(secret)
    expect((await stat(join(dir, 'jwt-secret'))).mode & 0o777).toBe(0o600)
  })
})
