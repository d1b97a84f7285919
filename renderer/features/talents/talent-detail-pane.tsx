import { Skeleton, Tabs } from '@mantine/core'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { TalentDetail } from '../../../shared/domain/talents'
import { useCall } from '../../api/hooks'
import { CallLink } from '../../components/call-link'
import { CopyButton } from '../../components/copy-button'
import { ErrorNotice } from '../../components/error-notice'
import { Facts } from '../../components/panel'
import { Tag } from '../../components/tone'
import { WarningNote } from '../../components/warning-note'
import { talentTabs, useUi } from '../../stores/ui'
import { AiTab } from './ai-tab'
import { SkillList } from './skill-list'
import { SyncTab } from './sync-tab'
import classes from './talents.module.css'

/** Everything about one talent, in five tabs. */
export function TalentDetailPane({
  talentId,
  matches,
  chat,
}: {
  talentId: string
  matches: ReactNode
  chat: ReactNode
}) {
  const { t } = useTranslation()
  const tab = useUi((ui) => ui.talentTab)
  const showTab = useUi((ui) => ui.showTalentTab)
  const talent = useCall('talents:get', [{ id: talentId }])
  return (
    <section className={classes.detail} aria-label={talent.data?.name ?? talentId}>
      <header className={classes.detailHead}>
        <h2 className="truncate">{talent.data?.name ?? talentId}</h2>
        {talent.data?.placeholder === true ? (
          <Tag tone="warn">{t('talents.placeholder')}</Tag>
        ) : null}
        <code className="truncate">{talentId}</code>
        <CopyButton text={talentId} />
      </header>
      <Tabs
        className={classes.tabs}
        value={tab}
        onChange={(value) => {
          const chosen = talentTabs.find((one) => one === value)
          if (chosen !== undefined) showTab(chosen)
        }}
      >
        <Tabs.List>
          {talentTabs.map((name) => (
            <Tabs.Tab key={name} value={name}>
              {t(`talents.tab.${name}`)}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        <Tabs.Panel value="overview" className={classes.tab}>
          {talent.isError ? (
            <ErrorNotice error={talent.error} onRetry={() => void talent.refetch()} />
          ) : talent.data === undefined ? (
            <Skeleton height={320} radius={4} />
          ) : (
            <Overview talent={talent.data} />
          )}
        </Tabs.Panel>
        <Tabs.Panel value="sync" className={classes.tab}>
          <SyncTab talentId={talentId} resumeId={talent.data?.resumeId ?? null} />
        </Tabs.Panel>
        <Tabs.Panel value="ai" className={classes.tab}>
          <AiTab talentId={talentId} />
        </Tabs.Panel>
        <Tabs.Panel value="matches" className={classes.tab}>
          {matches}
        </Tabs.Panel>
        <Tabs.Panel value="chat" className={`${classes.tab} ${classes.chatTab}`}>
          {chat}
        </Tabs.Panel>
      </Tabs>
    </section>
  )
}

function Overview({ talent }: { talent: TalentDetail }) {
  const { t } = useTranslation()
  return (
    <div className={classes.stack}>
      {talent.placeholder ? <WarningNote>{t('talents.placeholderText')}</WarningNote> : null}
      <Facts
        rows={[
          [t('talents.field.title'), talent.title],
          [t('talents.field.city'), talent.city],
          [
            t('talents.field.years'),
            talent.years === null ? null : t('talents.yearsOf', { years: talent.years }),
          ],
          [t('talents.field.education'), talent.education],
          [t('talents.field.email'), talent.email],
          [t('talents.field.phone'), talent.phone],
          [t('talents.field.status'), talent.status],
          [
            t('talents.field.skills'),
            talent.skills.length === 0 ? null : <SkillList key="skills" skills={talent.skills} />,
          ],
          [t('talents.field.summary'), talent.summary],
          [t('talents.field.updated'), talent.updatedAt],
          [t('talents.field.resume'), talent.resumeId ?? t('talents.neverSynced')],
        ]}
      />
      <CallLink id={talent.callId} />
    </div>
  )
}
