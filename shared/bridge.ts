import type { WireError } from './errors'

/** Prefix of every channel, so that no other can be reached through the preload. */
export const channelPrefix = 'ops:'

/** What every call answers. */
export type Envelope = { ok: true; value: unknown } | { ok: false; error: WireError }

/** The whole surface the preload gives the page as `window.bridge`; names are checked in main. */
export interface Bridge {
  invoke(name: string, input: unknown): Promise<Envelope>
  /** Payloads come as JSON: the bridge copies text at once, but a grid of a thousand bit by bit. */
  on(name: string, listener: (json: string) => void): () => void
  /** Asks main for a stream; the page's end of the port arrives as a window message with this id. */
  open(name: string, input: unknown, id: string): void
}

/** The window message that carries the page's end of a stream's port. */
export interface PortMessage {
  type: 'ops:port'
  id: string
}
