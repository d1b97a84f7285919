import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { OpsError } from '../../shared/errors'
import { hostileReport } from '../reports/report-fixture'
import { writeReports } from '../reports/write'
import { secretForms } from '../zervigo/secret-forms'
import { createSecrets, noCounts } from '../zervigo/secrets'
import { fakeToken } from '../zervigo/test-servers'
import { assertNoSecret } from './leak'

const token = fakeToken({ sub: '7' }, 'Q')
const holding = (...values: string[]) => {
  const secrets = createSecrets()
  for (const value of values) secrets.add(value)
  return secrets
}
const failureOf = (work: () => void): unknown => {
  try {
    work()
    return null
  } catch (error) {
    return error
  }
}

describe('searching for secrets', () => {
  it('finds a live value in every spelling that masking knows, and nothing after masking', () => {
    for (const value of ['@SZxym2006', 'pa"ss\\wo/rd 1', '密码Zervigo<&>1', token]) {
      const secrets = holding(value)
      for (const form of secretForms(value)) {
        const text = `before ${form} after`
        expect(secrets.findIn(text)).toMatchObject({ kind: 'live' })
        expect(secrets.findIn(Buffer.from(text))).toMatchObject({ kind: 'live' })
        expect(secrets.findIn(secrets.mask(text))).toBeNull()
      }
    }
  })

  it.each(['utf8', 'utf16le'] as const)('finds it in bytes saved as %s', (encoding) => {
    const bytes = Buffer.from(`\ufeffnote ${token}`, encoding)
    expect(holding(token).findIn(bytes)).not.toBeNull()
    expect(holding(token).findIn(Buffer.concat([Buffer.of(0), bytes]))).not.toBeNull()
    expect(holding(token).findIn(bytes.subarray(0, 20))).toBeNull()
  })

  it('takes an everyday word for a secret only where masking would', () => {
    const secrets = holding('password')
    expect(secrets.findIn('{"password":"***#a1b2c3"} Username and password')).toBeNull()
    expect(secrets.findIn('{"password": "password"}')).toEqual({ at: 14, kind: 'live' })
  })

  it('finds the token of anybody, and no word that merely looks like one', () => {
    const secrets = createSecrets()
    expect(secrets.findIn(`x ${token}`)).toEqual({ at: 2, kind: 'token' })
    expect(secrets.findIn(`x ${secrets.mask(token)}`)).toBeNull()
    expect(secrets.findIn('eyJhbGciOiJIU.not-json.at-all and eyJhIjoxfQAA.e30.x')).toBeNull()
  })

  it('names file and place, never the value', () => {
    const error = failureOf(() => assertNoSecret('a.txt', `one\ntwo ${token}`, holding(token)))
    expect(error).toMatchObject({ code: 'leak', facts: { file: 'a.txt', place: '2:5' } })
    expect(JSON.stringify([error, String(error)])).not.toContain(token.slice(0, 20))
    const bytes = Buffer.from(`1234${token}`)
    const other = failureOf(() => assertNoSecret('b.png', bytes, holding(token)))
    expect(other).toMatchObject({ facts: { file: 'b.png', place: '@4' } })
    expect(failureOf(() => assertNoSecret('c.txt', 'fine', holding(token)))).toBeNull()
  })
})

describe('masking', () => {
  it('counts what each rule replaced', () => {
    const counts = noCounts()
    const text = `{"password":"hunter2!"} ${token} live-value-1 Bearer abcdefghij1234567890`
    const secrets = holding('live-value-1')
    const masked = secrets.maskBody(text, counts)
    expect(counts).toEqual({ 'secret-keys': 1, 'live-values': 1, patterns: 2 })
    expect(secrets.maskBody(masked, counts)).toBe(masked)
    expect(counts).toEqual({ 'secret-keys': 1, 'live-values': 1, patterns: 2 })
  })
})

describe('reports', () => {
  it('are not written while a live secret stands in them', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'leak-'))
    const report = { ...hostileReport(), findings: [] }
    const secret = holding('S3cret-that-must-be-masked')
    const options = {
      ...{ folder, formats: ['json'] as const, language: 'en' as const, printPdf: null },
      mask: (text: string) => text,
      findSecret: secret.findIn,
    }
    const error: unknown = await writeReports(report, options).catch((thrown: unknown) => thrown)
    expect(error).toBeInstanceOf(OpsError)
    expect(error).toMatchObject({ code: 'leak', facts: { file: 'report.json' } })
    expect(await readdir(folder)).toEqual([])
    expect(await writeReports(report, { ...options, mask: secret.mask })).toEqual(['report.json'])
    await rm(folder, { recursive: true })
  })
})
