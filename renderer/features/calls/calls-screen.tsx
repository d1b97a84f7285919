import { NativeSelect, Skeleton } from '@mantine/core'
import { useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { serviceIds } from '../../../shared/domain/services'
import { callListLimit } from '../../api/events'
import { useCall } from '../../api/hooks'
import { ErrorNotice } from '../../components/error-notice'
import { EmptyState, ScreenFrame } from '../../components/panel'
import { SearchField } from '../../components/search-field'
import { useServiceName } from '../../components/service-words'
import { CallTable } from './call-table'
import { isWanted, statusFilters, type CallFilter } from './call-status'
import classes from './calls.module.css'

/** Every HTTP exchange of the console, newest first. */
export function CallsScreen() {
  const { t } = useTranslation()
  const nameOf = useServiceName()
  const [filter, setFilter] = useState<CallFilter>({ service: 'all', status: 'all', text: '' })
  const calls = useCall('calls:list', [{ limit: callListLimit }], { fresh: true })
  const shown = useMemo(
    () => (calls.data ?? []).filter((call) => isWanted(call, filter)),
    [calls.data, filter],
  )
  return (
    <ScreenFrame
      fixed
      title={t('calls.title')}
      summary={t('calls.count', { shown: shown.length, total: calls.data?.length ?? 0 })}
      tools={
        <>
          <SearchField
            className={classes.search}
            label={t('calls.filterText')}
            value={filter.text}
            onSearch={(text) => setFilter({ ...filter, text })}
          />
          <NativeSelect
            aria-label={t('calls.filterService')}
            value={filter.service}
            onChange={(event) => setFilter({ ...filter, service: event.currentTarget.value })}
            data={[
              { value: 'all', label: t('calls.allServices') },
              ...serviceIds.map((id) => ({ value: id, label: nameOf(id) })),
            ]}
          />
          <NativeSelect
            aria-label={t('calls.filterStatus')}
            value={filter.status}
            onChange={(event) => {
              const status = statusFilters.find((one) => one === event.currentTarget.value)
              setFilter({ ...filter, status: status ?? 'all' })
            }}
            data={statusFilters.map((status) => ({
              value: status,
              label: t(`calls.status.${status}`),
            }))}
          />
        </>
      }
    >
      {calls.isError ? (
        <ErrorNotice error={calls.error} onRetry={() => void calls.refetch()} />
      ) : calls.data === undefined ? (
        <Skeleton height={400} radius={4} />
      ) : calls.data.length === 0 ? (
        <EmptyState title={t('calls.empty')} hint={t('calls.emptyHint')} />
      ) : shown.length === 0 ? (
        <EmptyState title={t('calls.emptyFilter')} />
      ) : (
        <CallTable calls={shown} />
      )}
    </ScreenFrame>
  )
}
