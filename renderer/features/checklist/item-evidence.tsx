import { useTranslation } from 'react-i18next'
import type { Assertion, EvidenceCall } from '../../../shared/domain/checklist'
import { CopyButton } from '../../components/copy-button'
import { RawText } from '../../components/raw-text'
import { StateWord, type Tone } from '../../components/tone'
import { useFormat } from '../../i18n/format'
import classes from './item-detail.module.css'
import text from './text.module.css'

/** Every checked fact with what was expected and what was seen. */
export function Assertions({ assertions }: { assertions: readonly Assertion[] }) {
  const { t } = useTranslation()
  return (
    <section>
      <h3>
        {t('checklist.assertions')} {assertions.length}
      </h3>
      {assertions.length === 0 ? (
        <p className="quiet">{t('checklist.noAssertions')}</p>
      ) : (
        <table className={text.table}>
          <thead>
            <tr>
              <th scope="col">{t('checklist.result')}</th>
              <th scope="col">{t('checklist.assertion')}</th>
              <th scope="col">{t('checklist.expected')}</th>
              <th scope="col">{t('checklist.actual')}</th>
            </tr>
          </thead>
          <tbody>
            {assertions.map((assertion, index) => (
              <tr key={`${assertion.id}-${index}`} data-ok={assertion.ok}>
                <td>
                  <StateWord tone={assertion.ok ? 'ok' : 'worse'}>
                    {assertion.ok ? t('checklist.ok') : t('checklist.notOk')}
                  </StateWord>
                </td>
                <td>
                  <code>{assertion.id}</code>
                </td>
                <td>{assertion.expected}</td>
                <td>{assertion.actual}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  )
}

function toneOf({ status, error }: EvidenceCall): Tone {
  if (status === null || status >= 500) return 'worse'
  if (status >= 400) return 'warn'
  return error === null ? 'ok' : 'bad'
}

/** The calls that prove a verdict, each with its time and the id it can be found by in logs. */
export function Evidence({ calls }: { calls: readonly EvidenceCall[] }) {
  const { t } = useTranslation()
  return (
    <section>
      <h3>
        {t('checklist.calls')} {calls.length}
      </h3>
      {calls.length === 0 ? <p className="quiet">{t('checklist.noCalls')}</p> : null}
      {calls.map((call, index) => (
        <EvidenceLine key={index} call={call} />
      ))}
    </section>
  )
}

function EvidenceLine({ call }: { call: EvidenceCall }) {
  const { t } = useTranslation()
  const format = useFormat()
  return (
    <details className={classes.call}>
      <summary>
        <StateWord tone={toneOf(call)}>{call.status ?? t('calls.noAnswer')}</StateWord>
        <code className="truncate">
          <b>{call.method}</b> {call.url}
        </code>
        <span className="quiet">{call.at === null ? '' : format.clock(call.at)}</span>
        <span>{format.ms(call.durationMs)}</span>
      </summary>
      {call.correlationId === null ? null : (
        <p className={classes.correlation}>
          <span className="quiet">{t('calls.correlation')}</span>
          <code>{call.correlationId}</code>
          <CopyButton text={call.correlationId} name={t('checklist.copyCorrelation')} />
          <span className="quiet">{t('checklist.correlationHint')}</span>
        </p>
      )}
      {call.error === null ? null : <p className={classes.callError}>{call.error}</p>}
      <Exchange title={t('checklist.request')} body={call.request} />
      <Exchange title={t('checklist.response')} body={call.response} />
    </details>
  )
}

function Exchange({ title, body }: { title: string; body: string | null }) {
  if (body === null) return null
  return (
    <>
      <p className="quiet">{title}</p>
      <RawText label={title} text={body} />
    </>
  )
}
