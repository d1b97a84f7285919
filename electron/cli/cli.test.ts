import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Ajv2020 } from 'ajv/dist/2020'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { runReportSchema } from '../reports/schema'
import { RunReport } from '../../shared/domain/checklist'
import { isPortBusy } from '../process/ports'
import {
  descendantsOf,
  isAlive,
  runCommand,
  startCli,
  type Ended,
  type RunningCommand,
} from './test-cli'

const admin = { LOOMA_USERNAME: 'admin', LOOMA_PASSWORD: 'password' }
const guest = { LOOMA_USERNAME: 'testuser', LOOMA_PASSWORD: 'testuser123' }
const token = /eyJ[\w-]{10,}\.[\w-]{10,}\.[\w-]{20,}/
const Printed = z.looseObject({ id: z.string(), looma: z.looseObject({ url: z.string() }) })

let folder: string
let stack: RunningCommand
let profile: string
let loomaUrl: string
const everything: string[] = []

async function cli(args: string[], env: Record<string, string> = {}): Promise<Ended> {
  const ended = await runCommand(args, { LOOMA_CONSOLE_DATA: join(folder, 'data'), ...env })
  everything.push(ended.out, ended.err)
  return ended
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'cli-'))
  profile = join(folder, 'stack.json')
  stack = startCli(['stack', '--ports', 'auto', '--talents', '200'], {
    LOOMA_CONSOLE_DATA: join(folder, 'stack-data'),
  })
  const text = await stack.printed('out', /\n}\n$/)
  const printed = Printed.parse(JSON.parse(text))
  loomaUrl = printed.looma.url
  await writeFile(profile, text)
}, 60_000)
afterAll(async () => {
  stack.kill('SIGTERM')
  await stack.ended
  await rm(folder, { recursive: true, force: true })
})

const runIn = (text: string) => RunReport.parse(JSON.parse(text))

describe('check', () => {
  it('is 18 × pass on its own embedded stack, with five reports', async () => {
    const out = join(folder, 'reports')
    const {
      code,
      out: text,
      err,
    } = await cli([
      ...['check', '--json', '--out', out, '--format', 'json,md,html,junit,csv'],
      ...['--tester', '王测试', '--talent', '上海研发/2019#07 旧档?'],
    ])
    const report = runIn(text)
    expect([code, report.totals.passed, report.verdict]).toEqual([0, 18, 'pass'])
    expect(report.run).toMatchObject({ tester: '王测试', talentId: '上海研发/2019#07 旧档?' })
    expect(err.match(/✔ 通过/g)).toHaveLength(18)
    const files = (await readdir(out)).sort()
    expect(files).toEqual(['junit.xml', 'report.csv', 'report.html', 'report.json', 'report.md'])
    for (const file of files) everything.push(await readFile(join(out, file), 'utf8'))
    const written = await readFile(join(out, 'report.json'), 'utf8')
    expect(runIn(written)).toEqual(report)
    const schema = new Ajv2020({ strict: false }).compile(runReportSchema())
    for (const json of [text, written]) {
      expect(schema(JSON.parse(json)) ? null : schema.errors).toBeNull()
    }
  })

  it('prints the table for people', async () => {
    const { code, out } = await cli(['check', '--profile', profile, '--lang', 'en'], admin)
    expect(code).toBe(0)
    expect(out.trimEnd().split('\n').at(-1)).toBe('PASS: passed 18 · failed 0 · unproven 0 (of 18)')
    expect(out.match(/✔ pass/g)).toHaveLength(18)
  })

  it('ends with 3 for an account without permissions', async () => {
    const { code, out } = await cli(['check', '--profile', profile, '--json'], guest)
    const report = runIn(out)
    expect([code, report.verdict, report.totals.failed]).toEqual([3, 'incomplete', 0])
    expect(report.items.filter(({ verdict }) => verdict === 'denied')).toHaveLength(5)
  })

  it('ends with 3 without an account, and says what to set', async () => {
    const { code, out } = await cli(['check', '--profile', profile])
    expect(code).toBe(3)
    expect(out).toContain('LOOMA_USERNAME')
  })

  it('ends with 1 for a wrong password', async () => {
    const wrong = { ...admin, LOOMA_PASSWORD: 'wrong-password-77' }
    const { code, out } = await cli(['check', '--profile', profile], wrong)
    expect(code).toBe(1)
    expect(out).toContain('LOGIN_REFUSED')
  })

  it('leaves out what it is told to, with the reason', async () => {
    const args = ['check', '--profile', profile, '--json', '--read-only', '生产环境，只读']
    const { code, out } = await cli(args, admin)
    const skipped = runIn(out).items.filter(({ verdict }) => verdict === 'skipped')
    expect(code).toBe(3)
    expect(skipped.length).toBeGreaterThan(4)
    for (const item of skipped) expect(item.cause?.message.zh).toContain('生产环境，只读')
  })

  it('keeps what was proven when it is interrupted, and leaves no process', async () => {
    const command = startCli(['check'], { LOOMA_CONSOLE_DATA: join(folder, 'data') })
    await command.printed('err', /basic\.env/)
    const children = await descendantsOf(command.pid)
    expect(children.length).toBeGreaterThanOrEqual(7)
    command.kill('SIGINT')
    const { code, signal, out, err } = await command.ended
    everything.push(out, err)
    expect([1, 3]).toContain(code)
    expect(signal).toBeNull()
    expect(out).toContain('basic.env')
    expect(out).toMatch(/未完成|失败/)
    expect((await Promise.all(children.map(isAlive))).filter(Boolean)).toEqual([])
  })
})

describe('what is not understood', () => {
  it('a bad profile: path, value and what is allowed', async () => {
    const file = join(folder, 'bad.json')
    const good = z.looseObject({}).parse(JSON.parse(await readFile(profile, 'utf8')))
    await writeFile(file, JSON.stringify({ ...good, looma: { url: 'ftp://x' }, colour: 'red' }))
    const { code, out, err } = await cli(['check', '--profile', file], admin)
    expect([code, out]).toEqual([2, ''])
    for (const part of ['looma.url', 'ftp://x', 'http', 'colour']) expect(err).toContain(part)
    expect(err).not.toContain('    at ')
  })

  it.each([
    [['check', '--profile', 'nowhere'], 'nowhere'],
    [['check', '--only', 'api.nothing'], 'api.nothing'],
    [['chekc'], 'chekc'],
  ])('%j ends with 2', async (args, named) => {
    const { code, out, err } = await cli(args, admin)
    expect([code, out]).toEqual([2, ''])
    expect(err).toContain(named)
    expect(err).not.toContain('    at ')
  })

  it('a user name without a password', async () => {
    const { code, err } = await cli(['check', '--profile', profile], { LOOMA_USERNAME: 'admin' })
    expect([code, err.includes('LOOMA_PASSWORD')]).toEqual([2, true])
  })

  it('a folder for reports that is a file, before anything runs', async () => {
    const { code, err } = await cli(['check', '--profile', profile, '--out', profile], admin)
    expect(code).toBe(2)
    expect(err).toContain('--out')
    expect(err).not.toContain('basic.env')
  })
})

describe('health and token', () => {
  const Health = z.object({
    schema: z.literal(1),
    services: z.array(
      z.object({ id: z.string(), health: z.string(), fault: z.string().nullable() }),
    ),
  })

  it('health --json: one object, seven services', async () => {
    const { code, out } = await cli(['health', '--profile', profile, '--json'])
    const { services } = Health.parse(JSON.parse(out))
    expect([code, services.length]).toEqual([0, 7])
    expect(new Set(services.map(({ health }) => health))).toEqual(new Set(['healthy']))
  })

  it('health ends with 1 when one does not answer', async () => {
    const file = join(folder, 'dead.json')
    const text = await readFile(profile, 'utf8')
    await writeFile(file, text.replace(/"url": "[^"]+"/, '"url": "http://127.0.0.1:9"'))
    const { code, out } = await cli(['health', '--profile', file])
    expect(code).toBe(1)
    expect(out).toMatch(/looma +unreachable/)
  })

  it('health --watch goes on until it is interrupted', async () => {
    const command = startCli(['health', '--watch', '--profile', profile])
    await command.printed('out', /user +healthy/)
    command.kill('SIGINT')
    const { code, signal } = await command.ended
    expect([signal, [0, 3].includes(code ?? -1)]).toEqual([null, true])
  })

  it('token says who, never the token', async () => {
    const { code, out } = await cli(['token', '--profile', profile, '--json'], admin)
    const Who = z.object({ username: z.string(), role: z.string(), minutesLeft: z.number() })
    expect(code).toBe(0)
    expect(Who.parse(JSON.parse(out))).toMatchObject({ username: 'admin', role: 'super_admin' })
    expect(out).not.toMatch(token)
  })

  it('token ends with 1 for a wrong password, with 2 without any', async () => {
    const wrong = { ...admin, LOOMA_PASSWORD: 'wrong-password-77' }
    const refused = await cli(['token', '--profile', profile], wrong)
    expect([refused.code, refused.out]).toEqual([1, ''])
    expect(refused.err).toContain('credentials')
    expect((await cli(['token', '--profile', profile])).code).toBe(2)
  })
})

describe('stack', () => {
  it('serves until it is told to end, then holds no port', async () => {
    const port = Number(new URL(loomaUrl).port)
    const health = await fetch(`${loomaUrl}/health`)
    expect([health.status, (await health.text()).includes('looma')]).toEqual([200, true])
    const own = startCli(['stack', '--ports', 'auto', '--talents', '2'], {
      LOOMA_CONSOLE_DATA: join(folder, 'own'),
    })
    const text = await own.printed('out', /\n}\n$/)
    const ports = [...text.matchAll(/127\.0\.0\.1:(\d+)/g)].map((found) => Number(found[1]))
    const children = await descendantsOf(own.pid)
    own.kill('SIGTERM')
    expect((await own.ended).code).toBe(0)
    expect(new Set(ports).size).toBe(7)
    expect((await Promise.all(ports.map((one) => isPortBusy(one)))).includes(true)).toBe(false)
    expect((await Promise.all(children.map(isAlive))).includes(true)).toBe(false)
    expect(await isPortBusy(port)).toBe(true)
  })

  it('names who holds a port of the plan, and starts nothing', async () => {
    const holder = createServer()
    // Whoever else holds it is as good: the command has to find them.
    await new Promise<void>((resolve) => {
      holder.once('error', () => resolve())
      holder.listen(8888, '127.0.0.1', resolve)
    })
    const { code, out, err } = await cli(['stack'])
    await new Promise<void>((resolve) => holder.close(() => resolve()))
    expect([code, out]).toEqual([2, ''])
    expect(err).toMatch(/8888 \(looma\): pid \d+/)
    expect(err).toContain('--ports auto')
  })
})

describe('secrets', () => {
  it('stand in nothing that was printed or written', () => {
    const text = everything.join('\n')
    expect(text.length).toBeGreaterThan(10_000)
    expect(text).not.toMatch(token)
    expect(text).not.toContain('wrong-password-77')
    expect(text).not.toContain(guest.LOOMA_PASSWORD)
    expect(text).not.toMatch(/"password": ?"password"/)
  })
})
