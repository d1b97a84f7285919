import { useTranslation } from 'react-i18next'
import type { HealthTrack, RunEvidence } from '../../../shared/domain/evidence'
import { EmptyState, Panel } from '../../components/panel'
import { ProbeBar } from '../../components/probe-bar'
import { healthTones, useServiceName } from '../../components/service-words'
import { StateWord } from '../../components/tone'
import { useFormat } from '../../i18n/format'
import classes from './evidence.module.css'

const fewestSlots = 60
/** More bars than this would be thinner than a pixel. */
const mostSlots = 240

/** Probes of every service around the run, and the incidents among them. */
export function TimelinePanel({ evidence }: { evidence: RunEvidence }) {
  const { t } = useTranslation()
  const format = useFormat()
  const { timeline } = evidence
  const times = timeline.flatMap(({ probes }) => probes.map(({ at }) => at))
  const longest = Math.max(0, ...timeline.map(({ probes }) => probes.length))
  const slots = Math.min(mostSlots, Math.max(fewestSlots, longest))
  const [from, to] = [Math.min(...times), Math.max(...times)]
  return (
    <Panel
      title={t('runs.evidence.timeline')}
      {...(times.length === 0
        ? {}
        : {
            aside: (
              <span className={classes.quiet}>
                {t('runs.evidence.timelineSpan', {
                  from: format.exact(from),
                  to: format.exact(to),
                })}
              </span>
            ),
          })}
    >
      {times.length === 0 ? (
        <EmptyState title={t('runs.evidence.noTimeline')} />
      ) : (
        <>
          <p className={classes.quiet}>{t('runs.evidence.timelineHint')}</p>
          {timeline.map((track) => (
            <Track key={track.service} track={track} slots={slots} />
          ))}
        </>
      )}
      <h3 className={classes.subheading}>{t('runs.evidence.incidents')}</h3>
      <IncidentLines incidents={evidence.incidents} />
    </Panel>
  )
}

function Track({ track: { service, probes }, slots }: { track: HealthTrack; slots: number }) {
  const { t } = useTranslation()
  const nameOf = useServiceName()
  const healthy = probes.filter(({ outcome }) => outcome === 'healthy').length
  const total = probes.length
  const words = { name: nameOf(service), total, healthy, other: total - healthy }
  return (
    <div className={classes.track} data-track={service}>
      <span className={classes.trackText}>{t('runs.evidence.timelineOf', words)}</span>
      <ProbeBar probes={probes} slots={slots} label={t('runs.evidence.timelineOf', words)} />
    </div>
  )
}

function IncidentLines({ incidents }: Pick<RunEvidence, 'incidents'>) {
  const { t } = useTranslation()
  const format = useFormat()
  const nameOf = useServiceName()
  if (incidents.length === 0) {
    return <p className={classes.quiet}>{t('runs.evidence.noIncidents')}</p>
  }
  return (
    <ul>
      {incidents.map((incident) => (
        <li key={incident.id} className={classes.line}>
          <StateWord tone={healthTones[incident.state]}>{t(`health.${incident.state}`)}</StateWord>
          {nameOf(incident.service)}
          <span>
            {format.clock(incident.startedAt)} –{' '}
            {incident.endedAt === null
              ? t('runs.evidence.ongoing')
              : format.clock(incident.endedAt)}
          </span>
          <span className={classes.quiet}>
            {incident.fault === null ? '' : t(`fault.${incident.fault}`)} {incident.detail}
          </span>
        </li>
      ))}
    </ul>
  )
}
