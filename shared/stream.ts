import { z } from 'zod'
import { WireError } from './errors'

/** Frames that main sends on a stream's port; one batch is in flight until the page acknowledges it. */
export const StreamFrame = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('batch'),
    items: z.array(z.unknown()),
    /** Items lost before this batch because the page was slower than the source. */
    dropped: z.number().int().nonnegative(),
  }),
  z.object({ type: z.literal('end'), error: WireError.nullable() }),
])
export type StreamFrame = z.infer<typeof StreamFrame>

/** The page's only message on a port: the last batch was taken. */
export const StreamAck = z.object({ type: z.literal('ack') })
export type StreamAck = z.infer<typeof StreamAck>
