import { z } from 'zod'
import { Cause, EvidenceCall, RunVerdict, Totals } from './checklist'
import { EpochMs } from './services'
import { Credentials } from './session'

/** The protected endpoints of Looma (UPSTREAM 2.3). */
export const protectedIds = ['sync', 'matches', 'ai-process', 'chat', 'sync-all'] as const
export const ProtectedId = z.enum(protectedIds)
export type ProtectedId = z.infer<typeof ProtectedId>

export const ProtectedEndpoint = z.object({
  id: ProtectedId,
  method: z.string(),
  path: z.string(),
  permission: z.string(),
  writes: z.boolean(),
})
export type ProtectedEndpoint = z.infer<typeof ProtectedEndpoint>

export const Access = z.enum(['allow', 'deny'])
export type Access = z.infer<typeof Access>

/** What each role should be able to do; a pair left out is not judged. */
export const Expectations = z.record(
  z.string().min(1).max(80),
  z.partialRecord(ProtectedId, Access),
)
export type Expectations = z.infer<typeof Expectations>

/** One account at one endpoint. */
export const MatrixCell = z.object({
  username: z.string(),
  endpoint: ProtectedId,
  expected: Access.nullable(),
  /** `error`: answered with neither a success nor a refusal, or not at all. */
  observed: z.enum(['allowed', 'denied', 'unauthorized', 'error', 'not-asked']),
  verdict: z.enum(['pass', 'fail', 'unknown']),
  cause: Cause.nullable(),
  call: EvidenceCall.nullable(),
})
export type MatrixCell = z.infer<typeof MatrixCell>

/** One account of a matrix. */
export const MatrixAccount = z.object({
  username: z.string(),
  /** Null until its login answered, or when it was refused. */
  role: z.string().nullable(),
  loginError: Cause.nullable(),
})
export type MatrixAccount = z.infer<typeof MatrixAccount>

/** Every protected endpoint for several accounts, in one run. */
export const PermissionRun = z.object({
  id: z.string(),
  state: z.enum(['running', 'cancelling', 'finished', 'cancelled']),
  startedAt: EpochMs,
  finishedAt: EpochMs.nullable(),
  profile: z.object({ id: z.string(), name: z.string() }),
  talentId: z.string(),
  accounts: z.array(MatrixAccount),
  cells: z.array(MatrixCell),
  totals: Totals,
  verdict: RunVerdict.nullable(),
})
export type PermissionRun = z.infer<typeof PermissionRun>

/** What the page shows before a matrix is run. */
export const PermissionPlan = z.object({
  endpoints: z.array(ProtectedEndpoint),
  expectations: Expectations,
  /** User names worth testing; passwords are known for the embedded stack's own only. */
  suggestions: z.array(z.object({ username: z.string(), hasPassword: z.boolean() })),
})
export type PermissionPlan = z.infer<typeof PermissionPlan>

/** An account of a matrix; without a password, the embedded stack's own is used. */
export const MatrixLogin = z.strictObject({
  username: Credentials.shape.username,
  password: Credentials.shape.password.nullable(),
})
export type MatrixLogin = z.infer<typeof MatrixLogin>
