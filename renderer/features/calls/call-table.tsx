import { useTranslation } from 'react-i18next'
import type { CallSummary } from '../../../shared/domain/calls'
import { RowList } from '../../components/row-list'
import { useServiceName } from '../../components/service-words'
import { StateWord } from '../../components/tone'
import { useFormat } from '../../i18n/format'
import { useUi } from '../../stores/ui'
import { callTone } from './call-status'
import classes from './calls.module.css'

/** The calls as rows; Enter or a click opens one. */
export function CallTable({ calls }: { calls: readonly CallSummary[] }) {
  const { t } = useTranslation()
  const format = useFormat()
  const nameOf = useServiceName()
  const openCall = useUi((ui) => ui.openCall)
  const openId = useUi((ui) => ui.callId)
  const columns = ['at', 'status', 'request', 'operation', 'service', 'took'] as const
  return (
    <RowList
      label={t('calls.list')}
      rows={calls}
      rowPx={32}
      idOf={(call) => call.id}
      rowClass={classes.row ?? ''}
      selectedId={openId}
      onOpen={(call) => openCall(call.id)}
      head={columns.map((column) => ({ id: column, content: t(`calls.column.${column}`) }))}
      cells={(call) => [
        format.clock(call.at),
        <StateWord key="status" tone={callTone(call)}>
          {call.status ?? t('calls.noAnswer')}
        </StateWord>,
        <code key="url" title={call.url}>
          <b>{call.method}</b> {pathOf(call.url)}
        </code>,
        call.error === null ? (
          call.operation
        ) : (
          <span key="error" className={classes.failed} title={call.error.message}>
            {call.operation} · {call.error.code}
          </span>
        ),
        nameOf(call.service),
        format.ms(call.durationMs),
      ]}
    />
  )
}

function pathOf(url: string): string {
  return url.replace(/^https?:\/\/[^/]+/, '') || '/'
}
