import { Button, Drawer, Skeleton } from '@mantine/core'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { Headers, RecordedBody } from '../../../shared/domain/calls'
import { errorCodes, type ErrorCode } from '../../../shared/errors'
import type { CallOutput } from '../../../shared/ipc'
import { useCall } from '../../api/hooks'
import { CopyButton } from '../../components/copy-button'
import { ErrorNotice } from '../../components/error-notice'
import { Icon } from '../../components/icon'
import { Facts } from '../../components/panel'
import { RawText } from '../../components/raw-text'
import { RequestLine } from '../../components/request-line'
import { useServiceName } from '../../components/service-words'
import { StateWord } from '../../components/tone'
import { useFormat } from '../../i18n/format'
import { useUi } from '../../stores/ui'
import { callTone } from './call-status'
import { prettyBody } from './pretty-body'
import { TimingBar } from './timing-bar'
import classes from './calls.module.css'

type Call = CallOutput<'calls:get'>

/** One exchange in full, from whichever screen it was asked for. */
export function CallDrawer() {
  const { t } = useTranslation()
  const id = useUi((ui) => ui.callId)
  const openCall = useUi((ui) => ui.openCall)
  return (
    <Drawer
      opened={id !== null}
      onClose={() => openCall(null)}
      position="right"
      size={680}
      title={t('calls.drawer')}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      {id === null ? null : <CallDetail id={id} />}
    </Drawer>
  )
}

function CallDetail({ id }: { id: string }) {
  const call = useCall('calls:get', [{ id }])
  if (call.isError) return <ErrorNotice error={call.error} onRetry={() => void call.refetch()} />
  if (call.data === undefined) return <Skeleton height={480} radius={4} />
  return <CallRecordView call={call.data} />
}

function CallRecordView({ call }: { call: Call }) {
  const { t } = useTranslation()
  const format = useFormat()
  const nameOf = useServiceName()
  const openLogsAt = useUi((ui) => ui.openLogsAt)
  return (
    <div className={classes.drawer}>
      <div className={classes.line}>
        <RequestLine method={call.method} url={call.url} />
        <StateWord tone={callTone(call)}>{call.status ?? t('calls.noAnswer')}</StateWord>
      </div>
      <CallProblem call={call} />
      <div className={classes.buttons}>
        <CopyButton text={call.curl} label={t('calls.copyCurl')} />
        <Button
          variant="default"
          leftSection={<Icon name="logs" size={14} />}
          onClick={() => openLogsAt(call.at, call.correlationId)}
        >
          {t('logs.findCall')}
        </Button>
        <span className="quiet">{t('calls.curlHint')}</span>
      </div>
      <Facts
        rows={[
          [t('calls.column.service'), nameOf(call.service)],
          [
            t('calls.operation'),
            `${call.operation} · ${t('calls.attempt', { attempt: call.attempt })}`,
          ],
          [t('calls.at'), format.exact(call.at)],
          [t('calls.correlation'), <code key="correlation">{call.correlationId}</code>],
        ]}
      />
      <Section title={t('calls.timings')}>
        <TimingBar timings={call.timings} />
      </Section>
      <Section title={t('calls.request')}>
        <HeaderTable headers={call.request.headers} />
        <Body body={call.request.body} />
      </Section>
      <Section title={t('calls.response')}>
        {call.response === null ? (
          <p className="quiet">{t('calls.noResponse')}</p>
        ) : (
          <>
            <HeaderTable headers={call.response.headers} />
            <Body body={call.response.body} />
          </>
        )}
      </Section>
    </div>
  )
}

function Section({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className={classes.section}>
      <h3>{title}</h3>
      {children}
    </section>
  )
}

function CallProblem({ call }: { call: Call }) {
  const { t } = useTranslation()
  if (call.error === null) return null
  const { code, message } = call.error
  const known = errorCodes.find((one): one is ErrorCode => one === code)
  return (
    <div className={classes.problem} role="alert">
      <p>{known === undefined ? code : t(`errors.${known}.cause`)}</p>
      {known === undefined ? null : <p>{t(`errors.${known}.next`)}</p>}
      <code>
        {code}: {message}
      </code>
    </div>
  )
}

function HeaderTable({ headers }: { headers: Headers }) {
  const { t } = useTranslation()
  return (
    <details className={classes.headers}>
      <summary>{t('calls.headers', { count: headers.length })}</summary>
      <table>
        <tbody>
          {headers.map(([name, value], index) => (
            <tr key={index}>
              <th scope="row">{name}</th>
              <td>{value}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </details>
  )
}

function Body({ body }: { body: RecordedBody }) {
  const { t } = useTranslation()
  const format = useFormat()
  if (body.text === null || body.text === '') {
    return <p className="quiet">{t('calls.noBody')}</p>
  }
  return (
    <div className={classes.body}>
      <RawText label={t('calls.body')} text={prettyBody(body.text)} />
      <span className={classes.copy}>
        <CopyButton text={body.text} />
      </span>
      {body.truncated ? (
        <p className="quiet">{t('calls.truncated', { size: format.bytes(body.bytes) })}</p>
      ) : null}
    </div>
  )
}
