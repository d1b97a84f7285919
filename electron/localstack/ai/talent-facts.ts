import { z } from 'zod'

const text = z.string().catch('')

/** The talent record that chat may speak about; missing parts stay empty. */
export const TalentFacts = z.object({
  name: text,
  title: text,
  city: text,
  years: z.number().nullable().catch(null),
  experience: text,
  skills: z.array(z.string()).catch([]),
  email: text,
  phone: text,
  education: text,
  summary: text,
  status: text,
})
export type TalentFacts = z.infer<typeof TalentFacts>

/** One earlier message of the conversation. */
export const ChatTurn = z.object({
  role: z.enum(['user', 'assistant']),
  content: z.string().max(20_000),
})
export type ChatTurn = z.infer<typeof ChatTurn>

/** An answer and the parts of the record it rests on. */
export interface GroundedAnswer {
  response: string
  sources: string[]
}
