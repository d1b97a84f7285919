import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { ItemResult, RunReport } from '../../shared/domain/checklist'
import { readEnvFile } from '../../electron/diagnosis/env-file'
import { checkProfile, parseProfile } from '../../electron/profile/parse'
import { presets } from '../../electron/profile/presets'
import { connect } from '../../electron/store/connection'
import { openStore } from '../../electron/store/database'
import { createSecrets } from '../../electron/zervigo/secrets'
import { itemOf } from '../../electron/checklist/test-run'
import { zervigoIds } from '../../shared/domain/services'
import { createClosers } from '../../electron/test-closers'
import { type Peer } from '../fixtures/peer/peer'
import { profileOfPeer, runAgainst } from '../fixtures/peer/peer-run'
import { openFolder, openPeer } from './peer-side'

const { add, closeAll } = createClosers()
afterEach(closeAll)
let folder = ''
beforeEach(() => {
  folder = openFolder(add)
})

const urlsOf = (peer: Peer) =>
  zervigoIds.map((id) => [`ZERVIGO_${id.toUpperCase()}_URL`, peer.url(id)] as const)

/** `basic.env` of a run with these two files. */
async function envItem(
  looma: string,
  zervigo: string,
  peer: Peer,
): Promise<[ItemResult, RunReport]> {
  const files = { looma: join(folder, 'looma.env'), zervigo: join(folder, 'zervigo.env') }
  writeFileSync(files.looma, looma)
  writeFileSync(files.zervigo, zervigo)
  const profile = profileOfPeer(peer, { env: files })
  const report = await runAgainst(peer, { profile, options: { only: ['basic.env'] } })
  return [itemOf(report, 'basic.env'), report]
}

const open = (): Promise<Peer> => openPeer({ base: 'repaired' }, add)

const secret = 'a-secret-family-2024'

describe('60. `.env` files as people write them', () => {
  const styles: [string, (lines: readonly (readonly [string, string])[]) => string][] = [
    ['plain', (lines) => lines.map(([key, value]) => `${key}=${value}\n`).join('')],
    ['CRLF', (lines) => lines.map(([key, value]) => `${key}=${value}\r\n`).join('')],
    ['a BOM', (lines) => `\ufeff${lines.map(([key, value]) => `${key}=${value}\n`).join('')}`],
    ['double quotes', (lines) => lines.map(([key, value]) => `${key}="${value}"\n`).join('')],
    ['single quotes', (lines) => lines.map(([key, value]) => `${key}='${value}'\n`).join('')],
    ['export', (lines) => lines.map(([key, value]) => `export ${key}=${value}\n`).join('')],
    ['spaces round =', (lines) => lines.map(([key, value]) => `${key} = ${value}\n`).join('')],
    ['comments', (lines) => lines.map(([key, value]) => `# x\n${key}=${value} # y\n`).join('')],
    ['no newline at the end', (lines) => lines.map(([key, value]) => `${key}=${value}`).join('\n')],
    [
      'duplicate keys, the last counts',
      (lines) => lines.map(([key, value]) => `${key}=old\n${key}=${value}\n`).join(''),
    ],
  ]
  it.each(styles)('with %s are read', async (_name, write) => {
    const peer = await open()
    const lines = [...urlsOf(peer), ['JWT_SECRET', secret] as const]
    const [item] = await envItem(write(lines), write([['JWT_SECRET', secret]]), peer)
    expect(item.assertions.filter(({ ok }) => !ok)).toEqual([])
    expect(item.verdict).toBe('pass')
  })

  it('keep what quotes protect', () => {
    const read = readEnvFile(
      `A="x # y"\nB='  z '\nC=http://h/#f\nD=\nE="it's"\nbroken line\n`,
    ).variables
    expect(Object.fromEntries(read)).toEqual({
      ...{ A: 'x # y', B: '  z ', C: 'http://h/#f', D: '', E: "it's" },
    })
  })

  it('without the six URLs are no pass', async () => {
    const peer = await open()
    const [item] = await envItem(`JWT_SECRET=${secret}\n`, `JWT_SECRET=${secret}\n`, peer)
    expect(item).toMatchObject({ verdict: 'fail', cause: { code: 'CONFIG_WRONG' } })
    expect(item.assertions.filter(({ ok }) => !ok)).toHaveLength(6)
  })
})

describe('61. variables that nobody reads', () => {
  it('do not stand in for those that are read', async () => {
    const peer = await open()
    const unread = zervigoIds.map((id) => `${id.toUpperCase()}_SERVICE_URL=${peer.url(id)}`)
    const text = `APP_PORT=8888\nJWT_EXPIRATION_HOURS=24\n${unread.join('\n')}\n`
    const [item] = await envItem(text, `JWT_SECRET=${secret}\n`, peer)
    expect(item.verdict).toBe('fail')
    expect(item.assertions.flatMap(({ ok, actual }) => (ok ? [] : [actual]))).toContain('(missing)')
  })
})

describe('62. URLs in a profile', () => {
  const withAuth = (url: string) => {
    const base = presets[0]
    if (base === undefined) throw new Error('no preset')
    return checkProfile({ ...base, zervigo: { ...base.zervigo, auth: { url } } }, 'x')
  }
  it.each([
    'http://localhost:8207/',
    'http://localhost:8207/gateway/auth',
    'https://auth.example.com',
    'HTTP://AUTH.EXAMPLE.COM:8207',
    'http://[::1]:8207',
  ])('%s is taken', (url) => {
    expect(withAuth(url)).toMatchObject({ ok: true })
  })

  it.each([
    ['localhost:8207', 'http:// or https://'],
    ['8207', 'absolute URL'],
    ['ftp://localhost:8207', 'http:// or https://'],
    ['http://0.0.0.0:8207', 'not 0.0.0.0'],
    ['http://user:pass@localhost:8207', 'no user name'],
    ['http://localhost:0', 'port from 1'],
    ['http://localhost:70000', 'absolute URL'],
    ['http://localhost:8207?x=1', 'no query'],
    ['', 'absolute URL'],
  ])('%j is refused by its path, its value and what is allowed', (url, allowed) => {
    const parsed = withAuth(url)
    expect(parsed).toMatchObject({ ok: false, problems: [{ path: '$.zervigo.auth.url' }] })
    expect(JSON.stringify(parsed)).toContain(allowed)
  })

  it('with a path and a slash at its end is asked below that path', async () => {
    const peer = await open()
    peer.set('auth', { planted: [{ path: /^\/gate\//, reply: { body: { status: 'ok' } } }] })
    const base = profileOfPeer(peer)
    const auth = { url: `${peer.url('auth')}/gate/` }
    const profile = { ...base, zervigo: { ...base.zervigo, auth } }
    await runAgainst(peer, { profile, options: { only: ['basic.zervigo-health', 'auth.jwt'] } })
    const asked = peer.requests.flatMap(({ service, path }) => (service === 'auth' ? [path] : []))
    expect(asked).toContain('/gate/health')
    expect(asked).toContain('/gate/api/v1/auth/login')
  })
})

describe('63. ports of two, of another plan, known to be wrong', () => {
  const text = (ports: Record<string, number>) => {
    const { looma = 8888, ...rest } = ports
    const at = (port: number) => ({ url: `http://localhost:${port}` })
    const zervigo = { auth: 8207, ai: 8206, resume: 8082, job: 8089, company: 8083, user: 8081 }
    const urls = Object.entries({ ...zervigo, ...rest }).map(([id, port]) => [id, at(port)])
    const profile = { name: 'x', looma: at(looma), zervigo: Object.fromEntries(urls) }
    return `\ufeff${JSON.stringify(profile)}`
  }

  it('the same port twice is refused', () => {
    expect(parseProfile(text({ company: 8081 }), 'x')).toMatchObject({
      ok: false,
      problems: [{ path: '$.zervigo.user.url' }],
    })
    expect(parseProfile(text({}), 'x')).toMatchObject({ ok: true })
  })

  it('8000 for AI is called wrong before anything is asked', async () => {
    const peer = await open()
    const profile = profileOfPeer(peer)
    const ai = { url: 'http://127.0.0.1:8000' }
    const report = await runAgainst(peer, {
      profile: { ...profile, zervigo: { ...profile.zervigo, ai } },
      options: { only: ['basic.env'] },
    })
    expect(itemOf(report, 'basic.env')).toMatchObject({
      verdict: 'fail',
      cause: { code: 'CONFIG_WRONG' },
    })
  })

  it('the ports of another plan are found by name', async () => {
    const peer = await open()
    const { user, company, resume, ...rest } = peer.ports
    // Off by one, as between the two 86xx plans.
    const ports = { ...rest, user: resume, resume: company, company: user }
    const report = await runAgainst(
      { ...peer, ports },
      { options: { only: ['basic.zervigo-health'] } },
    )
    expect(itemOf(report, 'basic.zervigo-health')).toMatchObject({
      verdict: 'fail',
      cause: { code: 'WRONG_IDENTITY' },
    })
  })
})

describe('64. secrets of two families', () => {
  it('are compared by fingerprint only', async () => {
    const peer = await open()
    const other = 'default-secret-of-somebody'
    const urls = urlsOf(peer).map(([key, value]) => `${key}=${value}\n`)
    const [item, report] = await envItem(
      `${urls.join('')}JWT_SECRET=${secret}\n`,
      `JWT_SECRET="${other}"\n`,
      peer,
    )
    const failed = item.assertions.filter(({ ok }) => !ok)
    expect(failed).toMatchObject([{ id: 'jwt-secret.same' }])
    expect(failed[0]?.actual).toMatch(/^JWT_SECRET sha256:[0-9a-f]{8}$/)
    expect(JSON.stringify(report)).not.toContain(secret)
    expect(JSON.stringify(report)).not.toContain(other)
  })

  it('that are missing on both sides are not equal', async () => {
    const peer = await open()
    const urls = urlsOf(peer).map(([key, value]) => `${key}=${value}\n`)
    const [item] = await envItem(urls.join(''), 'OTHER=1\n', peer)
    expect(item.verdict).toBe('fail')
  })
})

describe('65. reports that were damaged', () => {
  const damages = ['{"schema":1,"run"', '0\n0', '\u001b[31mPASS\u001b[0m', '{}', '']

  it.each(damages)('%j is named, and hides no other', async (damage) => {
    const file = join(folder, 'console.db')
    const peer = await open()
    const report = await runAgainst(peer, { options: { only: ['basic.env'] } })
    const store = openStore({ file, now: Date.now })
    add(() => store.close())
    store.runs.saveRun(report)
    store.runs.saveRun({ ...report, run: { ...report.run, id: 'whole' } })
    const beside = connect(file)
    beside.prepare('UPDATE runs SET report = ? WHERE id = ?').run(damage, report.run.id)
    beside.close()
    await expect(async () => store.runs.getRun(report.run.id)).rejects.toMatchObject({
      code: 'storage',
    })
    expect(store.runs.getRun('whole')).toMatchObject({ verdict: 'incomplete' })
    expect(store.runs.listRuns({ limit: 10 })).toHaveLength(2)
  })

  it('a token in an old report is masked when it is stored', async () => {
    const peer = await open()
    const report = await runAgainst(peer, { options: { only: ['basic.env'] } })
    const token = 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOjF9.c2lnbmF0dXJl'
    const mask = (text: string) => createSecrets().mask(text)
    const store = openStore({ file: join(folder, 'console.db'), now: Date.now, mask })
    add(() => store.close())
    store.runs.saveRun({ ...report, run: { ...report.run, tester: `\u001b[31m ${token}` } })
    expect(JSON.stringify(store.runs.getRun(report.run.id))).not.toContain('c2lnbmF0dXJl')
  })
})
