import { z } from 'zod'
import { WireError } from '../errors'
import { EpochMs } from './services'

/** One message of a talent's conversation. */
export const ChatMessage = z.object({
  id: z.string(),
  talentId: z.string(),
  author: z.enum(['person', 'assistant']),
  at: EpochMs,
  text: z.string(),
  /** Of a person's message: what became of it. */
  state: z.enum(['sending', 'answered', 'failed', 'cancelled']),
  error: WireError.nullable(),
  callId: z.string().nullable(),
  durationMs: z.number().nonnegative().nullable(),
})
export type ChatMessage = z.infer<typeof ChatMessage>
