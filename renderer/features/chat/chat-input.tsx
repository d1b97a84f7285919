import { ActionIcon, Button, Textarea, Tooltip } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Icon } from '../../components/icon'
import { StateWord } from '../../components/tone'
import classes from './chat.module.css'

const longestText = 8_000

/** Where a message is written: Enter sends, Shift+Enter starts a new line. */
export function ChatInput({
  isSending,
  canClear,
  onSend,
  onCancel,
  onClear,
}: {
  isSending: boolean
  canClear: boolean
  onSend: (text: string) => void
  onCancel: () => void
  onClear: () => void
}) {
  const { t } = useTranslation()
  const [text, setText] = useState('')
  const isEmpty = text.trim() === ''
  const send = () => {
    if (isEmpty || isSending) return
    onSend(text.trim())
    setText('')
  }
  return (
    <div className={classes.input}>
      <Textarea
        aria-label={t('chat.input')}
        placeholder={t('chat.placeholder')}
        autosize
        minRows={2}
        maxRows={6}
        maxLength={longestText}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
        onKeyDown={(event) => {
          // Enter also confirms a word of an input method, which must not send.
          if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing) return
          event.preventDefault()
          send()
        }}
      />
      <div className={classes.inputBar}>
        {isSending ? (
          <StateWord tone="busy">{t('chat.sending')}</StateWord>
        ) : (
          <span className="quiet">{t('chat.keys')}</span>
        )}
        <span className={classes.gap} />
        {canClear ? (
          <Tooltip label={t('chat.clear')}>
            <ActionIcon
              variant="subtle"
              color="gray"
              aria-label={t('chat.clear')}
              onClick={onClear}
            >
              <Icon name="trash" />
            </ActionIcon>
          </Tooltip>
        ) : null}
        {isSending ? (
          <Button variant="default" leftSection={<Icon name="stop" size={12} />} onClick={onCancel}>
            {t('chat.cancel')}
          </Button>
        ) : (
          <Button leftSection={<Icon name="send" size={14} />} disabled={isEmpty} onClick={send}>
            {t('chat.send')}
          </Button>
        )}
      </div>
    </div>
  )
}
