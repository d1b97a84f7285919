import { Button } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { ChatMessage } from '../../../shared/domain/chat'
import { CallLink } from '../../components/call-link'
import { CopyButton } from '../../components/copy-button'
import { ErrorNotice } from '../../components/error-notice'
import { StateWord, Tag } from '../../components/tone'
import { useFormat } from '../../i18n/format'
import { Markdown } from './markdown'
import classes from './chat.module.css'

/** One message and what became of it. */
export function ChatBubble({
  message,
  onResend,
}: {
  message: ChatMessage
  onResend: (text: string) => void
}) {
  const { t } = useTranslation()
  const format = useFormat()
  const { author, text, state, error } = message
  const isPerson = author === 'person'
  return (
    <article
      className={classes.bubble}
      data-author={author}
      data-state={state}
      aria-label={isPerson ? t('chat.you') : t('chat.assistant')}
    >
      <header className={classes.meta}>
        <span>{isPerson ? t('chat.you') : t('chat.assistant')}</span>
        <time dateTime={new Date(message.at).toISOString()} title={format.exact(message.at)}>
          {format.clock(message.at)}
        </time>
        {message.durationMs === null || isPerson ? null : (
          <span>{t('chat.took', { ms: format.ms(message.durationMs) })}</span>
        )}
        <span className={classes.metaActions}>
          {isPerson && state === 'answered' ? null : <CallLink id={message.callId} />}
          <CopyButton text={text} name={t('chat.copyMessage')} />
        </span>
      </header>
      {isPerson ? <p className={classes.plain}>{text}</p> : <Markdown text={text} />}
      {state === 'sending' ? <StateWord tone="busy">{t('chat.sending')}</StateWord> : null}
      {state === 'cancelled' || (state === 'failed' && error !== null) ? (
        <div className={classes.outcome}>
          {state === 'cancelled' ? (
            <Tag>{t('chat.cancelled')}</Tag>
          ) : error === null ? null : (
            <ErrorNotice compact error={error} />
          )}
          <Button variant="default" onClick={() => onResend(text)}>
            {t('chat.resend')}
          </Button>
        </div>
      ) : null}
    </article>
  )
}
