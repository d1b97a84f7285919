import { memo } from 'react'
import { useTranslation } from 'react-i18next'
import type { Probe, ProbeOutcome } from '../../shared/domain/services'
import { useFormat } from '../i18n/format'
import classes from './probe-bar.module.css'

const heightPx = 22

/** Healthy beats rise with their latency, trouble fills the slot, so the bar reads without colour. */
function shapeOf(probe: Probe, slowestMs: number): { y: number; height: number } {
  if (probe.outcome === 'healthy') {
    const share = slowestMs > 0 ? (probe.latencyMs ?? 0) / slowestMs : 0
    const height = 6 + Math.round(share * 6)
    return { y: heightPx - height, height }
  }
  if (probe.outcome === 'degraded') return { y: 6, height: heightPx - 6 }
  if (probe.outcome === 'failing') return { y: 0, height: heightPx }
  return { y: 0, height: heightPx / 2 - 2 }
}

/** Slots without a probe as one shape: a thousand bars of sixty would be too much to lay out. */
function emptySlots(count: number): string {
  return Array.from(
    { length: Math.max(0, count) },
    (_, slot) => `M${slot * 4 + 0.5} ${heightPx - 2}h3v2h-3z`,
  ).join('')
}

/** The newest probes in fixed slots, oldest left. */
export const ProbeBar = memo(function ProbeBar({
  probes,
  slots = 60,
  label,
}: {
  probes: readonly Probe[]
  slots?: number
  /** Says in words what the bar shows; without it, the newest probes are counted. */
  label?: string
}) {
  const { t } = useTranslation()
  const format = useFormat()
  const healthy = probes.filter(({ outcome }) => outcome === 'healthy')
  const slowestMs = Math.max(0, ...healthy.map(({ latencyMs }) => latencyMs ?? 0))
  const shown = probes.slice(-slots)
  const offset = slots - shown.length
  const counted =
    probes.length === 0
      ? t('services.noProbes')
      : t('services.probes', { healthy: healthy.length, other: probes.length - healthy.length })
  const describe = ({ at, outcome, latencyMs, fault, detail }: Probe) =>
    [
      format.clock(at),
      t(`health.${outcome satisfies ProbeOutcome}`),
      latencyMs === null ? null : format.ms(latencyMs),
      fault === null ? null : t(`fault.${fault}`),
      detail,
    ]
      .filter((part) => part !== null)
      .join(' · ')
  return (
    <svg
      className={classes.bar}
      role="img"
      aria-label={label ?? counted}
      viewBox={`0 0 ${slots * 4} ${heightPx}`}
      preserveAspectRatio="none"
    >
      <path className={classes.empty} d={emptySlots(offset)} />
      {shown.map((probe, index) => {
        const slot = offset + index
        const x = slot * 4 + 0.5
        return (
          <g key={slot}>
            <title>{describe(probe)}</title>
            <rect className={classes.slot} x={slot * 4} y={0} width={4} height={heightPx} />
            <rect
              className={classes.beat}
              data-outcome={probe.outcome}
              x={x}
              width={3}
              {...shapeOf(probe, slowestMs)}
            />
          </g>
        )
      })}
    </svg>
  )
})
