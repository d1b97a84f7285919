import { Drawer } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { Cause, EvidenceCall } from '../../../shared/domain/checklist'
import type {
  MatrixCell,
  PermissionRun,
  ProtectedEndpoint,
} from '../../../shared/domain/permissions'
import { inLanguage } from '../../../shared/domain/text'
import { Facts } from '../../components/panel'
import { RawText } from '../../components/raw-text'
import { RequestLine } from '../../components/request-line'
import { StateWord, Tag } from '../../components/tone'
import { useFormat } from '../../i18n/format'
import { useLanguage } from '../../i18n/language'
import { toneOf, wordOf } from './cell-words'
import { cellAt, type CellPlace } from './matrix'
import classes from './permissions.module.css'

/** One account at one endpoint in full: expectation, observation, cause and the call that proves it. */
export function CellDrawer({
  endpoints,
  run,
  isRunning,
  place,
  onClose,
}: {
  endpoints: readonly ProtectedEndpoint[]
  run: PermissionRun
  isRunning: boolean
  place: CellPlace | null
  onClose: () => void
}) {
  const { t } = useTranslation()
  const cell = place === null ? undefined : cellAt(run, place)
  return (
    <Drawer
      opened={cell !== undefined}
      onClose={onClose}
      position="right"
      size={620}
      title={
        cell === undefined
          ? null
          : t('permissions.detail', {
              account: cell.username,
              endpoint: t(`permissions.endpoint.${cell.endpoint}`),
            })
      }
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      {cell === undefined ? null : (
        <CellDetail
          cell={cell}
          endpoint={endpoints.find(({ id }) => id === cell.endpoint)}
          isRunning={isRunning}
        />
      )}
    </Drawer>
  )
}

function CellDetail({
  cell,
  endpoint,
  isRunning,
}: {
  cell: MatrixCell
  endpoint: ProtectedEndpoint | undefined
  isRunning: boolean
}) {
  const { t } = useTranslation()
  return (
    <div className={classes.view}>
      <Facts
        rows={[
          [
            t('permissions.verdict'),
            <StateWord key="verdict" tone={toneOf(cell)}>
              {t(`permissions.word.${wordOf(cell, isRunning)}`)}
            </StateWord>,
          ],
          [
            t('permissions.expected'),
            cell.expected === null
              ? t('permissions.notJudged')
              : t(`permissions.access.${cell.expected}`),
          ],
          [t('permissions.observed'), t(`permissions.observedOf.${cell.observed}`)],
          [
            t('permissions.permission'),
            endpoint === undefined ? null : <code key="permission">{endpoint.permission}</code>,
          ],
        ]}
      />
      {cell.cause === null ? null : <CauseSection cause={cell.cause} />}
      <section className={classes.call}>
        <h3>{t('permissions.call')}</h3>
        {cell.call === null ? (
          <p className={classes.quiet}>{t('permissions.noCall')}</p>
        ) : (
          <CallSection call={cell.call} />
        )}
      </section>
    </div>
  )
}

function CauseSection({ cause }: { cause: Cause }) {
  const { t } = useTranslation()
  const language = useLanguage()
  return (
    <section className={classes.cause} aria-label={t('permissions.cause')}>
      <p>
        <b>{inLanguage(cause.message, language)}</b>
      </p>
      <p>
        <span className={classes.quiet}>{t('permissions.next')} </span>
        {inLanguage(cause.hint, language)}
      </p>
      <p className={classes.line}>
        <Tag tone={cause.confidence === 'proven' ? 'info' : 'idle'}>
          {t(`permissions.confidence.${cause.confidence}`)}
        </Tag>
        <code>{cause.reason === null ? cause.code : `${cause.code} · ${cause.reason}`}</code>
      </p>
      {cause.facts.length === 0 ? null : (
        <>
          <p className={classes.quiet}>{t('permissions.facts')}</p>
          <ul>
            {cause.facts.map(({ name, value }, index) => (
              <li key={index}>
                <span className={classes.quiet}>{name}</span> <code>{value}</code>
              </li>
            ))}
          </ul>
        </>
      )}
    </section>
  )
}

function CallSection({ call }: { call: EvidenceCall }) {
  const { t } = useTranslation()
  const format = useFormat()
  return (
    <>
      <RequestLine method={call.method} url={call.url} />
      <Facts
        rows={[
          [t('permissions.status'), call.status ?? t('permissions.noAnswer')],
          [t('permissions.duration'), format.ms(call.durationMs)],
          [t('permissions.at'), call.at === null ? null : format.exact(call.at)],
          [
            t('permissions.correlation'),
            call.correlationId === null ? null : <code key="id">{call.correlationId}</code>,
          ],
          ...(call.error === null ? [] : [[t('permissions.failure'), call.error] as const]),
        ]}
      />
      <Body title={t('permissions.request')} text={call.request} />
      <Body title={t('permissions.response')} text={call.response} />
    </>
  )
}

function Body({ title, text }: { title: string; text: string | null }) {
  const { t } = useTranslation()
  return (
    <>
      <p className={classes.quiet}>{title}</p>
      {text === null || text === '' ? (
        <p>{t('permissions.noBody')}</p>
      ) : (
        <RawText label={title} text={text} />
      )}
    </>
  )
}
