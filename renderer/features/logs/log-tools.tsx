import { Button } from '@mantine/core'
import type { RefObject } from 'react'
import { useTranslation } from 'react-i18next'
import { useDesk } from '../../components/desk'
import { Icon } from '../../components/icon'
import { PauseButton } from '../../components/pause-button'
import { ToolButton } from '../../components/tool-button'
import { useFormat } from '../../i18n/format'
import { useUi } from '../../stores/ui'
import { rowsAsText, type ShownRow } from './shown-rows'

/** How the lines are shown, and taken along. */
export function LogTools({
  rows,
  box,
  isPaused,
  onPause,
  missed,
  onFollow,
}: {
  rows: readonly ShownRow[]
  box: RefObject<HTMLDivElement | null>
  isPaused: boolean
  onPause: (isPaused: boolean) => void
  /** Lines that came since following stopped; null while following. */
  missed: number | null
  onFollow: (isFollowing: boolean) => void
}) {
  const { t } = useTranslation()
  const format = useFormat()
  const desk = useDesk()
  const { isWrapped, isCollapsed } = useUi((ui) => ui.logChoices)
  const chooseLogs = useUi((ui) => ui.chooseLogs)
  return (
    <>
      {missed === null ? null : (
        <Button leftSection={<Icon name="follow" size={14} />} onClick={() => onFollow(true)}>
          {t('logs.backToNewest', { lines: format.count(missed) })}
        </Button>
      )}
      <PauseButton isPaused={isPaused} onChange={onPause} />
      <ToolButton
        icon="follow"
        label={t('log.follow')}
        isPressed={missed === null}
        onClick={() => onFollow(missed !== null)}
      />
      <ToolButton
        icon="wrap"
        label={t('log.wrap')}
        isPressed={isWrapped}
        onClick={() => chooseLogs({ isWrapped: !isWrapped })}
      />
      <ToolButton
        icon="collapse"
        label={t('logs.collapse')}
        isPressed={isCollapsed}
        onClick={() => chooseLogs({ isCollapsed: !isCollapsed })}
      />
      <ToolButton
        icon="copy"
        label={t('logs.copy')}
        onClick={() => desk.copy(selectedIn(box.current) ?? rowsAsText(rows))}
      />
    </>
  )
}

/** The text that a person has selected in the log; null when there is none. */
function selectedIn(box: HTMLElement | null): string | null {
  const selection = document.getSelection()
  const isInside = selection !== null && box !== null && box.contains(selection.anchorNode)
  const text = isInside ? selection.toString() : ''
  return text === '' ? null : text
}
