import { z } from 'zod'
import { ChatMessage } from '../../shared/domain/chat'
import { inTransaction, storing, type Connection } from './connection'

export type ChatPatch = Partial<Omit<ChatMessage, 'id' | 'talentId'>>

/** The conversations, one per talent and profile. */
export interface ChatStore {
  append(profileId: string, message: ChatMessage): void
  /** Changes a kept message; null when it is gone, as after `clear`. */
  update(profileId: string, id: string, patch: ChatPatch): ChatMessage | null
  /** In the order they were appended; with a limit, the newest ones. */
  list(profileId: string, talentId: string, limit?: number): ChatMessage[]
  clear(profileId: string, talentId: string): void
}

const Row = z.object({ message: z.string() })
const defaultLimit = 1_000

/** Makes the part of the store that keeps chats. */
export function createChatStore(db: Connection, mask: (text: string) => string): ChatStore {
  const insert = db.prepare(
    'INSERT INTO chats (profile, id, talent, state, message) VALUES (?, ?, ?, ?, ?)',
  )
  const get = db.prepare('SELECT message FROM chats WHERE profile = ? AND id = ?')
  const save = db.prepare('UPDATE chats SET state = ?, message = ? WHERE profile = ? AND id = ?')
  const list = db.prepare(
    'SELECT message FROM chats WHERE profile = ? AND talent = ? ORDER BY seq DESC LIMIT ?',
  )
  const clear = db.prepare('DELETE FROM chats WHERE profile = ? AND talent = ?')
  const unfinished = db.prepare("SELECT profile, id FROM chats WHERE state = 'sending'")

  const update = (profileId: string, id: string, patch: ChatPatch): ChatMessage | null => {
    const [known] = messagesOf([get.get(profileId, id)])
    if (known === undefined) return null
    const changed = masked({ ...known, ...patch }, mask)
    save.run(changed.state, JSON.stringify(changed), profileId, id)
    return changed
  }
  /** Nobody waits any more for what was being sent when the console ended. */
  const failUnfinished = (): void => {
    const Key = z.object({ profile: z.string(), id: z.string() })
    const error = {
      code: 'aborted' as const,
      message: 'the console ended',
      facts: {},
      callId: null,
    }
    for (const row of unfinished.all()) {
      const { profile, id } = Key.parse(row)
      update(profile, id, { state: 'failed', error })
    }
  }
  storing('finish chats', () => inTransaction(db, failUnfinished))

  return {
    append(profileId, message) {
      const { id, talentId, state } = message
      const text = JSON.stringify(masked(message, mask))
      storing('save chat', () => insert.run(profileId, id, talentId, state, text))
    },
    update: (profileId, id, patch) =>
      storing('update chat', () => inTransaction(db, () => update(profileId, id, patch))),
    list: (profileId, talentId, limit = defaultLimit) =>
      storing('read chat', () => messagesOf(list.all(profileId, talentId, limit)).reverse()),
    clear: (profileId, talentId) =>
      storing('clear chat', () => void clear.run(profileId, talentId)),
  }
}

/** Ids stay as they are, or the message could not be found again. */
function masked(message: ChatMessage, mask: (text: string) => string): ChatMessage {
  const { error } = message
  const shown = error === null ? null : { ...error, message: mask(error.message) }
  return { ...message, text: mask(message.text), error: shown }
}

function messagesOf(rows: unknown[]): ChatMessage[] {
  return rows.flatMap((row) => {
    const found = Row.safeParse(row)
    if (!found.success) return []
    try {
      return [ChatMessage.parse(JSON.parse(found.data.message))]
    } catch {
      return []
    }
  })
}
