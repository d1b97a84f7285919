import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { zervigoIds } from '../../shared/domain/services'
import { itemOf, profileOf, runTest } from './test-run'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'env-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

const ports = {
  looma: 8888,
  auth: 8207,
  ai: 8206,
  resume: 8082,
  job: 8089,
  company: 8083,
  user: 8081,
}
const secret = 'S3cret-of-both-sides-0123456789'
const urls = zervigoIds.map((id) => [
  `ZERVIGO_${id.toUpperCase()}_URL`,
  `http://localhost:${ports[id]}`,
])
const lines = (entries: readonly (readonly string[])[]) =>
  entries.map(([key, value]) => `${key}=${value}`)
const goodLooma = lines([...urls, ['JWT_SECRET', secret]])

let files = 0
async function file(text: string): Promise<string> {
  files += 1
  const path = join(folder, `${files}.env`)
  await writeFile(path, text)
  return path
}

async function judge(
  env: { looma?: string; zervigo?: string },
  changed: Record<string, number> = {},
) {
  const profile = profileOf({ ...ports, ...changed }, { env })
  const report = await runTest({ profile, options: { only: ['basic.env'] } })
  const item = itemOf(report, 'basic.env')
  const unmet = item.assertions.flatMap(({ id, ok }) => (ok ? [] : [id]))
  const found = report.findings.map(({ code, detail }) => `${code} ${detail}`)
  return { verdict: item.verdict, unmet, item, found, text: JSON.stringify(report) }
}

describe('basic.env on addresses', () => {
  it('passes for seven addresses of their own', async () => {
    expect(await judge({})).toMatchObject({ verdict: 'pass', unmet: [] })
  })

  it('names two services that share one address', async () => {
    const { verdict, unmet, item } = await judge({}, { job: 8083 })
    expect({ verdict, unmet }).toEqual({ verdict: 'fail', unmet: ['job.url', 'company.url'] })
    expect(item.cause?.message.zh).toContain('job and company share')
    expect(item.cause?.reason).toBe('DUPLICATE_ADDRESS')
  })

  it('knows the AI port of the older guides', async () => {
    const { unmet, item } = await judge({}, { ai: 8000 })
    expect(unmet).toEqual(['ai.known-bad-port'])
    expect(item.cause).toMatchObject({ reason: 'AI_PORT_8000', action: { kind: 'open-settings' } })
    expect(item.cause?.message.en).toContain('8206')
  })
})

describe('basic.env on .env files', () => {
  const forms: [string, string][] = [
    ['plain', goodLooma.join('\n')],
    ['CRLF with a byte order mark', `\uFEFF${goodLooma.join('\r\n')}\r\n`],
    [
      'exported and quoted',
      goodLooma.map((line) => `export ${line.replace(/=(.*)/, '="$1"')}`).join('\n'),
    ],
    [
      'single quotes, spaces and comments',
      goodLooma.map((line) => `  ${line.replace(/=(.*)/, " = '$1'  # 说明")}`).join('\n'),
    ],
    [
      'an earlier value that is overwritten',
      `JWT_SECRET=old\n# JWT_SECRET=comment\n${goodLooma.join('\n')}`,
    ],
    ['another name of this machine', goodLooma.join('\n').replaceAll('localhost', '127.0.0.1')],
  ]
  it.each(forms)('reads %s', async (_name, text) => {
    const looma = await file(text)
    const zervigo = await file(`JWT_SECRET=${secret}\n`)
    expect(await judge({ looma, zervigo })).toMatchObject({ verdict: 'pass', unmet: [] })
  })

  it('shows two different secrets by their hash only', async () => {
    const other = 'another-secret-of-zervigo-999'
    const looma = await file(goodLooma.join('\n'))
    const { unmet, item, text } = await judge({ looma, zervigo: await file(`JWT_SECRET=${other}`) })
    expect(unmet).toEqual(['jwt-secret.same'])
    expect(item.cause?.reason).toBe('SECRET_DIFFERS')
    expect(item.cause?.message.en).toMatch(/sha256:[0-9a-f]{8} ≠ sha256:[0-9a-f]{8}/)
    expect(text).not.toContain(secret)
    expect(text).not.toContain(other)
  })

  it.each([
    ['missing on one side', 'JWT_SECRETS=x', secret],
    ['empty on both sides', 'JWT_SECRET=', ''],
  ])('a secret %s is no equal secret', async (_name, zervigoText, loomaSecret) => {
    const looma = await file(lines([...urls, ['JWT_SECRET', loomaSecret]]).join('\n'))
    const { unmet } = await judge({ looma, zervigo: await file(zervigoText) })
    expect(unmet).toEqual(['jwt-secret.same'])
  })

  it.each([
    [
      'missing',
      (line: string) => line.replace('ZERVIGO_AI_URL', 'ZERVIGO_AI'),
      '(missing)',
      'ENV_KEYS_MISSING',
    ],
    [
      'another port',
      (line: string) => line.replace('8206', '8208'),
      'http://localhost:8208',
      'ENV_URL_DIFFERS',
    ],
    [
      'the port of older guides',
      (line: string) => line.replace('8206', '8000'),
      'http://localhost:8000',
      'AI_PORT_8000',
    ],
    [
      'no address',
      (line: string) => line.replace('http://localhost:8206', 'ai'),
      'ai',
      'ENV_URL_DIFFERS',
    ],
  ])('an address of Looma that is %s', async (_name, change, actual, reason) => {
    const { unmet, item } = await judge({ looma: await file(goodLooma.map(change).join('\n')) })
    expect(unmet).toEqual(['looma.ZERVIGO_AI_URL'])
    expect(item.cause?.reason).toBe(reason)
    expect(item.assertions.find(({ ok }) => !ok)).toMatchObject({
      expected: 'http://127.0.0.1:8206',
      actual,
    })
  })

  it('shows no password of an address', async () => {
    const text = goodLooma.join('\n').replace('http://localhost:8206', 'http://svc:hunter2@ai:8206')
    const { unmet, text: shown } = await judge({ looma: await file(text) })
    expect(unmet).toEqual(['looma.ZERVIGO_AI_URL'])
    expect(shown).not.toContain('hunter2')
  })

  it('says which file cannot be read', async () => {
    const looma = join(folder, 'absent.env')
    const { unmet, item } = await judge({ looma })
    expect(unmet).toEqual(['looma.env-file'])
    expect(item.cause?.message.zh).toContain('absent.env')
  })

  it('tells of what has no effect, of repeated keys and of placeholder secrets', async () => {
    const text = [
      'APP_PORT=8888',
      'MYSQL_HOST=localhost',
      'JWT_SECRET=old',
      ...goodLooma.map((line) => line.replace(secret, 'your-secret-key')),
    ].join('\n')
    const zervigo = await file('JWT_SECRET=your-secret-key\nJWT_EXPIRATION_HOURS=24')
    const { verdict, found } = await judge({ looma: await file(text), zervigo })
    expect(verdict).toBe('pass')
    expect(found).toEqual([
      'ENV_DUPLICATE_KEY looma: JWT_SECRET',
      'ENV_WITHOUT_EFFECT looma: APP_PORT, MYSQL_HOST',
      'ENV_WITHOUT_EFFECT zervigo: JWT_EXPIRATION_HOURS',
      expect.stringMatching(/^SECRET_DEFAULT sha256:[0-9a-f]{8}$/),
    ])
  })
})
