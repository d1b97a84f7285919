import { useVirtualizer } from '@tanstack/react-virtual'
import { memo, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import type { ServiceSnapshot } from '../../../shared/domain/services'
import { Panel } from '../../components/panel'
import { healthTones, useServiceName } from '../../components/service-words'
import { StateWord } from '../../components/tone'
import { When } from '../../components/when'
import { useFormat } from '../../i18n/format'
import { ProbeBar } from '../../components/probe-bar'
import { shortUrl } from './service-tile'
import classes from './monitor-list.module.css'

const rowPx = 36
const mostRows = 10

/** Extra targets of the profile, one line each; a thousand of them scroll as smoothly as ten. */
export function MonitorList({ monitors }: { monitors: readonly ServiceSnapshot[] }) {
  const { t } = useTranslation()
  const nameOf = useServiceName()
  const box = useRef<HTMLDivElement>(null)
  const rows = useVirtualizer({
    count: monitors.length,
    getScrollElement: () => box.current,
    estimateSize: () => rowPx,
    overscan: 8,
  })
  return (
    <Panel
      flush
      title={t('services.monitors')}
      aside={t('services.monitorCount', { count: monitors.length })}
    >
      <div
        ref={box}
        className={classes.box}
        style={{ height: Math.min(mostRows, monitors.length) * rowPx }}
        tabIndex={0}
        role="region"
        aria-label={t('services.monitors')}
      >
        <ul style={{ height: rows.getTotalSize(), position: 'relative' }}>
          {rows.getVirtualItems().map(({ index, start }) => {
            const monitor = monitors[index]
            if (monitor === undefined) return null
            return (
              <MonitorRow
                key={monitor.id}
                monitor={monitor}
                name={nameOf(monitor.id, monitors)}
                start={start}
              />
            )
          })}
        </ul>
      </div>
    </Panel>
  )
}

/** One line; scrolling draws only the lines that come into sight. */
const MonitorRow = memo(function MonitorRow({
  monitor,
  name,
  start,
}: {
  monitor: ServiceSnapshot
  name: string
  start: number
}) {
  const { t } = useTranslation()
  const format = useFormat()
  const { id, url, health } = monitor
  return (
    <li
      className={classes.row}
      data-service={id}
      data-health={health.state}
      style={{ transform: `translateY(${start}px)`, height: rowPx }}
    >
      <StateWord tone={healthTones[health.state]}>{t(`health.${health.state}`)}</StateWord>
      <span className="truncate">{name}</span>
      <code className="truncate">{shortUrl(url)}</code>
      <span>{format.ms(health.latencyMs)}</span>
      <span className="truncate">{health.since === null ? '—' : <When at={health.since} />}</span>
      <ProbeBar probes={health.probes} />
    </li>
  )
})
