import { z } from 'zod'
import { EpochMs } from './services'

/** One part of a score and what it is made of. */
export const MatchReason = z.object({
  name: z.string(),
  /** 0 to 1 after scaling. */
  score: z.number(),
  detail: z.string().nullable(),
})
export type MatchReason = z.infer<typeof MatchReason>

export const JobMatch = z.object({
  jobId: z.string(),
  title: z.string(),
  company: z.string().nullable(),
  location: z.string().nullable(),
  salary: z.string().nullable(),
  /** 0 to 1; upstream also speaks 0 to 100. */
  score: z.number(),
  reasons: z.array(MatchReason),
  explanation: z.string().nullable(),
})
export type JobMatch = z.infer<typeof JobMatch>

export const MatchList = z.object({
  talentId: z.string(),
  at: EpochMs,
  /** Scale of the scores as they came. */
  scale: z.enum(['unit', 'percent']),
  matches: z.array(JobMatch),
  callId: z.string(),
})
export type MatchList = z.infer<typeof MatchList>
