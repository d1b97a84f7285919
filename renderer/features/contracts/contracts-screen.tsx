import { Skeleton, Switch } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ContractEntry } from '../../../shared/domain/contracts'
import { useCall } from '../../api/hooks'
import { ErrorNotice } from '../../components/error-notice'
import { EmptyState, Panel, ScreenFrame } from '../../components/panel'
import { ContractDrawer } from './contract-drawer'
import { stateOf } from './contract-state'
import { ContractTable } from './contract-table'
import classes from './contracts.module.css'

/** What every endpoint is held against, and how its last answer differs. */
export function ContractsScreen() {
  const { t } = useTranslation()
  const contracts = useCall('contracts:list', [], { fresh: true })
  const [onlyDrift, setOnlyDrift] = useState(false)
  const [operation, setOperation] = useState<string | null>(null)
  const entries = contracts.data ?? []
  const drifted = entries.filter((entry) => stateOf(entry) === 'drift')
  return (
    <ScreenFrame
      fixed
      title={t('contracts.title')}
      {...(contracts.data === undefined
        ? {}
        : {
            summary: t('contracts.count', { count: entries.length, drifted: drifted.length }),
          })}
      tools={
        <Switch
          label={t('contracts.onlyDrift')}
          checked={onlyDrift}
          onChange={(event) => setOnlyDrift(event.currentTarget.checked)}
        />
      }
    >
      <p className={classes.explain}>{t('contracts.explain')}</p>
      {contracts.isError ? (
        <ErrorNotice error={contracts.error} onRetry={() => void contracts.refetch()} />
      ) : contracts.data === undefined ? (
        <Skeleton height={400} radius={4} aria-label={t('common.loading')} />
      ) : (
        <Entries
          entries={onlyDrift ? drifted : entries}
          isFiltered={onlyDrift && entries.length > 0}
          operation={operation}
          onOpen={setOperation}
        />
      )}
      <ContractDrawer
        entry={entries.find((entry) => entry.operation === operation) ?? null}
        onClose={() => setOperation(null)}
      />
    </ScreenFrame>
  )
}

function Entries({
  entries,
  isFiltered,
  operation,
  onOpen,
}: {
  entries: readonly ContractEntry[]
  isFiltered: boolean
  operation: string | null
  onOpen: (operation: string) => void
}) {
  const { t } = useTranslation()
  if (entries.length > 0) {
    return <ContractTable entries={entries} openOperation={operation} onOpen={onOpen} />
  }
  return (
    <Panel>
      {isFiltered ? (
        <EmptyState title={t('contracts.noDrift')} hint={t('contracts.noDriftHint')} />
      ) : (
        <EmptyState title={t('contracts.empty')} hint={t('contracts.emptyHint')} />
      )}
    </Panel>
  )
}
