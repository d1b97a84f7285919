import { z } from 'zod'
import { OpsError } from '../../shared/errors'
import { readId, readText } from './wire'

/** Where the client gets the token of an origin from, and how it gets a new one. */
export interface TokenSource {
  /** Null when nobody is logged in or the origin is none of the profile's. */
  tokenFor(origin: string): string | null
  /** True when a token other than `staleToken` is now available; parallel calls share one renewal. */
  renew(staleToken: string, signal?: AbortSignal): Promise<boolean>
}

/** What a token says about itself; nothing of it is verified, it is for display only. */
export interface TokenClaims {
  userId: string | null
  username: string | null
  role: string | null
  permissions: string[]
  issuedAt: number | null
  expiresAt: number | null
  notBefore: number | null
}

const longestTokenChars = 16_384
const lastDateMs = 8.64e15
/** Seconds stay below this until the year 5138; anything above is milliseconds. */
const firstMsValue = 1e11

const Claims = z.looseObject({})
const base64url = /^[A-Za-z0-9_-]+={0,2}$/

/** Reads the claims of a JWT without verifying it; null when it is none. */
export function readClaims(token: string): TokenClaims | null {
  const parts = token.split('.')
  if (parts.length !== 3 || token.length > longestTokenChars) return null
  const payload = decodePart(parts[1] ?? '')
  if (payload === null) return null
  const read = (...keys: string[]) =>
    keys.map((key) => payload[key]).find((value) => value !== undefined && value !== null)
  const permissions = Array.isArray(payload.permissions) ? payload.permissions : []
  return {
    userId: readId(read('user_id', 'userId', 'sub', 'id')),
    username: readText(read('username', 'user_name', 'preferred_username', 'name')),
    role: readText(payload.role),
    permissions: [...new Set(permissions.filter((entry) => typeof entry === 'string'))],
    issuedAt: readTime(payload.iat),
    expiresAt: readTime(payload.exp),
    notBefore: readTime(payload.nbf),
  }
}

/** Takes a token out of what a person pasted; throws `invalid` naming what is wrong with it. */
export function cleanToken(raw: string): string {
  let text = raw.replace(/[\s\u00a0\u200b-\u200d\ufeff]+/g, ' ').trim()
  for (let previous = ''; previous !== text;) {
    previous = text
    text = text
      .replace(/^["'`“”‘’]+|["'`“”‘’,;]+$/g, '')
      .replace(/^(?:authorization|token|access_token)["']?\s*[:=]\s*/i, '')
      .replace(/^bearer\s+/i, '')
      .trim()
  }
  // A terminal that wraps lines puts spaces inside the token.
  const token = text.replaceAll(' ', '')
  const problem = tokenProblem(token)
  if (problem !== null) {
    throw new OpsError('invalid', problem.message, {
      facts: { field: 'token', reason: problem.reason },
    })
  }
  return token
}

function tokenProblem(token: string): { reason: string; message: string } | null {
  if (token === '') return { reason: 'empty', message: 'the token is empty' }
  if (/^bearer$/i.test(token)) return { reason: 'empty', message: 'nothing follows Bearer' }
  if (token.length > longestTokenChars) {
    return { reason: 'long', message: `the token is longer than ${longestTokenChars} characters` }
  }
  const parts = token.split('.')
  if (parts.length !== 3) {
    return { reason: 'parts', message: `a JWT has 3 parts, this one has ${parts.length}` }
  }
  const [header = '', payload = '', signature = ''] = parts
  if (decodePart(header) === null) {
    return { reason: 'header', message: 'the first part is not JSON in base64url' }
  }
  if (decodePart(payload) === null) {
    return { reason: 'payload', message: 'the second part is not JSON in base64url' }
  }
  if (!base64url.test(signature)) {
    return { reason: 'signature', message: 'the third part, the signature, is missing or broken' }
  }
  return null
}

function decodePart(part: string): Record<string, unknown> | null {
  if (!base64url.test(part)) return null
  try {
    const parsed = Claims.safeParse(JSON.parse(Buffer.from(part, 'base64url').toString('utf8')))
    return parsed.success ? parsed.data : null
  } catch {
    return null
  }
}

function readTime(value: unknown): number | null {
  const isNumeric = typeof value === 'string' && /^\s*\d+(?:\.\d+)?\s*$/.test(value)
  const time = isNumeric ? Number(value) : value
  if (typeof time !== 'number' || !Number.isFinite(time) || time < 0) return null
  const ms = Math.round(time > firstMsValue ? time : time * 1000)
  return ms > lastDateMs ? null : ms
}
