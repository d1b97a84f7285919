import { Button, Skeleton } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { JobMatch, MatchList } from '../../../shared/domain/matches'
import { useCall } from '../../api/hooks'
import { CallLink } from '../../components/call-link'
import { ErrorNotice } from '../../components/error-notice'
import { EmptyState } from '../../components/panel'
import { Tag } from '../../components/tone'
import { When } from '../../components/when'
import classes from './matches.module.css'

/** Jobs for one talent, best first, with what each score is made of. */
export function MatchesPanel({ talentId }: { talentId: string }) {
  const { t } = useTranslation()
  const found = useCall('matches:find', [{ id: talentId }])
  return (
    <div className={classes.panel}>
      <div className={classes.bar}>
        <Button variant="default" loading={found.isFetching} onClick={() => void found.refetch()}>
          {found.data === undefined ? t('matches.find') : t('matches.again')}
        </Button>
        {found.data === undefined || found.isError ? null : <Summary list={found.data} />}
      </div>
      {found.isError ? (
        <ErrorNotice error={found.error} />
      ) : found.data === undefined ? (
        <Skeleton height={320} radius={4} />
      ) : (
        <Ranking list={found.data} />
      )}
    </div>
  )
}

function Summary({ list }: { list: MatchList }) {
  const { t } = useTranslation()
  return (
    <>
      <span>{t('matches.count', { count: list.matches.length })}</span>
      <span className={classes.quiet}>
        {list.scale === 'unit' ? t('matches.scaleUnit') : t('matches.scalePercent')}
      </span>
      <span className={classes.quiet}>
        <When at={list.at} />
      </span>
      <span className={classes.gap} />
      <CallLink id={list.callId} />
    </>
  )
}

/** Best first; ties keep the order of the answer. */
export function ranked(matches: readonly JobMatch[]): JobMatch[] {
  return [...matches].sort((one, other) => other.score - one.score)
}

function Ranking({ list }: { list: MatchList }) {
  const { t } = useTranslation()
  if (list.matches.length === 0) {
    return <EmptyState title={t('matches.empty')} hint={t('matches.emptyHint')} />
  }
  const matches = ranked(list.matches)
  const wasSorted = matches.every((match, index) => match === list.matches[index])
  return (
    <>
      {wasSorted ? null : (
        <p className={classes.warn} role="status">
          {t('matches.unsorted')}
        </p>
      )}
      <ol className={classes.list} aria-label={t('matches.list')}>
        {matches.map((match, index) => (
          <MatchRow key={match.jobId} match={match} rank={index + 1} />
        ))}
      </ol>
    </>
  )
}

const share = (score: number) => Math.max(0, Math.min(1, score))
const figure = (score: number) => (share(score) * 100).toFixed(1)

function MatchRow({ match, rank }: { match: JobMatch; rank: number }) {
  const { t } = useTranslation()
  const place = [match.company, match.location, match.salary].filter((part) => part !== null)
  return (
    <li className={classes.match} data-job={match.jobId}>
      <span className={classes.rank} aria-label={t('matches.rank', { rank })}>
        {rank}
      </span>
      <div className={classes.job}>
        <p className={classes.title}>
          {match.title} <Tag>{match.jobId}</Tag>
        </p>
        <p className={classes.quiet}>{place.join(' · ')}</p>
        {match.explanation === null ? null : <p>{match.explanation}</p>}
        {match.reasons.length === 0 ? (
          <p className={classes.quiet}>{t('matches.noReasons')}</p>
        ) : (
          <dl className={classes.reasons} aria-label={t('matches.reasons')}>
            {match.reasons.map((reason) => (
              <div key={reason.name}>
                <dt title={reason.detail ?? undefined}>{reason.name}</dt>
                <dd>
                  <Bar score={reason.score} />
                  <span className={classes.number}>{figure(reason.score)}</span>
                </dd>
                {reason.detail === null ? null : (
                  <dd className={classes.quiet} title={reason.detail}>
                    {reason.detail}
                  </dd>
                )}
              </div>
            ))}
          </dl>
        )}
      </div>
      <div className={classes.score}>
        <strong aria-label={t('matches.score', { score: figure(match.score) })}>
          {figure(match.score)}
        </strong>
        <Bar score={match.score} />
      </div>
    </li>
  )
}

function Bar({ score }: { score: number }) {
  return (
    <span className={classes.track} aria-hidden="true">
      <span className={classes.fill} style={{ width: `${share(score) * 100}%` }} />
    </span>
  )
}
