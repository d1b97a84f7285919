import { z } from 'zod'
import { EpochMs } from './services'

/** Name of a person under what they state. */
export const PersonName = z.string().trim().min(1).max(80)

/** Words of a person that something cannot go without. */
export const Statement = z.string().trim().min(1).max(2_000)

/** A remark on a run or on one of its items. */
export const RunNote = z.object({
  id: z.string(),
  /** Item it belongs to; null for the whole run. */
  itemId: z.string().nullable(),
  text: z.string(),
  name: z.string(),
  at: EpochMs,
})
export type RunNote = z.infer<typeof RunNote>

/** Largest attachment in bytes. */
export const mostAttachmentBytes = 10 * 1024 * 1024
export const attachmentTypes = [
  'image/png',
  'image/jpeg',
  'image/gif',
  'image/webp',
  'text/plain',
  'application/json',
  'application/pdf',
] as const
export const AttachmentType = z.enum(attachmentTypes)
export type AttachmentType = z.infer<typeof AttachmentType>

/** A file that a person pasted or dropped; its content is kept apart. */
export const Attachment = z.object({
  id: z.string(),
  itemId: z.string().nullable(),
  fileName: z.string(),
  type: AttachmentType,
  bytes: z.number().int().nonnegative(),
  sha256: z.string(),
  name: z.string(),
  at: EpochMs,
})
export type Attachment = z.infer<typeof Attachment>

/** A person vouches for a run as it stands; afterwards nothing in it may change. */
export const SignOff = z.object({
  name: z.string(),
  statement: z.string(),
  at: EpochMs,
  /** Digest of the run's content at that moment, without the sign-offs themselves. */
  sha256: z.string(),
  /** Whether the release gate was open at that moment. */
  gateOpen: z.boolean(),
  withdrawn: z.object({ name: z.string(), reason: z.string(), at: EpochMs }).nullable(),
})
export type SignOff = z.infer<typeof SignOff>
