import { Skeleton } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { useCall } from '../../api/hooks'
import { CopyButton } from '../../components/copy-button'
import { ErrorNotice } from '../../components/error-notice'
import { Facts, Panel } from '../../components/panel'
import { Tag } from '../../components/tone'
import classes from './settings.module.css'

const knownNotices = {
  'database-set-aside': 'settings.notice.databaseSetAside',
  'database-refused': 'settings.notice.databaseRefused',
  'profile-unusable': 'settings.notice.profileUnusable',
} as const

/** The program itself, where its data lies, and what it met while starting. */
export function AboutPanel() {
  const { t } = useTranslation()
  const info = useCall('app:info', [])
  const wordsOf = (code: string) => {
    const known = Object.entries(knownNotices).find(([one]) => one === code)
    return known === undefined ? null : t(known[1])
  }
  return (
    <Panel title={t('settings.about')}>
      {info.isError ? (
        <ErrorNotice error={info.error} onRetry={() => void info.refetch()} />
      ) : info.data === undefined ? (
        <Skeleton height={180} radius={4} />
      ) : (
        <Facts
          rows={[
            [t('settings.version'), info.data.version],
            [t('settings.electron'), info.data.electron],
            [t('settings.chromium'), info.data.chromium],
            [t('settings.node'), info.data.node],
            [t('settings.platform'), info.data.platform],
            [
              t('settings.dataFolder'),
              <span key="folder" className={classes.folder}>
                <code>{info.data.dataFolder}</code>
                <CopyButton text={info.data.dataFolder} name={t('settings.copyFolder')} />
              </span>,
            ],
            [
              t('settings.notices'),
              info.data.notices.length === 0 ? (
                t('settings.noNotices')
              ) : (
                <ul key="notices">
                  {info.data.notices.map(({ code, detail }) => (
                    <li key={code + detail}>
                      <Tag tone="warn">{wordsOf(code) ?? code}</Tag> {detail}
                    </li>
                  ))}
                </ul>
              ),
            ],
          ]}
        />
      )}
    </Panel>
  )
}
