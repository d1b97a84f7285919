import { Button } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { Assertion, Cause, EvidenceCall, ItemId } from '../../../shared/domain/checklist'
import { inLanguage } from '../../../shared/domain/text'
import { StateWord, Tag, type Tone } from '../../components/tone'
import { useFormat } from '../../i18n/format'
import { useLanguage } from '../../i18n/language'
import { ItemState } from './item-list'
import type { ItemView } from './item-views'
import classes from './checklist.module.css'

/** One item in full: verdict, cause, assertions, and the calls that prove them. */
export function ItemDetail({
  item,
  items,
  onJump,
}: {
  item: ItemView
  items: readonly ItemView[]
  onJump: (id: ItemId) => void
}) {
  const { t } = useTranslation()
  const language = useLanguage()
  const { result } = item
  const dependencies = items.filter(({ id }) => item.dependsOn.includes(id))
  const blockers =
    result?.verdict === 'blocked'
      ? dependencies.filter((other) => other.result?.verdict !== 'pass')
      : []
  return (
    <div className={classes.detail}>
      <header>
        <h2>{inLanguage(item.title, language)}</h2>
        <ItemState item={item} />
      </header>
      <p>
        <span className={classes.quiet}>{t('checklist.proves')} </span>
        {inLanguage(item.proves, language)}
      </p>
      <p className={classes.tags}>
        <code>{item.id}</code>
        {item.writes ? <Tag>{t('checklist.writes')}</Tag> : null}
        {result?.flaky === true ? <Tag tone="warn">{t('checklist.flaky')}</Tag> : null}
      </p>
      {blockers.length === 0 ? (
        dependencies.length === 0 ? null : (
          <Jumps label={t('checklist.dependsOn')} items={dependencies} onJump={onJump} />
        )
      ) : (
        <Jumps label={t('checklist.blockedBy')} items={blockers} onJump={onJump} />
      )}
      {result === null ? null : (
        <>
          {result.cause === null ? null : (
            <CauseBox cause={result.cause} isFailure={result.verdict === 'fail'} />
          )}
          <Assertions assertions={result.assertions} />
          <Evidence calls={result.calls} />
        </>
      )}
    </div>
  )
}

function Jumps({
  label,
  items,
  onJump,
}: {
  label: string
  items: readonly ItemView[]
  onJump: (id: ItemId) => void
}) {
  const { t } = useTranslation()
  const language = useLanguage()
  return (
    <div className={classes.jumps}>
      <span className={classes.quiet}>{label}</span>
      {items.map((item) => {
        const title = inLanguage(item.title, language)
        return (
          <Button
            key={item.id}
            variant="default"
            aria-label={t('checklist.jump', { title })}
            rightSection={<ItemState item={item} />}
            onClick={() => onJump(item.id)}
          >
            {title}
          </Button>
        )
      })}
    </div>
  )
}

function CauseBox({ cause, isFailure }: { cause: Cause; isFailure: boolean }) {
  const { t } = useTranslation()
  const language = useLanguage()
  return (
    <section
      className={classes.cause}
      data-failure={isFailure || undefined}
      aria-label={t('checklist.cause')}
    >
      <p className={classes.causeHead}>
        <strong>{inLanguage(cause.message, language)}</strong>
      </p>
      <p>
        <span className={classes.quiet}>{t('checklist.hint')} </span>
        {inLanguage(cause.hint, language)}
      </p>
      <p className={classes.tags}>
        <code>{cause.code}</code>
        <Tag tone={cause.confidence === 'proven' ? 'ok' : 'warn'}>
          {t(`checklist.confidence.${cause.confidence}`)}
        </Tag>
      </p>
    </section>
  )
}

function Assertions({ assertions }: { assertions: readonly Assertion[] }) {
  const { t } = useTranslation()
  return (
    <section>
      <h3>
        {t('checklist.assertions')} {assertions.length}
      </h3>
      {assertions.length === 0 ? (
        <p className={classes.quiet}>{t('checklist.noAssertions')}</p>
      ) : (
        <table className={classes.table}>
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

function Evidence({ calls }: { calls: readonly EvidenceCall[] }) {
  const { t } = useTranslation()
  const format = useFormat()
  return (
    <section>
      <h3>
        {t('checklist.calls')} {calls.length}
      </h3>
      {calls.length === 0 ? <p className={classes.quiet}>{t('checklist.noCalls')}</p> : null}
      {calls.map((call, index) => (
        <details key={index} className={classes.call}>
          <summary>
            <StateWord tone={toneOf(call)}>{call.status ?? t('calls.noAnswer')}</StateWord>
            <code className="truncate">
              <b>{call.method}</b> {call.url}
            </code>
            <span>{format.ms(call.durationMs)}</span>
          </summary>
          {call.error === null ? null : <p className={classes.callError}>{call.error}</p>}
          <Exchange title={t('checklist.request')} text={call.request} />
          <Exchange title={t('checklist.response')} text={call.response} />
        </details>
      ))}
    </section>
  )
}

function Exchange({ title, text }: { title: string; text: string | null }) {
  if (text === null) return null
  return (
    <>
      <p className={classes.quiet}>{title}</p>
      <pre tabIndex={0} aria-label={title}>
        {text}
      </pre>
    </>
  )
}
