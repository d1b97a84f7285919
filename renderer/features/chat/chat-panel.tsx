import { Skeleton } from '@mantine/core'
import { useEffect, useRef, useState, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { ChatMessage } from '../../../shared/domain/chat'
import { useCommand } from '../../api/hooks'
import { ConfirmDialog } from '../../components/confirm-dialog'
import { ErrorNotice } from '../../components/error-notice'
import { EmptyState } from '../../components/panel'
import { useFormat } from '../../i18n/format'
import { ChatBubble } from './chat-bubble'
import { ChatInput } from './chat-input'
import { useChat } from './use-chat'
import classes from './chat.module.css'

/** The conversation about one talent. */
export function ChatPanel({ talentId }: { talentId: string }) {
  const { t } = useTranslation()
  const chat = useChat(talentId)
  const [isAsking, setIsAsking] = useState(false)
  const clear = useCommand('chat:clear', { onSettled: () => chat.reload() })
  const isEmpty = chat.messages.length === 0 && chat.pendingText === null
  return (
    <div className={classes.panel}>
      {chat.historyError !== null ? (
        <ErrorNotice error={chat.historyError} onRetry={chat.reload} />
      ) : chat.isLoading ? (
        <Skeleton height={240} radius={4} />
      ) : (
        <Conversation messages={chat.messages} pendingText={chat.pendingText} onResend={chat.send}>
          {isEmpty ? <EmptyState title={t('chat.empty')} hint={t('chat.emptyHint')} /> : null}
        </Conversation>
      )}
      {chat.sendError === null ? null : <ErrorNotice compact error={chat.sendError} />}
      <ChatInput
        isSending={chat.isSending}
        onSend={chat.send}
        onCancel={chat.cancel}
        canClear={!isEmpty}
        onClear={() => setIsAsking(true)}
      />
      <ConfirmDialog
        isOpen={isAsking}
        title={t('chat.confirmClear')}
        action={t('chat.clear')}
        onClose={() => setIsAsking(false)}
        onConfirm={() => {
          setIsAsking(false)
          clear.mutate({ id: talentId })
        }}
      >
        <p>{t('chat.confirmClearText')}</p>
      </ConfirmDialog>
    </div>
  )
}

function dayOf(at: number): string {
  return new Date(at).toDateString()
}

function Conversation({
  messages,
  pendingText,
  onResend,
  children,
}: {
  messages: readonly ChatMessage[]
  pendingText: string | null
  onResend: (text: string) => void
  children: ReactNode
}) {
  const { t } = useTranslation()
  const format = useFormat()
  const box = useRef<HTMLDivElement>(null)
  const isAtEnd = useRef(true)
  useEffect(() => {
    if (isAtEnd.current) box.current?.scrollTo({ top: box.current.scrollHeight })
  }, [messages, pendingText])
  return (
    <div
      ref={box}
      className={classes.box}
      role="log"
      aria-label={t('chat.history')}
      tabIndex={0}
      onScroll={(event) => {
        const { scrollHeight, scrollTop, clientHeight } = event.currentTarget
        isAtEnd.current = scrollHeight - scrollTop - clientHeight < 48
      }}
    >
      {children}
      {messages.map((message, index) => {
        const before = messages[index - 1]
        const isNewDay = before === undefined || dayOf(before.at) !== dayOf(message.at)
        return (
          <div key={message.id} className={classes.entry}>
            {isNewDay ? <p className={classes.day}>{format.day(message.at)}</p> : null}
            <ChatBubble message={message} onResend={onResend} />
          </div>
        )
      })}
      {pendingText === null ? null : (
        <div className={classes.entry}>
          <div className={classes.bubble} data-author="person">
            <p className={classes.plain}>{pendingText}</p>
          </div>
        </div>
      )}
    </div>
  )
}
