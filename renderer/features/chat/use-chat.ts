import { useQueryClient } from '@tanstack/react-query'
import type { ChatMessage } from '../../../shared/domain/chat'
import type { OpsError } from '../../../shared/errors'
import { useCacheWriter, useCall, useCommand, usePending } from '../../api/hooks'

/** What the chat panel shows and does. */
export interface Chat {
  messages: readonly ChatMessage[]
  /** A message that was sent but is not yet in the history. */
  pendingText: string | null
  isSending: boolean
  isLoading: boolean
  historyError: OpsError | null
  sendError: OpsError | null
  send(text: string): void
  cancel(): void
  reload(): void
}

/** The conversation about one talent; an answer under way survives leaving the panel. */
export function useChat(talentId: string): Chat {
  const client = useQueryClient()
  const write = useCacheWriter()
  const input = { id: talentId }
  const history = useCall('chat:history', [input], { fresh: true })
  const send = useCommand('chat:send', {
    key: talentId,
    onSuccess: (messages) => write('chat:history', [input], messages),
    onSettled: () => {
      if (history.isError) reload()
    },
  })
  const cancel = useCommand('chat:cancel')
  const underWay = usePending('chat:send', talentId)
  const reload = () => void client.invalidateQueries({ queryKey: ['chat:history', input] })
  const messages = history.data ?? []
  const isStored = messages.some(
    ({ author, state, text }) =>
      author === 'person' && state === 'sending' && text === underWay?.text,
  )
  return {
    messages,
    pendingText: underWay === null || isStored ? null : underWay.text,
    isSending: underWay !== null || messages.some(({ state }) => state === 'sending'),
    isLoading: history.isPending,
    historyError: history.error,
    sendError: send.error,
    send: (text) => send.mutate({ id: talentId, text }),
    cancel: () => cancel.mutate(input),
    reload,
  }
}
