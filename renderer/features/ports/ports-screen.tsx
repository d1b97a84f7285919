import { Button, Skeleton, Switch } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { PortRow } from '../../../shared/domain/ports'
import { useCall } from '../../api/hooks'
import { ErrorNotice } from '../../components/error-notice'
import { Icon } from '../../components/icon'
import { EmptyState, Panel, ScreenFrame } from '../../components/panel'
import { SearchField } from '../../components/search-field'
import { When } from '../../components/when'
import { useUi } from '../../stores/ui'
import { PortDrawer } from './port-drawer'
import { PortTable } from './port-table'
import { matches, usePortWords } from './port-words'
import classes from './ports.module.css'

/** Every port of the environment and of the known plans: who holds it, and whether that is right. */
export function PortsScreen() {
  const { t } = useTranslation()
  const words = usePortWords()
  const ports = useCall('ports:list', [], { fresh: true })
  const query = useUi((ui) => ui.portQuery)
  const searchPorts = useUi((ui) => ui.searchPorts)
  const [onlyConflicts, setOnlyConflicts] = useState(false)
  const [openId, setOpenId] = useState<string | null>(null)
  const rows = ports.data?.rows ?? []
  const conflicts = rows.filter(({ conflict }) => conflict !== null)
  const search = query.trim()
  const shown = (onlyConflicts ? conflicts : rows).filter((row) => matches(row, search, words))
  const clear = () => {
    searchPorts('')
    setOnlyConflicts(false)
  }
  return (
    <ScreenFrame
      fixed
      title={t('ports.title')}
      {...(ports.data === undefined
        ? {}
        : {
            summary: t('ports.count', { count: rows.length, conflicts: conflicts.length }),
          })}
      tools={
        <>
          {ports.data === undefined ? null : (
            <span className={classes.age}>
              {t('ports.seen')} <When at={ports.data.at} />
            </span>
          )}
          <Button
            variant="default"
            leftSection={<Icon name="refresh" size={14} />}
            loading={ports.isFetching}
            onClick={() => void ports.refetch()}
          >
            {t('ports.refresh')}
          </Button>
        </>
      }
    >
      <p className={classes.explain}>{t('ports.explain')}</p>
      <div className={classes.filters}>
        <SearchField
          className={classes.search}
          label={t('ports.search')}
          value={query}
          maxLength={200}
          onSearch={searchPorts}
        />
        <Switch
          label={t('ports.onlyConflicts')}
          checked={onlyConflicts}
          onChange={(event) => setOnlyConflicts(event.currentTarget.checked)}
        />
      </div>
      {ports.isError ? (
        <ErrorNotice error={ports.error} onRetry={() => void ports.refetch()} />
      ) : ports.data === undefined ? (
        <Skeleton height={400} radius={4} aria-label={t('common.loading')} />
      ) : shown.length > 0 ? (
        <PortTable rows={shown} openId={openId} onOpen={setOpenId} />
      ) : (
        <Nothing isCalm={onlyConflicts && search === ''} onClear={clear} />
      )}
      <PortDrawer
        row={find(rows, openId)}
        profile={ports.data?.profile ?? null}
        onClose={() => setOpenId(null)}
      />
    </ScreenFrame>
  )
}

function find(rows: readonly PortRow[], id: string | null): PortRow | null {
  return rows.find((row) => row.id === id) ?? null
}

function Nothing({ isCalm, onClear }: { isCalm: boolean; onClear: () => void }) {
  const { t } = useTranslation()
  return (
    <Panel>
      <EmptyState
        title={isCalm ? t('ports.noConflicts') : t('ports.empty')}
        hint={isCalm ? t('ports.noConflictsHint') : t('ports.emptyHint')}
      >
        <Button variant="default" onClick={onClear}>
          {t('ports.clear')}
        </Button>
      </EmptyState>
    </Panel>
  )
}
