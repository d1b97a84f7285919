import fc from 'fast-check'
import { jwtVerify, SignJWT } from 'jose'
import { describe, expect, it } from 'vitest'
import { tampered } from './tampering'

const key = new TextEncoder().encode('0123456789abcdef0123456789abcdef')

describe('tampered', () => {
  it('never verifies, whatever the token says', async () => {
    await fc.assert(
      fc.asyncProperty(fc.dictionary(fc.string(), fc.jsonValue()), async (claims) => {
        const { exp: _exp, nbf: _nbf, iat: _iat, ...rest } = claims
        const token = await new SignJWT(rest).setProtectedHeader({ alg: 'HS256' }).sign(key)
        await expect(jwtVerify(token, key)).resolves.toBeDefined()
        await expect(jwtVerify(tampered(token), key)).rejects.toThrow(/signature/)
      }),
      { numRuns: 50 },
    )
  })

  it('keeps header and signature, so that only the check of the signature can refuse it', async () => {
    const token = await new SignJWT({ role: 'guest' })
      .setProtectedHeader({ alg: 'HS256' })
      .sign(key)
    const [before, after] = [token.split('.'), tampered(token).split('.')]
    expect([after[0], after[2]]).toEqual([before[0], before[2]])
    expect(after[1]).not.toBe(before[1])
  })

  it('changes a text that is no token as well', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(tampered(text)).not.toBe(text)
      }),
    )
  })
})
