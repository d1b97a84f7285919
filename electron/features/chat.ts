import { randomUUID } from 'node:crypto'
import type { ChatMessage } from '../../shared/domain/chat'
import { OpsError, toWire } from '../../shared/errors'
import type { ChatStore } from '../store/chats'
import type { Client } from '../zervigo/client'
import { looma } from '../zervigo/looma'

/** One conversation per talent, kept between starts. */
export interface ChatFeature {
  history(talentId: string): ChatMessage[]
  /** Sends once, never again by itself; answers the whole conversation, also after a failure. */
  send(talentId: string, text: string): Promise<ChatMessage[]>
  cancel(talentId: string): void
  clear(talentId: string): void
  /** Cancels what is under way and waits until it is kept as such. */
  dispose(): Promise<void>
}

/** What chat needs. */
export interface ChatDeps {
  profileId: string
  client: Client
  chats: ChatStore
  now: () => number
}

/** Makes the chat feature of one profile. */
export function createChat({ profileId, client, chats, now }: ChatDeps): ChatFeature {
  const sending = new Map<string, { abort: AbortController; ended: Promise<void> }>()
  const history = (talentId: string) => chats.list(profileId, talentId)

  async function ask(question: ChatMessage, signal: AbortSignal): Promise<void> {
    const args = { id: question.talentId, message: question.text }
    const { value, call } = await client.call(looma.chat, args, { signal })
    if (value.text === null || value.text.trim() === '') {
      throw new OpsError('malformed', 'the answer has no text', {
        facts: { service: 'looma', field: 'response' },
        callId: call.id,
      })
    }
    const durationMs = call.timings.totalMs
    const settled = { state: 'answered', callId: call.id, durationMs } as const
    // A conversation that was cleared meanwhile stays empty.
    if (chats.update(profileId, question.id, settled) === null) return
    chats.append(profileId, {
      ...question,
      ...settled,
      id: randomUUID(),
      author: 'assistant',
      at: now(),
      text: value.text,
    })
  }

  /** A failure stands in the conversation; a bug of the console's own is also told. */
  function settle(id: string, error: unknown): void {
    const wire = toWire(error)
    const state = wire.code === 'aborted' ? 'cancelled' : 'failed'
    chats.update(profileId, id, { state, error: wire, callId: wire.callId })
    if (!(error instanceof OpsError)) throw error
  }

  return {
    history,
    async send(talentId, text) {
      if (sending.has(talentId)) {
        throw new OpsError('busy', 'a message to this talent is under way')
      }
      const abort = new AbortController()
      const question: ChatMessage = {
        id: randomUUID(),
        talentId,
        author: 'person',
        at: now(),
        text,
        state: 'sending',
        error: null,
        callId: null,
        durationMs: null,
      }
      // What cannot be kept is not sent either: the person still has the text.
      chats.append(profileId, question)
      const ended = ask(question, abort.signal)
        .catch((error: unknown) => settle(question.id, error))
        .finally(() => sending.delete(talentId))
      sending.set(talentId, { abort, ended })
      await ended
      return history(talentId)
    },
    cancel: (talentId) => sending.get(talentId)?.abort.abort(),
    clear(talentId) {
      sending.get(talentId)?.abort.abort()
      chats.clear(profileId, talentId)
    },
    async dispose() {
      const open = [...sending.values()]
      for (const { abort } of open) abort.abort()
      await Promise.allSettled(open.map(({ ended }) => ended))
    },
  }
}
