import { Tooltip } from '@mantine/core'
import { memo, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { ServiceSnapshot } from '../../../shared/domain/services'
import { healthTones, processTones } from '../../components/service-words'
import { StateWord, Tag, ToneShape } from '../../components/tone'
import { useNow } from '../../components/use-now'
import { useFormat } from '../../i18n/format'
import { ProbeBar } from '../../components/probe-bar'
import { TileActions } from './tile-actions'
import classes from './service-tile.module.css'

/**
 * One service: state in shape, word and colour; what it says, what Looma says, what to do. Of the
 * other services it knows names only, so that news of one service draws one tile.
 */
export const ServiceTile = memo(function ServiceTile({
  service,
  name,
  culprit,
  dependants,
  isEmbedded,
}: {
  service: ServiceSnapshot
  name: string
  /** The name of the service whose trouble reaches this one. */
  culprit: string | null
  dependants: string
  isEmbedded: boolean
}) {
  const { t } = useTranslation()
  const { health, process } = service
  return (
    <article
      className={classes.tile}
      aria-label={name}
      data-service={service.id}
      data-health={health.state}
      data-process={process.state}
      data-stale={health.stale || undefined}
    >
      <header className={classes.head}>
        <h2 className="truncate">{name}</h2>
        <StateWord tone={health.stale ? 'idle' : healthTones[health.state]}>
          {t(`health.${health.state}`)}
        </StateWord>
      </header>
      <div className={classes.place}>
        <ProcessWords service={service} />
        <span className={classes.tags}>
          {process.adopted ? (
            <Tooltip label={t('services.adoptedHint')}>
              <span>
                <Tag tone="info">{t('services.adopted')}</Tag>
              </span>
            </Tooltip>
          ) : null}
          {health.stale ? (
            <Tooltip label={t('services.staleHint')}>
              <span>
                <Tag tone="warn">{t('services.stale')}</Tag>
              </span>
            </Tooltip>
          ) : null}
          {health.unconfirmed ? (
            <Tooltip label={t('services.unconfirmedHint')}>
              <span>
                <Tag tone="warn">{t('services.unconfirmed')}</Tag>
              </span>
            </Tooltip>
          ) : null}
        </span>
        <span className={`${classes.url} truncate`} title={service.url}>
          {shortUrl(service.url)}
        </span>
      </div>
      <Figures service={service} />
      <ProbeBar probes={health.probes} />
      <Remarks service={service} culprit={culprit} />
      <TileActions service={service} name={name} dependants={dependants} isEmbedded={isEmbedded} />
    </article>
  )
})

/** The port, and the host where it is not this machine. */
export function shortUrl(url: string): string {
  return url
    .replace(/^https?:\/\//, '')
    .replace(/^(?:localhost|127\.0\.0\.1)(?=:)/, '')
    .replace(/\/$/, '')
}

function ProcessWords({ service }: { service: ServiceSnapshot }) {
  const { t } = useTranslation()
  const { process } = service
  if (!process.controllable && process.state === 'stopped') return <span />
  const exit = process.exit
  const isDown = process.state === 'failed' || process.state === 'stopped'
  const remark =
    process.pid !== null
      ? t('services.pid', { pid: process.pid })
      : !isDown || exit === null
        ? null
        : exit.code !== null
          ? t('services.exitCode', { code: exit.code })
          : exit.signal !== null
            ? t('services.exitSignal', { signal: exit.signal })
            : null
  return (
    <Tooltip label={process.tail.join('\n')} disabled={process.tail.length === 0}>
      <span className={classes.process}>
        <ToneShape tone={processTones[process.state]} size={9} />
        <span className="truncate">
          {t(`process.${process.partOf === null ? process.state : 'project'}`)}
          {remark === null ? null : ` · ${remark}`}
          {process.restarts > 0
            ? ` · ${t('services.restarts', { count: process.restarts })}`
            : null}
        </span>
      </span>
    </Tooltip>
  )
}

function Figures({ service }: { service: ServiceSnapshot }) {
  const { t } = useTranslation()
  const format = useFormat()
  const now = useNow(1_000)
  const { health } = service
  return (
    <dl className={classes.figures}>
      <Figure name={t('services.latency')}>{format.ms(health.latencyMs)}</Figure>
      <Figure
        name={t('services.since')}
        {...(health.since === null ? {} : { exact: format.exact(health.since) })}
      >
        {health.since === null ? '—' : format.brief(now - health.since)}
      </Figure>
      <Figure name={t('services.version')}>{health.version ?? '—'}</Figure>
      <Figure
        name={t('services.probed')}
        {...(health.lastProbeAt === null ? {} : { exact: format.exact(health.lastProbeAt) })}
      >
        {health.lastProbeAt === null ? '—' : format.ago(health.lastProbeAt, now)}
      </Figure>
    </dl>
  )
}

function Figure({ name, exact, children }: { name: string; exact?: string; children: ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <Tooltip label={exact ?? ''} disabled={exact === undefined}>
        <dd className="truncate">{children}</dd>
      </Tooltip>
    </div>
  )
}

function RestartRemark({ process }: { process: ServiceSnapshot['process'] }) {
  const { t } = useTranslation()
  const format = useFormat()
  const now = useNow(1_000)
  if (process.crashLoop) return <p className={classes.error}>{t('services.crashLoop')}</p>
  if (process.nextStartAt === null) return null
  const wait = format.brief(process.nextStartAt - now)
  return <p className={classes.error}>{t('services.nextStart', { wait })}</p>
}

function Remarks({ service, culprit }: { service: ServiceSnapshot; culprit: string | null }) {
  const { t } = useTranslation()
  const format = useFormat()
  const { health, process, witness, disagrees } = service
  const error = health.state === 'healthy' && !health.unconfirmed ? null : health.lastError
  const isQuiet = error === null && culprit === null && !disagrees
  return (
    <div className={classes.remarks}>
      <RestartRemark process={process} />
      {culprit === null ? null : (
        <p className={classes.affected}>{t('services.affectedBy', { name: culprit })}</p>
      )}
      {error === null ? null : (
        <Tooltip
          label={`${format.exact(error.at)}${error.detail === null ? '' : `\n${error.detail}`}`}
        >
          <p className={classes.error}>
            {t('services.lastError', { fault: t(`fault.${error.fault}`) })}
            {error.detail === null ? null : <code> {error.detail}</code>}
          </p>
        </Tooltip>
      )}
      {!disagrees || witness === null ? null : (
        <Tooltip
          label={[format.exact(witness.at), witness.status, witness.error]
            .filter((part) => part !== null)
            .join('\n')}
        >
          <p className={classes.witness}>
            {witness.healthy ? t('services.witnessHealthy') : t('services.witnessUnhealthy')}
            {' · '}
            {t('services.witnessDiffers')}
          </p>
        </Tooltip>
      )}
      {isQuiet && health.state === 'healthy' && !health.stale ? (
        <p className={classes.quiet}>{t('services.noTrouble')}</p>
      ) : null}
    </div>
  )
}
