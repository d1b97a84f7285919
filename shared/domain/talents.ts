import { z } from 'zod'
import { WireError } from '../errors'
import { EpochMs } from './services'

/** An id as people use it: any text without control characters, up to 1,000 characters. */
export const TalentId = z
  .string()
  .min(1)
  .max(1000)
  // eslint-disable-next-line no-control-regex -- control characters are exactly what is refused
  .regex(/^[^\u0000-\u001f\u007f]+$/)
export type TalentId = z.infer<typeof TalentId>

/** One row of the talent list. */
export const TalentSummary = z.object({
  id: z.string(),
  name: z.string(),
  title: z.string().nullable(),
  city: z.string().nullable(),
  years: z.number().nullable(),
  skills: z.array(z.string()),
  status: z.string().nullable(),
  /** True when Looma marks the record as invented (`source: "default"`). */
  placeholder: z.boolean(),
})
export type TalentSummary = z.infer<typeof TalentSummary>

/** A talent with everything Looma says about it. */
export const TalentDetail = TalentSummary.extend({
  email: z.string().nullable(),
  phone: z.string().nullable(),
  education: z.string().nullable(),
  summary: z.string().nullable(),
  updatedAt: z.string().nullable(),
  /** Resume id of the last sync that the console saw; null when unknown. */
  resumeId: z.string().nullable(),
  callId: z.string(),
})
export type TalentDetail = z.infer<typeof TalentDetail>

export const TalentPage = z.object({
  total: z.number().int().nonnegative(),
  items: z.array(TalentSummary),
  callId: z.string(),
})
export type TalentPage = z.infer<typeof TalentPage>

/** Outcome of one sync. */
export const SyncOutcome = z.object({
  talentId: z.string(),
  resumeId: z.string(),
  /** `created` or `updated` where Looma says so. */
  action: z.string().nullable(),
  callId: z.string(),
})
export type SyncOutcome = z.infer<typeof SyncOutcome>

/** What the AI service found out about a talent. */
export const AiResult = z.object({
  talentId: z.string(),
  at: EpochMs,
  skills: z.array(z.string()),
  years: z.number().nullable(),
  level: z.string().nullable(),
  summary: z.string().nullable(),
  /** Length of the embedding; null when none came. */
  vectorLength: z.number().int().nullable(),
  /** First numbers of the embedding, for the eye. */
  vectorHead: z.array(z.number()),
  callId: z.string(),
})
export type AiResult = z.infer<typeof AiResult>

/** One talent within a bulk sync. */
export const SyncEntry = z.object({
  talentId: z.string(),
  name: z.string(),
  state: z.enum(['waiting', 'running', 'done', 'failed', 'cancelled']),
  resumeId: z.string().nullable(),
  error: WireError.nullable(),
  callId: z.string().nullable(),
})
export type SyncEntry = z.infer<typeof SyncEntry>

/** Progress of a bulk sync; counts always add up to `total`. */
export const SyncJob = z.object({
  id: z.string(),
  state: z.enum(['running', 'cancelling', 'finished', 'cancelled']),
  startedAt: EpochMs,
  finishedAt: EpochMs.nullable(),
  total: z.number().int().nonnegative(),
  waiting: z.number().int().nonnegative(),
  running: z.number().int().nonnegative(),
  done: z.number().int().nonnegative(),
  failed: z.number().int().nonnegative(),
  cancelled: z.number().int().nonnegative(),
  /** The first 200 entries that failed. */
  failures: z.array(SyncEntry),
  /** The newest 20 entries that ended, newest first. */
  recent: z.array(SyncEntry),
})
export type SyncJob = z.infer<typeof SyncJob>
