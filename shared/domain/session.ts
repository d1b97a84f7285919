import { z } from 'zod'
import { EpochMs } from './services'

/** Who is logged in; the token itself never leaves main. */
export const Session = z.object({
  state: z.enum(['none', 'active', 'expired']),
  username: z.string().nullable(),
  userId: z.string().nullable(),
  role: z.string().nullable(),
  permissions: z.array(z.string()),
  /** True when the account holds `*`. */
  wildcard: z.boolean(),
  issuedAt: EpochMs.nullable(),
  /** From the token's own `exp`, read without verifying. */
  expiresAt: EpochMs.nullable(),
  /** Local clock minus the auth service's clock, from its `Date` header; null when unknown. */
  clockSkewMs: z.number().nullable(),
  /** True when the console can log in again by itself on a 401. */
  renewable: z.boolean(),
  source: z.enum(['password', 'token']).nullable(),
  /** Origin the token is bound to; it is never sent anywhere else but to the profile's services. */
  issuer: z.string().nullable(),
})
export type Session = z.infer<typeof Session>

/** The session of nobody. */
export const noSession: Session = {
  state: 'none',
  username: null,
  userId: null,
  role: null,
  permissions: [],
  wildcard: false,
  issuedAt: null,
  expiresAt: null,
  clockSkewMs: null,
  renewable: false,
  source: null,
  issuer: null,
}

export const Credentials = z.object({
  username: z.string().trim().min(1).max(200),
  password: z.string().min(1).max(1000),
})
export type Credentials = z.infer<typeof Credentials>
