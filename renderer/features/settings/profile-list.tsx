import { Button, Skeleton } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { useProfileName } from '../../components/profile-name'
import type { ProfileEntry } from '../../../shared/domain/profile'
import { useCall, useCommand } from '../../api/hooks'
import { ErrorNotice } from '../../components/error-notice'
import { Panel } from '../../components/panel'
import { Tag } from '../../components/tone'
import { ProblemTable } from './problem-table'
import classes from './settings.module.css'

/** Every environment, also those that cannot be used, with what is wrong in them. */
export function ProfileList() {
  const { t } = useTranslation()
  const client = useQueryClient()
  const profiles = useCall('profiles:list', [], { fresh: true })
  const use = useCommand('profiles:use', {
    onSettled: () => void client.invalidateQueries({ queryKey: ['profiles:list'] }),
  })
  return (
    <Panel flush title={t('settings.profiles')}>
      {use.isError ? <ErrorNotice compact error={use.error} /> : null}
      {profiles.isError ? (
        <ErrorNotice error={profiles.error} onRetry={() => void profiles.refetch()} />
      ) : profiles.data === undefined ? (
        <Skeleton height={120} radius={4} />
      ) : (
        <ul>
          {profiles.data.map((profile) => (
            <ProfileRow
              key={profile.id}
              profile={profile}
              isBusy={use.isPending && use.variables.id === profile.id}
              onUse={() => use.mutate({ id: profile.id })}
            />
          ))}
        </ul>
      )}
    </Panel>
  )
}

function ProfileRow({
  profile,
  isBusy,
  onUse,
}: {
  profile: ProfileEntry
  isBusy: boolean
  onUse: () => void
}) {
  const { t } = useTranslation()
  const nameOf = useProfileName()
  const isBroken = profile.problems.length > 0
  return (
    <li className={classes.profile} data-profile={profile.id}>
      <div className={classes.profileLine}>
        <div className={classes.profileName}>
          <p>
            <b>{nameOf(profile)}</b> <Tag>{t(`stack.kindOf.${profile.kind}`)}</Tag>{' '}
            {isBroken ? (
              <Tag tone="bad">{t('settings.problems', { count: profile.problems.length })}</Tag>
            ) : null}
          </p>
          <code className="truncate">{profile.loomaUrl}</code>
        </div>
        {profile.active ? (
          <Tag tone="ok">{t('settings.active')}</Tag>
        ) : isBroken ? null : (
          <Button variant="default" loading={isBusy} onClick={onUse}>
            {t('settings.use')}
          </Button>
        )}
      </div>
      {isBroken ? (
        <>
          <p className="quiet">{t('settings.broken')}</p>
          <ProblemTable problems={profile.problems} />
        </>
      ) : null}
    </li>
  )
}
