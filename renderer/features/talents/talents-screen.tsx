import { Button, Skeleton } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { useCall } from '../../api/hooks'
import { CallLink } from '../../components/call-link'
import { ErrorNotice } from '../../components/error-notice'
import { EmptyState, Panel, ScreenFrame } from '../../components/panel'
import { SearchField } from '../../components/search-field'
import { useUi } from '../../stores/ui'
import { BulkBar } from './bulk-bar'
import { TalentDetailPane } from './talent-detail-pane'
import { TalentTable } from './talent-table'
import classes from './talents.module.css'

const searchDelayMs = 200
/** The most rows that one list call may ask for. */
const listLimit = 10_000

/** Talents of Looma: list on the left, one of them on the right. */
export function TalentsScreen({
  matchesOf,
  chatOf,
}: {
  matchesOf: (talentId: string) => ReactNode
  chatOf: (talentId: string) => ReactNode
}) {
  const { t } = useTranslation()
  const session = useCall('session:get', [])
  const show = useUi((ui) => ui.show)
  if (session.data?.state === 'none') {
    return (
      <ScreenFrame title={t('talents.title')}>
        <Panel>
          <EmptyState title={t('talents.loginFirst')} hint={t('talents.loginFirstHint')}>
            <Button onClick={() => show('session')}>{t('session.goLogin')}</Button>
          </EmptyState>
        </Panel>
      </ScreenFrame>
    )
  }
  return <TalentBrowser matchesOf={matchesOf} chatOf={chatOf} />
}

function TalentBrowser({
  matchesOf,
  chatOf,
}: {
  matchesOf: (talentId: string) => ReactNode
  chatOf: (talentId: string) => ReactNode
}) {
  const { t } = useTranslation()
  const query = useUi((ui) => ui.talentQuery)
  const searchTalents = useUi((ui) => ui.searchTalents)
  const talentId = useUi((ui) => ui.talentId)
  const [settledQuery] = useDebouncedValue(query.trim(), searchDelayMs)
  const page = useCall('talents:list', [{ query: settledQuery, offset: 0, limit: listLimit }], {
    keepPrevious: true,
  })
  const total = page.data?.total ?? 0
  const shown = page.data?.items.length ?? 0
  return (
    <ScreenFrame
      fixed
      title={t('talents.title')}
      {...(page.data === undefined
        ? {}
        : {
            summary: (
              <>
                {shown < total
                  ? t('talents.countShown', { shown, total })
                  : t('talents.count', { total })}{' '}
                <CallLink id={page.data.callId} />
              </>
            ),
          })}
      tools={
        <SearchField
          className={classes.search}
          label={t('talents.searchLabel')}
          maxLength={200}
          value={query}
          onSearch={searchTalents}
        />
      }
    >
      <div className={classes.columns}>
        <div className={classes.left}>
          <BulkBar />
          {page.isError ? (
            <ErrorNotice error={page.error} onRetry={() => void page.refetch()} />
          ) : page.data === undefined ? (
            <Skeleton height="100%" radius={4} aria-label={t('common.loading')} />
          ) : page.data.items.length === 0 ? (
            <Panel>
              {settledQuery === '' ? (
                <EmptyState title={t('talents.empty')} hint={t('talents.emptyHint')} />
              ) : (
                <EmptyState
                  title={t('talents.emptySearch', { query: settledQuery })}
                  hint={t('talents.emptySearchHint')}
                />
              )}
            </Panel>
          ) : (
            <TalentTable talents={page.data.items} />
          )}
        </div>
        <div className={classes.right}>
          {talentId === null ? (
            <Panel>
              <EmptyState title={t('talents.choose')} hint={t('talents.chooseHint')} />
            </Panel>
          ) : (
            <TalentDetailPane
              key={talentId}
              talentId={talentId}
              matches={matchesOf(talentId)}
              chat={chatOf(talentId)}
            />
          )}
        </div>
      </div>
    </ScreenFrame>
  )
}
