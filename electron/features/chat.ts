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
  dispose(): void
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
  const sending = new Map<string, AbortController>()
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

  return {
    history,
    async send(talentId, text) {
      if (sending.has(talentId)) {
        throw new OpsError('busy', 'a message to this talent is under way')
      }
      const abort = new AbortController()
      sending.set(talentId, abort)
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
      try {
        chats.append(profileId, question)
        await ask(question, abort.signal)
      } catch (error) {
        const wire = toWire(error)
        const state = wire.code === 'aborted' ? 'cancelled' : 'failed'
        chats.update(profileId, question.id, { state, error: wire, callId: wire.callId })
      } finally {
        sending.delete(talentId)
      }
      return history(talentId)
    },
    cancel: (talentId) => sending.get(talentId)?.abort(),
    clear(talentId) {
      sending.get(talentId)?.abort()
      chats.clear(profileId, talentId)
    },
    dispose() {
      for (const abort of sending.values()) abort.abort()
    },
  }
}
