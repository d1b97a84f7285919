import { jwtVerify, SignJWT } from 'jose'
import { z } from 'zod'

const issuer = 'jobfirst-auth'
export const defaultTtlSeconds = 24 * 3600

/** What a token says about its holder. */
export const TokenClaims = z.object({
  user_id: z.number().int(),
  username: z.string(),
  email: z.string(),
  role: z.string(),
  level: z.number().int(),
  permissions: z.array(z.string()),
  exp: z.number(),
})
export type TokenClaims = z.infer<typeof TokenClaims>

/** Issues and checks HS256 tokens. */
export interface TokenIssuer {
  issue(claims: Omit<TokenClaims, 'exp'>): Promise<string>
  /** The claims, or null for anything that is not a token of ours in its time. */
  verify(token: string): Promise<TokenClaims | null>
}

/** Makes the issuer of one secret. */
export function createTokenIssuer(options: {
  secret: string
  ttlSeconds: number
  now: () => Date
}): TokenIssuer {
  const key = new TextEncoder().encode(options.secret)
  return {
    issue(claims) {
      const issuedAt = Math.floor(options.now().getTime() / 1000)
      return new SignJWT(claims)
        .setProtectedHeader({ alg: 'HS256', typ: 'JWT' })
        .setIssuer(issuer)
        .setSubject(String(claims.user_id))
        .setIssuedAt(issuedAt)
        .setNotBefore(issuedAt)
        .setExpirationTime(issuedAt + options.ttlSeconds)
        .sign(key)
    },
    async verify(token) {
      try {
        const { payload } = await jwtVerify(token, key, {
          algorithms: ['HS256'],
          issuer,
          requiredClaims: ['exp', 'sub'],
          currentDate: options.now(),
        })
        return TokenClaims.parse(payload)
      } catch {
        return null
      }
    },
  }
}
