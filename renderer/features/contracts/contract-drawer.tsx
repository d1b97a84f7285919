import { Drawer } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { ContractEntry } from '../../../shared/domain/contracts'
import { Facts } from '../../components/panel'
import { RequestLine } from '../../components/request-line'
import { useServiceName } from '../../components/service-words'
import { ShapeDiffTable } from '../../components/shape-diff'
import { Table } from '../../components/table'
import { useFormat } from '../../i18n/format'
import { AcceptForm } from './accept-form'
import { canAccept, stateOf } from './contract-state'
import { ContractStateWord, SourceWord } from './contract-table'
import classes from './contracts.module.css'

/** One endpoint in full: what differs, both shapes, and the form that accepts the last answer. */
export function ContractDrawer({
  entry,
  onClose,
}: {
  entry: ContractEntry | null
  onClose: () => void
}) {
  const { t } = useTranslation()
  return (
    <Drawer
      opened={entry !== null}
      onClose={onClose}
      position="right"
      size={720}
      title={entry === null ? null : t('contracts.detail', { operation: entry.operation })}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      {entry === null ? null : <ContractDetail key={entry.operation} entry={entry} />}
    </Drawer>
  )
}

function ContractDetail({ entry }: { entry: ContractEntry }) {
  const { t } = useTranslation()
  const format = useFormat()
  const nameOf = useServiceName()
  const { method, path, service, observed, accepted } = entry
  return (
    <div className={classes.detail}>
      <RequestLine method={method} url={path} />
      <Facts
        rows={[
          [t('contracts.column.state'), <ContractStateWord key="state" entry={entry} />],
          [t('contracts.service'), nameOf(service)],
          [t('contracts.column.source'), <SourceWord key="source" entry={entry} />],
          ...(accepted === null ? [] : [[t('contracts.note'), accepted.note] as const]),
          [
            t('contracts.column.observed'),
            observed === null ? t('contracts.never') : format.exact(observed.at),
          ],
        ]}
      />
      <section>
        <h3>{t('contracts.diff')}</h3>
        <Difference entry={entry} />
      </section>
      {observed === null ? null : canAccept(entry) ? (
        <AcceptForm operation={entry.operation} />
      ) : (
        <p className="quiet">{t('contracts.accept.pointless')}</p>
      )}
      <ShapeSection entry={entry} />
    </div>
  )
}

function Difference({ entry }: { entry: ContractEntry }) {
  const { t } = useTranslation()
  const state = stateOf(entry)
  if (state === 'drift') {
    return (
      <>
        <ShapeDiffTable label={t('contracts.diff')} diff={entry.diff} />
        <p className="quiet">
          {t('contracts.added')}: {t('contracts.addedHint')} · {t('contracts.removed')}:{' '}
          {t('contracts.removedHint')}
        </p>
      </>
    )
  }
  const words = { same: 'noDiff', unseen: 'notCompared', unknown: 'noBaseline' } as const
  return <p className="quiet">{t(`contracts.${words[state]}`)}</p>
}

function ShapeSection({ entry: { baseline, observed } }: { entry: ContractEntry }) {
  const { t } = useTranslation()
  const was = baseline ?? {}
  const is = observed?.shape ?? {}
  const paths = [...new Set([...Object.keys(was), ...Object.keys(is)])].sort()
  if (paths.length === 0) return null
  return (
    <details className={classes.shape}>
      <summary>
        {t('contracts.shape')} {paths.length}
      </summary>
      <Table
        label={t('contracts.shape')}
        head={[t('contracts.path'), t('contracts.baseline'), t('contracts.observedShape')]}
      >
        {paths.map((path) => (
          <tr key={path}>
            <td>
              <code>{path}</code>
            </td>
            <td>
              <code>{was[path] ?? t('contracts.notThere')}</code>
            </td>
            <td>
              <code>{is[path] ?? t('contracts.notThere')}</code>
            </td>
          </tr>
        ))}
      </Table>
    </details>
  )
}
