import { Skeleton } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { useCall } from '../../api/hooks'
import { ErrorNotice } from '../../components/error-notice'
import { ScreenFrame } from '../../components/panel'
import { AboutPanel } from './about-panel'
import { GeneralPanel } from './general-panel'
import { ProfileImport } from './profile-import'
import { ProfileList } from './profile-list'
import classes from './settings.module.css'

/** What the console remembers about itself, and the environments it knows. */
export function SettingsScreen() {
  const { t } = useTranslation()
  const settings = useCall('settings:get', [])
  return (
    <ScreenFrame title={t('settings.title')} summary={t('settings.privacy')}>
      <div className={classes.columns}>
        <div className={classes.column}>
          {settings.isError ? (
            <ErrorNotice error={settings.error} onRetry={() => void settings.refetch()} />
          ) : settings.data === undefined ? (
            <Skeleton height={240} radius={4} />
          ) : (
            <GeneralPanel settings={settings.data} />
          )}
          <AboutPanel />
        </div>
        <div className={classes.column}>
          <ProfileList />
          <ProfileImport />
        </div>
      </div>
    </ScreenFrame>
  )
}
