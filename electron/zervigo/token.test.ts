import { describe, expect, it } from 'vitest'
import { fakeToken } from './test-servers'
import { cleanToken, readClaims } from './token'

const token = fakeToken({ user_id: 1, exp: 2_000_000_000 })

describe('claims', () => {
  it('come from the as-built shape', () => {
    const claims = readClaims(
      fakeToken({
        user_id: 7,
        username: 'admin',
        role: 'super_admin',
        permissions: ['*', '*'],
        sub: '7',
        iat: 1_700_000_000,
        nbf: 1_700_000_000,
        exp: 1_700_604_800,
      }),
    )
    expect(claims).toEqual({
      userId: '7',
      username: 'admin',
      role: 'super_admin',
      permissions: ['*'],
      issuedAt: 1_700_000_000_000,
      notBefore: 1_700_000_000_000,
      expiresAt: 1_700_604_800_000,
    })
  })

  it.each([
    ['missing', undefined, null],
    ['null', null, null],
    ['a float', 1_700_000_000.5, 1_700_000_000_500],
    ['text', '1700000000', 1_700_000_000_000],
    ['milliseconds', 1_700_000_000_000, 1_700_000_000_000],
    ['huge', 1e300, null],
    ['negative', -5, null],
    ['words', 'soon', null],
    ['an object', {}, null],
  ])('exp %s', (_name, exp, expected) => {
    expect(readClaims(fakeToken({ exp }))?.expiresAt).toBe(expected)
  })

  it.each([
    ['sub as uuid', { sub: '3f0c-77' }, '3f0c-77'],
    ['user_id as text', { user_id: '12' }, '12'],
    ['sub as number', { sub: 12 }, '12'],
    ['nothing', {}, null],
  ])('user id from %s', (_name, claims, userId) => {
    expect(readClaims(fakeToken(claims))?.userId).toBe(userId)
  })

  it.each([
    '',
    'a.b',
    'a.b.c',
    'x.y.z.w',
    `a.${Buffer.from('[1]').toString('base64url')}.c`,
    'é.é.é',
  ])('are null for %j', (text) => {
    expect(readClaims(text)).toBeNull()
  })
})

describe('pasted tokens', () => {
  it.each([
    token,
    `  ${token}\n`,
    `"${token}"`,
    `'Bearer ${token}'`,
    `bearer   ${token}`,
    `Authorization: Bearer ${token}`,
    `"token": "${token}",`,
    `${token.slice(0, 50)}\r\n${token.slice(50)}`,
    `\ufeff${token}\u200b`,
    `“${token}”`,
  ])('are cleaned: %j', (raw) => {
    expect(cleanToken(raw)).toBe(token)
  })

  it.each([
    ['', 'empty'],
    ['Bearer ', 'empty'],
    ['hello', 'parts'],
    [`${token}.x`, 'parts'],
    ['aaa.bbb.ccc', 'header'],
    [`${token.split('.')[0]}.bbb.ccc`, 'payload'],
    [`${token.split('.').slice(0, 2).join('.')}.`, 'signature'],
    [`${token.split('.').slice(0, 2).join('.')}.签名`, 'signature'],
    [`a.${'b'.repeat(20_000)}.c`, 'long'],
  ])('%s are refused', (raw, reason) => {
    expect(() => cleanToken(raw)).toThrow(
      expect.objectContaining({ code: 'invalid', facts: { field: 'token', reason } }),
    )
  })
})
