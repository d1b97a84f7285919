import { describe, expect, it } from 'vitest'
import type { Profile } from '../../shared/domain/profile'
import { checkProfile } from '../profile/parse'
import type { SeenHolder } from './port-look'
import { portRows, portsToSee, type PortFacts } from './port-table'
import { isLoopback, profilePorts } from './port-wants'

const at = (port: number, host = 'localhost') => ({ url: `http://${host}:${port}` })

function profileOf(change: Record<string, unknown> = {}, id = 'dev'): Profile {
  const zervigo = {
    ...{ auth: at(8207), ai: at(8206), resume: at(8082) },
    ...{ job: at(8089), company: at(8083), user: at(8081) },
  }
  const parsed = checkProfile({ id, name: 'dev', looma: at(8888), zervigo, ...change }, id)
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems))
  return parsed.profile
}

function seen(port: number, change: Partial<SeenHolder> = {}): SeenHolder {
  return {
    ...{ port, address: '127.0.0.1', pid: 4242, program: 'node', command: 'node app.js' },
    ...{ user: 'alice', startedAt: 1_000, parents: [], ancestors: [], container: null },
    ...change,
  }
}

function rowAt(port: number, facts: Partial<PortFacts> = {}) {
  const rows = portRows({
    ...{ profile: profileOf(), seen: [], reported: new Map() },
    own: { consolePid: 1_000_000, services: new Map() },
    ...facts,
  })
  const row = rows.find((one) => one.port === port)
  if (row === undefined) throw new Error(`no row ${port}`)
  return row
}

const reported = (service: string, name: string, when = 2_000) =>
  new Map([[service, { name, at: when }]])

describe('how a port is used', () => {
  it('is free without a holder, and no conflict', () => {
    expect(rowAt(8082)).toMatchObject({ use: 'free', conflict: null, holders: [] })
  })

  it('is ours for a service of the console and for what descends from one', () => {
    const own = { consolePid: 5, services: new Map([[70, 'resume']]) }
    expect(rowAt(8082, { own, seen: [seen(8082, { pid: 70 })] })).toMatchObject({
      ...{ use: 'ours', conflict: null, holders: [{ isOurs: true, service: 'resume' }] },
    })
    const child = seen(8082, { pid: 71, ancestors: [70, 5] })
    expect(rowAt(8082, { own, seen: [child] }).use).toBe('ours')
    const helper = seen(8082, { pid: 72, ancestors: [5] })
    expect(rowAt(8082, { own, seen: [helper] })).toMatchObject({
      ...{ use: 'ours', holders: [{ isOurs: true, service: null }] },
    })
    const stranger = seen(8082, { pid: 73, ancestors: [6] })
    expect(rowAt(8082, { own, seen: [stranger] }).use).toBe('unexpected')
  })

  it('is expected only when the holder names itself as the service that belongs there', () => {
    const one = [seen(8082)]
    expect(rowAt(8082, { seen: one }).use).toBe('unexpected')
    const right = rowAt(8082, { seen: one, reported: reported('resume', 'resume-service') })
    expect(right).toMatchObject({ use: 'expected', conflict: null })
    const wrong = rowAt(8082, { seen: one, reported: reported('resume', 'user-service') })
    expect(wrong.use).toBe('unexpected')
  })

  it('never takes a predecessor’s name, nor one that two could have given', () => {
    const late = [seen(8082, { startedAt: 3_000 })]
    const row = rowAt(8082, { seen: late, reported: reported('resume', 'resume-service') })
    expect(row).toMatchObject({ use: 'unexpected', holders: [{ reportedName: null }] })
    const two = [seen(8082), seen(8082, { address: '::1', pid: 4243 })]
    const both = rowAt(8082, { seen: two, reported: reported('resume', 'resume-service') })
    expect(both.use).toBe('unexpected')
    expect(both.conflict?.zh).toContain('127.0.0.1 上的 node（pid 4242')
    expect(both.conflict?.zh).toContain('::1 上的 node（pid 4243')
  })

  it('knows databases by their program or image', () => {
    const pg = [seen(5432, { program: 'postgres' })]
    expect(rowAt(5432, { seen: pg })).toMatchObject({ use: 'expected', conflict: null })
    const image = { id: 'a', name: 'db', image: 'postgres:16', project: null, service: null }
    const box = [seen(5432, { program: 'docker-proxy', container: image })]
    expect(rowAt(5432, { seen: box }).use).toBe('expected')
    expect(rowAt(5432, { seen: [seen(5432)] }).use).toBe('unexpected')
  })

  it('takes whoever a monitor finds, unless a plan says which program belongs there', () => {
    const monitors = [
      { id: 'odd', name: '队列', kind: 'tcp', host: '127.0.0.1', port: 15_672 },
      { id: 'redis', name: 'Redis', kind: 'tcp', host: 'localhost', port: 6379 },
    ]
    const profile = profileOf({ monitors })
    const both = [seen(15_672), seen(6379)]
    expect(rowAt(15_672, { profile, seen: both }).use).toBe('expected')
    const wrong = rowAt(6379, { profile, seen: both })
    expect(wrong.use).toBe('unexpected')
    expect(wrong.conflict?.zh).toContain('databases-shared 的 Redis')
  })

  it('lists another machine’s ports and looks at none of them', () => {
    const profile = profileOf({ looma: at(8888, 'crm.example') })
    const row = rowAt(8888, { profile, seen: [seen(8888)] })
    expect(row).toMatchObject({ use: 'elsewhere', host: 'crm.example', holders: [] })
  })

  it('puts the profile first, then what is held, then the rest', () => {
    const rows = portRows({
      ...{ profile: profileOf(), seen: [seen(9000)], reported: new Map() },
      own: { consolePid: 1_000_000, services: new Map() },
    })
    const ports = rows.map(({ port }) => port)
    expect(ports.slice(0, 8)).toEqual([8888, 8207, 8206, 8082, 8089, 8083, 8081, 9000])
    expect(ports.slice(8)).toEqual(ports.slice(8).sort((a, b) => a - b))
  })

  it('shows a port of a reserved block only when somebody holds it', () => {
    expect(() => rowAt(7513)).toThrow()
    expect(rowAt(7513, { seen: [seen(7513)] }).claims).toMatchObject([{ plan: 'future-75xx' }])
  })
})

describe('the sentence about a conflict', () => {
  it('says who claims the port, who holds it and what it calls itself', () => {
    const facts = { seen: [seen(8082)], reported: reported('resume', 'user-service') }
    expect(rowAt(8082, facts).conflict).toEqual({
      zh: '8082 是 joint-8xxx 的简历服务，也是 go-zervi 的用户服务，也是 databases-shared 的 Weaviate。当前环境在这里找简历服务。现在由 node（pid 4242，用户 alice）占用。它自称 user-service，符合 go-zervi 的用户服务。',
      en: '8082 is the resume service of joint-8xxx and also the user service of go-zervi and also the Weaviate of databases-shared. The profile looks for the resume service here. It is held by node (pid 4242, user alice). It calls itself user-service, which fits the user service of go-zervi.',
    })
  })

  it('is there for the embedded stack even when the right service holds its port', () => {
    const profile = { ...profileOf(), id: 'embedded' }
    const names = reported('resume', 'resume-service')
    const row = rowAt(8082, { profile, seen: [seen(8082)], reported: names })
    expect(row.use).toBe('expected')
    expect(row.conflict?.zh).toContain('内置环境要在这里启动简历服务')
  })

  it('is not there when a monitor looks at a service’s own port', () => {
    const monitors = [{ id: 'gw', name: '网关', kind: 'http', url: 'http://localhost:8082/x' }]
    const row = rowAt(8082, { profile: profileOf({ monitors }) })
    expect(row.wants).toHaveLength(2)
    expect(row.conflict).toBeNull()
  })

  it('says so when the system shows no process', () => {
    const hidden = { pid: null, program: null, command: null, user: 'root' }
    const row = rowAt(8082, { seen: [seen(8082, hidden)] })
    expect(row.conflict?.zh).toContain('进程号未显示，用户 root')
  })
})

describe('the ports of a profile', () => {
  it('know the lines of the file and the usual port of a scheme', () => {
    const monitors = [
      { id: 'web', name: '网站', kind: 'http', url: 'https://crm.example/health' },
      { id: 'redis', name: 'Redis', kind: 'tcp', host: '::1', port: 6379 },
    ]
    const ports = profilePorts(profileOf({ monitors, looma: at(7000, '[::1]') }))
    expect(ports[0]).toMatchObject({ line: 'looma.url', host: '::1', port: 7000, isHere: true })
    expect(ports.slice(-2)).toMatchObject([
      { line: 'monitors[0].url', host: 'crm.example', port: 443, isHere: false },
      { line: 'monitors[1].port', value: '6379', isHere: true },
    ])
    expect(portsToSee(profileOf({ monitors })).has(443)).toBe(false)
  })

  it.each([
    ['localhost', true],
    ['127.0.0.1', true],
    ['127.8.8.8', true],
    ['::1', true],
    ['127.0.0.1.example.com', false],
    ['host.docker.internal', false],
    ['10.0.0.5', false],
  ])('take %s for this machine: %s', (host, expected) => {
    expect(isLoopback(host)).toBe(expected)
  })
})
