import { describe, expect, it } from 'vitest'
import { recordBody, mostRecordedBytes } from './record'
import { secretForms } from './secret-forms'
import { createSecrets } from './secrets'
import { fakeToken } from './test-servers'

const token = fakeToken({ sub: '7', permissions: ['*'] }, 'Q')
const passwords = ['@SZxym2006', 'testuser123', 'pa"ss\\wo/rd 1', '密码Zervigo<&>1', "O'Neil=50%"]

/** Spellings a careless server, log or report could bring a secret back in. */
const spellings: [string, (value: string) => string][] = [
  ['plain', (value) => `wrong password ${value} given`],
  ['URL-encoded', (value) => `/cb?x=${encodeURIComponent(value)}&y=1`],
  [
    'lower-case URL-encoded',
    (value) => encodeURIComponent(value).replace(/%../g, (escape) => escape.toLowerCase()),
  ],
  ['twice URL-encoded', (value) => encodeURIComponent(encodeURIComponent(value))],
  ['form-encoded', (value) => new URLSearchParams({ q: value }).toString()],
  ['base64', (value) => Buffer.from(value).toString('base64')],
  ['base64url', (value) => Buffer.from(value).toString('base64url')],
  ['hex', (value) => Buffer.from(value).toString('hex')],
  ['JSON', (value) => JSON.stringify({ note: `got ${value}` })],
  ['JSON in JSON', (value) => JSON.stringify({ note: JSON.stringify({ inner: value }) })],
  [
    'escaped units',
    (value) =>
      [...Array(value.length).keys()]
        .map((at) => `\\u${value.charCodeAt(at).toString(16).padStart(4, '0')}`)
        .join(''),
  ],
  [
    'HTML',
    (value) =>
      value
        .replaceAll('&', '&amp;')
        .replaceAll('<', '&lt;')
        .replaceAll('>', '&gt;')
        .replaceAll('"', '&quot;')
        .replaceAll("'", '&#39;'),
  ],
]

describe('live values', () => {
  it.each(spellings)('are masked when %s', (_name, spell) => {
    for (const value of [...passwords, token]) {
      const secrets = createSecrets()
      secrets.add(value)
      const spelled = spell(value)
      const masked = secrets.maskBody(spelled)
      expect(masked).toContain('***')
      for (const form of secretForms(value)) expect(masked).not.toContain(form)
    }
  })

  it('are masked inside a longer base64 text at every alignment', () => {
    const value = 'correct-horse-battery'
    const secrets = createSecrets()
    secrets.add(value)
    for (const lead of ['', 'a', 'ab', 'abc']) {
      const encoded = Buffer.from(`${lead}${value}:tail`).toString('base64')
      const [longest = ''] = secrets
        .mask(encoded)
        .split('***')
        .sort((a, b) => b.length - a.length)
      expect(secrets.mask(encoded)).toContain('***')
      expect(Buffer.from(longest, 'base64').toString()).not.toContain(value.slice(3, -3))
    }
  })

  it('are masked part by part for a token', () => {
    const secrets = createSecrets()
    secrets.add(token)
    for (const part of token.split('.'))
      expect(secrets.mask(`part ${part} end`)).not.toContain(part)
  })

  it('keep the same short mark, so that evidence can be compared, and no more', () => {
    const secrets = createSecrets()
    secrets.add(token)
    const mark = secrets.mask(token)
    expect(mark).toBe(`***${token.slice(-4)}`)
    expect(secrets.mask(encodeURIComponent(token))).toBe(mark)
    const short = secrets.maskBody('{"password":"hunter2!"}')
    expect(short).toMatch(/^\{"password":"\*\*\*#[0-9a-f]{6}"\}$/)
    expect(secrets.maskBody(short)).toBe(short)
  })

  it('do not rewrite keys and sentences when the password is an everyday word', () => {
    const secrets = createSecrets()
    secrets.add('password')
    const masked = secrets.maskBody('{"username":"admin","password":"password","echo":"password"}')
    expect(masked.match(/password/g)).toHaveLength(1)
    expect(JSON.parse(masked)).toMatchObject({ username: 'admin' })
    expect(secrets.mask('Username and password are required')).toBe(
      'Username and password are required',
    )
  })
})

describe('structure', () => {
  const { maskBody, maskHeaders, mask } = createSecrets()
  const canary = 'zx81-canary'

  it.each([
    ['flat', `{"token":"${canary}"}`],
    ['spaced', `{ "access_token" :\n "${canary}" }`],
    ['camel case', `{"refreshToken":"${canary}","clientSecret":"${canary}"}`],
    ['nested object', `{"token":{"value":"${canary}","more":[{"x":"${canary}"}]},"ok":"yes"}`],
    ['list', `{"secret":["${canary}",["${canary}"]],"ok":"yes"}`],
    ['escaped key', `{"pass\\u0077ord":"${canary}"}`],
    ['escaped quote', `{"password":"a\\"${canary}\\"b"}`],
    ['cut', `{"password":"abc${canary}`],
    ['JSON in a string', JSON.stringify({ parsed_data: JSON.stringify({ jwt_secret: canary }) })],
    ['query', `https://h/cb?a=1&token=${canary}&b=2`],
    ['encoded name', `pass%77ord=${canary}`],
    ['env line', `JWT_SECRET=${canary}\nPORT=1`],
    ['DSN', `postgres://looma:${canary}@db:5432/x`],
    ['DSN with an at sign', `mysql://u:p@${canary}@db/x`],
    ['bearer in prose', `header was Bearer ${canary}12345`],
    ['PEM', `-----BEGIN RSA PRIVATE KEY-----\n${canary}\n-----END RSA PRIVATE KEY-----`],
    ['cut PEM', `-----BEGIN PRIVATE KEY-----\n${canary}`],
    ['JWT', `token was eyJhbGciOiJIUzI1NiJ9.${canary}.${canary}`],
  ])('masks a secret: %s', (_name, text) => {
    const masked = maskBody(text)
    expect(masked).not.toContain(canary)
    expect(masked).toContain('***')
  })

  it('masks numbers under a secret key and leaves JSON valid', () => {
    const masked = maskBody('{"password": 12345678, "n": 1, "pwd":null,"x":{"token":true}}')
    expect(JSON.parse(masked)).toEqual({
      password: expect.stringMatching(/^\*\*\*#/),
      n: 1,
      pwd: null,
      x: { token: true },
    })
  })

  it.each([
    '{"message":"无效的token","error_code":"INVALID_TOKEN","max_tokens":100,"token_type":"bearer"}',
    '{"permission":"talent:read","has_permission":true,"tokensUsed":12}',
    '{"error":"Token is required","code":"INVALID_PASSWORD"}',
    'Bearer token required',
    '{"a":"x=1&y=2","url":"http://localhost:8207/health"}',
  ])('leaves %s alone', (text) => {
    expect(maskBody(text)).toBe(text)
  })

  it('masks header values, keeping the scheme and cookie names', () => {
    const masked = maskHeaders([
      ['authorization', `Bearer ${token}`],
      ['Cookie', `sid=${canary}; theme=${canary}`],
      ['set-cookie', `session=${canary}; Path=/; HttpOnly`],
      ['X-API-Key', canary],
      ['x-auth-token', canary],
      ['location', `http://h/?token=${canary}`],
      ['accept', 'application/json'],
    ])
    expect(JSON.stringify(masked)).not.toContain(canary)
    expect(masked[0]).toEqual(['authorization', `Bearer ***${token.slice(-4)}`])
    expect(masked[2]?.[1]).toMatch(/^session=\*\*\*.*; Path=\/; HttpOnly$/)
    expect(masked[6]).toEqual(['accept', 'application/json'])
    expect(mask('nothing here')).toBe('nothing here')
  })
})

describe('long bodies', () => {
  it('are masked before they are cut, wherever the secret lies', () => {
    const secrets = createSecrets()
    secrets.add(token)
    const fragments = [token.slice(0, 24), token.slice(-24)]
    for (let shift = -token.length - 4; shift <= 4; shift += 1) {
      const body = `${' '.repeat(mostRecordedBytes + shift)}${token}${' '.repeat(300_000)}`
      const { text, truncated, bytes } = recordBody(body, body.length, secrets)
      expect(truncated).toBe(true)
      expect(bytes).toBe(body.length)
      for (const fragment of fragments) expect(text).not.toContain(fragment)
    }
  })

  it('leave no half secret at the end of what was looked at', () => {
    const secrets = createSecrets()
    secrets.add(token)
    const body = `${`${token} `.repeat(2_000)}`
    const { text } = recordBody(body, body.length, secrets)
    expect(text?.replaceAll(/\*\*\*.{4}|\s/g, '')).toBe('')
  })

  it('are cut at a character, not inside one', () => {
    const { text } = recordBody('人'.repeat(100_000), 300_000, createSecrets())
    expect(text).not.toContain('\ufffd')
    expect(Buffer.byteLength(text ?? '')).toBeLessThanOrEqual(mostRecordedBytes)
  })

  it.each([
    ['eyJ', 'eyJ'],
    ['dots', 'eyJ.'],
    ['a', 'a'],
    ['equals', 'a='],
    ['quotes', '"'],
    ['escaped quotes', '\\"'],
    ['slashes', '\\'],
    ['keys', '"token":'],
    ['schemes', '://'],
    ['bearers', 'Bearer '],
    ['PEM', '-----BEGIN PRIVATE KEY-----'],
    ['braces', '{"token":['],
  ])('take time in proportion to their length: %s', (_name, unit) => {
    const secrets = createSecrets()
    secrets.add(token)
    const timeOf = (chars: number) => {
      const text = unit.repeat(Math.ceil(chars / unit.length))
      // Time of this process only: a busy machine makes everything look slow.
      const before = process.cpuUsage()
      secrets.maskBody(text)
      const { user, system } = process.cpuUsage(before)
      return (user + system) / 1_000
    }
    timeOf(50_000)
    // Quadratic work would be 100 times as long, not 10; the floor keeps noise out of the ratio.
    expect(timeOf(1_000_000) / Math.max(timeOf(100_000), 5)).toBeLessThan(40)
  })
})
