import { useTranslation } from 'react-i18next'
import type { ContractEntry } from '../../../shared/domain/contracts'
import { RowList } from '../../components/row-list'
import { StateWord } from '../../components/tone'
import { When } from '../../components/when'
import { useFormat } from '../../i18n/format'
import { driftCount, stateOf, stateTones } from './contract-state'
import classes from './contracts.module.css'

const columns = ['state', 'operation', 'request', 'source', 'observed'] as const

/** The endpoints as rows; Enter or a click opens one. */
export function ContractTable({
  entries,
  openOperation,
  onOpen,
}: {
  entries: readonly ContractEntry[]
  openOperation: string | null
  onOpen: (operation: string) => void
}) {
  const { t } = useTranslation()
  return (
    <RowList
      label={t('contracts.list')}
      rows={entries}
      rowPx={36}
      idOf={(entry) => entry.operation}
      rowClass={classes.row ?? ''}
      selectedId={openOperation}
      onOpen={(entry) => onOpen(entry.operation)}
      attributes={(entry) => ({
        'data-operation': entry.operation,
        'data-state': stateOf(entry),
      })}
      head={columns.map((column) => ({ id: column, content: t(`contracts.column.${column}`) }))}
      cells={(entry) => [
        <ContractStateWord key="state" entry={entry} />,
        <code key="operation">{entry.operation}</code>,
        <code key="request" title={entry.path}>
          <b>{entry.method}</b> {entry.path}
        </code>,
        <SourceWord key="source" entry={entry} />,
        entry.observed === null ? (
          t('contracts.never')
        ) : (
          <When key="observed" at={entry.observed.at} />
        ),
      ]}
    />
  )
}

/** How the last answer stands to the baseline, in shape and words. */
export function ContractStateWord({ entry }: { entry: ContractEntry }) {
  const { t } = useTranslation()
  const state = stateOf(entry)
  return (
    <StateWord tone={stateTones[state]}>
      {t(`contracts.state.${state}`, { count: driftCount(entry) })}
    </StateWord>
  )
}

/** Where the baseline comes from: the documents, a person, or nowhere. */
export function SourceWord({ entry: { source, accepted } }: { entry: ContractEntry }) {
  const { t } = useTranslation()
  const format = useFormat()
  if (source !== 'accepted' || accepted === null) return <>{t(`contracts.source.${source}`)}</>
  const words = t('contracts.acceptedBy', {
    name: accepted.name,
    at: format.exact(accepted.at),
  })
  return <span title={`${words}: ${accepted.note}`}>{words}</span>
}
