import { Menu } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { useCall, useCommand, useGridPart } from '../api/hooks'
import { Icon } from '../components/icon'
import { useProfileName } from '../components/profile-name'
import classes from './top-bar.module.css'

/** Chooses the environment. */
export function ProfilePicker() {
  const { t } = useTranslation()
  const nameOf = useProfileName()
  const client = useQueryClient()
  const profiles = useCall('profiles:list', [])
  const opened = useGridPart(({ profile }) => profile)
  const use = useCommand('profiles:use', {
    onSettled: () => void client.invalidateQueries({ queryKey: ['profiles:list'] }),
  })
  const { mutate } = use
  const active = profiles.data?.find((profile) => profile.active)
  // A profile named on the command line stands in no list.
  const shown = active ?? opened
  const name = shown === undefined ? '—' : nameOf(shown)
  const choose = (id: string) =>
    mutate(
      { id },
      {
        onError: (error) =>
          void notifications.show({ color: 'red', message: t(`errors.${error.code}.cause`) }),
      },
    )
  return (
    <Menu position="bottom-start">
      <Menu.Target>
        <button
          type="button"
          className={classes.picker}
          aria-label={`${t('bar.profile')}: ${name}`}
        >
          <span className={classes.who}>{name}</span>
          <Icon name="down" size={14} />
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label role="menuitem" aria-disabled="true">
          {t('bar.profile')}
        </Menu.Label>
        {profiles.data?.map((profile) => (
          <Menu.Item
            key={profile.id}
            disabled={profile.problems.length > 0}
            leftSection={
              profile.problems.length > 0 ? (
                <Icon name="warning" />
              ) : profile.active ? (
                <Icon name="check" />
              ) : (
                <span style={{ width: 16 }} />
              )
            }
            onClick={() => choose(profile.id)}
          >
            {nameOf(profile)}
            <div className={classes.pickerUrl}>
              {profile.problems.length > 0
                ? t('settings.problems', { count: profile.problems.length })
                : `${t(`stack.kindOf.${profile.kind}`)} · ${profile.loomaUrl}`}
            </div>
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  )
}
