import { Button, SegmentedControl, Skeleton, Switch } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Grid } from '../../../shared/domain/services'
import { useCacheWriter, useCall, useCommand } from '../../api/hooks'
import { ErrorNotice } from '../../components/error-notice'
import { Icon } from '../../components/icon'
import { EmptyState, ScreenFrame } from '../../components/panel'
import { useServiceName } from '../../components/service-words'
import { useFormat } from '../../i18n/format'
import { useUi } from '../../stores/ui'
import { arrange } from './grid-order'
import { IncidentList } from './incident-list'
import { MonitorList } from './monitor-list'
import { ServiceTile } from './service-tile'
import { StackBanner } from './stack-banner'
import { StackCard } from './stack-card'
import classes from './services-screen.module.css'

type View = 'grid' | 'incidents'

/** Home: is everything up, and if not, what and why. */
export function ServicesScreen() {
  const { t } = useTranslation()
  const format = useFormat()
  const show = useUi((ui) => ui.show)
  const [view, setView] = useState<View>('grid')
  const grid = useCall('services:grid', [])
  const write = useCacheWriter()
  const probe = useCommand('services:probe', {
    onSuccess: (value) => write('services:grid', [], value),
  })
  return (
    <ScreenFrame
      title={t('services.title')}
      {...(grid.data === undefined
        ? {}
        : {
            summary: t('services.summary', { interval: format.ms(grid.data.pollIntervalMs) }),
          })}
      tools={
        <>
          {view === 'grid' ? <GridSwitches /> : null}
          <SegmentedControl
            aria-label={t('services.view')}
            value={view}
            onChange={(value) => setView(value === 'incidents' ? 'incidents' : 'grid')}
            data={[
              { value: 'grid', label: t('services.viewGrid') },
              { value: 'incidents', label: t('services.viewIncidents') },
            ]}
          />
          <Button
            variant="default"
            leftSection={<Icon name="plans" size={14} />}
            onClick={() => show('plans')}
          >
            {t('services.plans')}
          </Button>
          <Button
            variant="default"
            leftSection={<Icon name="refresh" size={14} />}
            loading={probe.isPending}
            onClick={() => probe.mutate(undefined)}
          >
            {t('services.probeNow')}
          </Button>
        </>
      }
    >
      {probe.isError ? <ErrorNotice error={probe.error} /> : null}
      {grid.isError ? (
        <ErrorNotice error={grid.error} onRetry={() => void grid.refetch()} />
      ) : grid.data === undefined ? (
        <div className={classes.grid} aria-label={t('common.loading')} role="status">
          {Array.from({ length: 8 }, (_, index) => (
            <Skeleton key={index} height={224} radius={4} />
          ))}
        </div>
      ) : view === 'incidents' ? (
        <IncidentList services={grid.data.services} />
      ) : (
        <GridView grid={grid.data} />
      )}
    </ScreenFrame>
  )
}

function GridSwitches() {
  const { t } = useTranslation()
  const ui = useUi()
  return (
    <div className={classes.switches}>
      <Switch
        label={t('services.onlyProblems')}
        checked={ui.onlyProblems}
        onChange={(event) => ui.filterProblems(event.currentTarget.checked)}
      />
      <Switch
        label={t('services.worstFirst')}
        checked={ui.worstFirst}
        onChange={(event) => ui.sortWorstFirst(event.currentTarget.checked)}
      />
    </div>
  )
}

function GridView({ grid }: { grid: Grid }) {
  const { t } = useTranslation()
  const nameOf = useServiceName()
  const onlyProblems = useUi((ui) => ui.onlyProblems)
  const worstFirst = useUi((ui) => ui.worstFirst)
  const shown = arrange(grid.services, { onlyProblems, worstFirst })
  const tiles = shown.filter(({ kind }) => kind === 'service')
  const monitors = shown.filter(({ kind }) => kind === 'monitor')
  const isEmbedded = grid.profile.kind === 'embedded'
  const name = (id: string) => nameOf(id, grid.services)
  const dependantsOf = (id: string) =>
    grid.services
      .filter(({ dependsOn }) => dependsOn.includes(id))
      .map((dependant) => name(dependant.id))
      .join('、')
  return (
    <div className={classes.view}>
      {grid.stack === null ? null : <StackBanner stack={grid.stack} />}
      {shown.length === 0 ? (
        <EmptyState title={t('services.noProblems')} hint={t('services.noProblemsHint')} />
      ) : null}
      {tiles.length === 0 ? null : (
        <div className={classes.grid}>
          {tiles.map((service) => (
            <ServiceTile
              key={service.id}
              service={service}
              name={name(service.id)}
              culprit={service.affectedBy === null ? null : name(service.affectedBy)}
              dependants={dependantsOf(service.id)}
              isEmbedded={isEmbedded}
            />
          ))}
          {onlyProblems ? null : <StackCard grid={grid} />}
        </div>
      )}
      {monitors.length === 0 ? null : <MonitorList monitors={monitors} />}
    </div>
  )
}
